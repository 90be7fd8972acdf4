import { CommandLine } from '../../../codec/encode/command-line.ts'
import { NumberSet } from '../../../codec/number-set.ts'
import { sequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import type { Collector, Command } from '../../command.ts'
import { flagsOf, footprint, membersOf } from '../../footprint.ts'
import { requireCapability } from '../../capabilities.ts'

export interface ExpungeOptions {
  readonly uidValidity?: number
}

export interface ExpungeResult {
  /** UIDs the server removed, as far as it said so before its answer. */
  readonly uids: NumberSet
}

function removals(): Collector<ExpungeResult> {
  let uids = NumberSet.empty
  return {
    removed(more) {
      uids = uids.union(more)
    },
    finish: () => ({ uids }),
  }
}

/** UID EXPUNGE (RFC 9051 §6.4.9, UIDPLUS): removes those of the set that are flagged `\Deleted`. */
export function uidExpunge(set: SetInput, options: ExpungeOptions): Command<ExpungeResult> {
  const messages = sequenceSet(set, 'UID EXPUNGE set')
  const line = new CommandLine('UID EXPUNGE').set(messages)
  return {
    name: 'UID EXPUNGE',
    uidValidity: options.uidValidity,
    adapts: true,
    plan(facts) {
      requireCapability('UID EXPUNGE', facts.capabilities, 'UIDPLUS')
      return {
        line,
        footprint: footprint({
          state: 'selected',
          selection: 'reads',
          mutates: true,
          reads: [flagsOf(facts.mailbox, messages, ['\\Deleted'])],
          writes: [membersOf(facts.mailbox, messages)],
        }),
        collector: removals(),
      }
    },
  }
}

/** EXPUNGE (RFC 9051 §6.4.3): removes every message flagged `\Deleted`, also those others flagged. */
export function expungeAll(): Command<ExpungeResult> {
  return {
    name: 'EXPUNGE',
    adapts: false,
    plan: (facts) => ({
      line: new CommandLine('EXPUNGE'),
      footprint: footprint({
        state: 'selected',
        selection: 'reads',
        mutates: true,
        reads: [flagsOf(facts.mailbox, undefined, ['\\Deleted'])],
        writes: [membersOf(facts.mailbox)],
      }),
      collector: removals(),
    }),
  }
}
