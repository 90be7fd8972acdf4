import { CommandLine } from '../../../codec/encode/command-line.ts'
import { NumberSet } from '../../../codec/number-set.ts'
import { sequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import { UsageError } from '../../../errors.ts'
import type { Command } from '../../command.ts'
import { flagsOf, footprint, membersOf } from '../../footprint.ts'
import { requireCapability } from '../../capabilities.ts'

/** What to do with the flags: exactly one of the three. */
export type FlagEdit =
  | { readonly add: readonly string[] }
  | { readonly remove: readonly string[] }
  /** Also takes away every flag not named. */
  | { readonly replace: readonly string[] }

export interface StoreOptions {
  /** Leave messages alone whose mod-sequence is higher (CONDSTORE, RFC 7162 §3.1.3). */
  readonly unchangedSince?: bigint
  readonly uidValidity?: number
}

export interface StoreResult {
  /** UIDs left alone because they had changed since `unchangedSince` (MODIFIED, RFC 7162 §3.1.3). */
  readonly modified: NumberSet
}

const EDITS = { add: '+FLAGS', remove: '-FLAGS', replace: 'FLAGS' } as const

/** UID STORE (RFC 9051 §6.4.6). Not silent: the server's echo becomes `flagChange` events with this cause. */
export function store(set: SetInput, edit: FlagEdit, options: StoreOptions): Command<StoreResult> {
  const messages = sequenceSet(set, 'UID STORE set')
  const line = new CommandLine('UID STORE').set(messages)
  if (options.unchangedSince !== undefined) {
    line.list((modifiers) => modifiers.atom('UNCHANGEDSINCE').bigint(options.unchangedSince!, 'unchangedSince'))
  }
  const changed = putEdit(line, edit)
  return {
    name: 'UID STORE',
    uidValidity: options.uidValidity,
    adapts: options.unchangedSince !== undefined,
    plan(facts) {
      if (options.unchangedSince !== undefined) {
        requireCapability('UID STORE', facts.capabilities, 'CONDSTORE')
      }
      return {
        line,
        footprint: footprint({
          state: 'selected',
          selection: 'reads',
          mutates: true,
          reads: [membersOf(facts.mailbox, messages)],
          writes: [flagsOf(facts.mailbox, messages, changed)],
        }),
        collector: {
          rows: {
            singleUid: messages.usesStar || messages.known.size !== 1 ? undefined : messages.known.min,
            // Success is the tagged reply and MODIFIED; an echo proves nothing (RFC 9051 §6.4.6).
            takeRow: () => ({ used: false, flags: false }),
            causes: ({ uid, isLargest }) => messages.matches(uid, isLargest),
          },
          finish: ({ code }) => ({ modified: code?.name === 'MODIFIED' ? code.numbers : NumberSet.empty }),
        },
      }
    },
  }
}

/** Returns the flags that may change; undefined for all. */
function putEdit(line: CommandLine, edit: FlagEdit): readonly string[] | undefined {
  const [[key, flags] = [], ...more] = Object.entries(edit) as [keyof typeof EDITS, readonly string[]][]
  if (key === undefined || more.length > 0 || !Object.hasOwn(EDITS, key)) {
    throw new UsageError('UID STORE: expected exactly one of add, remove and replace')
  }
  if (!Array.isArray(flags)) throw new UsageError(`UID STORE ${key}: expected an array of flags`)
  if (flags.length === 0 && key !== 'replace') throw new UsageError(`UID STORE ${key}: no flag named`)
  line.atom(EDITS[key]).flags(flags, `UID STORE ${key}`, { empty: key === 'replace' })
  return key === 'replace' ? undefined : flags
}
