/** What should hold of every input does not. */
export class Finding extends Error {
  override readonly name = 'Finding'
}

export function holds(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Finding(what)
}

export function same(one: string, other: string, what: string): void {
  if (one !== other) throw new Finding(`${what}:\n${one}\n${other}`)
}

/** `cut` at the places an octet decides; the same octets give the same pieces. */
export function* cuts(octets: Uint8Array, seed: number): Generator<Uint8Array> {
  let state = seed * 2 + 1
  for (let at = 0; at < octets.length;) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const drawn = state >>> 16
    const length = seed === 0 ? 1 : 1 + (drawn % ((drawn & 7) === 0 ? 200 : 12))
    yield octets.slice(at, (at += length))
  }
}
