/**
 * Which messages arrived. EXISTS gives a number; `messageNew` must give UIDs.
 */
import { NumberSet, NumberSetBuilder } from '../../codec/number-set.ts'
import { CommandLine } from '../../codec/command-line.ts'
import { fetchRequest } from '../../codec/fetch-item.ts'
import { sequenceSet } from '../../codec/sequence-set.ts'
import type { Command } from '../command.ts'
import { footprint, membersOf } from '../footprint.ts'
import type { Selection } from '../selection.ts'

/** UIDs by what put them there; the key is undefined for messages that came from elsewhere. */
export type Arrivals = ReadonlyMap<unknown, NumberSet>

/**
 * UID FETCH of all UIDs from the first untold one on. By sequence number where the server has not said where
 * that is (no UIDNEXT).
 */
export function resolveArrivals(selection: Selection, tell: (arrivals: Arrivals) => void): Command<void> {
  return {
    name: 'UID FETCH',
    adapts: false,
    plan(facts) {
      const from = selection.newFrom
      const name = from === undefined ? 'FETCH' : 'UID FETCH'
      const uids = sequenceSet(`${from ?? selection.told + 1}:*`, 'arrivals')
      const line = new CommandLine(name).set(uids)
      fetchRequest({}).put(line)
      const found: number[] = []
      return {
        line,
        footprint: footprint({
          state: 'selected',
          selection: 'reads',
          usesSequence: from === undefined,
          breaksSequence: from !== undefined,
          reads: [membersOf(facts.mailbox, from === undefined ? undefined : uids)],
        }),
        collector: {
          rows: {
            singleUid: undefined,
            takeRow(row, { uid, sequence }) {
              const isNew = from === undefined ? (sequence ?? 0) > selection.told : uid >= from
              if (!isNew || row.attributes.uid === undefined) return { used: false, flags: false }
              found.push(uid)
              // The row is ours only if it holds nothing but the UID; otherwise somebody else asked for more.
              return { used: onlyUid(row.attributes), flags: false }
            },
          },
          finish() {
            tell(byCause(selection, NumberSet.from(found)))
          },
        },
      }
    },
  }
}

function onlyUid(attributes: object): boolean {
  return Object.entries(attributes).every(([key, value]) => key === 'uid' || value === undefined)
}

/** A second request may have been in flight with the first: nothing is told twice. */
function byCause(selection: Selection, uids: NumberSet): Arrivals {
  const builders = new Map<unknown, NumberSetBuilder>()
  for (const uid of uids) {
    if (selection.newFrom !== undefined && uid < selection.newFrom) continue
    const cause = selection.ownArrivals.get(uid)
    selection.ownArrivals.delete(uid)
    let builder = builders.get(cause)
    if (builder === undefined) builders.set(cause, (builder = new NumberSetBuilder()))
    builder.add(uid)
  }
  if (uids.max !== undefined) selection.newFrom = Math.max(selection.newFrom ?? 0, uids.max + 1)
  selection.uidNext = selection.newFrom
  selection.told = selection.numbering.exists
  return new Map([...builders].map(([cause, builder]) => [cause, builder.build()]))
}
