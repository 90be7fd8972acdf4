/** Places in the result, both included: 1 is the first, -1 the last. Either both count from the start or both from the end. */
export interface PartialRange {
    readonly from: number;
    readonly to: number;
}
/**
 *     partial-range       = partial-range-first / partial-range-last
 *     partial-range-first = nz-number ":" nz-number
 *     partial-range-last  = MINUS nz-number ":" MINUS nz-number          ; RFC 9394 §4
 *
 * @throws UsageError naming `what` when it is none.
 */
export declare function partialRangeText(range: PartialRange, what: string): string;
