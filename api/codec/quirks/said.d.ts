import type { Frame } from '../decode/framer.ts';
import type { Response, ResponseCode } from '../values.ts';
import { type Node } from './tree.ts';
export declare class Said {
    #private;
    readonly response: Response;
    /** As it was said, without the line end, one char an octet. */
    readonly text: string;
    /** Mailbox names and strings are UTF-8. */
    readonly utf8: boolean;
    constructor(frame: Frame, response: Response, utf8: boolean);
    /** LF alone ended it. */
    get endsInLf(): boolean;
    /** The response is a status, with human text at its end. */
    get isStatus(): boolean;
    get code(): ResponseCode | undefined;
    /** The response without its human text. */
    get structure(): string;
    /** Words, strings and lists: of the whole response after its "*", or of the code in brackets. */
    get tree(): Node;
    /** What follows the name of an untagged response, if that is its name. */
    argumentsOf(...names: readonly string[]): readonly Node[] | undefined;
    /** The values of a row by item, in pairs; undefined when it is no row. */
    get items(): readonly (readonly [name: string, value: Node])[] | undefined;
    /** The value of one item of a row. */
    item(...names: readonly string[]): Node | undefined;
}
