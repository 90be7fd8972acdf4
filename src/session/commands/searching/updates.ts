/** Searches whose changes the server goes on telling: CONTEXT=SEARCH and CONTEXT=SORT (RFC 5267 §4.3). */
import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { SearchQuery } from '../../../codec/encode/search/query.ts'
import { NumberList } from '../../../codec/number-list.ts'
import type { NumberSet } from '../../../codec/number-set.ts'
import type { ESearch, Malformed, SearchUpdate, Tagged, Untagged } from '../../../codec/values.ts'
import { CommandError, UsageError, type ImapError } from '../../../errors.ts'
import type { Collector, Command, Facts } from '../../command.ts'
import { footprint } from '../../footprint.ts'
import { requireCapability } from '../../server/capabilities.ts'
import { incomplete, Program, unreadable } from './program.ts'
import { SortOrder, type SortCriteria } from './sort.ts'

/** First everything `found`, then what is `added` to it and `removed` from it. */
export interface SearchChange {
  readonly change: 'found' | 'added' | 'removed'
  readonly uids: NumberSet
}

/** As `SearchChange`, with the place in the order: counted from 1, that of the first UID; 0 where it is not told. */
export interface SortChange {
  readonly change: 'found' | 'added' | 'removed'
  readonly position: number
  readonly uids: NumberList
}

/** UID SEARCH RETURN (UPDATE ALL). */
export function searchUpdates(query: SearchQuery): Command<void, SearchChange> {
  const program = new Program(new CommandLine('UID SEARCH'), query)
  return following(
    'UID SEARCH',
    program,
    'CONTEXT=SEARCH',
    ({ change, uids }) => ({ change, uids: uids.toSet() }),
    (line, facts) => program.put(line, facts),
  )
}

/** UID SORT RETURN (UPDATE ALL). */
export function sortUpdates(criteria: SortCriteria, query: SearchQuery): Command<void, SortChange> {
  const program = new Program(new CommandLine('UID SORT'), query)
  const order = new SortOrder(criteria, program)
  return following(
    'UID SORT',
    program,
    'CONTEXT=SORT',
    (change) => change,
    (line, facts) => {
      order.check(facts.capabilities)
      order.put(line)
      program.putWithCharset(line)
    },
  )
}

function following<Change>(
  name: string,
  program: Program,
  capability: string,
  shape: (change: SortChange) => Change,
  put: (line: CommandLine, facts: Facts) => void,
): Command<void, Change> {
  // RFC 5267 §4.3: the server reads the numbers once, and tells of no change to what they mean.
  if (program.traits.usesSequence) throw new UsageError(`${name}: updates of a search by sequence number`)
  return {
    name,
    adapts: true,
    plan(facts) {
      requireCapability(name, facts.capabilities, capability)
      program.check(name, facts)
      if (!facts.correlator)
        throw new UsageError(`${name}: updates are known by their tag, and this profile trusts none`)
      const build = (): CommandLine => {
        const line = new CommandLine(name).atom('RETURN').list((list) => list.atom('UPDATE').atom('ALL'))
        put(line, facts)
        return line
      }
      const changes = new Changes<Change>(name, shape)
      return { ...program.lines(build), footprint: program.footprint(facts, []), collector: changes, live: changes }
    },
  }
}

/** Hands out changes; those that come before the tagged OK stand behind what was found. */
class Changes<Change> implements Collector<void, Change> {
  emit?: (item: Change, octets: number) => void
  readonly #name: string
  readonly #shape: (change: SortChange) => Change
  #found: NumberList | undefined
  #early: SearchUpdate[] = []
  #refusal: string | undefined
  #spoiled: Malformed | undefined
  #answered = false

  constructor(name: string, shape: (change: SortChange) => Change) {
    this.#name = name
    this.#shape = shape
  }

  take(response: Untagged): boolean {
    if (response.type === 'status') this.#refusal = response.text
    else if (response.type === 'esearch') this.#takeLine(response)
    else return false
    return true
  }

  #takeLine(line: ESearch): void {
    if (!this.#answered) {
      const all = line.order ?? (line.all === undefined ? undefined : NumberList.from(line.all))
      if (all !== undefined || line.updates.length === 0)
        this.#found = (this.#found ?? NumberList.empty).concat(all ?? NumberList.empty)
      this.#early.push(...line.updates)
    } else for (const update of line.updates) this.#give(update.change, update.position, update.numbers)
  }

  #give(change: SortChange['change'], position: number, uids: NumberList): void {
    this.emit?.(this.#shape({ change, position, uids }), uids.toString().length)
  }

  spoil(line: Malformed): void {
    this.#spoiled = line
  }

  /**
   * A change that could not be read, or NOUPDATE (RFC 5267 §4.3.1) though it had agreed to tell: what is known of
   * the result is wrong from there on.
   */
  get problem(): ImapError | undefined {
    if (this.#spoiled !== undefined) return unreadable(this.#name, this.#spoiled)
    return this.#answered && this.#refusal !== undefined ? this.#noUpdates(this.#refusal) : undefined
  }

  finish(reply: Tagged): void {
    if (this.problem !== undefined) throw this.problem
    if (this.#found === undefined) throw incomplete(this.#name, 'OK, but no ESEARCH response')
    this.#answered = true
    this.#give('found', 0, this.#found)
    this.#found = NumberList.empty
    for (const { change, position, numbers } of this.#early.splice(0)) this.#give(change, position, numbers)
    const refusal = reply.code?.name === 'NOUPDATE' ? reply.text : this.#refusal
    if (refusal !== undefined) throw this.#noUpdates(refusal)
  }

  #noUpdates(refusal: string): CommandError {
    const serverText = refusal.slice(0, 1024)
    return new CommandError(`${this.#name}: the server tells of no changes: ${serverText}`, {
      status: 'NO',
      responseCode: 'NOUPDATE',
      serverText,
    })
  }
}

/** CANCELUPDATE (RFC 5267 §4.3.5). Updates may still be on their way until it is answered. */
export function cancelUpdate(tag: string, done: () => void): Command<void> {
  return {
    name: 'CANCELUPDATE',
    adapts: false,
    plan: () => ({
      line: new CommandLine('CANCELUPDATE').string(tag),
      footprint: footprint({ state: 'selected', selection: 'reads' }),
      collector: { finish: done },
    }),
  }
}
