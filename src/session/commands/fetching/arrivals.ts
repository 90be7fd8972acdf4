/**
 * Which messages arrived. EXISTS gives a number; `messageNew` must give UIDs.
 */
import { MAX_NUMBER, NumberSet, NumberSetBuilder } from '../../../codec/number-set.ts'
import { CommandLine } from '../../../codec/encode/command-line.ts'
import { fetchRequest } from '../../../codec/encode/fetch-item.ts'
import { sequenceSet } from '../../../codec/sequence-set.ts'
import type { Command } from '../../command.ts'
import { footprint, membersOf } from '../../footprint.ts'
import type { Selection } from '../../selection/selection.ts'

/** UIDs by what put them there; the key is undefined for messages that came from elsewhere. */
export type Arrivals = ReadonlyMap<unknown, NumberSet>

/** UID FETCH of all UIDs from `from`, the first one untold, on. */
export function resolveArrivals(selection: Selection, from: number, tell: (arrivals: Arrivals) => void): Command<void> {
  return {
    name: 'UID FETCH',
    adapts: false,
    plan(facts) {
      const uids = sequenceSet(`${from}:*`, 'arrivals')
      const line = new CommandLine('UID FETCH').set(uids)
      fetchRequest({}).put(line)
      const found = new NumberSetBuilder()
      return {
        line,
        footprint: footprint({ state: 'selected', selection: 'reads', reads: [membersOf(facts.mailbox, uids)] }),
        collector: {
          rows: {
            singleUid: undefined,
            takeRow(row, { uid, isLargest }) {
              if (uid >= from) found.add(uid)
              // `n:*` names the last message even when it lies below `n`.
              else if (!isLargest) return { used: false, flags: false }
              // The row is ours only if it holds nothing but the UID; otherwise somebody else asked for more.
              return { used: onlyUid(row.attributes), flags: false }
            },
          },
          finish: () => tell(byCause(selection, found.build())),
        },
      }
    },
  }
}

function onlyUid(attributes: object): boolean {
  return Object.entries(attributes).every(([key, value]) => key === 'uid' || value === undefined)
}

/** A second request may have been in flight with the first: nothing is told twice. */
function byCause(selection: Selection, found: NumberSet): Arrivals {
  const arrivals = new Map<unknown, NumberSet>()
  const untold = found.intersection(NumberSet.range(selection.newFrom ?? 1, MAX_NUMBER))
  if (untold.max === undefined) return arrivals
  let rest = untold.difference(selection.toldAhead)
  selection.newFrom = untold.max + 1
  selection.toldAhead = selection.toldAhead.intersection(NumberSet.range(selection.newFrom, MAX_NUMBER))
  selection.uidNext = selection.newFrom
  for (const { uids, cause } of selection.ownArrivals) {
    const own = rest.intersection(uids)
    if (own.isEmpty) continue
    arrivals.set(cause, own.union(arrivals.get(cause) ?? NumberSet.empty))
    rest = rest.difference(own)
  }
  if (!rest.isEmpty) arrivals.set(undefined, rest)
  selection.ownArrivals = selection.ownArrivals.filter(({ uids }) => uids.max! >= selection.newFrom!)
  return arrivals
}
