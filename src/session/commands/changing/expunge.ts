import { CommandLine } from '../../../codec/encode/command-line.ts'
import { NumberSetBuilder, type NumberSet } from '../../../codec/number-set.ts'
import { sequenceSet, type SequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import type { Collector, Command } from '../../command.ts'
import { flagsOf, footprint, membersOf } from '../../footprint.ts'
import { requireCapability } from '../../server/capabilities.ts'

export interface ExpungeOptions {
  readonly uidValidity?: number
}

export interface ExpungeResult {
  /** UIDs the server removed, as far as it said so before its answer. */
  readonly uids: NumberSet
}

function removals(): Collector<ExpungeResult> {
  const uids = new NumberSetBuilder()
  return {
    removed(more) {
      uids.addAll(more)
    },
    finish: () => ({ uids: uids.build() }),
  }
}

/**
 * UID EXPUNGE (RFC 9051 §6.4.9, UIDPLUS): removes those of the set that are flagged `\Deleted`; with `only`, those of
 * what it gives when the command is written.
 */
export function uidExpunge(
  set: SetInput,
  options: ExpungeOptions & { readonly only?: () => SequenceSet },
): Command<ExpungeResult> {
  const messages = sequenceSet(set, 'UID EXPUNGE set')
  const { only } = options
  const line = (uids: SequenceSet): CommandLine => new CommandLine('UID EXPUNGE').set(uids)
  return {
    name: 'UID EXPUNGE',
    uidValidity: options.uidValidity,
    adapts: true,
    plan(facts) {
      requireCapability('UID EXPUNGE', facts.capabilities, 'UIDPLUS')
      return {
        line: line(messages),
        ...(only === undefined ? {} : { lateLine: () => line(only()) }),
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
