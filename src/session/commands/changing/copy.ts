import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { NumberSet } from '../../../codec/number-set.ts'
import { sequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import type { ResponseCode } from '../../../codec/values.ts'
import { UsageError } from '../../../errors.ts'
import type { Command } from '../../command.ts'
import { flagsOf, footprint, membersOf, nameOf } from '../../footprint.ts'
import { requireCapability } from '../../capabilities.ts'
import { mailboxKey, type MailboxArgument } from '../mailboxes/mailbox.ts'

export interface CopyOptions {
  readonly uidValidity?: number
}

/** Where the messages went. All but `mailbox` are undefined when the server has no UIDPLUS, or nothing was copied. */
export interface CopyResult {
  readonly mailbox: string
  /** UIDVALIDITY of the target. */
  readonly uidValidity: number | undefined
  readonly source: NumberSet | undefined
  /** The new UIDs, in the order of `source`. */
  readonly destination: NumberSet | undefined
}

type CopyUid = Extract<ResponseCode, { name: 'COPYUID' }>

function resultOf(mailbox: string, code: CopyUid | undefined): CopyResult {
  return { mailbox, uidValidity: code?.uidValidity, source: code?.source, destination: code?.destination }
}

/** UID COPY (RFC 9051 §6.4.7). */
export function copy(set: SetInput, target: MailboxArgument, options: CopyOptions): Command<CopyResult> {
  const messages = sequenceSet(set, 'UID COPY set')
  const key = mailboxKey(target)
  const line = new CommandLine('UID COPY').set(messages).mailbox(target)
  return {
    name: 'UID COPY',
    mailbox: key,
    uidValidity: options.uidValidity,
    adapts: false,
    plan: (facts) => ({
      line,
      footprint: footprint({
        state: 'selected',
        selection: 'reads',
        mutates: true,
        // Flags travel with the copy, so a STORE before it must be done.
        reads: [membersOf(facts.mailbox, messages), flagsOf(facts.mailbox, messages), nameOf(key)],
        writes: [membersOf(key)],
      }),
      collector: { finish: ({ code }) => resultOf(key, code?.name === 'COPYUID' ? code : undefined) },
    }),
  }
}

/** UID MOVE (RFC 9051 §6.4.8, RFC 6851). */
export function move(set: SetInput, target: MailboxArgument, options: CopyOptions): Command<CopyResult> {
  const messages = sequenceSet(set, 'UID MOVE set')
  const key = mailboxKey(target)
  const line = new CommandLine('UID MOVE').set(messages).mailbox(target)
  let told: CopyUid | undefined
  return {
    name: 'UID MOVE',
    mailbox: key,
    uidValidity: options.uidValidity,
    adapts: true,
    plan(facts) {
      requireCapability('UID MOVE', facts.capabilities, 'MOVE')
      // Dovecot would do it.
      if (facts.readOnly) throw new UsageError('UID MOVE: the mailbox was opened read-only', 'ERR_IMAP_READ_ONLY')
      return {
        line,
        footprint: footprint({
          state: 'selected',
          selection: 'reads',
          mutates: true,
          reads: [flagsOf(facts.mailbox, messages), nameOf(key)],
          writes: [membersOf(facts.mailbox, messages), membersOf(key)],
          // The mapping comes in an untagged OK (RFC 6851 §4.3): one MOVE at a time.
          slots: ['MOVE'],
        }),
        collector: {
          take(response) {
            if (response.type !== 'status' || response.code?.name !== 'COPYUID') return false
            told = response.code
            return true
          },
          // Known from COPYUID.
          removed() {},
          finish: ({ code }) => resultOf(key, code?.name === 'COPYUID' ? code : told),
        },
      }
    },
  }
}
