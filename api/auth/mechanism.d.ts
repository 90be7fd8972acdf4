import { ProtocolError } from '../errors.ts';
/**
 * One run of a SASL mechanism (RFC 4422), without I/O: octets in, octets out, base64 outside. Secrets are private
 * fields, so that inspecting, logging or serializing one shows none.
 */
export interface Mechanism {
    /** As in `AUTH=` and AUTHENTICATE, upper case. */
    readonly name: string;
    /**
     * What the server said about its refusal inside the exchange, fit for an error message; undefined if nothing. The
     * tagged NO follows.
     */
    readonly refusal: string | undefined;
    /** Texts that a server may repeat and that no error may show. */
    readonly secrets: readonly string[];
    /** The words of the challenges mean nothing, so they need not even be base64. */
    readonly ignoresWords?: boolean;
    /**
     * The initial response, or undefined if the server speaks first. Without SASL-IR it is the answer to the server's
     * first, empty challenge.
     */
    initial(): Uint8Array | undefined;
    /** The answer to a challenge. Fails with ProtocolError for one that cannot come; then the exchange is cancelled. */
    respond(challenge: Uint8Array): Uint8Array | Promise<Uint8Array>;
    /** To be called at the tagged OK: throws ProtocolError if the server left out a step it owes. */
    finish(): void;
}
/** UTF-8 of a string that goes between control characters. Its text never gets into the error. */
export declare function credentialOctets(what: string, text: string): Uint8Array;
/** As `credentialOctets`, and nothing for what was not given. */
export declare function optionalOctets(what: string, text: string | undefined): Uint8Array;
export declare function joinOctets(...parts: readonly Uint8Array[]): Uint8Array;
/**
 *     saslname = 1*(value-safe-char / "=2C" / "=3D")     ; RFC 5801 §4
 */
export declare function saslName(text: string): string;
export declare function strayChallenge(mechanism: string): ProtocolError;
