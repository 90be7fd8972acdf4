import type { SearchQuery } from '../../../codec/encode/search/query.ts';
import type { ThreadNode } from '../../../codec/values.ts';
import type { Command } from '../../command.ts';
/** How messages are put together: by base subject and date, by References, or by References without subjects. */
export type ThreadAlgorithm = 'orderedSubject' | 'references' | 'refs';
/** UID THREAD: trees of UIDs. Its answer carries no tag: one at a time. */
export declare function thread(algorithm: ThreadAlgorithm, query: SearchQuery): Command<readonly ThreadNode[]>;
/** Every message of some threads with its depth, parents first; without recursion, however deep they are. */
export declare function walkThreads(threads: readonly ThreadNode[]): Generator<{
    readonly number: number | undefined;
    readonly depth: number;
}, undefined>;
