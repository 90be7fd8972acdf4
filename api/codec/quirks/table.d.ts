import type { Quirk } from './quirk.ts';
import type { Said } from './said.ts';
export interface CodecQuirk extends Quirk {
    readonly shows: (said: Said) => boolean;
}
export type CodecQuirkName = 'bare-lf' | 'nul-padding' | 'blank-runs' | 'blank-inside-parentheses' | 'blank-at-end' | 'blank-missing' | 'blank-between-bodies' | 'eight-bit' | 'odd-escape' | 'text-missing' | 'bare-plus' | 'code-unreadable' | 'code-odd-arguments' | 'unseen-zero' | 'copyuid-empty' | 'odd-flags' | 'attribute-without-backslash' | 'odd-names' | 'name-with-blanks' | 'atom-for-string' | 'nil-for-list' | 'nil-for-item' | 'nil-in-body' | 'id-commas' | 'status-zero' | 'status-nil' | 'delimiter-empty' | 'objectid-bare' | 'quota-without-list' | 'quota-unlimited' | 'item-twice' | 'fetch-empty' | 'origin-length' | 'uid-nil' | 'odd-date' | 'body-incomplete' | 'minus-one' | 'envelope-short' | 'capability-empty';
export declare const CODEC_QUIRKS: Readonly<Record<CodecQuirkName, CodecQuirk>>;
