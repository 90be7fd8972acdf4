import { CommandLine } from '../../../codec/encode/command-line.ts'
import { CommandError, ProtocolError, UsageError } from '../../../errors.ts'
import type { Command, Facts } from '../../command.ts'
import type { Composition, StepResult } from '../../composing/composition.ts'
import { footprint, membersOf, nameOf, savedResult, type Resource } from '../../footprint.ts'
import { Selection } from '../../selection/selection.ts'
import { hasCapability, requireCapability } from '../../server/capabilities.ts'
import { justOk } from '../any-state/basic.ts'
import { mailboxKey, type MailboxArgument } from './mailbox.ts'
import {
  canResync,
  checkedResync,
  putResync,
  Resyncing,
  type CheckedResync,
  type ResyncOptions,
  type ResyncResult,
} from './resync.ts'

/** What SELECT and EXAMINE told of the mailbox (RFC 9051 §6.3.2). */
export interface SelectResult {
  readonly mailbox: string
  readonly readOnly: boolean
  /** EXISTS at the time of the answer. */
  readonly messages: number
  readonly recent: number | undefined
  /** Undefined only on servers without it; UIDs are then good for this selection alone. */
  readonly uidValidity: number | undefined
  readonly uidNext: number | undefined
  /** Undefined when the mailbox keeps no mod-sequences (NOMODSEQ, RFC 7162 §3.1.2.2). */
  readonly highestModSeq: bigint | undefined
  readonly flags: readonly string[]
  /** Flags that can be kept; `\*` means that new keywords can be made. */
  readonly permanentFlags: readonly string[] | undefined
  /** RFC 8474 §4. */
  readonly mailboxId: string | undefined
  /** The sequence number of the first unseen message; undefined under IMAP4rev2 and where none is unseen. */
  readonly firstUnseen: number | undefined
  /** Octets an annotation may have, 0 where there can be none; undefined unless the server told (RFC 5257 §4.1). */
  readonly maxAnnotationSize: number | 'READ-ONLY' | undefined
  /** What became of `resync`; undefined where none was asked for, and where `condstore` stood in for it. */
  readonly resync: ResyncResult | undefined
}

export interface SelectOptions {
  /** Mod-sequences will be used (RFC 7162 §3.1.8). Needs CONDSTORE. Nothing new where QRESYNC is enabled. */
  readonly condstore?: boolean
  /**
   * Tell what happened since (RFC 7162 §3.2.5). Needs QRESYNC, enabled. On servers without it this is an error, or with
   * `condstore: true` left out: `resync` of the result is then undefined, and the mailbox must be compared by UIDs.
   */
  readonly resync?: ResyncOptions
  /** Tell of annotations (RFC 5257 §4.1). Needs ANNOTATE-EXPERIMENT-1. */
  readonly annotate?: boolean
}

/** SELECT or EXAMINE (RFC 9051 §6.3.2, §6.3.3). */
export function select(
  mailbox: MailboxArgument,
  readOnly: boolean,
  options: SelectOptions = {},
): Command<SelectResult> {
  const name = readOnly ? 'EXAMINE' : 'SELECT'
  const key = mailboxKey(mailbox)
  const { condstore = false, annotate = false } = options
  const resync = options.resync === undefined ? undefined : checkedResync(name, options.resync)
  putParameters(name, mailbox, condstore, annotate, resync)
  return {
    name,
    mailbox: key,
    adapts: condstore || annotate || resync !== undefined,
    plan(facts) {
      if (condstore) requireCapability(name, facts.capabilities, 'CONDSTORE')
      if (annotate) requireCapability(name, facts.capabilities, 'ANNOTATE-EXPERIMENT-1')
      const wanted = canResync(name, facts, resync, condstore) ? resync : undefined
      const line = putParameters(name, mailbox, condstore, annotate, wanted)
      const opens = new Selection(key, readOnly)
      const resyncing = wanted === undefined ? undefined : new Resyncing(name, wanted.uidValidity)
      return {
        line,
        footprint: footprint({
          selection: 'changes',
          reads: [membersOf(key), nameOf(key), ...left(facts)],
          writes: [savedResult],
          slots: ['SELECT'],
        }),
        opens,
        collector:
          resyncing === undefined
            ? { finish: () => describe(name, opens, undefined) }
            : resyncing.collector((resynced) => describe(name, opens, resynced(opens))),
      }
    },
  }
}

/** CONDSTORE is the default of servers where QRESYNC is enabled, so it is said only by itself. */
function putParameters(
  name: string,
  mailbox: MailboxArgument,
  condstore: boolean,
  annotate: boolean,
  resync: CheckedResync | undefined,
): CommandLine {
  const line = new CommandLine(name).mailbox(mailbox)
  if (!condstore && !annotate && resync === undefined) return line
  return line.list((parameters) => {
    if (resync !== undefined) putResync(parameters, resync)
    else if (condstore) parameters.atom('CONDSTORE')
    if (annotate) parameters.atom('ANNOTATE')
  })
}

/** Dovecot hangs up when the selected mailbox is deleted or renamed, so whoever does that waits until it is left. */
function left({ mailbox }: Facts): readonly Resource[] {
  return mailbox === undefined ? [] : [nameOf(mailbox)]
}

function describe(name: string, selection: Selection, resync: ResyncResult | undefined): SelectResult {
  if (!selection.described) {
    throw new ProtocolError(`${name}: OK, but no EXISTS response`, 'ERR_IMAP_INCOMPLETE', { outcome: 'answered' })
  }
  return {
    mailbox: selection.mailbox,
    readOnly: selection.readOnly,
    messages: selection.numbering.exists,
    recent: selection.recent,
    uidValidity: selection.uidValidity,
    uidNext: selection.uidNext,
    highestModSeq: selection.highestModSeq,
    flags: selection.flags,
    permanentFlags: selection.permanentFlags,
    mailboxId: selection.mailboxId,
    firstUnseen: selection.firstUnseen,
    maxAnnotationSize: selection.maxAnnotationSize,
    resync,
  }
}

/**
 * UNSELECT (RFC 9051 §6.4.2): closes without expunging. Where it is missing (Courier): EXAMINE of the same mailbox, which
 * leaves it without expunging (§6.3.2), and CLOSE, which then removes nothing (§6.4.1).
 */
export function unselect(): Command<void> {
  return {
    name: 'UNSELECT',
    adapts: true,
    compose(facts) {
      if (facts.mailbox === undefined || hasCapability(facts.capabilities, 'UNSELECT')) return undefined
      return facts.readOnly ? closed(undefined) : closed(select(facts.mailbox, true))
    },
    plan(facts) {
      // With nothing selected it is the state that is wrong, whatever the server has.
      if (facts.mailbox !== undefined) requireCapability('UNSELECT', facts.capabilities, 'UNSELECT')
      return {
        line: new CommandLine('UNSELECT'),
        footprint: footprint({ state: 'selected', selection: 'changes', reads: left(facts), slots: ['SELECT'] }),
        collector: justOk,
      }
    },
  }
}

function* closed(examine: Command<SelectResult> | undefined): Composition<void> {
  const commands = examine === undefined ? [closeReadOnly()] : [examine, closeReadOnly()]
  const results = yield { commands, chained: true, gathers: false }
  const [first] = results
  // RFC 9051 §6.3.2: after NO nothing is selected, which is what was wanted.
  if (examine !== undefined && isNo(first)) return
  for (const result of results) if (!result.ok) throw result.error
}

function isNo(result: StepResult | undefined): boolean {
  return result?.ok === false && result.error instanceof CommandError && result.error.status === 'NO'
}

/** CLOSE that is written only if the server has said that the mailbox is open for reading. */
function closeReadOnly(): Command<void> {
  const command = close()
  return {
    ...command,
    plan(facts) {
      const { selection } = facts
      return {
        ...command.plan(facts),
        lateLine() {
          if (selection?.readOnly === true) return undefined
          throw new UsageError('UNSELECT: the server would remove messages with CLOSE', 'ERR_IMAP_CAPABILITY')
        },
      }
    },
  }
}

/** CLOSE (RFC 9051 §6.4.1): expunges every `\Deleted` message, without a word, and closes. */
export function close(): Command<void> {
  return {
    name: 'CLOSE',
    adapts: false,
    plan: (facts) => ({
      line: new CommandLine('CLOSE'),
      footprint: footprint({
        state: 'selected',
        selection: 'changes',
        mutates: true,
        reads: left(facts),
        writes: [membersOf(facts.mailbox)],
        slots: ['SELECT'],
      }),
      collector: justOk,
    }),
  }
}
