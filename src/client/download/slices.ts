/**
 * The stretches a section is fetched in, as a plan and a proof: what to ask for next, what has come, and where the
 * content ends.
 *
 * No size that a server tells is believed alone. The content ends where a stretch came shorter than asked for and either
 * the size announced says the same, or an answer from that place on was empty. A server that gives less at a time than
 * it is asked for is thus asked again, and nothing is ever cut short.
 */
import { ProtocolError } from '../../errors.ts'

export interface Slice {
  readonly start: number
  readonly length: number
  /** What a stretch came short by; the octets that had come of it. */
  readonly behind: number | undefined
  /** What has come, not yet handed out; undefined while unanswered. */
  octets: Uint8Array | undefined
}

export class Slices {
  /** Asked for or to be asked for, not yet handed out, in order. */
  #slices: Slice[] = []
  /** Those of them that are still to be asked for. */
  #unasked: Slice[] = []
  /** From here on nothing has been asked for. */
  #asked: number
  /** Up to here everything has been handed out. */
  #taken: number
  #announced: number | undefined
  /** An answer has told that nothing is from here on. */
  #empty = Infinity
  /** Where stretches ended that came short. */
  readonly #stops: Set<number> = new Set()
  /** The server gives no more than this at a time. */
  #cap = Infinity
  #answered = false
  #end: number | undefined

  constructor(from: number) {
    this.#asked = from
    this.#taken = from
  }

  /** Octets handed out, those before the beginning included. */
  get taken(): number {
    return this.#taken
  }

  /** Everything has been handed out, up to an end that is proved. */
  get done(): boolean {
    return this.#end !== undefined && this.#taken >= this.#end
  }

  /** Octets that nobody has taken yet, and those that are on their way. */
  get held(): number {
    return this.#slices.reduce((sum, { octets, length }) => sum + (octets?.length ?? length), 0)
  }

  /** What the server says the section has. */
  announce(size: number | undefined): void {
    this.#announced = size
    this.#conclude()
  }

  /** The next stretch to ask for; undefined when there is none, or none yet. */
  ask(length: number): Slice | undefined {
    const gap = this.#unasked.shift()
    if (gap !== undefined) return gap
    if (!this.#wantsMore()) return undefined
    // The last one reaches beyond the end, which its being short proves.
    const left = this.#announced === undefined ? Infinity : this.#announced + 1 - this.#asked
    const size = Math.min(length, this.#cap, left > 0 ? left : Infinity)
    const slice: Slice = { start: this.#asked, length: size, behind: undefined, octets: undefined }
    this.#asked += size
    this.#slices.push(slice)
    return slice
  }

  #wantsMore(): boolean {
    if (this.#end !== undefined || this.#asked >= this.#empty) return false
    const outstanding = this.#slices.filter(({ octets }) => octets === undefined)
    if (outstanding.length === 0) return true
    if (outstanding.some(({ behind }) => behind !== undefined)) return false
    return this.#announced === undefined ? this.#answered : this.#asked <= this.#announced
  }

  /** @throws ProtocolError for content where the server has said that there is none */
  answered(slice: Slice, octets: Uint8Array): void {
    this.#answered = true
    slice.octets = octets
    if (this.#end !== undefined && slice.start >= this.#end) return this.#checkBeyond([slice])
    if (octets.length === 0) this.#empty = Math.min(this.#empty, slice.start)
    else if (slice.behind !== undefined) this.#cap = Math.min(this.#cap, slice.behind)
    if (octets.length > 0 && octets.length < slice.length) this.#short(slice, octets.length)
    this.#conclude()
  }

  /** All that follows comes from `place` on by itself. */
  overflows(place: number): void {
    this.#slices = this.#slices.filter(({ start }) => start < place)
    this.#unasked = this.#unasked.filter(({ start }) => start < place)
    this.#asked = place
    this.#empty = place
    this.#end = undefined
    this.#conclude()
  }

  #short(slice: Slice, got: number): void {
    const stop = slice.start + got
    this.#stops.add(stop)
    if (stop === this.#announced || stop === this.#empty) return
    const gap: Slice = { start: stop, length: slice.length - got, behind: got, octets: undefined }
    this.#slices.splice(this.#slices.indexOf(slice) + 1, 0, gap)
    this.#unasked.push(gap)
  }

  /** Looks whether the end is proved by now: everything up to there is here, and nothing is behind it. */
  #conclude(): void {
    if (this.#end !== undefined) return
    let place = this.#taken
    for (const { octets, start } of this.#slices) {
      if (this.#isEnd(place) || octets === undefined || start !== place) break
      place += octets.length
    }
    if (!this.#isEnd(place)) return
    this.#end = place
    this.#unasked = []
    this.#checkBeyond(this.#slices.filter(({ start }) => start >= place))
    this.#slices = this.#slices.filter(({ start }) => start < place)
  }

  #isEnd(place: number): boolean {
    return place === this.#empty || (place === this.#announced && this.#stops.has(place))
  }

  #checkBeyond(slices: readonly Slice[]): void {
    if (!slices.some(({ octets }) => octets !== undefined && octets.length > 0)) return
    const text = `UID FETCH: there is content behind octet ${this.#end}, where it had ended`
    throw new ProtocolError(text, 'ERR_IMAP_INCOMPLETE', { outcome: 'answered' })
  }

  /** The next octets in order, if they are here. */
  take(): Uint8Array | undefined {
    const octets = this.#slices[0]?.octets
    if (octets === undefined) return undefined
    this.#slices.shift()
    this.#taken += octets.length
    return octets
  }
}
