/** One argument of one method, and what may be given for it. */
import type { ImapConnection } from '../../src/client/connection.ts'
import type { SavedSearch } from '../../src/codec/sequence-set.ts'

/** `never` takes anything: what is given here is wrong more often than not. */
export type Call = (imap: ImapConnection, value: never) => PromiseLike<unknown>

interface RowOptions {
  /** Values that are good and no text that has to arrive: the command is then whole, and says something else. */
  readonly also?: (value: unknown) => boolean
  /** No mailbox is selected. */
  readonly unselected?: true
}

interface TextOptions extends RowOptions {
  /** The value around which the text stands: `/private/` + text. */
  readonly around?: (text: string) => string
  /** The text alone is not tried. */
  readonly notAlone?: true
  /** What is on the wire, where that is not what was given. */
  readonly wire?: (given: string, utf8: boolean) => string
}

export interface Row extends TextOptions {
  readonly method: string
  readonly argument: string
  /** `key`: a text that is the key of an object, and therefore nothing else. */
  readonly kind: 'text' | 'key' | 'other'
  /** A value to which nobody can object. */
  readonly benign: unknown
  readonly call: Call
}

/** The place of a text: what is given is on the wire, or nothing is. */
export function text(method: string, argument: string, call: Call, options: TextOptions = {}): Row {
  return { method, argument, kind: 'text', benign: (options.around ?? String)('benign'), call, ...options }
}

/** As `text`, in the place of a property's name. */
export function key(method: string, argument: string, call: Call, options: TextOptions = {}): Row {
  return { ...text(method, argument, call, options), kind: 'key' }
}

/** The place of a number, a set, a choice, an object: no text is good there. */
export function other(method: string, argument: string, benign: unknown, call: Call, options: RowOptions = {}): Row {
  return { method, argument, kind: 'other', benign, call, ...options }
}

export const absent = (value: unknown): boolean => value === undefined
export const aBoolean = (value: unknown): boolean => value === undefined || typeof value === 'boolean'

export function isNumber(least: number, most: number): (value: unknown) => boolean {
  return (value) => value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)
}

export function isInteger64(least: bigint): (value: unknown) => boolean {
  return (value) => {
    if (value === undefined) return true
    if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) return false
    const integer = BigInt(value as number)
    return integer >= least && integer < 2n ** 63n
  }
}

/** UIDs: numbers, lists of them, and text as on the wire. */
export function isSet(value: unknown): boolean {
  if (typeof value === 'string') return /^(?:[1-9]\d*|\*)(?:[:,](?:[1-9]\d*|\*))*$/.test(value)
  // Octets are numbers, and therefore a list of them.
  if (value instanceof Uint8Array) return value.length > 0
  return isNumber(1, 2 ** 32 - 1)(value) && value !== undefined
}

export type Saved = SavedSearch
