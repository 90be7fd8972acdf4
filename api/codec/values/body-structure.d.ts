/** The MIME structure of a message (RFC 9051 §7.5.2). */
import type { ExtensionValue } from './extension.ts';
import type { Envelope } from './message.ts';
export type BodyStructure = BodyPart | BodyMultipart;
interface BodyBase {
    /** The section number to fetch it by: `1`, `2.1`; `''` for a multipart that is the whole message. */
    readonly part: string;
    /** Lower case, e.g. `text`. */
    readonly type: string;
    readonly subtype: string;
    /** Keys in lower case. */
    readonly parameters: ReadonlyMap<string, string>;
    readonly disposition: Disposition | undefined;
    readonly language: readonly string[] | undefined;
    readonly location: string | undefined;
    readonly extension: readonly ExtensionValue[] | undefined;
}
export interface BodyMultipart extends BodyBase {
    readonly type: 'multipart';
    readonly parts: readonly BodyStructure[];
}
export interface BodyPart extends BodyBase {
    readonly parts?: undefined;
    readonly id: string | null;
    readonly description: string | null;
    /** Lower case, e.g. `quoted-printable`. */
    readonly encoding: string;
    /** Octets, encoded. */
    readonly size: number;
    /** Lines, for text and message/rfc822. */
    readonly lines: number | undefined;
    /** Of message/rfc822 and message/global. */
    readonly envelope: Envelope | undefined;
    readonly body: BodyStructure | undefined;
    readonly md5: string | undefined;
}
export interface Disposition {
    /** Lower case. */
    readonly type: string;
    readonly parameters: ReadonlyMap<string, string>;
}
export {};
