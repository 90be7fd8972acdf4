import { sequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import { UsageError } from '../../../errors.ts'
import { requireCapability } from '../../server/capabilities.ts'
import type { Command } from '../../command.ts'
import { inOrder } from '../../composing/composition.ts'
import { uidExpunge, type ExpungeOptions, type ExpungeResult } from './expunge.ts'
import { markDeleted } from './mark-deleted.ts'

/** UID STORE \Deleted, then UID EXPUNGE of the same messages. */
export function deleteMessages(set: SetInput, options: ExpungeOptions): Command<ExpungeResult> {
  const messages = sequenceSet(set, 'UID EXPUNGE set')
  const expunging = uidExpunge(messages, options)
  return {
    ...expunging,
    compose(facts) {
      // Before anything is flagged.
      requireCapability('UID EXPUNGE', facts.capabilities, 'UIDPLUS')
      if (facts.readOnly) throw new UsageError('UID EXPUNGE: the mailbox was opened read-only', 'ERR_IMAP_READ_ONLY')
      return (function* () {
        const marking = markDeleted(messages, { uidValidity: options.uidValidity })
        return (yield* inOrder<[void, ExpungeResult]>(marking, expunging))[1]
      })()
    },
  }
}
