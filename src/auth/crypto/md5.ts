/** MD5 (RFC 1321) and HMAC-MD5 (RFC 2104), which WebCrypto does not have. For CRAM-MD5 and nothing else. */

const BLOCK = 64
const ROTATIONS: readonly (readonly number[])[] = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
]
/** RFC 1321 §3.4: the integer part of 2^32 |sin(i)|. */
const SINES: readonly number[] = Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))))

export function md5(octets: Uint8Array): Uint8Array {
  const message = padded(octets)
  const view = new DataView(message.buffer)
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476)
  for (let at = 0; at < message.length; at += BLOCK) mix(state, view, at)
  const digest = new DataView(new ArrayBuffer(16))
  state.forEach((word, i) => digest.setUint32(i * 4, word, true))
  return new Uint8Array(digest.buffer)
}

export function hmacMd5(key: Uint8Array, octets: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK)
  block.set(key.length > BLOCK ? md5(key) : key)
  const inner = md5(Uint8Array.of(...block.map((octet) => octet ^ 0x36), ...octets))
  return md5(Uint8Array.of(...block.map((octet) => octet ^ 0x5c), ...inner))
}

/** A one, zeros, and the length in bits. */
function padded(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(Math.ceil((octets.length + 9) / BLOCK) * BLOCK)
  message.set(octets)
  message[octets.length] = 0x80
  new DataView(message.buffer).setBigUint64(message.length - 8, BigInt(octets.length) * 8n, true)
  return message
}

function mix(state: Uint32Array, message: DataView, at: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let i = 0; i < 64; i++) {
    const [f, word] = step(i, b, c, d)
    const sum = (a + f + SINES[i]! + message.getUint32(at + word * 4, true)) | 0
    const turn = ROTATIONS[i >> 4]![i & 3]!
    ;[a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0]
  }
  ;[a, b, c, d].forEach((word, i) => (state[i] = state[i]! + word))
}

/** What is mixed in step `i`, and which word of the block with it. */
function step(i: number, b: number, c: number, d: number): readonly [mixed: number, word: number] {
  if (i < 16) return [(b & c) | (~b & d), i]
  if (i < 32) return [(d & b) | (~d & c), (5 * i + 1) % 16]
  if (i < 48) return [b ^ c ^ d, (3 * i + 5) % 16]
  return [c ^ (b | ~d), (7 * i) % 16]
}
