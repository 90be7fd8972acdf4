/** Undoes a Content-Transfer-Encoding while the octets come, cut wherever the network cuts them (RFC 2045 §6). */
import { concatenate } from '../decode/large-literal.ts'

export interface TransferDecoder {
  /** What these octets complete, in memory of its own. */
  write(octets: Uint8Array): Uint8Array
  /** What was held back for more to come. */
  end(): Uint8Array
}

/** Encodings that are none (RFC 2045 §6.2). */
const IDENTITY: ReadonlySet<string> = new Set(['', '7bit', '8bit', 'binary'])

/** Octets stand for themselves. */
export function isIdentity(encoding: string): boolean {
  return IDENTITY.has(encoding.toLowerCase())
}

/** Undefined for an encoding that is none, or that nobody knows. */
export function transferDecoder(encoding: string): TransferDecoder | undefined {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return new Base64Decoder()
    case 'quoted-printable':
      return new QuotedPrintableDecoder()
    default:
      return undefined
  }
}

const NOTHING = new Uint8Array(0)

const PAD = 64
const SKIP = 65
/** The value of each octet in base64; `PAD` for "=", `SKIP` for what is not of the alphabet. */
const VALUES: Uint8Array = new Uint8Array(256).fill(SKIP)
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value
VALUES[0x3d] = PAD

/**
 * Line ends and whatever else is not of the alphabet are passed over (RFC 2045 §6.8). Behind padding a new beginning is
 * read: some senders join encoded pieces.
 */
class Base64Decoder implements TransferDecoder {
  #bits = 0
  #held = 0

  write(octets: Uint8Array): Uint8Array {
    const out = new Uint8Array(((octets.length * 3) >> 2) + 3)
    let at = 0
    let bits = this.#bits
    let held = this.#held
    for (let i = 0; i < octets.length; i++) {
      const value = VALUES[octets[i]!]!
      if (value < PAD) {
        bits = ((bits << 6) | value) & 0xffff
        held += 6
        if (held >= 8) {
          held -= 8
          out[at++] = bits >> held
        }
      } else if (value === PAD) {
        // The bits left over belong to no octet.
        held = 0
      }
    }
    this.#bits = bits
    this.#held = held
    return out.subarray(0, at)
  }

  end(): Uint8Array {
    return NOTHING
  }
}

const TAB = 0x09
const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const EQUALS = 0x3d

/**
 *     quoted-printable = qp-line *(CRLF qp-line)
 *     hex-octet        = "=" 2(DIGIT / "A" / "B" / "C" / "D" / "E" / "F")
 *     transport-padding = *LWSP-char                                        ; RFC 2045 §6.7
 *
 * An "=" that begins neither an octet nor a soft line break stands for itself. Blanks at the end of a line were added on
 * the way and go.
 */
class QuotedPrintableDecoder implements TransferDecoder {
  /** An "=" with what came behind it, or blanks, that what comes next decides upon. */
  #tail: Uint8Array = NOTHING

  write(octets: Uint8Array): Uint8Array {
    const input = this.#tail.length === 0 ? octets : concatenate([this.#tail, octets])
    return this.#decode(input, false)
  }

  end(): Uint8Array {
    return this.#decode(this.#tail, true)
  }

  #decode(input: Uint8Array, last: boolean): Uint8Array {
    const out = new Uint8Array(input.length)
    let at = 0
    let i = 0
    this.#tail = NOTHING
    while (i < input.length) {
      const octet = input[i]!
      if (octet !== EQUALS && octet !== SPACE && octet !== TAB) {
        out[at++] = octet
        i++
        continue
      }
      const step = octet === EQUALS ? escapeAt(input, i, last) : blanksAt(input, i, last)
      if (step === undefined) {
        this.#tail = input.slice(i)
        break
      }
      if (step.octet !== undefined) out[at++] = step.octet
      for (let kept = i; kept < i + step.kept; kept++) out[at++] = input[kept]!
      i += step.length
    }
    return out.subarray(0, at)
  }
}

interface Step {
  /** Octets of the input it takes. */
  readonly length: number
  /** Of these, from the first on, so many stand for themselves. */
  readonly kept: number
  readonly octet?: number
}

const SKIPPED_BLANKS = 1024

/** Undefined while more must come. */
function escapeAt(input: Uint8Array, from: number, last: boolean): Step | undefined {
  const high = hexValue(input[from + 1])
  const low = hexValue(input[from + 2])
  if (high !== undefined && low !== undefined) return { length: 3, kept: 0, octet: high * 16 + low }
  if (high !== undefined && from + 2 >= input.length && !last) return undefined
  if (high !== undefined) return { length: 1, kept: 1 }
  const end = blanksEnd(input, from + 1)
  if (input[end] === LF) return { length: end + 1 - from, kept: 0 }
  if (input[end] === CR) {
    if (end + 1 >= input.length && !last) return undefined
    return { length: end + (input[end + 1] === LF ? 2 : 1) - from, kept: 0 }
  }
  if (end < input.length) return { length: 1, kept: 1 }
  if (!last && end - from < SKIPPED_BLANKS) return undefined
  // At the very end it is a soft line break without its line.
  return last ? { length: end - from, kept: 0 } : { length: 1, kept: 1 }
}

function blanksAt(input: Uint8Array, from: number, last: boolean): Step | undefined {
  const end = blanksEnd(input, from)
  const length = end - from
  if (end < input.length) return { length, kept: input[end] === CR || input[end] === LF ? 0 : length }
  // No line has so many: they cannot have been added on the way.
  if (length >= SKIPPED_BLANKS) return { length, kept: length }
  return last ? { length, kept: 0 } : undefined
}

function blanksEnd(input: Uint8Array, from: number): number {
  let end = from
  while (input[end] === SPACE || input[end] === TAB) end++
  return end
}

function hexValue(octet: number | undefined): number | undefined {
  if (octet === undefined) return undefined
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30
  const letter = octet & ~0x20
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : undefined
}
