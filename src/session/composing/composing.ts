/**
 * Runs compositions (composition.ts): submits their steps, gathers how these ended, settles the whole once.
 */
import { CancelledError, CommandError, ImapError, UsageError, type StepReport } from '../../errors.ts'
import type { Command } from '../command.ts'
import type { Composition, StepGroup, StepResult } from './composition.ts'
import { Entry } from '../entry.ts'
import type { Resource } from '../footprint.ts'
import type { Outlet, SettledResult } from '../outlet.ts'
import type { Selection } from '../selection/selection.ts'
import { failureOfWhole } from '../verdict.ts'

/** What the session does for compositions. */
export interface StepHost {
  number(): { readonly id: number; readonly tag: string }
  /** Plans a step; it is settled at once if it cannot be done. */
  plan(step: Entry): void
  /** It is never sent. */
  discard(step: Entry): void
  /** What waits for the whole may go on, or fails with it. */
  ended(whole: Entry, error: ImapError | undefined): void
}

interface Running {
  readonly composition: Composition<unknown>
  readonly selection: Selection | undefined
  group: Group | undefined
}

interface Group {
  readonly spec: StepGroup
  readonly entries: Entry[]
  readonly results: (StepResult | undefined)[]
  readonly items: unknown[][]
  planned: boolean
}

export class Composing {
  readonly #outlet: Outlet
  readonly #host: StepHost
  readonly #running: Map<Entry, Running> = new Map()

  constructor(outlet: Outlet, host: StepHost) {
    this.#outlet = outlet
    this.#host = host
  }

  begin(whole: Entry, composition: Composition<unknown>, selection: Selection | undefined): void {
    whole.steps = []
    whole.selection = selection
    const running: Running = { composition, selection, group: undefined }
    this.#running.set(whole, running)
    this.#resume(whole, running, undefined)
  }

  /** The first octet of a step is on the wire. */
  begun(step: Entry): void {
    const whole = step.whole!
    if (whole.begun || whole.settled) return
    whole.begun = true
    whole.state = 'sent'
    this.#outlet.sent(whole)
  }

  /** An item of a step. True when the step keeps it for its result. */
  keeps(step: Entry, item: unknown): boolean {
    const group = this.#running.get(step.whole!)?.group
    if (group?.spec.gathers !== true) return false
    group.items[group.entries.indexOf(step)]?.push(item)
    return true
  }

  settled(step: Entry, result: SettledResult): void {
    const whole = step.whole!
    const running = this.#running.get(whole)
    const place = running?.group?.entries.indexOf(step) ?? -1
    if (place < 0) return
    const { spec, items, results } = running!.group!
    if (result.ok) results[place] = { ok: true, value: spec.gathers ? items[place] : result.value }
    else results[place] = { ok: false, error: result.error as ImapError }
    this.#check(whole, running!, running!.group!)
  }

  /** The caller has cancelled the whole. */
  abandon(whole: Entry): void {
    this.#stop(whole)
  }

  #resume(whole: Entry, running: Running, results: readonly StepResult[] | undefined): void {
    running.group = undefined
    try {
      const next = results === undefined ? running.composition.next() : running.composition.next(results)
      if (next.done !== true) return this.#start(whole, running, next.value)
      this.#running.delete(whole)
      whole.answered = true
      this.#outlet.succeed(whole, next.value)
      this.#host.ended(whole, undefined)
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      this.#fail(whole, error)
    }
  }

  #start(whole: Entry, running: Running, spec: StepGroup): void {
    const group: Group = { spec, entries: [], results: [], items: [], planned: false }
    const isFirst = whole.steps!.length === 0
    running.group = group
    for (const command of spec.commands) {
      const before = spec.chained ? group.entries.slice(-1) : []
      const step = this.#enter(holding(command, spec.holds), whole, [...whole.after, ...before])
      group.entries.push(step)
      group.items.push([])
      this.#host.plan(step)
      if (step.settled) break
      if (!isFirst && step.plan!.footprint.state === 'selected' && step.selection !== running.selection) {
        throw new UsageError(`${command.name}: another mailbox has been selected meanwhile`, 'ERR_IMAP_STATE')
      }
    }
    group.planned = true
    this.#check(whole, running, group)
  }

  #enter(command: Command<unknown, never>, whole: Entry, after: readonly Entry[]): Entry {
    const { id, tag } = this.#host.number()
    const step = new Entry(id, tag, command, { setup: whole.setup, internal: whole.internal, after })
    step.whole = whole
    step.token = whole.token
    whole.steps!.push(step)
    this.#outlet.queued(step)
    return step
  }

  /** Goes on when all steps of the group are settled, or one in a way that nothing can follow from. */
  #check(whole: Entry, running: Running, group: Group): void {
    if (!group.planned) return
    let refused = false
    for (const result of group.results) {
      if (result === undefined || result.ok) continue
      if (!(result.error instanceof CommandError) && !(refused && group.spec.chained)) {
        return this.#fail(whole, result.error)
      }
      refused = true
    }
    const { results } = group
    const complete = group.entries.every((_, place) => results[place] !== undefined)
    if (complete) this.#resume(whole, running, results as readonly StepResult[])
  }

  #fail(whole: Entry, error: ImapError): void {
    const steps = whole.steps!.map(reportOf)
    this.#stop(whole)
    const failure = failureOfWhole(whole, error, steps)
    this.#outlet.fail(whole, failure)
    this.#host.ended(whole, failure)
  }

  #stop(whole: Entry): void {
    if (!this.#running.delete(whole)) return
    // The last first: each would take with it what comes after it.
    for (const step of whole.steps!.toReversed()) {
      if (step.settled) continue
      const text = `${step.command.name} was part of ${whole.command.name}, which has ended`
      this.#outlet.dropped(step, new CancelledError(text, step.begun ? 'unknown' : 'unsent'))
      if (!step.begun) this.#host.discard(step)
    }
  }
}

/** The command as it is, but with more that it reads. */
function holding(command: Command<unknown, never>, holds: readonly Resource[] = []): Command<unknown, never> {
  if (holds.length === 0) return command
  return {
    ...command,
    plan(facts) {
      const plan = command.plan(facts)
      return { ...plan, footprint: { ...plan.footprint, reads: [...plan.footprint.reads, ...holds] } }
    },
  }
}

function reportOf(step: Entry): StepReport {
  const { tag, command, mailbox } = step
  return { name: command.name, tag, mailbox, outcome: outcomeOf(step) }
}

function outcomeOf(step: Entry): StepReport['outcome'] {
  if (step.state === 'done') return 'done'
  return step.outcome ?? (step.begun ? 'unknown' : 'unsent')
}
