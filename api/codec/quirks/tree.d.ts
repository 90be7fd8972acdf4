/**
 * A response as words, strings and lists, with the blanks between them: what the reader passes over, and what tells how
 * far a line is from the grammar. Made only where something is switched off.
 */
import type { Frame } from '../decode/framer.ts';
export interface Node {
    readonly kind: 'atom' | 'quoted' | 'literal' | 'list';
    /** As sent, quotes and escapes included; empty for a literal and a list. */
    readonly text: string;
    /** Blanks before it. */
    readonly before: number;
    /** Of a list. */
    readonly items: readonly Node[];
    /** Of a list: blanks before its ")". */
    readonly atEnd: number;
}
/** What stands in a frame's text from `from` to `end`, as one list. */
export declare function treeOf({ text, large }: Pick<Frame, 'text' | 'large'>, from: number, end: number): Node;
/** The node and all within it. */
export declare function walk(node: Node): Iterable<Node>;
export declare function isNil({ kind, text }: Node): boolean;
export declare function isNumber({ kind, text }: Node): boolean;
/** `string`: quoted or a literal. */
export declare function isString({ kind }: Node): boolean;
