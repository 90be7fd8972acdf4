import { NumberSet } from '../../../codec/number-set.ts';
import { type SetInput } from '../../../codec/sequence-set.ts';
import type { Command } from '../../command.ts';
/** What to do with flags and keywords, or with Gmail's labels: exactly one of these. */
export type FlagEdit = {
    readonly add: readonly string[];
} | {
    readonly remove: readonly string[];
}
/** Also takes away every flag not named. */
 | {
    readonly replace: readonly string[];
}
/** Needs X-GM-EXT-1, as the next two. System labels have their backslash: `\Inbox`, `\Starred`. */
 | {
    readonly addLabels: readonly string[];
} | {
    readonly removeLabels: readonly string[];
} | {
    readonly replaceLabels: readonly string[];
}
/** Sets annotations, null takes one away. Needs ANNOTATE-EXPERIMENT-1; never echoed (RFC 5257 §4.5). */
 | {
    readonly annotations: AnnotationEdit;
};
/** Entry → attribute → value: `{ '/comment': { 'value.priv': 'Call back' } }`. */
export type AnnotationEdit = Readonly<Record<string, Readonly<Record<string, string | null>>>>;
export interface StoreOptions {
    /** Leave messages alone whose mod-sequence is higher (CONDSTORE, RFC 7162 §3.1.3). */
    readonly unchangedSince?: bigint;
    /** Do without the server's echo: there are no `flagChange` events of this change then (RFC 9051 §6.4.6). */
    readonly silent?: true;
    readonly uidValidity?: number;
}
export interface StoreResult {
    /** UIDs left alone because they had changed since `unchangedSince` (MODIFIED, RFC 7162 §3.1.3). */
    readonly modified: NumberSet;
}
/** UID STORE (RFC 9051 §6.4.6). Unless silent, the server's echo becomes `flagChange` events with this cause. */
export declare function store(set: SetInput, edit: FlagEdit, options: StoreOptions): Command<StoreResult>;
