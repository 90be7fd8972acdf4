/**
 * A long row of messages, kept as runs: so many with ascending UIDs from this one, so many unknown, …
 *
 * Runs stand in blocks of limited length, so an insertion or removal moves few of them however long the
 * row is. A cursor remembers the last place: rows mostly come in order, and then nothing is searched.
 * Within a block no two neighbours could be one run.
 */
import { NumberSetBuilder, type NumberSet } from '../../codec/number-set.ts'

/** Stands for the first UID of a run of messages whose UIDs nobody has told. */
export const UNKNOWN = 0

/** One more than the largest UID. */
const UID_END = 2 ** 32

/** Long enough to keep blocks few, short enough to be moved in well under a microsecond. */
const BLOCK_MAX = 512

interface Block {
  /** Messages in each run. */
  readonly counts: number[]
  /** The first UID of each run, or `UNKNOWN`. */
  readonly uids: number[]
  /** Messages in all runs. */
  total: number
}

/** A message that is known, or the edge of the row. */
export interface Neighbour {
  readonly sequence: number
  readonly uid: number
}

export class RunList {
  #blocks: Block[] = [emptyBlock()]
  #total = 0
  #block = 0
  #run = 0
  /** How many messages stand before the run at the cursor, and before its block. */
  #before = 0
  #beforeBlock = 0

  get total(): number {
    return this.#total
  }

  get lastKnownUid(): number {
    for (let b = this.#blocks.length - 1; b >= 0; b--) {
      const uid = lastUid(this.#blocks[b]!)
      if (uid !== UNKNOWN) return uid
    }
    return UNKNOWN
  }

  clear(): void {
    this.#blocks = [emptyBlock()]
    this.#total = 0
    this.#toBlock(0, 0)
  }

  /** Adds a run at the end. */
  append(count: number, uid: number): void {
    let last = this.#blocks.at(-1)!
    if (last.counts.length >= BLOCK_MAX) {
      last = emptyBlock()
      this.#blocks.push(last)
    }
    push(last, count, uid)
    this.#total += count
  }

  /** Moves the cursor to the run with a sequence number of the row; returns the place within the run, from 0. */
  seek(sequence: number): number {
    while (sequence <= this.#beforeBlock) {
      const block = this.#block - 1
      this.#toBlock(block, this.#beforeBlock - this.#blocks[block]!.total)
    }
    while (sequence > this.#beforeBlock + this.#blocks[this.#block]!.total) {
      this.#toBlock(this.#block + 1, this.#beforeBlock + this.#blocks[this.#block]!.total)
    }
    if (sequence <= this.#before) this.#toBlock(this.#block, this.#beforeBlock)
    const { counts } = this.#blocks[this.#block]!
    while (sequence > this.#before + counts[this.#run]!) this.#before += counts[this.#run++]!
    return sequence - this.#before - 1
  }

  /** Messages in the run at the cursor. */
  get count(): number {
    return this.#blocks[this.#block]!.counts[this.#run]!
  }

  /** The first UID of the run at the cursor. */
  get uid(): number {
    return this.#blocks[this.#block]!.uids[this.#run]!
  }

  /** The sequence number of a known UID. */
  sequenceOf(uid: number): number | undefined {
    let before = 0
    for (const block of this.#blocks) {
      if (uid <= lastUid(block)) return sequenceIn(block, before, uid)
      before += block.total
    }
    return undefined
  }

  /** The last known message before the run at the cursor, or 0 with UID 0. */
  previousKnown(): Neighbour {
    let sequence = this.#before
    let end = this.#run
    for (let b = this.#block; b >= 0; b--, end = BLOCK_MAX) {
      const { counts, uids } = this.#blocks[b]!
      for (let r = Math.min(end, counts.length) - 1; r >= 0; r--) {
        if (uids[r] !== UNKNOWN) return { sequence, uid: uids[r]! + counts[r]! - 1 }
        sequence -= counts[r]!
      }
    }
    return { sequence: 0, uid: 0 }
  }

  /** The first known message behind the run at the cursor, or the first place and UID that cannot be. */
  nextKnown(): Neighbour {
    let sequence = this.#before + this.count + 1
    let start = this.#run + 1
    for (let b = this.#block; b < this.#blocks.length; b++, start = 0) {
      const { counts, uids } = this.#blocks[b]!
      for (let r = start; r < counts.length; r++) {
        if (uids[r] !== UNKNOWN) return { sequence, uid: uids[r]! }
        sequence += counts[r]!
      }
    }
    return { sequence, uid: UID_END }
  }

  /**
   * Tells the UID of the first message of the unknown run at the cursor, if more of them follow. Rows come in
   * order, so this is what nearly all of them do; false when it is `replace` that is needed.
   */
  tellFirst(uid: number): boolean {
    const { counts, uids } = this.#blocks[this.#block]!
    const run = this.#run
    if (counts[run] === 1) return false
    if (run > 0 && uids[run - 1]! + counts[run - 1]! === uid) counts[run - 1]! += 1
    else if (counts.length >= BLOCK_MAX) return false
    else {
      counts.splice(run, 0, 1)
      uids.splice(run, 0, uid)
      this.#run++
    }
    counts[this.#run]! -= 1
    this.#before++
    return true
  }

  /** Puts runs (count, uid, count, uid, …) in the place of the run at the cursor; counts of 0 are none. */
  replace(...runs: readonly number[]): void {
    const block = this.#blocks[this.#block]!
    const from = Math.max(0, this.#run - 1)
    const to = Math.min(block.counts.length, this.#run + 2)
    const fresh = emptyBlock()
    if (from < this.#run) push(fresh, block.counts[from]!, block.uids[from]!)
    for (let i = 0; i < runs.length; i += 2) push(fresh, runs[i]!, runs[i + 1]!)
    if (to > this.#run + 1) push(fresh, block.counts[to - 1]!, block.uids[to - 1]!)
    let gain = fresh.total
    for (let i = from; i < to; i++) gain -= block.counts[i]!
    if (from < this.#run) this.#before -= block.counts[from]!
    this.#run = from
    block.counts.splice(from, to - from, ...fresh.counts)
    block.uids.splice(from, to - from, ...fresh.uids)
    block.total += gain
    this.#total += gain
    this.#balance(fresh.counts.length < to - from)
  }

  /**
   * Takes out every known UID of the set and returns those. With `uidsAreMembers` the others are messages of
   * this mailbox too: as many as fit between the known UIDs around a stretch of unknown ones leave it.
   */
  vanish(uids: NumberSet, uidsAreMembers: boolean): NumberSet {
    const sweep = new Sweep(uids, uidsAreMembers)
    let total = 0
    for (let b = 0; b < this.#blocks.length; b++) {
      const block = this.#blocks[b]!
      this.#blocks[b] = sweep.through(block, this.#firstUidFrom(b + 1))
      total += this.#blocks[b]!.total
    }
    this.#total = total
    this.#toBlock(0, 0)
    for (let b = this.#blocks.length - 2; b >= 0; b--) this.#join(b)
    return sweep.removed.build()
  }

  *runs(): Generator<readonly [count: number, uid: number], undefined> {
    for (const { counts, uids } of this.#blocks) {
      for (let i = 0; i < counts.length; i++) yield [counts[i]!, uids[i]!]
    }
  }

  #firstUidFrom(b: number): number {
    for (; b < this.#blocks.length; b++) {
      const uid = firstUid(this.#blocks[b]!)
      if (uid !== UNKNOWN) return uid
    }
    return UID_END
  }

  #toBlock(block: number, before: number): void {
    this.#block = block
    this.#run = 0
    this.#before = before
    this.#beforeBlock = before
  }

  /** Keeps blocks from growing too long, and from becoming many and short. */
  #balance(shrunk: boolean): void {
    const { counts } = this.#blocks[this.#block]!
    if (counts.length > BLOCK_MAX) this.#split()
    if (!shrunk || counts.length > BLOCK_MAX / 4) return
    if (this.#block > 0 && this.#joins(this.#block - 1)) {
      this.#toBlock(this.#block - 1, this.#beforeBlock - this.#blocks[this.#block - 1]!.total)
    } else {
      this.#toBlock(this.#block, this.#beforeBlock)
    }
    this.#join(this.#block)
  }

  /** Cuts the block at the cursor in two. Rows that come in order would leave halves behind: those cut near the end. */
  #split(): void {
    const block = this.#blocks[this.#block]!
    const length = block.counts.length
    const cut = this.#run > (length * 3) / 4 ? this.#run : length >> 1
    const tail: Block = { counts: block.counts.splice(cut), uids: block.uids.splice(cut), total: 0 }
    for (const count of tail.counts) tail.total += count
    block.total -= tail.total
    this.#blocks.splice(this.#block + 1, 0, tail)
    this.#toBlock(this.#block, this.#beforeBlock)
  }

  #joins(b: number): boolean {
    const next = this.#blocks[b + 1]
    if (next === undefined) return false
    const { length } = this.#blocks[b]!.counts
    return length === 0 || next.counts.length === 0 || length + next.counts.length <= BLOCK_MAX / 2
  }

  /** Makes one of a block and the next where they are short. The cursor must not be in the next. */
  #join(b: number): void {
    if (!this.#joins(b)) return
    const block = this.#blocks[b]!
    const [next] = this.#blocks.splice(b + 1, 1)
    next!.counts.forEach((count, i) => push(block, count, next!.uids[i]!))
  }
}

/** One pass over all runs that takes UIDs out of them. */
class Sweep {
  readonly removed: NumberSetBuilder = new NumberSetBuilder()
  readonly #uids: NumberSet
  readonly #uidsAreMembers: boolean
  readonly #ranges: Iterator<readonly [number, number], undefined>
  #range: readonly [number, number] | undefined
  /** The last known UID so far. */
  #previous = 0
  /** How many unknown messages the current stretch still has to give up; undefined outside of one. */
  #owed: number | undefined

  constructor(uids: NumberSet, uidsAreMembers: boolean) {
    this.#uids = uids
    this.#uidsAreMembers = uidsAreMembers
    this.#ranges = uids.ranges()[Symbol.iterator]()
    this.#range = this.#ranges.next().value
  }

  /** What is left of a block, given the first known UID behind it. */
  through(block: Block, next: number): Block {
    if (this.#countBetween(this.#previous, next) === 0) {
      this.#previous = Math.max(this.#previous, lastUid(block))
      this.#owed = undefined
      return block
    }
    const left = emptyBlock()
    block.counts.forEach((count, i) => {
      if (block.uids[i] === UNKNOWN) this.#stretch(left, count, block.uids[i + 1] ?? next)
      else this.#known(left, count, block.uids[i]!)
    })
    return left
  }

  #stretch(left: Block, count: number, next: number): void {
    this.#owed ??= this.#uidsAreMembers ? this.#countBetween(this.#previous, next) : 0
    const gone = Math.min(count, this.#owed)
    this.#owed -= gone
    push(left, count - gone, UNKNOWN)
  }

  #known(left: Block, count: number, first: number): void {
    const last = first + count - 1
    let from = first
    while (this.#range !== undefined && this.#range[0] <= last) {
      const [low, high] = this.#range
      if (high >= from) {
        push(left, Math.max(low, from) - from, from)
        this.removed.addRange(Math.max(low, from), Math.min(high, last))
        from = Math.min(high, last) + 1
      }
      if (high > last) break
      this.#range = this.#ranges.next().value
    }
    push(left, last - from + 1, from)
    this.#previous = last
    this.#owed = undefined
  }

  /** How many UIDs of the set lie between two others. */
  #countBetween(low: number, high: number): number {
    return Math.max(0, this.#uids.countThrough(high - 1) - this.#uids.countThrough(low))
  }
}

function emptyBlock(): Block {
  return { counts: [], uids: [], total: 0 }
}

/** Adds a run at the end of a block, merging it with the last one where they are of a piece. */
function push(block: Block, count: number, uid: number): void {
  if (count === 0) return
  const last = block.counts.length - 1
  block.total += count
  if (last >= 0 && uid === (block.uids[last] === UNKNOWN ? UNKNOWN : block.uids[last]! + block.counts[last]!)) {
    block.counts[last]! += count
  } else {
    block.counts.push(count)
    block.uids.push(uid)
  }
}

/** Unknown runs are never neighbours within a block, so the first known run is one of the first two. */
function firstUid({ uids }: Block): number {
  return uids[0] || uids[1] || UNKNOWN
}

function lastUid({ counts, uids }: Block): number {
  const last = uids.length - 1
  const run = uids[last] === UNKNOWN ? last - 1 : last
  return run < 0 ? UNKNOWN : uids[run]! + counts[run]! - 1
}

function sequenceIn({ counts, uids }: Block, before: number, uid: number): number | undefined {
  for (let i = 0; i < counts.length; i++) {
    const first = uids[i]!
    if (first !== UNKNOWN && uid < first + counts[i]!) return uid < first ? undefined : before + uid - first + 1
    before += counts[i]!
  }
  return undefined
}
