/**
 * Ten callers who know nothing of each other, each doing one thing after another on the same connection.
 */
import type { CommandToken, ImapConnection } from '../../src/index.ts'

export interface Step {
  /** The command without its mailbox, which the event stream tells. */
  readonly label: string
  readonly start: (imap: ImapConnection) => CommandToken<unknown, unknown>
}

/** Groups of commands: those of a group are started together, the next group when they are answered. */
export type Caller = readonly (readonly Step[])[]

/** Which mailbox each wave works in; the last one is the picture that stays. */
export const WAVES: readonly string[] = ['INBOX', 'Lists', 'INBOX', 'Archive', 'Lists', 'INBOX']

const step = (label: string, start: Step['start']): Step => ({ label, start })

/** The first caller opens the wave's mailbox, and nobody waits for that; `wave` varies what they ask for. */
export function callers(wave: number): readonly Caller[] {
  const mailbox = WAVES[wave] ?? 'INBOX'
  const uid = 3 + 2 * wave
  const other = uid + 4
  const several = `${uid}:${uid + 9}`
  return [
    [
      [step('select', (imap) => imap.select(mailbox))],
      [step('search flagged', (imap) => imap.search({ flagged: true }))],
    ],
    [
      [step('search unseen', (imap) => imap.search({ seen: false }))],
      [step(`fetch ${several} headers`, (imap) => imap.fetch(several, { headers: ['subject'] }))],
    ],
    [
      [
        step('status', (imap) => imap.status('Sent', ['messages', 'unseen'])),
        step('status', (imap) => imap.status('Junk', ['messages', 'unseen'])),
      ],
    ],
    [[step('fetch 1:* envelope', (imap) => imap.fetch('1:*', { envelope: true, size: true }))]],
    [
      [step('append', (imap) => imap.append('Drafts', draft(wave), { flags: ['\\Draft'] }))],
      [step('status', (imap) => imap.status('Drafts', ['messages', 'uidNext']))],
    ],
    [[step('list', (imap) => imap.list('*'))], [step('namespace', (imap) => imap.namespace())]],
    [
      [
        step('search larger 2000', (imap) => imap.search({ larger: 2000 })),
        step('search from 7 (count)', (imap) => imap.search({ from: 'sender7' }, { return: ['count'] })),
      ],
    ],
    [[step(`fetch ${several} structure`, (imap) => imap.fetch(several, { bodyStructure: true }))]],
    [
      [step(`fetch ${uid} source`, (imap) => imap.fetch(uid, { source: true }))],
      [step(`copy ${uid} from ${mailbox}`, (imap) => imap.copy(uid, 'Sent'))],
    ],
    [
      [step(`store ${other} +\\Flagged`, (imap) => imap.store(other, { add: ['\\Flagged'] }))],
      [step(`fetch ${other} flags`, (imap) => imap.fetch(other, { flags: true }))],
      [step(`store ${other} -\\Flagged`, (imap) => imap.store(other, { remove: ['\\Flagged'] }))],
    ],
  ]
}

function draft(wave: number): string {
  return `From: me@example.org\r\nSubject: draft ${wave}\r\n\r\nwritten while everybody else was reading\r\n`
}

export type Started = (token: CommandToken<unknown, unknown>, label: string) => void

/** All callers at once. */
export async function together(imap: ImapConnection, all: readonly Caller[], started: Started): Promise<void> {
  await Promise.all(
    all.map(async (caller) => {
      for (const group of caller) await Promise.all(group.map((one) => begin(imap, one, started)))
    }),
  )
}

/** The same commands in turns: one, its answer, the next. */
export async function oneAtATime(imap: ImapConnection, all: readonly Caller[], started: Started): Promise<void> {
  for (const one of all.flat(2)) await begin(imap, one, started)
}

function begin(imap: ImapConnection, { label, start }: Step, started: Started): CommandToken<unknown, unknown> {
  const token = start(imap)
  started(token, label)
  return token
}
