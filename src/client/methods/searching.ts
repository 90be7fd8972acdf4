/** Finding messages (RFC 9051 §6.4.4). */
import type { NumberSet } from '../../codec/number-set.ts'
import type { SearchQuery } from '../../codec/encode/search-key.ts'
import {
  search,
  searchReturning,
  type SearchReturn,
  type SearchReturns,
} from '../../session/commands/searching/search.ts'
import type { CommandOptions } from '../options.ts'
import type { CommandToken } from '../token.ts'
import { AdministrationMethods } from './administration.ts'

export class SearchingMethods extends AdministrationMethods {
  /**
   * UID SEARCH (RFC 9051 §6.4.4): the UIDs that match, as ranges; or with `return` just their number, the lowest,
   * the highest. With ESEARCH any number of searches run at once; without it they take turns.
   */
  search(query: SearchQuery, options?: CommandOptions): CommandToken<NumberSet>
  /** Just the number, the lowest or the highest UID, computed by the server where it has ESEARCH (RFC 4731). */
  search<const Return extends SearchReturn>(
    query: SearchQuery,
    options: CommandOptions & { readonly return: readonly Return[] },
  ): CommandToken<Pick<SearchReturns, Return>>
  search(
    query: SearchQuery,
    options: CommandOptions & { readonly return?: readonly SearchReturn[] } = {},
  ): CommandToken<NumberSet> | CommandToken<Pick<SearchReturns, SearchReturn>> {
    const returns = options.return
    if (returns === undefined) return this.submit('UID SEARCH', () => search(query), options)
    return this.submit('UID SEARCH', () => searchReturning(query, returns), options)
  }
}
