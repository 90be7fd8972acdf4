/** Reading messages (RFC 9051 §6.4.5). */
import type { FetchQuery } from '../../codec/encode/fetch-query.ts';
import { type NumberSet } from '../../codec/number-set.ts';
import type { SetInput } from '../../codec/sequence-set.ts';
import { type BodiesOptions, type BodyEnd, type BodySink, type BodyStart } from '../../session/commands/fetching/bodies.ts';
import { type FetchOptions, type VanishedOptions, type VanishedUids } from '../../session/commands/fetching/fetch.ts';
import type { FetchRow } from '../../session/commands/fetching/row.ts';
import { type Download } from '../download/download.ts';
import { type DownloadOptions } from '../download/options.ts';
import type { CommandOptions } from '../options.ts';
import type { CommandToken } from '../token.ts';
import { SearchingMethods } from './searching.ts';
/** What has changed: rows of what is there, and what is gone. */
export interface FetchChanges<Query extends FetchQuery = FetchQuery> {
    readonly rows: readonly FetchRow<Query>[];
    readonly vanished: NumberSet;
}
/** A single message by its UID. */
export interface FetchOneOptions {
    readonly uidValidity?: number;
}
export declare class FetchingMethods extends SearchingMethods {
    /**
     * UID FETCH (RFC 9051 §6.4.5): rows typed by what was asked for, as they arrive. Bodies are read without
     * setting `\Seen`. Messages that do not exist have no row; a row that lacks something is an error, and so is a row
     * in which the server has no value for what must have one.
     *
     * What an item needs is said at the item (`FetchQuery`). `changedSince` needs CONDSTORE (RFC 7162 §3.1.4.1),
     * `partial` needs PARTIAL (RFC 9394 §3.3). With `{ by: 'sequence' }` the set is one of sequence numbers: it waits for
     * everything that may renumber; rows have their UIDs all the same.
     *
     * With `vanished: true` (QRESYNC, RFC 7162 §3.2.6) the removed messages of the set come, too: among the items as
     * `{ vanished }`, before the rows, and in the result beside them.
     */
    fetch<const Query extends FetchQuery>(set: SetInput, query: Query, options: VanishedOptions & CommandOptions): CommandToken<FetchChanges<Query>, FetchRow<Query> | VanishedUids>;
    fetch<const Query extends FetchQuery>(set: SetInput, query: Query, options?: FetchOptions & {
        readonly vanished?: undefined;
    } & CommandOptions): CommandToken<readonly FetchRow<Query>[], FetchRow<Query>>;
    /** UID FETCH of one message; undefined when there is none of that UID. Otherwise as `fetch`. */
    fetchOne<const Query extends FetchQuery>(uid: number, query: Query, options?: FetchOneOptions & CommandOptions): CommandToken<FetchRow<Query> | undefined, FetchRow<Query>>;
    /**
     * UID FETCH of one section of each message, whose octets go to a sink as they arrive and are kept by nobody: for
     * bodies of any size. A sink that throws fails the command; the token's items tell which bodies came whole.
     */
    fetchBodies(set: SetInput, open: (body: BodyStart) => BodySink, options?: BodiesOptions & CommandOptions): CommandToken<readonly BodyEnd[], BodyEnd>;
    /**
     * A message, or a part of it (`2`, `TEXT`, `HEADER`, `1.MIME`), as a stream with what is known of it: many UID FETCH of
     * a stretch each (RFC 9051 §6.4.5), without setting `\Seen`. As many are on their way as fill the line, or as the
     * reader has room for; other commands are served between two of them. The transfer encoding of a numbered part is
     * undone, unless `decode` is false.
     *
     * The token is there when the kind and size of the content are known, mostly in one round trip with its beginning. The
     * content is complete, or reading it fails: a message that is removed meanwhile is `ERR_IMAP_NO_MESSAGE`, another
     * mailbox selected meanwhile `ERR_IMAP_STATE`. `content.cancel()`, leaving a loop over it, or the `signal` ends it and
     * costs what is on its way, a window at most. A lost download goes on with `{ decode: false, resume: { from },
     * uidValidity }`. Works with servers that send more than they are asked for, or less at a time.
     */
    download(uid: number, part: string | undefined, options: DownloadOptions & {
        readonly text: true;
    } & CommandOptions): CommandToken<Download<string>>;
    download(uid: number, part?: string, options?: DownloadOptions & {
        readonly text?: false;
    } & CommandOptions): CommandToken<Download>;
}
