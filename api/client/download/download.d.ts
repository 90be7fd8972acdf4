import type { Command } from '../../session/command.ts';
import type { Description, DownloadMeta } from '../../session/commands/fetching/describe.ts';
import { type SliceAnswer, type Target } from '../../session/commands/fetching/slice.ts';
import type { CommandOptions } from '../options.ts';
import type { CommandToken } from '../token.ts';
import type { DownloadOptions } from './options.ts';
/** What `download` gives. */
export interface Download<Chunk = Uint8Array> {
    readonly meta: DownloadMeta;
    /** To be read once. Its end is the end of the content: whatever goes wrong is an error. `cancel` fetches no more. */
    readonly content: ReadableStream<Chunk>;
}
export interface DownloadHost {
    submit(command: Command<SliceAnswer>): CommandToken<SliceAnswer>;
    now(): number;
    /** Octets that a server which cannot be held back may have sent ahead of the reader. */
    readonly maxUnreadOctets: number;
}
type Chunk = Uint8Array | string;
export declare class Downloading {
    #private;
    /** The signal counts for as long as the content is read, which is longer than the token is open. */
    constructor(target: Target, options: DownloadOptions & Pick<CommandOptions, 'signal'>, host: DownloadHost);
    /** Asks for the first stretch, which mostly is all, before anything is known. */
    start(): void;
    /** What is being downloaded is known. @throws UsageError for what cannot be decoded */
    describe(description: Description): void;
    /** Asks for more from the next turn on: the session is still busy with the answer. */
    open(): Download<Chunk>;
    /** Nothing more is wanted: what has been asked for comes and is dropped. */
    stop(reason: unknown): void;
}
export {};
