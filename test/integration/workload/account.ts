/** An account as a second pair of hands fills it and finds it. */
import type { RealServer } from '../../support/servers/real-server.ts'
import { appendAll, bulkMessage, corpus, type SampleMessage } from '../../support/mail.ts'
import type { RawImap } from '../../support/raw-imap.ts'
import { digest } from './outcome.ts'

/** Small, so that commands meet. */
export const INITIAL = { INBOX: 30, A: 20, B: 10, Sent: 4, 'A/x': 5 } as const

/** What a mailbox of the workload, `A` or `A/x`, is called on the server. */
export function localName({ naming: { prefix, separator } }: RealServer, mailbox: string): string {
  return mailbox === 'INBOX' ? mailbox : prefix + mailbox.replaceAll('/', separator)
}

export async function fillAccount(server: RealServer, user: string): Promise<void> {
  const raw = await server.raw(user)
  const odd = corpus().filter(({ bytes }) => bytes.length < 10_000)
  const existing = namesIn((await raw.ok('LIST "" *')).untagged)
  for (const [mailbox, count] of Object.entries(INITIAL)) {
    const name = localName(server, mailbox)
    if (!existing.some((each) => each.replaceAll('"', '') === name)) await raw.ok(`CREATE "${name}"`)
    await appendAll(
      raw,
      name,
      Array.from({ length: count }, (_, n) => sample(n, odd)),
    )
  }
  await raw.ok(`SUBSCRIBE "${localName(server, 'A')}"`)
  await raw.close()
}

function sample(n: number, odd: readonly SampleMessage[]): SampleMessage {
  return n % 2 === 0 ? bulkMessage(n, 300) : odd[n % odd.length]!
}

export interface MailboxState {
  readonly uidNext: string
  /** `UID flags date digest` of each message. */
  readonly messages: readonly string[]
}

export interface AccountState {
  readonly subscriptions: readonly string[]
  readonly mailboxes: Readonly<Record<string, MailboxState>>
}

/** Everything in it that does not legally differ from one run to another. */
export async function accountState(server: RealServer, user: string): Promise<AccountState> {
  const raw = await server.raw(user)
  const subscriptions = namesIn((await raw.ok('LSUB "" *')).untagged).sort()
  const mailboxes: Record<string, MailboxState> = {}
  for (const name of namesIn((await raw.ok('LIST "" *')).untagged.filter((line) => !/\\Noselect/i.test(line)))) {
    mailboxes[name] = await mailboxState(raw, name)
  }
  await raw.close()
  return { subscriptions, mailboxes }
}

/** As on the wire: quoted or an atom. */
function namesIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^\* (?:LIST|LSUB) \([^)]*\) "." (.*)$/s.exec(line)?.[1] ?? [])
}

async function mailboxState(raw: RawImap, wireName: string): Promise<MailboxState> {
  // Dovecot may list a mailbox as if it could be selected after what was above it has been deleted.
  const { status, untagged: opened } = await raw.command(`EXAMINE ${wireName}`)
  if (status !== 'OK') return { uidNext: status, messages: [] }
  const uidNext = /UIDNEXT (\d+)/.exec(opened.join('\n'))?.[1] ?? ''
  const { untagged } = await raw.ok('UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])')
  return { uidNext, messages: untagged.filter((line) => line.includes(' FETCH (')).map(described) }
}

function described(line: string): string {
  const [, items, body] = /FETCH \((.*?)BODY\[\] \{\d+\}\r\n(.*)\)$/s.exec(line) ?? []
  const uid = /\bUID (\d+)/.exec(items ?? '')?.[1]
  const flags = /FLAGS \(([^)]*)\)/.exec(items ?? '')?.[1]
  const date = /INTERNALDATE "([^"]*)"/.exec(items ?? '')?.[1]
  if (uid === undefined) throw new Error(`not the row that was asked for: ${line.slice(0, 200)}`)
  const kept = flags!.split(' ').filter((flag) => flag !== '\\Recent')
  const when = new Date(date!) > new Date('2026-06-01') ? 'now' : date
  return `${uid} (${kept.sort().join(' ')}) ${when} ${digest(Buffer.from(body!, 'latin1'))}`
}
