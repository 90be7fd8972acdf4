/** What attribution shares with the session. */
import type { Id, Namespaces } from '../../codec/values.ts'
import type { Selection } from '../selection/selection.ts'
import type { Entry } from '../entry.ts'
import type { Occurrence } from '../events.ts'
import type { InFlight } from '../scheduling/in-flight.ts'
import type { NotifyMask } from '../selection/notify-mask.ts'
import type { Recognition } from '../quirks/recognition.ts'
import type { ServerFacts } from '../server/server-facts.ts'
import type { LiveSearches } from '../live-searches.ts'

/** A SELECT or EXAMINE on the wire. */
export interface Switch {
  readonly entry: Entry
  readonly to: Selection
  /** The old mailbox's data are over. */
  passed: boolean
  /** `[CLOSED]` has been seen for it. */
  closed: boolean
  /** What was selected before, once its data are over. */
  leaves?: Selection | undefined
}

/** What attribution reads and changes of the session. */
export interface Ground {
  readonly inFlight: InFlight
  readonly live: LiveSearches
  selected: Selection | undefined
  switching: Switch | undefined
  /** What NOTIFY SET asked for, while it is in force. */
  notify: NotifyMask | undefined
  /** Among other things, whether the server owes us CLOSED. */
  readonly facts: Pick<ServerFacts, 'sendsClosed'>
  /** Among other things, whether the correlator of ESEARCH can be trusted. */
  readonly recognition: Recognition
  emit(occurrence: Occurrence<unknown>): void
  capabilities(list: readonly string[]): void
  enabled(list: readonly string[]): void
  namespaces(response: Namespaces): void
  /** Who the server says it is (RFC 2971). */
  identified(parameters: Id['parameters']): void
}

export function causeOf(entry: Entry | undefined): unknown {
  return entry === undefined || entry.internal ? 'unsolicited' : entry.token
}
