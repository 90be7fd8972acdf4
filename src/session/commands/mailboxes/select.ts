import { CommandLine } from '../../../codec/encode/command-line.ts'
import { ProtocolError } from '../../../errors.ts'
import type { Command, Facts } from '../../command.ts'
import { footprint, membersOf, nameOf, savedResult, type Resource } from '../../footprint.ts'
import { Selection } from '../../selection.ts'
import { requireCapability } from '../../capabilities.ts'
import { justOk } from '../any-state/basic.ts'
import { mailboxKey, type MailboxArgument } from './mailbox.ts'

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
  readonly mailboxId: string | undefined
}

/** SELECT or EXAMINE (RFC 9051 §6.3.2, §6.3.3). */
export function select(mailbox: MailboxArgument, readOnly: boolean): Command<SelectResult> {
  const name = readOnly ? 'EXAMINE' : 'SELECT'
  const key = mailboxKey(mailbox)
  const line = new CommandLine(name).mailbox(mailbox)
  return {
    name,
    mailbox: key,
    adapts: false,
    plan(facts) {
      const opens = new Selection(key, readOnly)
      return {
        line,
        footprint: footprint({
          selection: 'changes',
          reads: [membersOf(key), nameOf(key), ...left(facts)],
          writes: [savedResult],
          slots: ['SELECT'],
        }),
        opens,
        collector: { finish: () => describe(name, opens) },
      }
    },
  }
}

/** Dovecot hangs up when the selected mailbox is deleted or renamed, so whoever does that waits until it is left. */
function left({ mailbox }: Facts): readonly Resource[] {
  return mailbox === undefined ? [] : [nameOf(mailbox)]
}

function describe(name: string, selection: Selection): SelectResult {
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
  }
}

/** UNSELECT (RFC 9051 §6.4.2): closes without expunging. */
export function unselect(): Command<void> {
  return {
    name: 'UNSELECT',
    adapts: true,
    plan(facts) {
      requireCapability('UNSELECT', facts.capabilities, 'UNSELECT')
      return {
        line: new CommandLine('UNSELECT'),
        footprint: footprint({ state: 'selected', selection: 'changes', reads: left(facts), slots: ['SELECT'] }),
        collector: justOk,
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
