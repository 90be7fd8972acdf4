/** Ties an exchange to the TLS connection it runs in (RFC 5056). */
export interface ChannelBinding {
    readonly type: 'tls-exporter' | 'tls-unique' | 'tls-server-end-point';
    data(): Uint8Array | Promise<Uint8Array>;
}
/** What a transport knows of its TLS connection; a part of `TlsSession`. */
export interface ChannelFacts {
    /** `TLSv1.3` or `TLSv1.2`. */
    readonly protocol: string;
    /** The server's certificate, DER. */
    readonly certificate: Uint8Array;
    /** Keying material of TLS 1.3. */
    readonly exporter?: Uint8Array | undefined;
    /** Our Finished message. */
    readonly unique?: Uint8Array | undefined;
}
/**
 * The bindings that are possible here, in the order in which a server is likely to know them. No server tells which it
 * does.
 *
 * `tls-exporter` (RFC 9266) names this one connection and is what TLS 1.3 calls for; `tls-unique` (RFC 5929 §3) does so
 * for TLS 1.2; `tls-server-end-point` (RFC 5929 §4) names the server's certificate, with any version.
 */
export declare function channelBindings(facts: ChannelFacts | undefined, greeting?: string): readonly ChannelBinding[];
