/** Reading messages (RFC 9051 §6.4.5). */
import type { FetchQuery } from '../../codec/encode/fetch-item.ts'
import type { SetInput } from '../../codec/sequence-set.ts'
import {
  bodies,
  type BodiesOptions,
  type BodyEnd,
  type BodySink,
  type BodyStart,
} from '../../session/commands/fetching/bodies.ts'
import { fetch, type FetchOptions } from '../../session/commands/fetching/fetch.ts'
import type { FetchRow } from '../../session/commands/fetching/row.ts'
import type { CommandOptions } from '../options.ts'
import type { CommandToken } from '../token.ts'
import { SearchingMethods } from './searching.ts'

export class FetchingMethods extends SearchingMethods {
  /**
   * UID FETCH (RFC 9051 §6.4.5): rows typed by what was asked for, as they arrive. Bodies are read without
   * setting `\Seen`. Messages that do not exist have no row; a row that lacks something is an error.
   */
  fetch<const Query extends FetchQuery>(
    set: SetInput,
    query: Query,
    options: FetchOptions & CommandOptions = {},
  ): CommandToken<readonly FetchRow<Query>[], FetchRow<Query>> {
    return this.collect('UID FETCH', () => fetch<Query>(set, query, options), options)
  }

  /**
   * UID FETCH of one section of each message, whose octets go to a sink as they arrive and are kept by nobody: for
   * bodies of any size. A sink that throws fails the command; the token's items tell which bodies came whole.
   */
  fetchBodies(
    set: SetInput,
    open: (body: BodyStart) => BodySink,
    options: BodiesOptions & CommandOptions = {},
  ): CommandToken<readonly BodyEnd[], BodyEnd> {
    return this.collect('UID FETCH', () => bodies(set, open, options), options)
  }
}
