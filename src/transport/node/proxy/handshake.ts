/** What is said to a proxy until it is a tunnel, as octets and nothing else. */

/** To be written, and how much is then to be read: so many octets, or up to the empty line behind a header. */
export interface Turn {
  readonly write: Uint8Array
  readonly read: number | 'header'
}

/** Takes what was read; it is through when it returns. What a proxy says wrongly it throws, a `ProxyRefusal`. */
export type Handshake = Generator<Turn, void, Uint8Array>

/** In words that go on from "the proxy host:port". */
export class ProxyRefusal extends Error {}

export interface Destination {
  readonly host: string
  readonly port: number
}

export interface ProxyLogin {
  readonly user: string
  readonly password: string
}

export function twoOctets(value: number): readonly number[] {
  return [value >> 8, value & 0xff]
}

export const NOTHING: Uint8Array = new Uint8Array(0)
