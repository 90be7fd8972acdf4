/** ImapFlow as its documentation says to use it: independent callers, each awaiting its own call. */
import { open as openFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ImapFlow } from 'imapflow'
import { besideEachOther } from './beside.ts'
import { APPEND_MAILBOX, appendMessage, type Conditions, MIXED, type Peer, type Prepared } from './peer.ts'

function client({ host, port, user, password }: Conditions): ImapFlow {
  return new ImapFlow({
    host,
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
    disableCompression: true,
    disableAutoIdle: true,
  })
}

async function loggedIn(conditions: Conditions, mailbox?: string): Promise<ImapFlow> {
  const imap = client(conditions)
  await imap.connect()
  if (mailbox !== undefined) await imap.mailboxOpen(mailbox)
  return imap
}

const prepared = (imap: ImapFlow, run: () => Promise<number>): Prepared => ({ run, close: async () => imap.close() })
const UID = { uid: true } as const

export const imapflow: Peer = {
  envelopes: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    return prepared(imap, async () => {
      let count = 0
      const query = { uid: true, flags: true, internalDate: true, size: true, envelope: true, bodyStructure: true }
      for await (const message of imap.fetch('1:*', query, UID)) if (message.envelope) count++
      return count
    })
  },
  bodies: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    return prepared(imap, async () => {
      let octets = 0
      for await (const message of imap.fetch('1:*', { source: true }, UID)) octets += message.source?.length ?? 0
      return octets
    })
  },
  headers: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    return prepared(imap, async () => {
      const calls = Array.from({ length: conditions.count }, (_, n) =>
        imap.fetchOne(String(n + 1), { headers: ['subject'] }, UID),
      )
      return (await Promise.all(calls)).filter((message) => message && message.headers).length
    })
  },
  status: async (conditions) => {
    const imap = await loggedIn(conditions)
    return prepared(imap, async () => {
      const calls = conditions.mailboxes
        .slice(0, conditions.count)
        .map((mailbox) => imap.status(mailbox, { messages: true, unseen: true }))
      return (await Promise.all(calls)).filter((status) => status && status.messages !== undefined).length
    })
  },
  mixed: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    return prepared(imap, async () => {
      const results = await Promise.all([
        ...MIXED.status.map((mailbox) => imap.status(mailbox, { messages: true, unseen: true })),
        imap.search({ seen: false }, UID),
        imap.search({ flagged: true }, UID),
        imap.search({ larger: MIXED.searchLargerThan }, UID),
        imap.search({ since: new Date(MIXED.searchSince) }, UID),
        ...MIXED.fetchUids.map((uid) => imap.fetchOne(String(uid), { flags: true, envelope: true }, UID)),
        ...MIXED.storeUids.map((uid) => imap.messageFlagsAdd(String(uid), ['\\Flagged'], UID)),
        imap.list(),
        imap.list(),
      ])
      return results.filter(Boolean).length
    })
  },
  append: async (conditions) => {
    const imap = await loggedIn(conditions)
    const messages = Array.from({ length: conditions.count }, (_, n) => appendMessage(n))
    return prepared(imap, async () => {
      const calls = messages.map((message) => imap.append(APPEND_MAILBOX, message, ['\\Seen']))
      return (await Promise.all(calls)).filter(Boolean).length
    })
  },
  open: async (conditions) => {
    let imap: ImapFlow | undefined
    return {
      run: async () => {
        imap = await loggedIn(conditions, 'INBOX')
        return 2
      },
      close: async () => imap?.close(),
    }
  },
  download: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    const big = async (): Promise<number> => {
      let octets = 0
      const { content } = await imap.download('2', undefined, { uid: true })
      for await (const chunk of content!) {
        octets += chunk.length
        if (octets >= conditions.count << 20) break
      }
      return octets >> 20
    }
    return besideEachOther(
      big,
      () => imap.fetchOne('1', { flags: true }, { uid: true }),
      async () => imap.close(),
    )
  },
  idle: async (conditions) => {
    const imap = await loggedIn(conditions, 'INBOX')
    void imap.idle()
    await sleep(500)
    return prepared(imap, async () => ((await imap.status('box001', { messages: true })) ? 1 : 0))
  },
  parse: async ({ recording }) => {
    const main = import.meta.resolve('imapflow')
    const { ImapStream } = await import(new URL('handler/imap-stream.js', main).href)
    const { parser } = await import(new URL('handler/imap-handler.js', main).href)
    const chunks = await readChunks(recording)
    return {
      run: () =>
        new Promise<number>((resolve, reject) => {
          let responses = 0
          const stream = new ImapStream({ logger: { error: reject, trace() {}, debug() {}, info() {}, warn() {} } })
          stream.on('readable', async () => {
            for (let item = stream.read(); item !== null; item = stream.read()) {
              await parser(item.payload, { literals: item.literals })
              responses++
              item.next()
            }
          })
          stream.on('error', reject)
          stream.on('finish', () => resolve(responses))
          void (async () => {
            for (const chunk of chunks) await new Promise<void>((written) => stream.write(chunk, () => written()))
            stream.end()
          })()
        }),
      close: async () => undefined,
    }
  },
}

async function readChunks(path: string): Promise<Buffer[]> {
  const file = await openFile(path)
  const chunks: Buffer[] = []
  for await (const chunk of file.createReadStream({ highWaterMark: 65536 })) chunks.push(chunk as Buffer)
  return chunks
}
