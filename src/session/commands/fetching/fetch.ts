import { CommandLine } from '../../../codec/encode/command-line.ts'
import { fetchRequest, type FetchRequest } from '../../../codec/encode/fetch-item.ts'
import type { FetchExpectation, FetchQuery, FetchTraits } from '../../../codec/encode/fetch-query.ts'
import type { SectionName } from '../../../codec/decode/fetch-section.ts'
import type { NumberSet } from '../../../codec/number-set.ts'
import type { PartialRange } from '../../../codec/partial-range.ts'
import { sequenceSet, type SequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import type { Fetch, FetchAttributes, Malformed, Untagged } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import type { Collector, Command, Facts, Offer, RowTaker, Taken } from '../../command.ts'
import { together, type Composition } from '../../composing/composition.ts'
import { flagsOf, footprint, membersOf, type Footprint, type Resource } from '../../footprint.ts'
import { requireCapability } from '../../server/capabilities.ts'
import { GivenOut } from './given-out.ts'
import { partsOf } from './parts.ts'
import { rowBuilder, type FetchRow, type RowBuilder } from './row.ts'
import { answers, hasAny, hasStatic, isComplete, merge, valueless } from './row-items.ts'

export interface FetchOptions {
  /** Read the set as sequence numbers. Refused while anything may renumber (RFC 9051 §5.5), and under UIDONLY. */
  readonly by?: 'uid' | 'sequence'
  /** Only messages whose mod-sequence is higher (CONDSTORE, RFC 7162 §3.1.4.1). */
  readonly changedSince?: bigint
  /** Of the messages of the set only those at these places (PARTIAL, RFC 9394 §3.3). */
  readonly partial?: PartialRange
  /** The UIDVALIDITY the UIDs were learned under; under another the command fails and nothing is sent. */
  readonly uidValidity?: number
}

/** A FETCH that tells what is gone, too. */
export interface VanishedOptions extends FetchOptions {
  readonly by?: 'uid'
  readonly changedSince: bigint
  /** Also which of the set were removed since (QRESYNC, RFC 7162 §3.2.6). */
  readonly vanished: true
}

/** UIDs that are gone: comes before the rows. */
export interface VanishedUids {
  readonly vanished: NumberSet
}

const NOTHING: Taken = { used: false, flags: false }
/** `* VANISHED (EARLIER)` names no command. */
const EARLIER_SLOT = 'EARLIER'

/** UID FETCH, or FETCH by sequence number (RFC 9051 §6.4.5). Rows go out as they become complete. */
export function fetch<const Query extends FetchQuery>(
  set: SetInput,
  query: Query,
  options: FetchOptions & { readonly vanished?: undefined },
): Command<void, FetchRow<Query>>
export function fetch<const Query extends FetchQuery>(
  set: SetInput,
  query: Query,
  options: FetchOptions | VanishedOptions,
): Command<void, FetchRow<Query> | VanishedUids>
export function fetch<const Query extends FetchQuery>(
  set: SetInput,
  query: Query,
  options: FetchOptions | VanishedOptions,
): Command<void, FetchRow<Query> | VanishedUids> {
  const asked = checkedOptions(options)
  const { by, name, vanished } = asked
  const messages = sequenceSet(set, `${name} set`)
  if (by === 'sequence' && messages.saved !== undefined)
    throw new UsageError('FETCH set: a saved search is a set of UIDs')
  const line = new CommandLine(name).set(messages)
  const request = fetchRequest(query)
  request.put(line)
  putModifiers(line, asked)
  const required = [...request.traits.needs, ...asked.needs]
  const bodies = request.expected.some(({ kind }) => kind === 'section') ? { bodies: true as const } : {}
  return {
    name,
    uidValidity: options.uidValidity,
    adapts: required.length > 0 || by === 'sequence',
    compose({ commandOctets }) {
      if (commandOctets === Infinity || by === 'sequence' || asked.partial !== undefined) return undefined
      const parts = partsOf(messages, commandOctets)
      return parts === undefined ? undefined : inParts(parts.map((part) => fetch<Query>(part, query, options)))
    },
    plan(facts) {
      for (const capability of required) requireCapability(name, facts.capabilities, capability)
      checkState(asked, request.traits, facts)
      return {
        line,
        ...bodies,
        footprint: footprintOf(asked, request, by === 'uid' ? messages : undefined, facts.mailbox),
        collector: vanished
          ? new VanishedCollector<Query>(name, messages, by, query, request)
          : new FetchCollector<Query>(name, messages, by, query, request),
      }
    },
  }
}

/** Their items are items of the whole. */
function* inParts<Item>(commands: readonly Command<void, Item>[]): Composition<void> {
  yield* together(commands as readonly Command<void>[])
}

interface CheckedOptions {
  readonly by: 'uid' | 'sequence'
  readonly name: 'UID FETCH' | 'FETCH'
  readonly changedSince: bigint | undefined
  readonly vanished: boolean
  readonly partial: PartialRange | undefined
  readonly needs: readonly string[]
}

function checkedOptions(options: FetchOptions & { readonly vanished?: unknown }): CheckedOptions {
  const { by = 'uid', changedSince, vanished, partial } = options
  if (by !== 'uid' && by !== 'sequence') throw new UsageError("FETCH by: expected 'uid' or 'sequence'")
  const name = by === 'uid' ? 'UID FETCH' : 'FETCH'
  if (vanished !== undefined && vanished !== true) throw new UsageError(`${name} vanished: is either true or left out`)
  if (changedSince !== undefined && changedSince <= 0n)
    throw new UsageError(`${name} changedSince: mod-sequences begin with 1 (RFC 7162 §3.1.4.1)`)
  if (vanished === true && (by !== 'uid' || changedSince === undefined)) {
    throw new UsageError(`${name} vanished: needs changedSince, and UIDs (RFC 7162 §3.2.6)`)
  }
  if (partial !== undefined && by !== 'uid') throw new UsageError(`${name} partial: needs UIDs (RFC 9394 §3.3)`)
  const needs = [
    ...(changedSince === undefined ? [] : ['CONDSTORE']),
    ...(vanished === true ? ['QRESYNC'] : []),
    ...(partial === undefined ? [] : ['PARTIAL']),
  ]
  return { by, name, changedSince, vanished: vanished === true, partial, needs }
}

/**
 *     fetch-modifiers = SP "(" fetch-modifier *(SP fetch-modifier) ")"               ; RFC 4466 §6
 *     fetch-modifier =/ "CHANGEDSINCE" SP mod-sequence-value / "VANISHED"            ; RFC 7162 §7
 *     fetch-modifier =/ "PARTIAL" SP partial-range                                   ; RFC 9394 §4
 */
function putModifiers(line: CommandLine, { changedSince, vanished, partial }: CheckedOptions): void {
  if (changedSince === undefined && partial === undefined) return
  line.list((modifiers) => {
    if (partial !== undefined) modifiers.atom('PARTIAL').partialRange(partial)
    if (changedSince !== undefined) modifiers.atom('CHANGEDSINCE').bigint(changedSince, 'changedSince')
    if (vanished) modifiers.atom('VANISHED')
  })
}

function checkState({ name, vanished }: CheckedOptions, { setsSeen }: FetchTraits, facts: Facts): void {
  if (setsSeen && facts.readOnly) {
    throw new UsageError(`${name}: markSeen in a mailbox opened read-only`, 'ERR_IMAP_READ_ONLY')
  }
  if (vanished && !facts.enabled.has('QRESYNC')) {
    throw new UsageError(`${name} vanished: QRESYNC is not enabled`, 'ERR_IMAP_STATE')
  }
}

function footprintOf(
  { by, changedSince, vanished, partial }: CheckedOptions,
  { expected, traits: { readsFlags, setsSeen } }: FetchRequest,
  uids: SequenceSet | undefined,
  mailbox: string | undefined,
): Footprint {
  const flags = flagsOf(mailbox, uids)
  // Whose place is which, and who is gone, depends on all messages.
  const members = membersOf(mailbox, vanished || partial !== undefined ? undefined : uids)
  return footprint({
    state: 'selected',
    selection: 'reads',
    mutates: setsSeen,
    usesSequence: by === 'sequence',
    breaksSequence: by === 'uid',
    reads: readsFlags || changedSince !== undefined ? [members, flags] : [members],
    // BODY[] without PEEK sets \Seen (RFC 9051 §6.4.5).
    writes: [...(setsSeen ? [flags] : []), ...stretchesOf(mailbox, uids, expected)],
    slots: vanished ? [EARLIER_SLOT] : [],
  })
}

/** An answer tells where a stretch begins, not how long it was to be: of two of the same place one must wait. */
function stretchesOf(
  mailbox: string | undefined,
  uids: SequenceSet | undefined,
  expected: readonly FetchExpectation[],
): readonly Resource[] {
  const stretches = expected.flatMap((item) =>
    item.kind === 'section' && item.origin !== undefined ? [`${item.item}[${item.section}]<${item.origin}>`] : [],
  )
  return stretches.length === 0 ? [] : [{ kind: 'stretch', mailbox, uids, flags: stretches }]
}

class FetchCollector<Query extends FetchQuery> implements Collector<void, FetchRow<Query> | VanishedUids>, RowTaker {
  readonly rows: RowTaker = this
  readonly singleUid: number | undefined
  emit?: (item: FetchRow<Query> | VanishedUids, octets: number) => void
  readonly #name: string
  readonly #set: SequenceSet
  readonly #byUid: boolean
  readonly #expected: readonly FetchExpectation[]
  readonly #asksFlags: boolean
  readonly #setsSeen: boolean
  readonly #build: RowBuilder<Query>
  readonly #given: GivenOut = new GivenOut()
  readonly #partial: Map<number, { attributes: FetchAttributes; octets: number }> = new Map()
  /** UIDs of rows in which an item asked for came without a value. */
  readonly #valueless: Map<number, string> = new Map()
  #spoiled: Malformed | undefined

  constructor(name: string, set: SequenceSet, by: 'uid' | 'sequence', query: Query, request: FetchRequest) {
    this.#name = name
    this.#set = set
    this.#byUid = by === 'uid'
    this.#expected = request.expected
    this.#asksFlags = query.flags === true
    this.#setsSeen = request.traits.setsSeen
    this.#build = rowBuilder(query, request)
    this.singleUid = this.#byUid && !set.usesStar && set.known.size === 1 ? set.known.min : undefined
  }

  #names({ uid, sequence, isLargest }: Offer): boolean {
    const number = this.#byUid ? uid : sequence
    return number !== undefined && this.#set.matches(number, isLargest)
  }

  takeRow(row: Fetch, offer: Offer): Taken {
    const { attributes } = row
    if (!this.#names(offer) || this.#given.has(offer.uid)) return NOTHING
    const without = valueless(attributes, this.#expected)
    if (without !== undefined) this.#valueless.set(offer.uid, without)
    else if (this.#expected.length > 0 && !hasAny(attributes, this.#expected)) return NOTHING
    const earlier = this.#partial.get(offer.uid)
    if (earlier === undefined && isComplete(attributes, this.#expected)) this.#give(offer, attributes, row.octets)
    else this.#add(offer, row, earlier)
    return { used: true, flags: this.#asksFlags && attributes.flags !== undefined }
  }

  asksFor(section: SectionName, offer: Offer): boolean {
    if (!this.#names(offer) || this.#given.has(offer.uid)) return false
    return this.#expected.some((wanted) => wanted.kind === 'section' && answers(section, wanted))
  }

  #add(offer: Offer, row: Fetch, earlier: { attributes: FetchAttributes; octets: number } | undefined): void {
    const partial = earlier ?? { attributes: { ...row.attributes }, octets: 0 }
    if (earlier !== undefined) merge(partial.attributes, row.attributes)
    partial.octets += row.octets
    if (!isComplete(partial.attributes, this.#expected)) return void this.#partial.set(offer.uid, partial)
    this.#partial.delete(offer.uid)
    this.#give(offer, partial.attributes, partial.octets)
  }

  #give(offer: Offer, attributes: FetchAttributes, octets: number): void {
    this.#given.add(offer.uid)
    this.#valueless.delete(offer.uid)
    this.emit?.(this.#build(offer.uid, offer.sequence, attributes), octets)
  }

  /** BODY[] without PEEK changes \Seen, and the server tells. */
  causes(offer: Offer): boolean {
    return this.#setsSeen && this.#names(offer)
  }

  spoil(line: Malformed): void {
    const number = this.#byUid ? line.uid : line.sequence
    if (number !== undefined && !this.#set.matches(number, true)) return
    if (line.uid === undefined || !this.#given.has(line.uid)) this.#spoiled = line
  }

  finish(): void {
    if (this.#spoiled !== undefined) {
      throw new ProtocolError(`${this.#name}: a row could not be read: ${this.#spoiled.reason}`, 'ERR_IMAP_MALFORMED', {
        outcome: 'answered',
      })
    }
    for (const [uid, item] of this.#valueless) throw this.#incomplete(uid, `has no ${item} that can be read`)
    for (const [uid, { attributes }] of this.#partial) {
      // Only flags: news about a message that was gone before its turn came.
      if (hasStatic(attributes, this.#expected)) throw this.#incomplete(uid, 'lacks items that were asked for')
    }
  }

  #incomplete(uid: number, what: string): ProtocolError {
    const text = `${this.#name}: the row of UID ${uid} ${what}`
    return new ProtocolError(text, 'ERR_IMAP_INCOMPLETE', { outcome: 'answered' })
  }
}

/** Takes `VANISHED (EARLIER)`, too. */
class VanishedCollector<Query extends FetchQuery> extends FetchCollector<Query> {
  take(response: Untagged): boolean {
    if (response.type !== 'vanished' || !response.earlier) return false
    this.emit?.({ vanished: response.uids }, 0)
    return true
  }
}
