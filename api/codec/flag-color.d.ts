export type FlagColor = (typeof COLORS)[number];
declare const COLORS: readonly ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'grey'];
/** What to STORE, one after the other, for a colour. */
export interface FlagColorEdit {
    /** Empty for no colour. */
    readonly add: readonly string[];
    /** The bits of other colours. */
    readonly remove: readonly string[];
}
/** The colour of a message with these flags: red where only `\Flagged` is set; undefined where it is not. */
export declare function flagColor(flags: Iterable<string>): FlagColor | undefined;
/** How flags change for a message to have this colour, or with null neither colour nor flag. */
export declare function flagColorEdit(color: FlagColor | null): FlagColorEdit;
export {};
