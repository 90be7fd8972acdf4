import type { LiteralListener } from './framer.ts';
import type { Limits } from '../limits.ts';
import type { CodecQuirkName } from '../quirks/table.ts';
import type { Response } from '../values.ts';
export type { LiteralListener, LiteralStart } from './framer.ts';
export type { LiteralSink } from './large-literal.ts';
export interface ResponseParserOptions {
    /** `defaultLimits` when left out. */
    readonly limits?: Limits;
    /** Quirks of servers that are not to be borne: a response that shows one is `malformed`. None unless given. */
    readonly strict?: readonly CodecQuirkName[];
}
/** Parses what a server sends, in chunks of any size. */
export declare class ResponseParser {
    #private;
    /** @throws UsageError for a quirk that does not exist */
    constructor(options?: ResponseParserOptions);
    /** May change at any time; counts from then on. */
    get limits(): Limits;
    set limits(limits: Limits);
    /** Whether mailbox names are UTF-8: after ENABLE of UTF8=ACCEPT or IMAP4rev2. Else they are modified UTF-7. */
    get utf8(): boolean;
    set utf8(utf8: boolean);
    /**
     * Asked when the content of a body section (BODY[…], BINARY[…], RFC822…) of at least `streamFrom` octets begins.
     * A sink that is returned takes its octets as they come; without one they are kept, within `limits.body`.
     */
    get onLiteral(): LiteralListener | undefined;
    set onLiteral(listener: LiteralListener | undefined);
    /** Octets; 64 KiB unless set. */
    get streamFrom(): number;
    set streamFrom(octets: number);
    /** A large literal, of announced size, is being received. */
    get inLiteral(): boolean;
    /** Takes octets. The caller may use their memory again once `next` has returned undefined. */
    feed(chunk: Uint8Array): void;
    /**
     * The next response, or undefined when more octets are needed for it.
     *
     * @throws ProtocolError (`ERR_IMAP_SYNTAX`, `ERR_IMAP_LIMIT`), or what a listener or sink threw; after that the same
     * again for ever.
     */
    next(): Response | undefined;
    /**
     * Takes back what was fed and is not part of a response that was returned: after STARTTLS it must be nothing, after
     * COMPRESS it is compressed already. Octets that went to a sink are not in it.
     */
    takeRest(): Uint8Array;
}
