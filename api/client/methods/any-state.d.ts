/** Commands for any state (RFC 9051 §6.1), and about the connection itself. */
import type { Capability, Id } from '../../codec/values.ts';
import type { ArgumentInput } from '../../codec/encode/argument.ts';
import { type IdParameters } from '../../session/commands/any-state/basic.ts';
import { type RawOptions, type RawResult } from '../../session/commands/any-state/raw.ts';
import type { CommandOptions } from '../options.ts';
import type { CommandToken } from '../token.ts';
import { Submitter } from './submitter.ts';
export declare class AnyStateMethods extends Submitter {
    /** CAPABILITY (RFC 9051 §6.1.1). */
    capability(options?: CommandOptions): CommandToken<Capability>;
    /** NOOP (RFC 9051 §6.1.2). Rarely needed: the connection idles by itself. */
    noop(options?: CommandOptions): CommandToken<void>;
    /** ID (RFC 2971): tells who we are, learns who the server is (see `serverId`); null tells nothing. Needs ID. */
    id(parameters: IdParameters | null, options?: CommandOptions): CommandToken<Id>;
    /**
     * UNAUTHENTICATE (RFC 8437), after everything submitted before is answered: as before the login, but for TLS. What is
     * submitted behind it waits for `reauthenticate`. Needs UNAUTHENTICATE; not possible while COMPRESS is active.
     */
    unauthenticate(options?: CommandOptions): CommandToken<void>;
    /** LOGOUT (RFC 9051 §6.1.3), after everything submitted before is answered; then the connection ends. */
    logout(options?: CommandOptions): CommandToken<void>;
    /**
     * Any other command, its arguments typed by `arg` or by what they are: a string is an astring, a number a number, null
     * NIL, octets a literal, an array a list. Nothing can be injected. The last argument may be options.
     *
     * It runs alone, and its result is all that comes meanwhile, unless the options tell what it touches (`footprint`)
     * and which responses are its own (`untagged`). The view of the selected mailbox stays right, so that commands which
     * change what is selected or how the session works are refused; the error names the method to use.
     *
     * ```ts
     * const { untagged } = await imap.command('XFOO', arg.mailbox('INBOX'), arg.flags(['\\Seen']), [1, 'two'])
     * ```
     */
    command(name: string, ...inputs: readonly ArgumentInput[]): CommandToken<RawResult>;
    command(name: string, ...inputsAndOptions: readonly [...inputs: ArgumentInput[], options: RawOptions & CommandOptions]): CommandToken<RawResult>;
}
