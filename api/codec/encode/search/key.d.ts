/** The keys of a search, one value each, and what each of them needs of the server. */
import type { SequenceSet } from '../../sequence-set.ts';
import type { CalendarDay } from '../date.ts';
/** One search-key (RFC 9051 §9). */
export type Key = {
    readonly kind: 'word';
    readonly word: string;
} | {
    readonly kind: 'keyword';
    readonly word: string;
    readonly keyword: string;
}
/** An atom whose spelling is not ours: an identifier or a name. */
 | {
    readonly kind: 'name';
    readonly word: string;
    readonly name: string;
} | {
    readonly kind: 'text';
    readonly word: string;
    readonly what: string;
    readonly text: string;
} | {
    readonly kind: 'label';
    readonly word: string;
    readonly what: string;
    readonly text: string;
} | {
    readonly kind: 'header';
    readonly name: string;
    readonly text: string;
} | {
    readonly kind: 'annotation';
    readonly word: string;
    readonly entry: string;
    readonly of: string;
    readonly text: string;
} | {
    readonly kind: 'date';
    readonly word: string;
    readonly day: CalendarDay;
} | {
    readonly kind: 'number';
    readonly word: string;
    readonly number: bigint;
} | {
    readonly kind: 'flagModSeq';
    readonly word: string;
    readonly flag: string;
    readonly type: string;
    readonly number: bigint;
} | {
    readonly kind: 'set';
    readonly word: 'UID' | undefined;
    readonly set: SequenceSet;
} | {
    readonly kind: 'or';
    readonly branches: readonly (readonly Key[])[];
} | {
    readonly kind: 'not' | 'fuzzy';
    readonly word: 'NOT' | 'FUZZY';
    readonly keys: readonly Key[];
};
/** The flags that words look at; NEW and OLD look at \Recent, NEW at \Seen as well (RFC 3501 §6.4.4). */
export declare const FLAGS_OF: ReadonlyMap<string, readonly string[]>;
/** Words that may look at any flag: a mod-sequence counts every change (RFC 7162 §3.1), a filter may ask for anything. */
export declare const READS_ANY_FLAG: ReadonlySet<string>;
/** The capability without which a word is not understood. */
export declare const NEEDS: ReadonlyMap<string, string>;
