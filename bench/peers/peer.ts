/** What a client under measurement provides: for each workload a preparation that is not timed, and the timed part. */

export interface Conditions {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** How many operations this peer does. */
  readonly count: number
  /** Names of mailboxes, for STATUS. */
  readonly mailboxes: readonly string[]
  /** A file with what a server sent, for the parser alone. */
  readonly recording: string
}

export interface Prepared {
  /** The timed part; gives how many items it got, to be checked against what must come. */
  readonly run: () => Promise<number>
  readonly close: () => Promise<void>
  /** Figures of its own, there when `run` is over. */
  readonly figures?: Readonly<Record<string, number>>
}

export type WorkloadKind =
  'envelopes' | 'bodies' | 'headers' | 'status' | 'mixed' | 'append' | 'open' | 'parse' | 'idle' | 'import' | 'download'

export type Peer = Partial<Readonly<Record<WorkloadKind, (conditions: Conditions) => Promise<Prepared>>>>

/** The mixed workload: 20 operations of independent callers. Messages are those of an INBOX of 500. */
export const MIXED = {
  status: ['box001', 'box002', 'box003', 'box004'],
  fetchUids: [10, 60, 110, 160, 210, 260],
  storeUids: [300, 310, 320, 330],
  searchLargerThan: 6000,
  searchSince: '2026-01-10',
  lists: ['box00%', 'box01%'],
} as const

export const APPEND_MAILBOX = 'appended'
export const APPEND_OCTETS = 4131

/** The message that is appended: plain ASCII. */
export function appendMessage(n: number): Uint8Array {
  const head = `From: ada@example.org\r\nTo: ben@example.org\r\nSubject: appended ${n}\r\nMessage-ID: <append-${n}@example.org>\r\n\r\n`
  const line = 'a line of seventy-eight octets that goes on and on until it is long enough..\r\n'
  const body = line.repeat(Math.ceil(APPEND_OCTETS / line.length)).slice(0, APPEND_OCTETS - head.length - 2)
  return Buffer.from(`${head}${body}\r\n`)
}
