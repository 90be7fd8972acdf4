/**
 * Commands each of which changes something of its own, so that it can be seen from outside what became of it:
 * not at all, wholly, or, what must never be, by half.
 */
import assert from 'node:assert/strict'
import type { CommandToken, ImapConnection } from '../../../src/index.ts'
import type { RawImap } from '../../support/raw-imap.ts'
import { message } from '../account.ts'

type AnyToken = CommandToken<unknown, unknown>

/** What the account looks like afterwards. */
export interface Found {
  /** Subject → places `mailbox: flags`, complete messages only. */
  readonly messages: ReadonlyMap<string, readonly string[]>
  readonly mailboxes: ReadonlySet<string>
}

/** Not at all, wholly, or neither. */
type State = 'done' | 'undone' | 'half'

export interface Deed {
  readonly what: string
  readonly token: AnyToken
  readonly done: (found: Found) => State
}

const INITIAL = 12
export const TARGETS = ['INBOX', 'Copies', 'Moved'] as const

const subjectOf = (workload: number, n: number): string => `w${workload}-${n}`
const body = (subject: string): string => message(subject, `${subject} `.repeat(300))

export async function fillForDeeds(raw: RawImap, workload: number): Promise<number> {
  const text = (n: number): string => {
    const bytes = body(subjectOf(workload, n))
    return ` (${n % 4 === 2 ? '\\Deleted' : ''}) {${bytes.length}+}\r\n${bytes}`
  }
  const all = Array.from({ length: INITIAL }, (_, n) => text(n)).join('')
  const { line } = await raw.ok(`APPEND INBOX${all}`)
  return Number(/APPENDUID \d+ (\d+):/.exec(line)?.[1])
}

/** What is where: places of a message, by mailbox. */
function countIn(found: Found, subject: string, mailbox: string): number {
  const places = found.messages.get(subject) ?? []
  return places.filter((place) => place.startsWith(`${mailbox}:`)).length
}

const isDone = (count: number): State => (['undone', 'done'] as const)[count] ?? 'half'

/** What can be done to message `n`, in turns. */
const TO_MESSAGES: readonly ((imap: ImapConnection, uid: number, subject: string) => Deed)[] = [
  (imap, uid, subject) => ({
    what: `store ${subject}`,
    token: imap.store(uid, { add: ['\\Flagged'] }),
    done: ({ messages }) =>
      isDone(messages.get(subject)?.some((place) => place.includes('\\Flagged')) === true ? 1 : 0),
  }),
  (imap, uid, subject) => ({
    what: `move ${subject}`,
    token: imap.move(uid, 'Moved'),
    done(found) {
      const moved = isDone(countIn(found, subject, 'Moved'))
      return isDone(1 - countIn(found, subject, 'INBOX')) === moved ? moved : 'half'
    },
  }),
  (imap, uid, subject) => ({
    what: `expunge ${subject}`,
    token: imap.expunge(uid),
    done: (found) => isDone(1 - countIn(found, subject, 'INBOX')),
  }),
  (imap, uid, subject) => ({
    what: `copy ${subject}`,
    token: imap.copy(uid, 'Copies'),
    done: (found) => isDone(countIn(found, subject, 'Copies')),
  }),
]

/** One deed for each message that is there, and some that make new things. */
export function startDeeds(imap: ImapConnection, workload: number, firstUid: number, random: () => number): Deed[] {
  const all: Deed[] = []
  for (let n = 0; n < INITIAL; n++) {
    all.push(TO_MESSAGES[n % TO_MESSAGES.length]!(imap, firstUid + n, subjectOf(workload, n)))
    if (random() < 0.4) all.push(creation(imap, `made-${workload}-${n}`))
    if (random() < 0.5) all.push(addition(imap, `w${workload}-new-${n}`))
    if (random() < 0.5) all.push(reading(imap, random, `${firstUid}:*`))
  }
  return all
}

function creation(imap: ImapConnection, name: string): Deed {
  const done = ({ mailboxes }: Found): State => isDone(mailboxes.has(name) ? 1 : 0)
  return { what: `create ${name}`, token: imap.create(name), done }
}

function addition(imap: ImapConnection, subject: string): Deed {
  const done = (found: Found): State => isDone(countIn(found, subject, 'INBOX'))
  return { what: `append ${subject}`, token: imap.append('INBOX', body(subject)), done }
}

/** Reads and reselects, so that there is something to get in the way of. */
function reading(imap: ImapConnection, random: () => number, set: string): Deed {
  const choices: readonly (() => AnyToken)[] = [
    () => imap.fetch(set, { source: true, flags: true }),
    () => imap.search({ flagged: true }),
    () => imap.status('Copies', ['messages']),
    () => imap.list(),
    () => imap.select('INBOX'),
    () => imap.noop(),
  ]
  return { what: 'reading', token: choices[Math.floor(random() * choices.length)]!(), done: () => 'undone' }
}

export async function lookForDeeds(raw: RawImap): Promise<Found> {
  const messages = new Map<string, string[]>()
  for (const mailbox of TARGETS) {
    await raw.ok(`EXAMINE ${mailbox}`)
    const { untagged } = await raw.ok('UID FETCH 1:* (FLAGS BODY.PEEK[])')
    for (const line of untagged) {
      const [, flags, subject] = /FETCH \(UID \d+ FLAGS \(([^)]*)\) BODY\[\] [\s\S]*?Subject: (\S+)\r/.exec(line) ?? []
      if (subject === undefined) continue
      assert.ok(line.endsWith(`${body(subject)})`), `${subject} is whole`)
      messages.set(subject, [...(messages.get(subject) ?? []), `${mailbox}: ${flags}`])
    }
  }
  const { untagged } = await raw.ok('LIST "" made-*')
  return { messages, mailboxes: new Set(untagged.map((line) => line.split(' ').at(-1)!)) }
}

/** What a command was said to have come to. */
export type Fate = 'answered' | 'unsent' | 'unknown'

/** Compares what was said with what is there; counts by both. A server that is killed may leave a MOVE half done. */
export function judge(
  all: readonly Deed[],
  fates: readonly Fate[],
  found: Found,
  counts: Map<string, number>,
  { context, serverDied = false }: { readonly context: string; readonly serverDied?: boolean },
): void {
  for (const [n, { what, done }] of all.entries()) {
    if (what === 'reading') continue
    const fate = fates[n]!
    const really = done(found)
    const where = `${context}: ${what} was ${fate}`
    if (really === 'half') assert.ok(fate === 'unknown' && serverDied, where)
    if (fate === 'unsent') assert.equal(really, 'undone', where)
    if (fate === 'answered') assert.equal(really, 'done', where)
    counts.set(`${fate}, ${really}`, (counts.get(`${fate}, ${really}`) ?? 0) + 1)
  }
}

export async function emptyInbox(raw: RawImap): Promise<void> {
  await raw.ok('SELECT INBOX')
  await raw.command('STORE 1:* +FLAGS.SILENT (\\Deleted)')
  await raw.ok('CLOSE')
}

/** How often each happened, in words. */
export function inWords(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .map(([what, count]) => `${count} ${what}`)
    .toSorted()
    .join('; ')
}
