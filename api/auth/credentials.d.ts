/** How to authenticate: a password, a token, or a function that gives one of them when it is needed. */
export type Auth = PasswordAuth | TokenAuth | AuthSource;
export interface PasswordAuth {
    readonly user: string;
    readonly password: string;
    /** Only this one: the LOGIN command or a SASL mechanism. */
    readonly mechanism?: 'LOGIN' | 'PLAIN';
}
export interface TokenAuth {
    readonly user: string;
    /** An OAuth 2.0 access token. */
    readonly accessToken: string;
    readonly mechanism?: 'XOAUTH2';
}
/** Why credentials are asked for: first use, a token known to have expired, or a refusal by the server. */
export type AuthReason = 'initial' | 'expired' | 'rejected';
/** Called when credentials are needed, and never twice at the same time. */
export type AuthSource = (reason: AuthReason) => GivenAuth | Promise<GivenAuth>;
export type GivenAuth = PasswordAuth | TokenAuth;
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
