/** What a server says about itself, about commands, and what cannot be read. */
import type { ResponseCode } from './response-code.ts';
/** `+ text` (RFC 9051 §7.6). `text` is what follows "+ ", base64 challenges included. */
export interface Continuation {
    readonly type: 'continuation';
    readonly text: string;
}
/** A tagged reply. `UNKNOWN` when the word after the tag is none of RFC 9051's. */
export interface Tagged {
    readonly type: 'tagged';
    readonly tag: string;
    readonly status: 'OK' | 'NO' | 'BAD' | 'BYE' | 'UNKNOWN';
    readonly code: ResponseCode | undefined;
    readonly text: string;
}
/** `* OK`, `* NO`, `* BAD`, `* PREAUTH`, `* BYE` (RFC 9051 §7.1). */
export interface Status {
    readonly type: 'status';
    readonly status: 'OK' | 'NO' | 'BAD' | 'PREAUTH' | 'BYE';
    readonly code: ResponseCode | undefined;
    readonly text: string;
}
export interface Capability {
    readonly type: 'capability';
    /** Upper case. */
    readonly capabilities: readonly string[];
}
export interface Enabled {
    readonly type: 'enabled';
    /** Upper case. */
    readonly capabilities: readonly string[];
}
/** `* ID` (RFC 2971 §3.2); keys in lower case. */
export interface Id {
    readonly type: 'id';
    readonly parameters: ReadonlyMap<string, string | null> | null;
}
/** A response whose name we do not know. `bytes` is the whole line, literals included, without CRLF. */
export interface Unknown {
    readonly type: 'unknown';
    readonly name: string;
    readonly bytes: Uint8Array;
}
/** A line that starts like something we know and then breaks the grammar. The connection goes on. */
export interface Malformed {
    readonly type: 'malformed';
    /** `FETCH`, `SEARCH`, … as far as it could be read, upper case. */
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly reason: string;
    /** For FETCH: whose row it was, where that could be read. */
    readonly sequence: number | undefined;
    readonly uid: number | undefined;
}
