import { ImapError } from '../errors.ts';
import type { Mechanism } from './mechanism.ts';
/**
 * One AUTHENTICATE as a conversation (RFC 9051 §6.2.2): the initial response goes with the command or waits for the
 * first "+", every challenge gets one answer, and a challenge that cannot come gives the exchange up. What we said is
 * remembered only to keep it out of errors.
 */
export declare class Exchange {
    #private;
    constructor(mechanism: Mechanism);
    get name(): string;
    /** Why the exchange was given up by us. */
    get failure(): ImapError | undefined;
    /** What the server said of its refusal inside the exchange. */
    get refusal(): string | undefined;
    /** The server has sent at least one challenge. */
    get challenged(): boolean;
    /** The initial response went out in the command itself. */
    get saidInitially(): boolean;
    /** What goes into the command: the initial response, if there is one and the server takes it there. */
    begin(withCommand: boolean): Uint8Array | undefined;
    /** What to answer; undefined gives up. `challenge` is undefined if it was no base64. Never rejects. */
    answer(challenge: Uint8Array | undefined): Promise<Uint8Array | undefined>;
    /** To be called at the tagged OK. @throws ProtocolError if it should not have come. */
    finish(): void;
    /** The server's words without ours in them. */
    mask(text: string): string;
}
