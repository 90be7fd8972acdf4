/**
 * Commands made of several commands: what is one command on one server takes three on another.
 *
 * A command that may need this has `compose(facts, items)`, called when it is its turn to be planned, so capabilities
 * and what will be selected are known. It returns undefined when its own `plan` will do, else a generator that
 * yields groups of commands through the helpers below and returns the result:
 *
 *     adapts: true,
 *     compose(facts) {
 *       if (hasCapability(facts.capabilities, 'MOVE')) return undefined
 *       return (function* () {
 *         const [copied] = yield* inOrder(copy(…), store(…), uidExpunge(…))
 *         return copied
 *       })()
 *     },
 *
 * - The first group takes the place of the command in the queue: whatever was submitted after it stays behind every
 *   command of the group, and none of them is sent before all of them are planned. A later group stands there, too,
 *   before all that is not written yet; what must not be written in between is kept back by `holds`. A step of a later
 *   group that would work on another selection than the first group is refused.
 * - NO and BAD of a command come to the generator, thrown or returned. Anything else that goes wrong (connection,
 *   cancel, usage) ends the whole; a generator must not catch it and cannot.
 * - Rows and other untagged answers of the steps have the token of the whole as their cause. The life of each step
 *   (`commandQueued`, `commandSent`, `commandDone`) is told with a token of its own, whose `partOf` is the whole.
 * - The error of the whole is of the kind of the step's and has `steps`: what was done and what was not.
 */
import type { ImapError } from '../../errors.ts'
import type { Command } from '../command.ts'
import type { Resource } from '../footprint.ts'

export type StepResult<Result = unknown> =
  { readonly ok: true; readonly value: Result } | { readonly ok: false; readonly error: ImapError }

/** Commands that go out together, as far as the rules allow. */
export interface StepGroup {
  readonly commands: readonly Command<unknown, never>[]
  /** Each needs the OK of the one before (rule R8). */
  readonly chained: boolean
  /** The items of a command are its result; otherwise they are items of the whole as they come. */
  readonly gathers: boolean
  /** What later groups read: nothing that changes it is written before they are there. */
  readonly holds?: readonly Resource[]
}

export type Composition<Result> = Generator<StepGroup, Result, readonly StepResult[]>

type Commands<Results extends readonly unknown[]> = { readonly [I in keyof Results]: Command<Results[I]> }

/** Each only after the OK of the one before. @throws CommandError the first NO or BAD */
export function* inOrder<Results extends readonly unknown[]>(...commands: Commands<Results>): Composition<Results> {
  return values(yield { commands, chained: true, gathers: false }) as unknown[] as never
}

/** All at once. @throws CommandError the first NO or BAD, once all are answered */
export function* together<Result>(commands: readonly Command<Result>[]): Composition<readonly Result[]> {
  return values(yield { commands, chained: false, gathers: false }) as readonly Result[]
}

/** All at once; a NO or BAD is a result like any other. */
export function* attempt<Result>(commands: readonly Command<Result>[]): Composition<readonly StepResult<Result>[]> {
  return (yield { commands, chained: false, gathers: false }) as readonly StepResult<Result>[]
}

/** The items of one command, which are not items of the whole. @throws CommandError */
export function* gather<Item>(command: Command<void, Item>): Composition<readonly Item[]> {
  return values(yield { commands: [command], chained: false, gathers: true })[0] as readonly Item[]
}

/** As `gather`, of several commands at once. @throws CommandError the first NO or BAD, once all are answered */
export function* gatherAll<Item>(
  commands: readonly Command<void, Item>[],
  holds: readonly Resource[] = [],
): Composition<readonly (readonly Item[])[]> {
  return values(yield { commands, chained: false, gathers: true, holds }) as readonly (readonly Item[])[]
}

function values(results: readonly StepResult[]): readonly unknown[] {
  return results.map((result) => {
    if (!result.ok) throw result.error
    return result.value
  })
}
