import { type ChannelFacts } from './channel-binding.ts';
import type { GivenAuth } from './credentials.ts';
import type { Mechanism } from './mechanism.ts';
/** What is known of the connection when it is time to authenticate. */
export interface AuthContext {
    /** The server's current capabilities, upper case; those from before TLS do not count (RFC 9051 §6.2.1). */
    readonly capabilities: ReadonlySet<string>;
    /** True when TLS protects the connection. */
    readonly secure: boolean;
    /** True when the caller chose `security: 'insecure-plaintext'` in so many words. */
    readonly plaintextAllowed: boolean;
    readonly host: string;
    readonly port: number;
    /** For channel binding; undefined where the transport tells nothing of its TLS. */
    readonly tls?: ChannelFacts | undefined;
    /** The words of the greeting, by which some servers can be told. */
    readonly greeting?: string | undefined;
    /** Printable ASCII without ",", never the same twice. */
    readonly nonce: () => string;
}
/** LOGIN can go out in one write with commands that follow it, AUTHENTICATE stands alone. */
export type AuthChoice = {
    readonly kind: 'login';
    readonly name: 'LOGIN';
} | ({
    readonly kind: 'authenticate';
} & SaslWay);
export interface SaslWay {
    readonly name: string;
    /** A new run of the mechanism. @throws UsageError for credentials that it cannot carry. */
    start(): Mechanism;
}
/** The first is to be used; the others are exactly as strong, for a server that turns out to lack the first. */
export type AuthChoices = readonly [AuthChoice, ...AuthChoice[]];
/**
 * How to authenticate here: by the strongest way that the server offers, or the one that the caller named.
 *
 * Throws UsageError if the connection does not protect what would be sent, AuthenticationError if the server offers
 * nothing that fits; the message tells what it offered.
 */
export declare function chooseMechanism(auth: GivenAuth, context: AuthContext): AuthChoices;
