/** The escape hatch: commands this library has no method for. */
import { type ArgumentInput } from '../../../codec/encode/argument.ts';
import type { ResponseCode, Untagged } from '../../../codec/values.ts';
import type { Command } from '../../command.ts';
import { type Footprint } from '../../footprint.ts';
/** What the library may know of the command. Nothing of it is needed. */
export interface RawOptions {
    /** Where the command is legal; after login unless given. */
    readonly state?: Footprint['state'];
    /** The UIDVALIDITY its UIDs were learned under; under another it fails unsent. */
    readonly uidValidity?: number;
    /**
     * What it needs and touches, so that it may run beside others. Without it the command waits for all before it and all
     * behind it wait for it.
     */
    readonly footprint?: Partial<Pick<Footprint, 'mutates' | 'usesSequence' | 'breaksSequence' | 'reads' | 'writes' | 'adds'>> & {
        readonly selection?: 'ignores' | 'reads';
    };
    /**
     * Names of the untagged responses that are its answer, such as `['XFOO']`; nothing else with such an answer runs at
     * the same time. Without it, and without `footprint`, all that comes while it runs.
     */
    readonly untagged?: readonly string[];
    /** Octets its answer may have, about; 64 MiB unless given. Past it the command fails. */
    readonly maxOctets?: number;
}
export interface RawResult {
    /** The response code of the tagged OK. */
    readonly code: ResponseCode | undefined;
    /** The server's words. Untrusted text. */
    readonly text: string;
    /**
     * The untagged responses that are its answer, in order; `unknown` ones, and `malformed` ones when it was told
     * everything, with their octets.
     */
    readonly untagged: readonly Untagged[];
}
/** Any command with typed arguments. @throws UsageError */
export declare function raw(name: string, inputs: readonly ArgumentInput[], options: RawOptions): Command<RawResult>;
