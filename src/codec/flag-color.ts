/**
 * The colour of a flag, as Apple's mail programs keep it and others have taken it over: `\Flagged`, and the place of the
 * colour in a list of seven as a number of three bits, each of which is a keyword.
 */
import { UsageError } from '../errors.ts'

export type FlagColor = (typeof COLORS)[number]

const COLORS = ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'grey'] as const
const FLAGGED = '\\Flagged'
const BITS = ['$MailFlagBit0', '$MailFlagBit1', '$MailFlagBit2'] as const

/** What to STORE, one after the other, for a colour. */
export interface FlagColorEdit {
  /** Empty for no colour. */
  readonly add: readonly string[]
  /** The bits of other colours. */
  readonly remove: readonly string[]
}

/** The colour of a message with these flags: red where only `\Flagged` is set; undefined where it is not. */
export function flagColor(flags: Iterable<string>): FlagColor | undefined {
  const names = new Set([...flags].map((flag) => flag.toLowerCase()))
  if (!names.has(FLAGGED.toLowerCase())) return undefined
  const place = BITS.reduce((sum, bit, power) => sum + (names.has(bit.toLowerCase()) ? 2 ** power : 0), 0)
  // All three bits mean no colour that is known, and the message is flagged all the same.
  return COLORS[place] ?? 'red'
}

/** How flags change for a message to have this colour, or with null neither colour nor flag. */
export function flagColorEdit(color: FlagColor | null): FlagColorEdit {
  if (color === null) return { add: [], remove: [FLAGGED, ...BITS] }
  const place = COLORS.indexOf(color)
  if (place === -1) throw new UsageError(`flag colour: expected one of ${COLORS.join(', ')}, or null`)
  const set = BITS.filter((_, power) => (place & (1 << power)) !== 0)
  return { add: [FLAGGED, ...set], remove: BITS.filter((bit) => !set.includes(bit)) }
}
