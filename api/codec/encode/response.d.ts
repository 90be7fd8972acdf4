import type { Response } from '../values.ts';
export interface ResponseMode {
    /** UTF8=ACCEPT or IMAP4rev2 is enabled: names and strings go in UTF-8, quoted. */
    readonly utf8?: boolean;
}
/**
 * The octets of one response with its CRLF, in pieces to be written in order; a string holds one octet a character.
 *
 * @throws UsageError for what cannot be written: a name with CR, a body that went to a sink, a malformed response.
 */
export declare function encodeResponse(response: Response, mode?: ResponseMode): readonly (string | Uint8Array)[];
