import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { SequenceSet } from '../../../codec/sequence-set.ts'
import type { Command } from '../../command.ts'
import { flagsOf, footprint, membersOf } from '../../footprint.ts'
import { justOk } from '../any-state/basic.ts'

interface Marking {
  readonly uidValidity: number | undefined
  /** Those of the set that are really to go, known when the command before is answered. */
  readonly only?: () => SequenceSet
}

const line = (messages: SequenceSet): CommandLine =>
  new CommandLine('UID STORE').set(messages).atom('+FLAGS.SILENT').flags(['\\Deleted'])

/** UID STORE +FLAGS.SILENT (\Deleted) (RFC 9051 §6.4.6): a step on the way to removing messages. */
export function markDeleted(messages: SequenceSet, { uidValidity, only }: Marking): Command<void> {
  return {
    name: 'UID STORE',
    uidValidity,
    adapts: false,
    plan: (facts) => ({
      line: line(messages),
      ...(only === undefined ? {} : { lateLine: () => line(only()) }),
      footprint: footprint({
        state: 'selected',
        selection: 'reads',
        mutates: true,
        reads: [membersOf(facts.mailbox, messages)],
        writes: [flagsOf(facts.mailbox, messages, ['\\Deleted'])],
      }),
      collector: justOk,
    }),
  }
}
