/** UIDBATCHES (RFC 10022): a mailbox cut into ranges of UIDs that hold so many messages each. */
import { CommandLine } from '../../../codec/encode/command-line.ts'
import { MAX_NUMBER, type NumberSet } from '../../../codec/number-set.ts'
import { UsageError } from '../../../errors.ts'
import type { Command } from '../../command.ts'
import { footprint, membersOf } from '../../footprint.ts'
import { requireCapability } from '../../server/capabilities.ts'
import { collector, incomplete } from './program.ts'

export interface UidBatchesOptions {
  /** Only these batches, counted from 1, the newest; all unless given. */
  readonly from?: number
  readonly to?: number
}

/** UIDBATCHES: ranges of UIDs, the newest messages first. */
export function uidBatches(size: number, { from, to }: UidBatchesOptions): Command<readonly NumberSet[]> {
  checkPositive('size', size)
  if ((from === undefined) !== (to === undefined)) throw new UsageError('UIDBATCHES: from and to go together')
  if (from !== undefined) checkPositive('from', from)
  if (to !== undefined) checkPositive('to', to)
  if (from !== undefined && from > to!) throw new UsageError('UIDBATCHES: from is above to')
  return {
    name: 'UIDBATCHES',
    adapts: true,
    plan(facts) {
      requireCapability('UIDBATCHES', facts.capabilities, 'UIDBATCHES')
      const line = new CommandLine('UIDBATCHES').number(size)
      if (from !== undefined) line.atom(`${from}:${to}`)
      let batches: readonly NumberSet[] | undefined
      return {
        line,
        footprint: footprint({ state: 'selected', selection: 'reads', reads: [membersOf(facts.mailbox)] }),
        collector: collector(
          'UIDBATCHES',
          (response) => {
            if (response.type !== 'uidBatches') return false
            batches = [...(batches ?? []), ...response.batches]
            return true
          },
          () => {
            if (batches === undefined) throw incomplete('UIDBATCHES', 'OK, but no UIDBATCHES response')
            return batches
          },
        ),
      }
    },
  }
}

function checkPositive(what: string, n: number): void {
  if (Number.isInteger(n) && n > 0 && n <= MAX_NUMBER) return
  throw new UsageError(`UIDBATCHES ${what}: not an integer from 1 to ${MAX_NUMBER}`)
}
