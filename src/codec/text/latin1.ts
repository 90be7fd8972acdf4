/**
 * Octets ⇄ strings of one char an octet, and the search for a line end: the three loops over every octet received.
 *
 * Where the runtime has a global Buffer its native methods do the work (8 GB/s against 0.3); they accept any
 * Uint8Array as `this`. Elsewhere the portable versions do.
 */

type Slice = (this: Uint8Array, start: number, end: number) => string
type IndexOf = (this: Uint8Array, octet: number, from: number) => number

/** Arguments of one `String.fromCharCode` call; above this engines run out of stack. */
const APPLY_MAX = 4096

/** The octets from `start` to `end` as one char each, U+0000 to U+00FF. */
export function latin1(octets: Uint8Array, start: number, end: number): string {
  return slice.call(octets, start, end)
}

/** Index of the first LF at or after `from`, or -1. */
export function indexOfLf(octets: Uint8Array, from: number): number {
  return indexOf.call(octets, 10, from)
}

/** Finds octets above 0x7F, four at a time: most responses have none, and their strings need no decoding. */
export class EightBitProbe {
  #words: Uint32Array = new Uint32Array(0)

  /** True when one of the octets from `start` to `end` is above 0x7F. */
  found(octets: Uint8Array, start: number, end: number): boolean {
    if (this.#words.buffer !== octets.buffer) {
      this.#words = new Uint32Array(octets.buffer, 0, octets.buffer.byteLength >> 2)
    }
    const words = this.#words
    const shift = octets.byteOffset
    const firstWord = Math.min((start + shift + 3) >> 2, (end + shift) >> 2)
    const lastWord = (end + shift) >> 2
    let seen = 0
    for (let i = firstWord; i < lastWord; i++) seen |= words[i] ?? 0
    for (let i = start, head = Math.min(end, (firstWord << 2) - shift); i < head; i++) seen |= octets[i] ?? 0
    for (let i = Math.max(start, (lastWord << 2) - shift); i < end; i++) seen |= octets[i] ?? 0
    return (seen & 0x80808080) !== 0
  }
}

/** Exported for its test. */
export function portableLatin1(this: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let from = start; from < end; from += APPLY_MAX) {
    text += String.fromCharCode(...this.subarray(from, Math.min(end, from + APPLY_MAX)))
  }
  return text
}

function portableIndexOf(this: Uint8Array, octet: number, from: number): number {
  return this.indexOf(octet, from)
}

function nativeMethod(name: 'latin1Slice' | 'indexOf'): unknown {
  const buffer: unknown = Reflect.get(globalThis, 'Buffer')
  if (typeof buffer !== 'function') return undefined
  const prototype: unknown = buffer.prototype
  return typeof prototype === 'object' && prototype !== null ? Reflect.get(prototype, name) : undefined
}

/** Another runtime's Buffer may be an imitation: it is used only if it passes a small trial. */
function chooseSlice(): Slice {
  const native = nativeMethod('latin1Slice')
  if (typeof native !== 'function') return portableLatin1
  const trial: unknown = Reflect.apply(native, Uint8Array.of(0x41, 0x42, 0x80, 0xff), [1, 4])
  return trial === 'B\x80\xff' ? (native as Slice) : portableLatin1
}

function chooseIndexOf(): IndexOf {
  const native = nativeMethod('indexOf')
  if (typeof native !== 'function') return portableIndexOf
  const octets = Uint8Array.of(10, 1, 10)
  const passes = Reflect.apply(native, octets, [10, 1]) === 2 && Reflect.apply(native, octets, [10, 3]) === -1
  return passes ? (native as IndexOf) : portableIndexOf
}

const slice: Slice = chooseSlice()
const indexOf: IndexOf = chooseIndexOf()
