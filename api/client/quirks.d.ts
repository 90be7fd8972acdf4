/** Every quirk there is, by name: what `ConnectionOptions.quirks` switches. docs/quirks.md is made from these tables. */
import { type AuthQuirkName } from '../auth/quirks.ts';
import type { Quirk } from '../codec/quirks/quirk.ts';
import { type CodecQuirkName } from '../codec/quirks/table.ts';
import { type SessionQuirkName } from '../session/quirks/table.ts';
export type QuirkName = CodecQuirkName | AuthQuirkName | SessionQuirkName;
/**
 * False switches a quirk off: the decoder becomes strict on that point, a server that is recognised gets no special
 * treatment. True has a server treated as if it had been recognised; what is always on stays on.
 */
export type QuirkSwitches = Partial<Readonly<Record<QuirkName, boolean>>>;
export declare const QUIRKS: Readonly<Record<QuirkName, Quirk>>;
/** @throws UsageError for a name that is none, or a value that is no boolean */
export declare function checkSwitches(switches: QuirkSwitches): void;
/** What the decoder is not to bear. */
export declare function strictnessOf(switches: QuirkSwitches): readonly CodecQuirkName[];
