/** How to authenticate: what the server wants to see, or a function that gives it when it is needed. */
export type Auth = GivenAuth | AuthSource;
export type GivenAuth = PasswordAuth | TokenAuth | ExternalAuth | AnonymousAuth;
/** What may carry a password. `CRAM-MD5` is used only when it is asked for. */
export type PasswordMechanism = 'SCRAM-SHA-512-PLUS' | 'SCRAM-SHA-256-PLUS' | 'SCRAM-SHA-1-PLUS' | 'SCRAM-SHA-512' | 'SCRAM-SHA-256' | 'SCRAM-SHA-1' | 'CRAM-MD5' | 'PLAIN' | 'LOGIN';
export interface PasswordAuth {
    readonly user: string;
    readonly password: string;
    /** Whom to act for, when it is not `user`: SCRAM and PLAIN only. */
    readonly authzid?: string;
    /**
     * Only this one. Unless given it is the strongest that the server offers: SCRAM with channel binding, SCRAM, and
     * where there is none, inside TLS, the LOGIN command or what shows the password likewise. A mechanism that was refused
     * is never followed by a weaker one.
     *
     * `LOGIN` is the LOGIN command (RFC 9051 §6.2.3), or the SASL mechanism of that name where the command is disabled or
     * cannot carry the characters. The command is the quickest way: it goes out in one write with ENABLE, SELECT and the
     * first reads. SCRAM takes two round trips more, and the hash.
     */
    readonly mechanism?: PasswordMechanism;
}
export interface TokenAuth {
    readonly user: string;
    /** An OAuth 2.0 access token. */
    readonly accessToken: string;
    /** Only this one; OAUTHBEARER (RFC 7628) where the server has both, unless given. */
    readonly mechanism?: 'OAUTHBEARER' | 'XOAUTH2';
}
/** The TLS client certificate (`tls.cert`, `tls.key`) says who we are: EXTERNAL (RFC 4422 §A). */
export interface ExternalAuth {
    readonly external: true;
    /** Whom to act for, when it is not whom the certificate names. */
    readonly authzid?: string;
}
/** Nobody in particular: ANONYMOUS (RFC 4505). */
export interface AnonymousAuth {
    /** What the server may write into its log, such as a mail address; `true` for nothing. */
    readonly anonymous: true | string;
}
/** Why credentials are asked for: first use, a token known to have expired, or a refusal by the server. */
export type AuthReason = 'initial' | 'expired' | 'rejected';
/** Called when credentials are needed, and never twice at the same time. */
export type AuthSource = (reason: AuthReason) => GivenAuth | Promise<GivenAuth>;
/** Keeps what the caller gave where neither inspecting nor serializing shows it. */
export declare class Credentials {
    #private;
    /** UsageError for anything that is not an `Auth`. */
    constructor(auth: Auth);
    /** False when asking again can only give the same. */
    get renewable(): boolean;
    /**
     * The credentials to use now. Callers that ask while the function given by the user is still running share its
     * answer. Rejects with what that function throws, or UsageError for an answer that is no credentials.
     */
    get(reason: AuthReason): Promise<GivenAuth>;
}
