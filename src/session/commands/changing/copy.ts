import { CommandLine } from '../../../codec/encode/command-line.ts'
import { sequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import type { UidMap } from '../../../codec/uid-map.ts'
import type { ResponseCode } from '../../../codec/values.ts'
import type { Command } from '../../command.ts'
import { flagsOf, footprint, membersOf, nameOf } from '../../footprint.ts'
import { mailboxKey, type MailboxArgument } from '../mailboxes/mailbox.ts'

export interface CopyOptions {
  readonly uidValidity?: number
}

/** Where the messages went. All but `mailbox` are undefined when the server has no UIDPLUS, or nothing was copied. */
export interface CopyResult {
  readonly mailbox: string
  /** UIDVALIDITY of the target. */
  readonly uidValidity: number | undefined
  /**
   * Which UID became which. Undefined, too, when the server gave two sets that do not correspond: a `notice` event
   * has them then, and nobody gets wrong pairs.
   */
  readonly uids: UidMap | undefined
}

export type CopyUid = Extract<ResponseCode, { name: 'COPYUID' }>

export function copyResult(mailbox: string, code: CopyUid | undefined): CopyResult {
  return { mailbox, uidValidity: code?.uidValidity, uids: code?.uids }
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
      collector: { finish: ({ code }) => copyResult(key, code?.name === 'COPYUID' ? code : undefined) },
    }),
  }
}
