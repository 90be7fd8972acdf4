import { CommandLine } from '../../../codec/encode/command-line.ts'
import {
  fetchRequest,
  type FetchExpectation,
  type FetchQuery,
  type FetchRequest,
} from '../../../codec/encode/fetch-item.ts'
import type { LiteralStart } from '../../../codec/decode/parser.ts'
import { sequenceSet, type SequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import type { Fetch, FetchAttributes, Malformed } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import type { Collector, Command, Offer, RowTaker, Taken } from '../../command.ts'
import { flagsOf, footprint, membersOf } from '../../footprint.ts'
import { requireCapability } from '../../capabilities.ts'
import { GivenOut } from './given-out.ts'
import { hasAny, hasStatic, isComplete, merge, rowBuilder, type FetchRow, type RowBuilder } from './row.ts'

export interface FetchOptions {
  /** Read the set as sequence numbers. Refused while anything may renumber (RFC 9051 §5.5). */
  readonly by?: 'uid' | 'sequence'
  /** Only messages whose mod-sequence is higher (CONDSTORE, RFC 7162 §3.1.4.1). */
  readonly changedSince?: bigint
  /** The UIDVALIDITY the UIDs were learned under; under another the command fails and nothing is sent. */
  readonly uidValidity?: number
}

const NOTHING: Taken = { used: false, flags: false }

/** UID FETCH, or FETCH by sequence number (RFC 9051 §6.4.5). Rows go out as they become complete. */
export function fetch<const Query extends FetchQuery>(
  set: SetInput,
  query: Query,
  options: FetchOptions,
): Command<void, FetchRow<Query>> {
  const by = options.by ?? 'uid'
  const name = by === 'uid' ? 'UID FETCH' : 'FETCH'
  const messages = sequenceSet(set, `${name} set`)
  const line = new CommandLine(name).set(messages)
  const request = fetchRequest(query)
  request.put(line)
  if (options.changedSince !== undefined) {
    line.list((modifiers) => modifiers.atom('CHANGEDSINCE').bigint(options.changedSince!, 'changedSince'))
  }
  const { readsFlags, setsSeen, needs } = request.traits
  const required = options.changedSince === undefined ? needs : [...needs, 'CONDSTORE']
  return {
    name,
    uidValidity: options.uidValidity,
    adapts: required.length > 0,
    plan(facts) {
      for (const capability of required) requireCapability(name, facts.capabilities, capability)
      if (setsSeen && facts.readOnly) {
        throw new UsageError(`${name}: markSeen in a mailbox opened read-only`, 'ERR_IMAP_READ_ONLY')
      }
      const uids = by === 'uid' ? messages : undefined
      const flags = flagsOf(facts.mailbox, uids)
      return {
        line,
        footprint: footprint({
          state: 'selected',
          selection: 'reads',
          mutates: setsSeen,
          usesSequence: by === 'sequence',
          breaksSequence: by === 'uid',
          reads: [membersOf(facts.mailbox, uids), ...(readsFlags || options.changedSince !== undefined ? [flags] : [])],
          // BODY[] without PEEK sets \Seen (RFC 9051 §6.4.5).
          writes: setsSeen ? [flags] : [],
        }),
        collector: new FetchCollector<Query>(name, messages, by, query, request),
      }
    },
  }
}

class FetchCollector<Query extends FetchQuery> implements Collector<void, FetchRow<Query>>, RowTaker {
  readonly rows: RowTaker = this
  readonly singleUid: number | undefined
  emit?: (row: FetchRow<Query>, octets: number) => void
  readonly #name: string
  readonly #set: SequenceSet
  readonly #byUid: boolean
  readonly #expected: readonly FetchExpectation[]
  readonly #asksFlags: boolean
  readonly #setsSeen: boolean
  readonly #build: RowBuilder<Query>
  readonly #given: GivenOut = new GivenOut()
  readonly #partial: Map<number, { attributes: FetchAttributes; octets: number }> = new Map()
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
    if (this.#expected.length > 0 && !hasAny(attributes, this.#expected)) return NOTHING
    const earlier = this.#partial.get(offer.uid)
    if (earlier === undefined && isComplete(attributes, this.#expected)) this.#give(offer, attributes, row.octets)
    else this.#add(offer, row, earlier)
    return { used: true, flags: this.#asksFlags && attributes.flags !== undefined }
  }

  asksFor({ item, section }: Pick<LiteralStart, 'item' | 'section'>, offer: Offer): boolean {
    if (!this.#names(offer) || this.#given.has(offer.uid)) return false
    return this.#expected.some(
      (wanted) => wanted.kind === 'section' && wanted.item === item && wanted.section === section,
    )
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
    for (const [uid, { attributes }] of this.#partial) {
      // Only flags: news about a message that was gone before its turn came.
      if (!hasStatic(attributes, this.#expected)) continue
      throw new ProtocolError(
        `${this.#name}: the row of UID ${uid} lacks items that were asked for`,
        'ERR_IMAP_INCOMPLETE',
        {
          outcome: 'answered',
        },
      )
    }
  }
}
