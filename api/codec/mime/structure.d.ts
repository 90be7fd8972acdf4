/**
 * What one wants to know of a BODYSTRUCTURE: its parts, the text to show, what is attached.
 *
 * Small functions over the value a FETCH row holds. The `part` of whatever they find is what `parts`, `binary` and
 * `fetchBodies` take.
 */
import type { BodyPart, BodyStructure } from '../values.ts';
export interface WalkOptions {
    /** Also what is inside of attached messages. */
    readonly messages?: boolean;
}
/** Every part, the structure itself first, in the order of the message; also into attached messages, unless told not to. */
export declare function walkParts(structure: BodyStructure, { messages }?: WalkOptions): Generator<BodyStructure>;
/** The parts that have content of their own, in order. What is in attached messages only if asked for. */
export declare function leafParts(structure: BodyStructure, { messages }?: WalkOptions): readonly BodyPart[];
/**
 * The part that `BODY[number]` names (RFC 9051 §6.4.5.1); undefined when there is none. The multipart that is the body
 * of an attached message has the number of that message, which is what one gets.
 */
export declare function partByNumber(structure: BodyStructure, number: string): BodyStructure | undefined;
/** The part that an HTML text names by `cid:` (RFC 2392); the identifier with or without that and its `<>`. */
export declare function partByContentId(structure: BodyStructure, contentId: string): BodyPart | undefined;
/** The text to show: the first of that subtype that is not attached. Texts of attached messages are not meant. */
export declare function textPart(structure: BodyStructure, subtype?: 'plain' | 'html'): BodyPart | undefined;
/**
 * What a reader shows as files: parts with the disposition `attachment`, with a file name, or of another type than
 * text, attached messages included as one. Not what belongs to the text: pictures that a multipart/related has beside
 * it, and the signature of a multipart/signed.
 */
export declare function attachmentParts(structure: BodyStructure): readonly BodyPart[];
/**
 * The name of the file: `filename` of the disposition, else `name` of the type, decoded (RFC 2231, RFC 2047).
 * It is the sender's word, and may hold `/` and `..`.
 */
export declare function fileName({ disposition, parameters }: BodyStructure): string | undefined;
