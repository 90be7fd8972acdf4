/** imaplex as its documentation says to use it, with all its decoding. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ImapConnection } from 'imaplex'
import { besideEachOther } from './beside.ts'
import { APPEND_MAILBOX, appendMessage, type Conditions, MIXED, type Peer, type Prepared } from './peer.ts'

const options = ({ host, port, user, password }: Conditions) =>
  ({ host, port, security: 'insecure-plaintext', auth: { user, password } }) as const

async function loggedIn(conditions: Conditions, mailbox?: string): Promise<ImapConnection> {
  const imap = await ImapConnection.open(options(conditions))
  if (mailbox !== undefined) await imap.select(mailbox)
  return imap
}

const prepared = (imap: ImapConnection, run: () => Promise<number>): Prepared => ({
  run,
  close: async () => {
    await imap.logout()
  },
})

export const imaplex: Peer = {
  envelopes: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    return prepared(imap, async () => {
      let count = 0
      const query = { envelope: true, bodyStructure: true, flags: true, size: true, internalDate: true } as const
      for await (const message of imap.fetch('1:*', query)) if (message.envelope.messageId !== null) count++
      return count
    })
  },
  bodies: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    return prepared(imap, async () => {
      let octets = 0
      const count = (chunk: Uint8Array): void => void (octets += chunk.length)
      for await (const body of imap.fetchBodies('1:*', () => count))
        if (body.octets === null) throw new Error('no body')
      return octets
    })
  },
  download: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    const big = async (): Promise<number> => {
      let octets = 0
      const { content } = await imap.download(2)
      for await (const chunk of content) octets += chunk.length
      return octets >> 20
    }
    const small = async (): Promise<unknown> => imap.fetchOne(1, { flags: true })
    return besideEachOther(big, small, async () => imap.logout())
  },
  headers: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    return prepared(imap, async () => {
      const calls = Array.from({ length: conditions.count }, (_, n) => imap.fetch(n + 1, { headers: ['subject'] }))
      const rows = await Promise.all(calls)
      return rows.flat().length
    })
  },
  status: async (conditions) => {
    const imap = await loggedIn(conditions)
    return prepared(imap, async () => {
      const calls = conditions.mailboxes
        .slice(0, conditions.count)
        .map((mailbox) => imap.status(mailbox, ['messages', 'unseen']))
      return (await Promise.all(calls)).filter((status) => status.messages !== undefined).length
    })
  },
  mixed: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    return prepared(imap, async () => {
      const results = await Promise.all([
        ...MIXED.status.map((mailbox) => imap.status(mailbox, ['messages', 'unseen'])),
        imap.search({ seen: false }),
        imap.search({ answered: true }),
        imap.search({ larger: MIXED.searchLargerThan }),
        imap.search({ since: MIXED.searchSince }),
        ...MIXED.fetchUids.map((uid) => imap.fetch(uid, { flags: true, envelope: true })),
        ...MIXED.storeUids.map((uid) => imap.store(uid, { add: ['\\Flagged'] })),
        ...MIXED.lists.map((pattern) => imap.list(pattern)),
      ])
      return results.length
    })
  },
  append: async (conditions) => {
    const imap = await loggedIn(conditions)
    const messages = Array.from({ length: conditions.count }, (_, n) => appendMessage(n))
    return prepared(imap, async () => {
      const calls = messages.map((message) => imap.append(APPEND_MAILBOX, message, { flags: ['\\Seen'] }))
      return (await Promise.all(calls)).length
    })
  },
  open: async (conditions) => {
    let imap: ImapConnection | undefined
    return {
      run: async () => {
        imap = ImapConnection.start(options(conditions))
        await imap.select('INBOX')
        return 2
      },
      close: async () => {
        await imap?.logout()
      },
    }
  },
  idle: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    await sleep(500)
    return prepared(imap, async () => ((await imap.status('box001', ['messages'])).messages === undefined ? 0 : 1))
  },
}

/** Bodies as octets in the row, whole, as ImapFlow gives them. */
export const imaplexKept: Peer = {
  bodies: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    return prepared(imap, async () => {
      let octets = 0
      for await (const message of imap.fetch('1:*', { source: true })) octets += message.source.length
      return octets
    })
  },
}
