import { type NumberSet } from '../../../codec/number-set.ts';
import type { Command } from '../../command.ts';
export interface UidBatchesOptions {
    /** Only these batches, counted from 1, the newest; all unless given. */
    readonly from?: number;
    readonly to?: number;
}
/** UIDBATCHES: ranges of UIDs, the newest messages first. */
export declare function uidBatches(size: number, { from, to }: UidBatchesOptions): Command<readonly NumberSet[]>;
