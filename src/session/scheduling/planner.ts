/** Makes plans of commands in the state the session is in. */
import type { Ground } from '../attribution/ground.ts'
import type { Facts, Plan } from '../command.ts'
import type { Entry } from '../entry.ts'
import type { LoginState } from '../login/login-state.ts'
import type { Outlet } from '../outlet.ts'
import { checkTerms, planFor, type Terms } from './planning.ts'
import type { SavedResult } from '../selection/saved-result.ts'
import type { Selection } from '../selection/selection.ts'
import type { ServerFacts } from '../server/server-facts.ts'
import type { WaitingRoom } from './waiting-room.ts'

export class Planner {
  readonly #ground: Ground
  readonly #facts: ServerFacts
  readonly #login: LoginState
  readonly #saved: SavedResult
  readonly #waiting: WaitingRoom
  readonly #outlet: Outlet

  constructor(
    ground: Ground,
    facts: ServerFacts,
    login: LoginState,
    saved: SavedResult,
    waiting: WaitingRoom,
    outlet: Outlet,
  ) {
    this.#ground = ground
    this.#facts = facts
    this.#login = login
    this.#saved = saved
    this.#waiting = waiting
    this.#outlet = outlet
  }

  /** With `selection` selected when the command runs. @throws UsageError when it cannot be done. */
  plan(entry: Entry, selection: Selection | undefined): Plan<unknown, never> {
    const made = planFor(entry, this.factsFor(selection), selection, this.#login.authenticated, this.#terms)
    const plan = this.#saved.use(entry, made, selection)
    plan.collector.emit = (item: unknown, octets: number) => this.#outlet.item(entry, item, octets)
    return plan
  }

  factsFor(selection: Selection | undefined): Facts {
    const { correlator, commandOctets } = this.#ground.recognition.profile
    return {
      capabilities: this.#facts.capabilities,
      enabled: this.#facts.enabled,
      mailbox: selection?.mailbox,
      selection,
      readOnly: selection?.readOnly ?? false,
      notifying: this.#ground.notify !== undefined,
      correlator,
      commandOctets,
      naming: this.#waiting.naming.naming,
    }
  }

  /** Once more, when it is about to be written. @throws UsageError */
  check(entry: Entry): void {
    checkTerms(entry, entry.plan!, this.#terms)
  }

  get #terms(): Terms {
    const { notify, recognition } = this.#ground
    return { enabled: this.#facts.enabled, notify, profile: recognition.profile }
  }
}
