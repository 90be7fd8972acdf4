/** A set of messages too long for one command (quirk `short-commands`), in parts that are not. */
import { NumberSetBuilder, type NumberSet } from '../../../codec/number-set.ts'
import type { SequenceSet } from '../../../codec/sequence-set.ts'

/** What a command has besides its set: the tag, its name, and a little of what is asked for. */
const BESIDES = 500

/** Undefined when it fits, or cannot be told apart: `*` and `$` are short. */
export function partsOf(set: SequenceSet, commandOctets: number): readonly NumberSet[] | undefined {
  const uids = set.usesStar || set.saved !== undefined ? undefined : set.known
  const room = commandOctets - BESIDES
  if (uids === undefined || room <= 0 || uids.toString().length <= room) return undefined
  const parts: NumberSet[] = []
  let part = new NumberSetBuilder()
  let length = 0
  for (const [from, to] of uids.ranges()) {
    const more = (from === to ? `${from},` : `${from}:${to},`).length
    if (length + more > room) {
      parts.push(part.build())
      part = new NumberSetBuilder()
      length = 0
    }
    part.addRange(from, to)
    length += more
  }
  return [...parts, part.build()]
}
