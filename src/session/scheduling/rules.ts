/**
 * What may be in flight together.
 *
 * RFC 9051 §5.5 lets a client send without waiting, except where the server or the client could confuse
 * things. Three hazards are kept apart, because they have different cures:
 *
 *   ordering     the server may run two commands in either order, with different results      R4 R5 R6
 *   attribution  two answers would look the same on the wire                                   R7
 *   control      the later command must not run unless the earlier one succeeded               R3 R8
 *
 * and two are about the wire itself: R1 (a synchronizing literal holds the line; the writer enforces it)
 * and R2 (a layer change travels alone). R0 (the reader never waits) is the shape of the session, R9 (the
 * window) and R10 (a profile may only tighten) live in the scheduler.
 *
 * `mustWait` compares a command with an *earlier* one that is queued or in flight. Because every
 * conflicting pair is separated by a tagged reply, any order the server picks for the rest is equivalent
 * to submission order. Take a rule away and test/session/rules.test.ts shows what goes wrong.
 */
import { resourcesConflict, savedResult, slotsMeet, type Footprint, type Resource } from '../footprint.ts'

export type RuleName = 'R2' | 'R3' | 'R4' | 'R5' | 'R6' | 'R7' | 'R8'

/** `written`: may follow on the wire at once, in this order. `answered`: only after the tagged reply. */
export type Until = 'written' | 'answered'

export interface Wait {
  readonly rule: RuleName
  readonly until: Until
}

type Rule = (earlier: Footprint, later: Footprint) => Until | undefined

/**
 * R2: STARTTLS, AUTHENTICATE, COMPRESS have nothing around them (Cyrus drops pipelined input after AUTHENTICATE), nor
 * has what the library does not know.
 */
const layerTravelsAlone: Rule = (earlier, later) =>
  earlier.wire !== 'plain' || later.wire !== 'plain' || later.last ? 'answered' : undefined

/** R3: what stands behind LOGIN counts on its success; a read may take that chance, a change may not. */
const stateIsProjected: Rule = (earlier, later) => {
  if (!earlier.prepares) return undefined
  return later.mutates ? 'answered' : 'written'
}

/**
 * R4: one selected mailbox at a time. A read may ride behind SELECT (its rows are held back until the
 * SELECT is OK); a change waits for the answer, because a failed SELECT may leave the old mailbox selected.
 */
const selectionIsExclusive: Rule = (earlier, later) => {
  if (later.selection === 'changes') return earlier.selection === 'ignores' ? undefined : 'answered'
  if (later.selection === 'reads' && earlier.selection === 'changes') return later.mutates ? 'answered' : 'written'
  return undefined
}

/** R5: RFC 9051 §5.5. FETCH then NOOP is legal, NOOP then FETCH is not: an EXPUNGE between them renumbers. */
const numberingIsStable: Rule = (earlier, later) => {
  if (later.usesSequence && earlier.breaksSequence) return 'answered'
  if (later.breaksSequence && earlier.usesSequence) return 'written'
  return undefined
}

/** R6: Bernstein's conditions on flags, members, names, subscriptions, `$`. Additions need only keep their order. */
const resourcesAreOrdered: Rule = (earlier, later) => {
  if (changes(earlier, later) || changes(later, earlier) || meet(earlier.writes, later.writes)) return 'answered'
  // The message appended first gets the lower UID; `$` is what the latest search before says (RFC 9051 §6.4.4.2).
  return meet(earlier.adds, later.adds) || touchSaved(earlier, later) ? 'written' : undefined
}

/** Servers keep the order of commands about `$`; that a change through it waits for an OK is R8. */
function touchSaved(earlier: Footprint, later: Footprint): boolean {
  return (savesResult(earlier) && usesSaved(later)) || (usesSaved(earlier) && savesResult(later))
}

function savesResult({ writes }: Footprint): boolean {
  return writes.includes(savedResult)
}

function usesSaved({ reads, writes }: Footprint): boolean {
  return reads.includes(savedResult) || writes.includes(savedResult)
}

/** One changes what the other reads, or overwrites what the other adds to. */
function changes(one: Footprint, other: Footprint): boolean {
  return meet(one.writes, other.reads) || meet(one.adds, other.reads) || meet(one.writes, other.adds)
}

/** R7: never two owners of an answer that carries no tag. */
const slotsHaveOneOwner: Rule = (earlier, later) =>
  earlier.slots.some((slot) => later.slots.some((other) => slotsMeet(slot, other))) ? 'answered' : undefined

function meet(some: readonly Resource[], others: readonly Resource[]): boolean {
  return some.some((a) => others.some((b) => (a !== savedResult || b !== savedResult) && resourcesConflict(a, b)))
}

/** R8 is not here: it names particular commands, not footprints, and the scheduler adds it (`after`). */
const RULES: readonly (readonly [RuleName, Rule])[] = [
  ['R2', layerTravelsAlone],
  ['R3', stateIsProjected],
  ['R4', selectionIsExclusive],
  ['R5', numberingIsStable],
  ['R6', resourcesAreOrdered],
  ['R7', slotsHaveOneOwner],
]

/** The strictest reason for `later` to wait for `earlier`; `without` switches rules off, for tests of the rules. */
export function mustWait(
  earlier: Footprint,
  later: Footprint,
  without: ReadonlySet<RuleName> | undefined,
): Wait | undefined {
  let wait: Wait | undefined
  for (const [rule, decide] of RULES) {
    if (without?.has(rule)) continue
    const until = decide(earlier, later)
    if (until === 'answered') return { rule, until }
    if (until !== undefined) wait ??= { rule, until }
  }
  return wait
}
