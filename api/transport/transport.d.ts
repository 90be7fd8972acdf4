/**
 * What a connection needs from the world: a byte stream and a clock. The implementations are in `node/`;
 * tests and other runtimes bring their own.
 */
import type { ConnectionError, ProtocolError } from '../errors.ts';
/**
 * How the connection is protected. `starttls` means required: there is no opportunistic mode.
 * `insecure-plaintext` sends everything readable, passwords included.
 */
export type Security = 'tls' | 'starttls' | 'insecure-plaintext';
/** The port of each kind of connection (RFC 8314 §3.2, RFC 9051 §2.1). */
export declare const STANDARD_PORT: Readonly<Record<Security, number>>;
/** Where to connect and how. */
export interface ConnectOptions {
    /** A host name (Unicode names are converted), an IPv4 or an IPv6 address. */
    readonly host: string;
    readonly port: number;
    readonly security: Security;
    readonly tls?: TlsOptions;
    /** The address of this machine to connect from, where it has several; then only addresses of its family are tried. */
    readonly localAddress?: string;
    /**
     * By way of this proxy: `socks5:`, `socks4:`, `http:` or `https:` with host and port, and user and password where it
     * wants them. It looks up the name, and sees no more than where the octets go. No environment variable is read.
     */
    readonly proxy?: string;
    /** Milliseconds for name lookup, TCP and TLS together; 30,000 unless given. */
    readonly connectTimeout?: number;
    /** Milliseconds for a TLS handshake, within `connectTimeout` or after STARTTLS; 10,000 unless given. */
    readonly tlsTimeout?: number;
    /** Milliseconds without progress while octets wait to be sent; 30,000 unless given. */
    readonly writeTimeout?: number;
}
/** How the server's certificate is judged, and what certificate we show. */
export interface TlsOptions {
    /** Certificates (PEM) trusted instead of the well-known authorities. */
    readonly ca?: string | readonly string[];
    /** The name the certificate must bear, when it is not `host`. */
    readonly servername?: string;
    /** TLSv1.2 unless given. */
    readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
    /**
     * SHA-256 fingerprints (hexadecimal, colons optional), one of which the server's own certificate must have.
     * Checked besides the chain and the name, or alone with `dangerouslyAllowInvalidCertificate`.
     */
    readonly fingerprint256?: string | readonly string[];
    /** Our own certificate (PEM), with those between it and its authority behind it: for `auth: { external: true }`. */
    readonly cert?: string;
    /** The private key (PEM) of `cert`. */
    readonly key?: string;
    /** What the private key is encrypted with. */
    readonly passphrase?: string;
    /** Anyone on the path can then read and change everything, unless `fingerprint256` is given. */
    readonly dangerouslyAllowInvalidCertificate?: true;
}
/** What was agreed with the server when TLS began. */
export interface TlsSession {
    /** `TLSv1.3` or `TLSv1.2`. */
    readonly protocol: string;
    readonly cipher: string;
    /** SHA-256 of the server's certificate, hexadecimal with colons. */
    readonly fingerprint256: string;
    /** The server's certificate, DER. Its hash is the channel binding `tls-server-end-point` (RFC 5929 §4). */
    readonly certificate: Uint8Array;
    /** The channel binding `tls-exporter` (RFC 9266): 32 octets, TLS 1.3 only and where the runtime tells it. */
    readonly exporter?: Uint8Array | undefined;
    /** The channel binding `tls-unique` (RFC 5929 §3): the first Finished message, which is ours; no session is resumed. */
    readonly unique?: Uint8Array | undefined;
}
/** A connected byte stream. */
export interface Transport {
    /**
     * Queues octets; strings hold latin1 octets. All that is queued in one turn of the event loop, promise jobs
     * included, leaves in one write, unless it is so much (8 KiB) that the server may as well begin with the first part.
     * Arrays are handed over and must not be changed afterwards.
     *
     * Ignored after `end`, `destroy` or the loss of the connection. Throws UsageError for a string that is not latin1.
     */
    write(pieces: readonly (string | Uint8Array)[]): void;
    /** Octets accepted but not yet taken by the operating system. */
    readonly unsent: number;
    /** True once TLS protects the stream. */
    readonly secure: boolean;
    /** Undefined while the stream is not secure. */
    readonly tls: TlsSession | undefined;
    /** Stops reading. At most one read's worth of octets is held meanwhile. */
    pause(): void;
    resume(): void;
    /**
     * Wraps the stream in TLS (RFC 9051 §6.2.1). Call it while handling the chunk that held the tagged OK, with
     * whatever followed that line in `leftover`: any octet there, or any plaintext that follows, makes it fail with
     * ERR_IMAP_STARTTLS_INJECTION. Octets written meanwhile wait for TLS. Once it has failed the stream is destroyed.
     */
    startTls(leftover: Uint8Array): Promise<void>;
    /**
     * Turns on raw DEFLATE in both directions (RFC 4978 §3). Octets queued before stay uncompressed; `leftover`, read
     * already but following the tagged OK, belongs to the compressed stream.
     */
    compress(leftover: Uint8Array): void;
    /** Sends what is queued and closes. Idempotent. */
    end(): void;
    /** Drops everything now. Idempotent; no octet is delivered after it. */
    destroy(): void;
}
/** The other direction. None of these runs before the promise of the connection is fulfilled. */
export interface TransportHandlers {
    /** Octets as they arrive. `chunk` is valid only during the call. */
    onData(chunk: Uint8Array): void;
    /**
     * Called exactly once, last, when every resource is released: with the reason, or with nothing when the server
     * closed in an orderly way or this side asked for it.
     */
    onClose(error: ConnectionError | ProtocolError | undefined): void;
    /** All octets accepted so far have been taken by the operating system. */
    onDrain?(): void;
    /**
     * Asked before and after each chunk of a compressed stream: true while a body literal, of announced size, is being
     * received. Elsewhere octets that expand more than 200-fold over 1 MiB end the connection.
     */
    expansionAllowed?(): boolean;
}
/**
 * Connects, TLS included where `security` is `tls`. Rejects with ConnectionError, UsageError for options that cannot
 * work, or the reason of `signal`; then no handler is ever called.
 */
export type ConnectTransport = (options: ConnectOptions, handlers: TransportHandlers, signal: AbortSignal) => Promise<Transport>;
/** Time, injected wherever it matters. */
export interface Clock {
    /** Milliseconds that only grow; the origin means nothing. */
    now(): number;
    /** Milliseconds since 1970, as the system believes. */
    wall(): number;
    /** Runs `run` once, no earlier than `ms` milliseconds from now. Returns what cancels it. */
    after(ms: number, run: () => void): () => void;
}
/**
 * Whether these first octets of a "greeting" are a TLS record, that is, whether a plaintext connection was made to
 * a port that speaks TLS (RFC 8446 §5.1: an alert or a handshake record of version 3.x).
 */
export declare function looksLikeTls(first: Uint8Array): boolean;
