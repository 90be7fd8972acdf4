/** The QRESYNC parameter of SELECT and EXAMINE, and its answer (RFC 7162 §3.2.5). */
import type { CommandLine } from '../../../codec/encode/command-line.ts'
import { NumberSetBuilder, type NumberSet } from '../../../codec/number-set.ts'
import { sequenceSet, type SequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import type { Fetch, Malformed, Untagged } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import { hasCapability } from '../../server/capabilities.ts'
import type { Collector, Facts, Offer, RowTaker, Taken } from '../../command.ts'
import type { Selection } from '../../selection/selection.ts'

/** What is remembered of a mailbox. */
export interface ResyncOptions {
  readonly uidValidity: number
  readonly highestModSeq: bigint | number
  /** Of these UIDs only; of all below UIDNEXT unless given. */
  readonly knownUids?: SetInput
  /**
   * Some sequence numbers and the UIDs they had, both ascending: spares the server's telling of removals below the
   * last pair that still holds (RFC 7162 §3.2.5.2).
   */
  readonly sequenceMatch?: { readonly sequences: SetInput; readonly uids: SetInput }
}

/** A message whose flags have changed, or that is new. */
export interface ChangedMessage {
  readonly uid: number
  readonly flags: readonly string[]
  readonly modSeq: bigint | undefined
}

export interface ResyncResult {
  /**
   * `resynced`: `vanished` and `changed` are all that happened. `uidValidityChanged`: no UID remembered names a message
   * any more. `noModSeq`: the mailbox keeps no mod-sequences. In the latter two the server tells nothing, and the
   * mailbox must be read anew.
   */
  readonly outcome: 'resynced' | 'uidValidityChanged' | 'noModSeq'
  /** Gone since then; may name UIDs that were never known. */
  readonly vanished: NumberSet
  /** In the server's order. */
  readonly changed: readonly ChangedMessage[]
}

export interface CheckedResync {
  readonly uidValidity: number
  readonly highestModSeq: bigint
  readonly known: SequenceSet | undefined
  readonly match: { readonly sequences: SequenceSet; readonly uids: SequenceSet } | undefined
}

/** @throws UsageError naming what is wrong. */
export function checkedResync(name: string, options: ResyncOptions): CheckedResync {
  const { uidValidity, highestModSeq, knownUids, sequenceMatch, ...unknown } = options
  const [key] = Object.keys(unknown)
  if (key !== undefined) throw new UsageError(`${name} resync: unknown key ${JSON.stringify(key)}`)
  if (!Number.isInteger(uidValidity) || uidValidity < 1 || uidValidity > 0xffff_ffff) {
    throw new UsageError(`${name} resync: uidValidity is not an integer from 1 to 4294967295`)
  }
  const isInteger = typeof highestModSeq === 'bigint' || Number.isSafeInteger(highestModSeq)
  if (!isInteger || highestModSeq < 1 || highestModSeq > 0x7fff_ffff_ffff_ffffn) {
    throw new UsageError(`${name} resync: highestModSeq is not an integer from 1 to 2^63-1`)
  }
  return {
    uidValidity,
    highestModSeq: BigInt(highestModSeq),
    known: knownUids === undefined ? undefined : closedSet(knownUids, `${name} resync knownUids`),
    match: sequenceMatch === undefined ? undefined : checkedMatch(name, sequenceMatch),
  }
}

function checkedMatch(
  name: string,
  match: NonNullable<ResyncOptions['sequenceMatch']>,
): NonNullable<CheckedResync['match']> {
  const sequences = closedSet(match.sequences, `${name} resync sequenceMatch sequences`)
  const uids = closedSet(match.uids, `${name} resync sequenceMatch uids`)
  if (sequences.known.size !== uids.known.size) {
    throw new UsageError(`${name} resync sequenceMatch: not as many UIDs as sequence numbers`)
  }
  return { sequences, uids }
}

function closedSet(input: SetInput, what: string): SequenceSet {
  const set = sequenceSet(input, what)
  if (set.usesStar) throw new UsageError(`${what}: "*" is not allowed here (RFC 7162 §7)`)
  return set
}

/**
 *     select-param =/ "QRESYNC" SP "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"
 */
export function putResync(line: CommandLine, { uidValidity, highestModSeq, known, match }: CheckedResync): void {
  line.atom('QRESYNC').list((parameter) => {
    parameter.number(uidValidity).bigint(highestModSeq)
    if (known !== undefined) parameter.set(known)
    if (match !== undefined) parameter.list((pair) => pair.set(match.sequences).set(match.uids))
  })
}

/**
 * Cyrus answers BAD without ENABLE and keeps the old mailbox selected, so nothing is sent unless QRESYNC is on.
 *
 * @throws UsageError where it is not, unless `condstore` stands in for it.
 */
export function canResync(
  name: string,
  { capabilities, enabled }: Facts,
  resync: CheckedResync | undefined,
  condstore: boolean,
): boolean {
  if (resync === undefined) return false
  if (enabled.has('UIDONLY') && resync.match !== undefined) {
    throw new UsageError(`${name} resync sequenceMatch: no sequence numbers while UIDONLY is enabled (RFC 9586 §3.2)`)
  }
  if (enabled.has('QRESYNC')) return true
  if (condstore) return false
  const why = hasCapability(capabilities, 'QRESYNC') ? 'QRESYNC is not enabled' : 'the server lacks QRESYNC'
  throw new UsageError(`${name} resync: ${why}`, 'ERR_IMAP_CAPABILITY')
}

const UNUSED: Taken = { used: false, flags: false }

/** Gathers what the server tells between `[CLOSED]` and the tagged OK. Every line is also an event. */
export class Resyncing implements RowTaker {
  readonly singleUid: undefined
  readonly #name: string
  readonly #uidValidity: number
  readonly #vanished: NumberSetBuilder = new NumberSetBuilder()
  readonly #changed: Map<number, ChangedMessage> = new Map()
  #spoiled: Malformed | undefined

  constructor(name: string, uidValidity: number) {
    this.#name = name
    this.#uidValidity = uidValidity
  }

  collector<Result>(finish: (resynced: (selection: Selection) => ResyncResult) => Result): Collector<Result> {
    return {
      rows: this,
      take: (response) => this.#take(response),
      spoil: (line) => {
        this.#spoiled = line
      },
      finish: () => finish((selection) => this.#result(selection)),
    }
  }

  /** The row stays news, whose cause is this command. */
  takeRow({ attributes: { flags, modSeq } }: Fetch, { uid }: Offer): Taken {
    if (flags !== undefined) this.#changed.set(uid, { uid, flags, modSeq })
    return UNUSED
  }

  causes(): boolean {
    return true
  }

  #take(response: Untagged): boolean {
    if (response.type !== 'vanished' || !response.earlier) return false
    this.#vanished.addAll(response.uids)
    return true
  }

  #result({ uidValidity, highestModSeq }: Selection): ResyncResult {
    if (this.#spoiled !== undefined) {
      const text = `${this.#name}: a line could not be read: ${this.#spoiled.reason}`
      throw new ProtocolError(text, 'ERR_IMAP_MALFORMED', { outcome: 'answered' })
    }
    const outcome =
      uidValidity !== this.#uidValidity ? 'uidValidityChanged' : highestModSeq === undefined ? 'noModSeq' : 'resynced'
    return { outcome, vanished: this.#vanished.build(), changed: [...this.#changed.values()] }
  }
}
