/**
 * Which server this is, and what is done about it: re-evaluated whenever it says more of itself.
 *
 * We never ask it who it is, and never tell who we are, unless the user does or a quirk needs it.
 */
import type { Outlet } from '../outlet.ts'
import { defaultProfile, defaultTiming, tightened, type Profile, type Timing } from '../server/profile.ts'
import { NOBODY, type ServerIdentity } from './identity.ts'
import { SERVER_QUIRKS, type BehaviourQuirkName, type ServerQuirkName, type SessionQuirkName } from './table.ts'

/** False switches a quirk off; true has a server treated as if it had been recognised. */
export type SessionSwitches = Partial<Readonly<Record<SessionQuirkName, boolean>>>

export interface RecognitionOptions {
  readonly profile?: Partial<Profile> | undefined
  readonly timing?: Partial<Timing> | undefined
  readonly quirks?: SessionSwitches | undefined
  readonly host?: string | undefined
}

const NAMES = Object.keys(SERVER_QUIRKS) as readonly ServerQuirkName[]

export class Recognition {
  readonly #wanted: { profile: Profile; readonly timing: Timing }
  readonly #switches: SessionSwitches
  readonly #outlet: Pick<Outlet, 'emit'>
  readonly #active: Set<ServerQuirkName> = new Set()
  /** Before the server has said anything nobody listens. */
  readonly #told: Set<ServerQuirkName> = new Set()
  #identity: ServerIdentity
  #profile: Profile
  #timing: Timing

  constructor({ profile, timing, quirks = {}, host = '' }: RecognitionOptions, outlet: Pick<Outlet, 'emit'>) {
    this.#wanted = { profile: { ...defaultProfile, ...profile }, timing: { ...defaultTiming, ...timing } }
    this.#profile = this.#wanted.profile
    this.#timing = this.#wanted.timing
    this.#switches = quirks
    this.#outlet = outlet
    this.#identity = { ...NOBODY, host }
    this.#judge()
  }

  /** What we allow ourselves with this server. */
  get profile(): Profile {
    return this.#profile
  }

  get timing(): Timing {
    return this.#timing
  }

  get active(): ReadonlySet<ServerQuirkName> {
    return this.#active
  }

  /** A quirk that shows in what a server does is borne. */
  bears(name: BehaviourQuirkName): boolean {
    return this.#switches[name] !== false
  }

  learn(said: Partial<ServerIdentity>): void {
    this.#identity = { ...this.#identity, ...said }
    this.#judge()
    this.#tellChanges()
  }

  /** It has shown that its ESEARCH cannot be told apart. */
  distrustCorrelator(): void {
    if (!this.#profile.correlator || !this.bears('esearch-without-tag')) return
    this.#tell('esearch-without-tag', true, 'an ESEARCH came without its correlator')
    this.#wanted.profile = { ...this.#wanted.profile, correlator: false }
    this.#apply()
  }

  /** It has shown that it does not have what it announces. */
  distrust(capabilities: readonly string[]): void {
    this.#tell('list-return-refused', true, `BAD to a LIST with ${capabilities.join(', ')}`)
    const { profile } = this.#wanted
    this.#wanted.profile = tightened(profile, { without: capabilities })
    this.#apply()
  }

  #judge(): void {
    for (const name of NAMES) {
      const active = this.#switches[name] ?? SERVER_QUIRKS[name].recognise(this.#identity)
      if (active) this.#active.add(name)
      else this.#active.delete(name)
    }
    this.#apply()
  }

  #tellChanges(): void {
    for (const name of NAMES) {
      const active = this.#active.has(name)
      if (active === this.#told.has(name)) continue
      if (active) this.#told.add(name)
      else this.#told.delete(name)
      this.#tell(name, active, SERVER_QUIRKS[name].reason)
    }
  }

  #tell(name: SessionQuirkName, active: boolean, reason: string): void {
    this.#outlet.emit({ type: 'quirk', name, active, reason })
  }

  #apply(): void {
    let { profile, timing } = this.#wanted
    for (const name of this.#active) {
      const quirk = SERVER_QUIRKS[name]
      profile = tightened(profile, quirk.profile ?? {})
      timing = { ...timing, idleRenew: Math.min(timing.idleRenew, quirk.timing?.idleRenew ?? Infinity) }
    }
    this.#profile = profile
    this.#timing = timing
  }
}
