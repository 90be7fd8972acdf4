/** Every quirk there is, by name: what `ConnectionOptions.quirks` switches. docs/quirks.md is made from these tables. */
import { AUTH_QUIRKS, type AuthQuirkName } from '../auth/quirks.ts'
import type { Quirk } from '../codec/quirks/quirk.ts'
import { CODEC_QUIRKS, type CodecQuirkName } from '../codec/quirks/table.ts'
import { UsageError } from '../errors.ts'
import { BEHAVIOUR_QUIRKS, SERVER_QUIRKS, type SessionQuirkName } from '../session/quirks/table.ts'

export type QuirkName = CodecQuirkName | AuthQuirkName | SessionQuirkName

/**
 * False switches a quirk off: the decoder becomes strict on that point, a server that is recognised gets no special
 * treatment. True has a server treated as if it had been recognised; what is always on stays on.
 */
export type QuirkSwitches = Partial<Readonly<Record<QuirkName, boolean>>>

export const QUIRKS: Readonly<Record<QuirkName, Quirk>> = {
  ...CODEC_QUIRKS,
  ...AUTH_QUIRKS,
  ...SERVER_QUIRKS,
  ...BEHAVIOUR_QUIRKS,
}

/** @throws UsageError for a name that is none, or a value that is no boolean */
export function checkSwitches(switches: QuirkSwitches): void {
  if (typeof switches !== 'object' || switches === null) throw new UsageError('option quirks: expected an object')
  for (const [name, on] of Object.entries(switches)) {
    if (!Object.hasOwn(QUIRKS, name)) throw new UsageError(`option quirks: no such quirk: ${JSON.stringify(name)}`)
    if (typeof on !== 'boolean')
      throw new UsageError(`option quirks: ${name}: expected true or false, got ${typeof on}`)
  }
}

/** What the decoder is not to bear. */
export function strictnessOf(switches: QuirkSwitches): readonly CodecQuirkName[] {
  return (Object.keys(CODEC_QUIRKS) as CodecQuirkName[]).filter((name) => switches[name] === false)
}
