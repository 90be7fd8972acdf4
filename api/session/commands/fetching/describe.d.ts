import type { Command } from '../../command.ts';
import { type Target } from './slice.ts';
export interface DownloadMeta {
    readonly uid: number;
    readonly mailbox: string;
    /** With it a later download can be sure to go on with the same message. */
    readonly uidValidity: number | undefined;
    /** As it was asked for; undefined for the whole message. */
    readonly part: string | undefined;
    /** Octets as the server keeps them, encoded, by its own account; undefined where it gives none (HEADER, TEXT, MIME). */
    readonly size: number | undefined;
    /** `application/pdf`; `message/rfc822` for a whole message. */
    readonly type: string;
    /** Keys in lower case. */
    readonly parameters: ReadonlyMap<string, string>;
    /** `attachment`, `inline`. */
    readonly disposition: string | undefined;
    /** The sender's word; it may hold `/` and `..`. */
    readonly fileName: string | undefined;
    /** The transfer encoding of the part, lower case: `base64`. */
    readonly encoding: string;
    /** The content comes with its transfer encoding undone, or has none. */
    readonly decoded: boolean;
}
export type Description = Omit<DownloadMeta, 'decoded'>;
/**
 * UID FETCH of the size and the structure; one item. Binds the target to the mailbox. With `binary` it finds out whether
 * the server has BINARY (RFC 3516). `accept` may refuse by throwing a UsageError.
 */
export declare function describe(target: Target, part: string | undefined, binary: boolean, accept: (description: Description) => void): Command<void, Description>;
