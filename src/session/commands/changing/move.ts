import { CommandLine } from '../../../codec/encode/command-line.ts'
import { sequenceSet, SequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import { hasCapability } from '../../server/capabilities.ts'
import type { Command, Facts } from '../../command.ts'
import { inOrder, type Composition } from '../../composing/composition.ts'
import { flagsOf, footprint, membersOf, nameOf } from '../../footprint.ts'
import { mailboxKey, type MailboxArgument } from '../mailboxes/mailbox.ts'
import { copy, copyResult, type CopyOptions, type CopyResult, type CopyUid } from './copy.ts'
import { uidExpunge } from './expunge.ts'
import { markDeleted } from './mark-deleted.ts'

/** UID MOVE (RFC 9051 §6.4.8, RFC 6851), or what does the same where it is missing. */
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
    compose(facts) {
      // Dovecot would move out of it.
      if (facts.readOnly) throw new UsageError('UID MOVE: the mailbox was opened read-only', 'ERR_IMAP_READ_ONLY')
      if (hasCapability(facts.capabilities, 'MOVE')) return undefined
      if (!hasCapability(facts.capabilities, 'UIDPLUS')) throw cannotMove()
      return withoutMove(messages, target, options, facts.selection)
    },
    plan: (facts) => ({
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
        finish: ({ code }) => copyResult(key, code?.name === 'COPYUID' ? code : told),
      },
    }),
  }
}

function cannotMove(): UsageError {
  return new UsageError(
    'UID MOVE: the server has neither MOVE nor UIDPLUS, and its EXPUNGE would also remove what others have flagged ' +
      '\\Deleted; nothing was moved. Copy the messages, flag them \\Deleted, and leave the expunge to their owner',
    'ERR_IMAP_CAPABILITY',
  )
}

/**
 * UID COPY, UID STORE \Deleted, UID EXPUNGE, each only after the OK of the one before (RFC 6851 §3.3). Only what was
 * copied may go: a message that arrived after the COPY may be in the set, too.
 */
function* withoutMove(
  messages: SequenceSet,
  target: MailboxArgument,
  options: CopyOptions,
  selection: Facts['selection'],
): Composition<CopyResult> {
  const copying = copy(messages, target, options)
  let copied: CopyResult | undefined
  const only = (): SequenceSet => removable(messages, copied!, selection?.uidNext)
  const noted = { ...copying, plan: (facts: Facts) => noting(copying.plan(facts), (value) => (copied = value)) }
  const removing = [
    markDeleted(messages, { uidValidity: options.uidValidity, only }),
    uidExpunge(messages, { ...options, only }),
  ] as const
  if (selection?.described !== true || selection.numbering.exists > 0) {
    return (yield* inOrder<[CopyResult, void, unknown]>(noted, ...removing))[0]
  }
  // From an empty mailbox `1:*` moves nothing, which is no failure.
  const [result] = yield* inOrder<[CopyResult]>(noted)
  if (result.uids?.isEmpty === false) yield* inOrder<[void, unknown]>(...removing)
  return result
}

function noting<P extends ReturnType<Command<CopyResult>['plan']>>(plan: P, note: (value: CopyResult) => void): P {
  const { collector } = plan
  return {
    ...plan,
    collector: {
      ...collector,
      finish(reply) {
        const value = collector.finish(reply)
        note(value)
        return value
      },
    },
  }
}

/** A UID below UIDNEXT has its message already, or never will (RFC 9051 §2.3.1.1). */
function removable(asked: SequenceSet, { uids }: CopyResult, uidNext: number | undefined): SequenceSet {
  if (uids !== undefined && !uids.isEmpty) {
    const copied = uids.source.intersection(asked.reach)
    if (copied.size === uids.size) return sequenceSet(copied, 'UID MOVE set')
  } else if (!asked.usesStar && uidNext !== undefined && asked.known.max! < uidNext) {
    return asked
  }
  const text = 'the server did not say which messages it copied, and others may have come; none was removed'
  throw new ProtocolError(`UID MOVE: ${text}`, 'ERR_IMAP_INCOMPLETE', { outcome: 'unsent' })
}
