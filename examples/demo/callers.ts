/**
 * Ten callers who know nothing of each other, each doing one thing after another on the same connection.
 */
import type { CommandToken, ImapConnection } from '../../src/index.ts'

export interface Step {
  readonly label: string
  readonly start: (imap: ImapConnection) => CommandToken<unknown, unknown>
}

export type Caller = readonly Step[]

/** `wave` varies what they ask for. */
export function callers(wave: number): readonly Caller[] {
  const uid = 10 + wave
  const step = (label: string, start: Step['start']): Step => ({ label, start })
  return [
    [
      step('search unseen', (imap) => imap.search({ seen: false })),
      step(`fetch ${uid}:${uid + 9} headers`, (imap) => imap.fetch(`${uid}:${uid + 9}`, { headers: ['subject'] })),
    ],
    [
      step('status Archive', (imap) => imap.status('Archive', ['messages', 'unseen'])),
      step('status Sent', (imap) => imap.status('Sent', ['messages'])),
    ],
    [step('fetch 1:* envelope', (imap) => imap.fetch('1:*', { envelope: true, size: true }))],
    [
      step(`store ${uid} +$Demo`, (imap) => imap.store(uid, { add: ['$Demo'] })),
      step(`store ${uid} -$Demo`, (imap) => imap.store(uid, { remove: ['$Demo'] })),
    ],
    [
      step('append Drafts', (imap) => imap.append('Drafts', draft(wave), { flags: ['\\Draft'] })),
      step('status Drafts', (imap) => imap.status('Drafts', ['messages', 'uidNext'])),
    ],
    [step('list', (imap) => imap.list('*')), step('namespace', (imap) => imap.namespace())],
    [
      step('search from:ada (count)', (imap) => imap.search({ from: 'ada' }, { return: ['count'] })),
      step('search larger:2k', (imap) => imap.search({ larger: 2048 })),
    ],
    [step(`fetch ${uid}:${uid + 4} structure`, (imap) => imap.fetch(`${uid}:${uid + 4}`, { bodyStructure: true }))],
    [
      step(`fetch ${uid} source`, (imap) => imap.fetch(uid, { source: true })),
      step(`copy ${uid} Archive`, (imap) => imap.copy(uid, 'Archive')),
    ],
    [
      step(`fetch ${uid + 20} flags`, (imap) => imap.fetch(uid + 20, { flags: true })),
      step(`store ${uid + 20} +\\Flagged`, (imap) => imap.store(uid + 20, { add: ['\\Flagged'] })),
      step(`fetch ${uid + 20} flags`, (imap) => imap.fetch(uid + 20, { flags: true })),
    ],
  ]
}

function draft(wave: number): string {
  return `From: me@example.org\r\nSubject: draft ${wave}\r\n\r\nwritten while everybody else was reading\r\n`
}

/** All callers at once. */
export async function together(
  imap: ImapConnection,
  all: readonly Caller[],
  started: (token: CommandToken<unknown, unknown>, label: string) => void,
): Promise<void> {
  await Promise.all(
    all.map(async (caller) => {
      for (const { label, start } of caller) {
        const token = start(imap)
        started(token, label)
        await token
      }
    }),
  )
}

/** The same commands as most libraries send them: one, its answer, the next. */
export async function oneAtATime(imap: ImapConnection, all: readonly Caller[]): Promise<void> {
  for (const { start } of all.flat()) await start(imap)
}
