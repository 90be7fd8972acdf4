/** Access rights to a mailbox (RFC 4314 §2.1). */
import { UsageError } from '../errors.ts'

/** Rights by what they allow; the letter is what goes on the wire. */
const LETTERS = {
  lookup: 'l',
  read: 'r',
  /** To change `\Seen`. */
  seen: 's',
  /** To change other flags. */
  write: 'w',
  insert: 'i',
  post: 'p',
  createMailbox: 'k',
  deleteMailbox: 'x',
  /** To change `\Deleted`. */
  deleteMessages: 't',
  expunge: 'e',
  administer: 'a',
  /** Shared annotations of messages (RFC 5257 §3.1). */
  annotate: 'n',
} as const

export type RightName = keyof typeof LETTERS

/** Letters as text, such as `'lrs'`, or rights by name. */
export type RightsInput = string | readonly RightName[] | Rights

/** What the letters of RFC 2086 stand for (RFC 4314 §2.1.1); they may stand for `x`, too. */
const OBSOLETE: ReadonlyMap<string, string> = new Map([
  ['k', 'c'],
  ['e', 'd'],
  ['t', 'd'],
])

/** A set of rights. A server that knows only RFC 2086 says `c` and `d` where others say `k`, `t` and `e`. */
export class Rights {
  /** As sent, each letter once. */
  readonly letters: string

  /** Characters that are no rights are kept, so that what a server sent can be sent back (RFC 4314 §5.1.2). */
  constructor(letters: string) {
    this.letters = [...new Set(letters)].join('')
  }

  /** @throws UsageError naming what is no right. */
  static from(input: RightsInput): Rights {
    if (input instanceof Rights) return input
    if (Array.isArray(input)) return new Rights(input.map(letterOf).join(''))
    if (typeof input === 'string' && /^[a-z0-9]*$/.test(input)) return new Rights(input)
    throw new UsageError(`not a set of rights: ${JSON.stringify(String(input).slice(0, 40))}`)
  }

  /**
   * Whether a right is in the set, by name or letter. `k`, `t` and `e` also where the set has none of RFC 4314's own
   * letters and says `c` or `d` instead.
   *
   * @throws UsageError for what is no right.
   */
  has(right: RightName | (string & {})): boolean {
    const letter = right.length === 1 ? right : letterOf(right)
    if (this.letters.includes(letter)) return true
    const obsolete = OBSOLETE.get(letter)
    return obsolete !== undefined && this.letters.includes(obsolete) && !/[kxte]/.test(this.letters)
  }

  /** The rights that have names; others are only in `letters`. */
  get names(): readonly RightName[] {
    return (Object.keys(LETTERS) as RightName[]).filter((name) => this.has(name))
  }

  get size(): number {
    return this.letters.length
  }

  *[Symbol.iterator](): Generator<string, undefined> {
    yield* this.letters
  }

  toString(): string {
    return this.letters
  }

  toJSON(): string {
    return this.letters
  }
}

function letterOf(name: string): string {
  if (Object.hasOwn(LETTERS, name)) return LETTERS[name as RightName]
  throw new UsageError(`not a right: ${JSON.stringify(String(name).slice(0, 40))}`)
}
