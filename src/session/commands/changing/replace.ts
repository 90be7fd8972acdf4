import { CommandLine } from '../../../codec/encode/command-line.ts'
import { sequenceSet, type SequenceSet } from '../../../codec/sequence-set.ts'
import type { ResponseCode } from '../../../codec/values.ts'
import { UsageError } from '../../../errors.ts'
import { hasCapability, requireCapability } from '../../server/capabilities.ts'
import type { Command } from '../../command.ts'
import { inOrder, type Composition } from '../../composing/composition.ts'
import { flagsOf, footprint, membersOf, nameOf } from '../../footprint.ts'
import { mailboxKey, type MailboxArgument } from '../mailboxes/mailbox.ts'
import { search } from '../searching/search.ts'
import { AppendMessage, type AppendOptions, type MessageContent } from './append-data.ts'
import { append, utf8Form, type AppendResult } from './append.ts'
import { uidExpunge } from './expunge.ts'
import { markDeleted } from './mark-deleted.ts'

export interface ReplaceOptions extends AppendOptions {
  readonly uidValidity?: number
}

type AppendUid = Extract<ResponseCode, { name: 'APPENDUID' }>

/** UID REPLACE (RFC 8508 §3.3), or what does the same where it is missing. */
export function replace(
  uid: number,
  mailbox: MailboxArgument,
  message: MessageContent,
  options: ReplaceOptions,
): Command<AppendResult> {
  if (typeof uid !== 'number') throw new UsageError('UID REPLACE uid: expected one UID')
  const old = sequenceSet(uid, 'UID REPLACE uid')
  const added = new AppendMessage('UID REPLACE', message, options)
  const key = mailboxKey(mailbox)
  const line = (utf8: boolean): CommandLine => {
    // Cyrus 3.10 refuses one without reading the `{n+}` literal, and would run the message as commands.
    const built = new CommandLine('UID REPLACE').askBeforeLiterals().set(old).mailbox(mailbox)
    added.addTo(built, utf8)
    return built
  }
  const plain = line(false)
  let told: AppendUid | undefined
  return {
    name: 'UID REPLACE',
    mailbox: key,
    uidValidity: options.uidValidity,
    adapts: true,
    compose(facts) {
      if (facts.readOnly) throw new UsageError('UID REPLACE: the mailbox was opened read-only', 'ERR_IMAP_READ_ONLY')
      if (hasCapability(facts.capabilities, 'REPLACE')) return undefined
      requireCapability('UID REPLACE', facts.capabilities, 'REPLACE', 'UIDPLUS')
      return withoutReplace(old, mailbox, message, options)
    },
    plan(facts) {
      added.check(facts)
      return {
        line: plain,
        ...utf8Form([added], facts, () => line(true)),
        footprint: footprint({
          state: 'selected',
          selection: 'reads',
          mutates: true,
          reads: [nameOf(key), ...added.reads],
          writes: [membersOf(facts.mailbox, old), flagsOf(facts.mailbox, old), membersOf(key)],
          // RFC 8508 §4.3: APPENDUID may come in an untagged OK.
          slots: ['REPLACE'],
        }),
        collector: {
          take(response) {
            if (response.type !== 'status' || response.code?.name !== 'APPENDUID') return false
            told = response.code
            return true
          },
          removed() {},
          finish({ code }) {
            const known = code?.name === 'APPENDUID' ? code : told
            return { mailbox: key, uidValidity: known?.uidValidity, uid: known?.uids.min }
          },
        },
      }
    },
  }
}

/** RFC 8508 §3.4: APPEND, STORE \Deleted, UID EXPUNGE; each only after the OK of the one before. */
function* withoutReplace(
  old: SequenceSet,
  mailbox: MailboxArgument,
  message: MessageContent,
  options: ReplaceOptions,
): Composition<AppendResult> {
  const { uidValidity } = options
  const [, added] = yield* inOrder<[unknown, AppendResult, void, unknown]>(
    present(old, uidValidity),
    append(mailbox, message, options),
    markDeleted(old, { uidValidity }),
    uidExpunge(old, uidValidity === undefined ? {} : { uidValidity }),
  )
  return added
}

/** What is to be replaced must be there, or there would be one message more. */
function present(old: SequenceSet, uidValidity: number | undefined): Command<void> {
  const looking = search({ uid: old.known })
  return {
    name: looking.name,
    uidValidity,
    adapts: true,
    plan(facts) {
      const { collector, ...plan } = looking.plan(facts)
      return {
        ...plan,
        collector: {
          ...collector,
          finish(reply) {
            if (!collector.finish(reply).isEmpty) return
            throw new UsageError(`UID REPLACE: there is no message with UID ${old.toString()}`, 'ERR_IMAP_ARGUMENT')
          },
        },
      }
    },
  }
}
