/** Results and failures as plain values, without what may legally differ between two runs of the same commands. */
import { createHash } from 'node:crypto'
import type { CommandToken } from '../../../src/index.ts'
import { CommandError, ImapError, NumberList, NumberSet } from '../../../src/index.ts'

export type Outcome = { readonly value: unknown } | { readonly failure: Failure }

export interface Failure {
  readonly code: string
  /** NO and BAD with the response code. */
  readonly answer?: string
}

/** Mod-sequences, \Recent and numbers of UID FETCH rows depend on when the server got round to what. */
const VOLATILE: ReadonlySet<string> = new Set(['modSeq', 'highestModSeq', 'recent', 'sequence'])
/** Dovecot lists a renamed mailbox as if it existed until another command has it look again. */
const VOLATILE_FLAGS: ReadonlySet<string> = new Set(['\\recent', '\\marked', '\\unmarked', '\\nonexistent'])
/** Dates of the test mail are older. */
const RUNNING_SINCE = Date.UTC(2026, 5, 1)

/** Names of an account's UIDVALIDITY values and MAILBOXIDs: which mailbox got which is the server's affair. */
export class Validities {
  readonly #names: Map<number | string, string> = new Map()

  name(value: number | string): string {
    const known = this.#names.get(value) ?? `validity ${this.#names.size + 1}`
    this.#names.set(value, known)
    return known
  }
}

export async function outcomeOf(token: CommandToken<unknown, unknown>): Promise<Outcome> {
  try {
    return { value: await token }
  } catch (error) {
    if (!ImapError.is(error)) throw error
    if (!(error instanceof CommandError)) return { failure: { code: error.code } }
    return { failure: { code: error.code, answer: `${error.status} ${error.responseCode ?? ''}` } }
  }
}

export function comparable(outcome: Outcome, validities: Validities): Outcome {
  return 'value' in outcome ? { value: plain(outcome.value, validities) } : outcome
}

/** Of commands that were never sent: a command behind a SELECT that is to fail is told so, a later one that nothing is selected. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'ERR_IMAP_STATE',
  'ERR_IMAP_DEPENDENCY',
  'ERR_IMAP_READ_ONLY',
  'ERR_IMAP_CAPABILITY',
])

export function sameFailure(one: Failure, other: Failure): boolean {
  if (NOT_SENT.has(one.code)) return NOT_SENT.has(other.code)
  return one.code === other.code && one.answer === other.answer
}

function plain(value: unknown, validities: Validities): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof NumberSet || value instanceof NumberList) return value.toString()
  if (value instanceof Date) return value.getTime() > RUNNING_SINCE ? 'now' : value.toISOString()
  if (value instanceof Uint8Array) return `${value.length} octets ${digest(value)}`
  if (Array.isArray(value)) return plainList(value, validities)
  if (value instanceof Map) return [...value].map((pair) => plain(pair, validities))
  if ('octets' in value) return plain(value.octets, validities)
  return plainObject(value, validities)
}

function plainObject(value: object, validities: Validities): unknown {
  const result: Record<string, unknown> = {}
  for (const [key, each] of Object.entries(value)) {
    if (VOLATILE.has(key)) continue
    if (key === 'uidValidity' && typeof each === 'number') result[key] = validities.name(each)
    else if (key === 'mailboxId' && typeof each === 'string') result[key] = validities.name(each)
    else if ('permanentFlags' in value && /flags/i.test(key)) result[key] = systemFlags(each)
    else result[key] = plain(each, validities)
  }
  return result
}

/** Which keywords a mailbox has heard of without a message that has them is a matter of when Dovecot writes it down. */
function systemFlags(flags: unknown): readonly unknown[] | undefined {
  return Array.isArray(flags)
    ? flags
        .filter((flag) => String(flag).startsWith('\\'))
        .map(String)
        .toSorted((a, b) => (a < b ? -1 : 1))
    : undefined
}

/** The order of flags, attributes, rows and LIST lines means nothing (RFC 9051 §5.2, §7.5.2). */
function plainList(list: readonly unknown[], validities: Validities): unknown {
  if (list.every((each) => typeof each === 'string')) {
    return list.filter((flag) => !VOLATILE_FLAGS.has(flag.toLowerCase())).sort()
  }
  const values = list.map((each) => plain(each, validities))
  return values.every(isRow) ? values.sort((a, b) => a.uid - b.uid) : values.every(isEntry) ? byName(values) : values
}

function isRow(value: unknown): value is { readonly uid: number } {
  return typeof value === 'object' && value !== null && 'uid' in value && typeof value.uid === 'number'
}

interface Entry {
  readonly mailbox: string
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'delimiter' in value && 'mailbox' in value
}

function byName(entries: Entry[]): Entry[] {
  return entries.sort((a, b) => (a.mailbox < b.mailbox ? -1 : a.mailbox > b.mailbox ? 1 : 0))
}

export function digest(octets: Uint8Array | string): string {
  return createHash('sha1').update(octets).digest('hex').slice(0, 12)
}
