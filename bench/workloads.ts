/** What is measured: one row a workload. Names are those that results and issues quote. */
import type { WorkloadKind } from './peers/peer.ts'

export interface Workload {
  readonly name: string
  readonly title: string
  readonly kind: WorkloadKind
  readonly peers: readonly string[]
  /** Round-trip time of the link, in milliseconds; 0 is loopback without a proxy. */
  readonly rttMs: number
  /** Of each direction of the link; unlimited unless given. */
  readonly bytesPerSecond?: number
  /** Operations, messages or mailboxes. */
  readonly count: number
  /** What a peer that sends one command at a time does instead; its time is scaled to `count`. */
  readonly serialCount?: number
  readonly user: User
  /** For the parser: which recording. */
  readonly recording?: Recording
  /** What is divided by the time: octets of a recording or of all bodies. */
  readonly rate?: 'MB/s' | 'messages/s'
}

/** Accounts on the server, by what is in them; see seed.ts. */
export type User = 'many' | 'large' | 'boxes' | 'new' | 'huge'
export type Recording = 'envelopes' | 'bodies'

export const ENVELOPES = 20_000
export const BODIES = 200
export const MAILBOXES = 200
export const HUGE_MIB = 100
export const MESSAGES_PER_MAILBOX = 50
export const INBOX_OF_BOXES = 500
/** Messages in the recording of bodies. */
export const RECORDED_BODIES = 60

const ALL = ['floor', 'imapflow', 'imaplex'] as const

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'W1',
    title: 'FETCH of envelope, body structure, flags, size and date of 20,000 messages, loopback',
    kind: 'envelopes',
    peers: ALL,
    rttMs: 0,
    count: ENVELOPES,
    user: 'many',
    rate: 'messages/s',
  },
  {
    name: 'W2',
    title: 'FETCH of 200 whole messages of 1–2 MiB, loopback (imaplex: to a sink; imapflow and kept: as values)',
    kind: 'bodies',
    peers: ['floor', 'floor-onread', 'imapflow', 'imaplex', 'imaplex-kept'],
    rttMs: 0,
    count: BODIES,
    user: 'large',
    rate: 'MB/s',
  },
  {
    name: 'W3-0',
    title: '1,000 callers fetch one header field each, loopback',
    kind: 'headers',
    peers: ALL,
    rttMs: 0,
    count: 1000,
    user: 'many',
  },
  {
    name: 'W3',
    title: '1,000 callers fetch one header field each, 50 ms round trip',
    kind: 'headers',
    peers: ALL,
    rttMs: 50,
    count: 1000,
    serialCount: 60,
    user: 'many',
  },
  {
    name: 'W4-0',
    title: 'STATUS of 200 mailboxes, loopback',
    kind: 'status',
    peers: ALL,
    rttMs: 0,
    count: 200,
    user: 'boxes',
  },
  {
    name: 'W4',
    title: 'STATUS of 100 mailboxes, 50 ms round trip',
    kind: 'status',
    peers: ALL,
    rttMs: 50,
    count: 100,
    serialCount: 40,
    user: 'boxes',
  },
  {
    name: 'W5',
    title: '20 mixed operations of independent callers, 50 ms round trip',
    kind: 'mixed',
    peers: ALL,
    rttMs: 50,
    count: 20,
    user: 'boxes',
  },
  {
    name: 'W6',
    title: 'APPEND of 50 messages of 4.1 KB, 50 ms round trip',
    kind: 'append',
    peers: ALL,
    rttMs: 50,
    count: 50,
    serialCount: 20,
    user: 'new',
  },
  {
    name: 'W8',
    title: `a body of ${HUGE_MIB} MiB, 20 MB/s and 50 ms round trip, small FETCHes on the same connection meanwhile (floor: without)`,
    kind: 'download',
    peers: ALL,
    rttMs: 50,
    bytesPerSecond: 20e6,
    count: HUGE_MIB,
    serialCount: 4,
    user: 'huge',
    rate: 'MB/s',
  },
  {
    name: 'W9',
    title: 'connect, log in, open INBOX, the second time in a process, 50 ms round trip (floor waits for each step)',
    kind: 'open',
    peers: ['floor', 'floor-eager', 'imapflow', 'imaplex'],
    rttMs: 50,
    count: 2,
    user: 'many',
  },
  {
    name: 'W11',
    title: 'the parser alone: recorded answer of W1 in chunks of 64 KiB (floor only splits)',
    kind: 'parse',
    peers: ALL,
    rttMs: 0,
    count: ENVELOPES,
    user: 'many',
    recording: 'envelopes',
    rate: 'MB/s',
  },
  {
    name: 'W11-large',
    title: `the parser alone: ${RECORDED_BODIES} recorded bodies of W2 in chunks of 64 KiB (sink: bodies are handed on, not kept)`,
    kind: 'parse',
    peers: [...ALL, 'imaplex-sink'],
    rttMs: 0,
    count: RECORDED_BODIES,
    user: 'large',
    recording: 'bodies',
    rate: 'MB/s',
  },
  {
    name: 'idle',
    title: 'one command while idling, 50 ms round trip',
    kind: 'idle',
    peers: ALL,
    rttMs: 50,
    count: 1,
    user: 'boxes',
  },
  {
    name: 'import',
    title: 'import of the package (floor: an empty module)',
    kind: 'import',
    peers: ALL,
    rttMs: 0,
    count: 1,
    user: 'boxes',
  },
]

/** Peers that have one command under way at a time. */
export const SERIAL: ReadonlySet<string> = new Set(['imapflow'])
