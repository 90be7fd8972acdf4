/**
 * From a command to a plan that is legal in the state the session will be in when it runs (rule R3).
 */
import { needsUtf8Decision, savedSearchesIn } from '../../codec/encode/command-line.ts'
import { UsageError, type Outcome } from '../../errors.ts'
import type { Facts, Plan } from '../command.ts'
import type { Entry } from '../entry.ts'
import { sessionResource } from '../footprint.ts'
import type { NotifyMask } from '../selection/notify-mask.ts'
import type { Profile } from '../server/profile.ts'
import type { Selection } from '../selection/selection.ts'
import { dependencyFailure } from '../verdict.ts'

/** @throws UsageError when the command cannot be done. */
export function planFor(
  entry: Entry,
  facts: Facts,
  projected: Selection | undefined,
  loggedIn: boolean,
  terms: Terms,
): Plan<unknown, never> {
  const failed = entry.after.find((needed) => needed.answered && needed.state !== 'done' && !needed.live)
  if (failed !== undefined) throw dependencyFailure(entry, failed)
  const plan = withSession(entry.command.plan(facts), terms)
  checkTerms(entry, plan, terms)
  const { name, mailbox } = entry.command
  const { state, mutates, selection } = plan.footprint
  if (state === 'selected' && projected === undefined) {
    throw new UsageError(`${name}: no mailbox is selected`, 'ERR_IMAP_STATE')
  }
  if (state === 'notAuthenticated' && loggedIn) throw new UsageError(`${name}: already logged in`, 'ERR_IMAP_STATE')
  if (mutates && selection === 'reads' && mailbox === undefined && projected?.readOnly === true) {
    throw new UsageError(`${name}: ${projected.mailbox} was opened read-only`, 'ERR_IMAP_READ_ONLY')
  }
  checkUidValidity(entry, projected)
  return plan
}

/** Behind LOGOUT nothing is done but the steps of what was submitted before it. @throws UsageError */
export function checkStays({ command, whole }: Entry): void {
  if (whole === undefined) throw new UsageError(`${command.name}: logging out`, 'ERR_IMAP_STATE')
}

/** UNAUTHENTICATE would end the compression in the middle of the stream (RFC 8437 §4.1). @throws UsageError */
export function checkUncompressed(compressed: boolean): void {
  if (compressed) throw new UsageError('UNAUTHENTICATE: not while COMPRESS is active', 'ERR_IMAP_STATE')
}

/** Rule R8 once more, when it is about to be written: an OK can still turn out to be no success. */
export function checkNeeds(entry: Entry): void {
  const failed = entry.after.find((needed) => needed.settled && needed.state !== 'done')
  if (failed !== undefined) throw dependencyFailure(entry, failed)
}

/** UIDs learned under another UIDVALIDITY name other messages, or none (RFC 9051 §2.3.1.1). */
export function checkUidValidity(entry: Entry, selection: Selection | undefined, outcome: Outcome = 'unsent'): void {
  const { name, uidValidity } = entry.command
  if (uidValidity === undefined || selection === undefined || selection.state === 'pending') return
  if (selection.uidValidity === uidValidity) return
  throw new UsageError(
    `${name}: UIDVALIDITY of ${selection.mailbox} is ${selection.uidValidity}, the UIDs are of ${uidValidity}`,
    'ERR_IMAP_STALE_UID',
    { outcome },
  )
}

/** What of the session's state, ENABLE and NOTIFY above all, forbids a command altogether. */
export interface Terms {
  readonly enabled: ReadonlySet<string>
  readonly notify: NotifyMask | undefined
  readonly profile: Pick<Profile, 'bodiesUnderNotify'>
}

/**
 * With UIDONLY there are no sequence numbers (RFC 9586 §3); under NOTIFY they may change at any time (RFC 5465 §5.3), and
 * on Cyrus they do, SELECTED-DELAYED or not. What a server does to bodies under NOTIFY is a quirk.
 *
 * @throws UsageError
 */
export function checkTerms({ command: { name } }: Entry, plan: Plan<unknown, never>, terms: Terms): void {
  const { enabled, notify, profile } = terms
  if (plan.footprint.usesSequence && (notify !== undefined || enabled.has('UIDONLY'))) {
    const why = notify === undefined ? 'while UIDONLY is enabled' : 'under NOTIFY'
    throw new UsageError(`${name}: no sequence numbers ${why}`, 'ERR_IMAP_STATE')
  }
  if (plan.bodies === true && !profile.bodiesUnderNotify && notify?.others === true) {
    const text = `${name}: no bodies while NOTIFY tells of other mailboxes: this server writes its news into them`
    throw new UsageError(`${text}; fetch them on another connection`, 'ERR_IMAP_STATE')
  }
}

/**
 * A name that is not ASCII is written in UTF-8 or modified UTF-7, as ENABLE decides: wait for its answer. Sequence
 * numbers are of use unless ENABLE or NOTIFY, before it or while it runs, takes them away; some servers' bodies, too.
 */
function withSession(plan: Plan<unknown, never>, { profile }: Terms): Plan<unknown, never> {
  const delicate = plan.footprint.usesSequence || (plan.bodies === true && !profile.bodiesUnderNotify)
  if (!delicate && !needsUtf8Decision(plan.line)) return plan
  return { ...plan, footprint: { ...plan.footprint, reads: [...plan.footprint.reads, sessionResource] } }
}

/** By name (`after`), by naming the result it was to save, by working on the selection it was to make, or by needing its login. */
export function countsOn(other: Entry, entry: Entry): boolean {
  if (other.after.includes(entry)) return true
  if (entry.plan === undefined) return false
  const { opens, saves } = entry.plan
  if (saves !== undefined) return other.plan !== undefined && savedSearchesIn(other.plan.line).includes(saves)
  // An APPEND to the mailbox that is being opened only takes its turn; it does not need it open.
  if (opens !== undefined) return other.selection === opens && other.plan?.footprint.state === 'selected'
  // What is still to be planned can wait for another attempt.
  return isLogin(entry) && other.plan !== undefined && !other.setup
}

/** LOGIN or AUTHENTICATE. */
export function isLogin({ plan }: Entry): boolean {
  return plan?.footprint.prepares === true && plan.footprint.state === 'notAuthenticated'
}
