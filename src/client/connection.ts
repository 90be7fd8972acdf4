/**
 * One connection: the pump between a transport and the session, and what people call.
 *
 * Every method submits its command in the same synchronous step and returns a token. Nothing here waits for
 * a consumer: octets go into the session as they arrive, tokens and event readers have queues of their own.
 */
import type { FetchQuery } from '../codec/encode/fetch-item.ts'
import type { NumberSet } from '../codec/number-set.ts'
import type { SearchQuery } from '../codec/encode/search-key.ts'
import type { SetInput } from '../codec/sequence-set.ts'
import type { Capability, Id, Namespaces, StatusItems } from '../codec/values.ts'
import { UsageError } from '../errors.ts'
import { append, type AppendOptions, type AppendResult } from '../session/commands/append.ts'
import { bodies, type BodiesOptions, type BodyEnd, type BodySink, type BodyStart } from '../session/commands/bodies.ts'
import { capability, enable, id, logout, namespace, noop } from '../session/commands/basic.ts'
import { copy, move, type CopyOptions, type CopyResult } from '../session/commands/copy.ts'
import { expungeAll, uidExpunge, type ExpungeOptions, type ExpungeResult } from '../session/commands/expunge.ts'
import { fetch, type FetchOptions } from '../session/commands/fetch.ts'
import { list, lsub, type ListEntry, type ListOptions } from '../session/commands/list.ts'
import type { MailboxArgument } from '../session/commands/mailbox.ts'
import { create, remove, rename, subscribe, unsubscribe } from '../session/commands/names.ts'
import type { FetchRow } from '../session/commands/row.ts'
import { search, searchReturning, type SearchReturn, type SearchReturns } from '../session/commands/search.ts'
import { close, select, unselect, type SelectResult } from '../session/commands/select.ts'
import { status, type StatusItem } from '../session/commands/status.ts'
import { store, type FlagEdit, type StoreOptions, type StoreResult } from '../session/commands/store.ts'
import type { Command } from '../session/command.ts'
import type { Selection } from '../session/selection.ts'
import { EventReader, type EventOptions } from './event-reader.ts'
import type { EventOfType, ImapEvent, ImapEventType } from './events.ts'
import { checkOptions, type CommandOptions, type ConnectionOptions } from './options.ts'
import { Pump } from './pump.ts'
import { setUp } from './set-up.ts'
import type { CommandToken } from './token.ts'

/** What is known of the selected mailbox, kept up to date by whatever the server says. */
export type SelectedMailbox = Readonly<
  Pick<Selection, 'mailbox' | 'readOnly' | 'uidValidity' | 'uidNext' | 'highestModSeq' | 'flags' | 'permanentFlags'>
> & { readonly messages: number }

export class ImapConnection {
  readonly #pump: Pump
  /**
   * Fulfilled when the connection is up: logged in, capabilities known, QRESYNC enabled where the server has it.
   * Commands may be submitted before. A failure that nobody awaits is still a `disconnected` event.
   */
  readonly ready: Promise<void>

  private constructor(options: ConnectionOptions) {
    this.#pump = new Pump(checkOptions(options))
    this.ready = setUp(this.#pump)
    this.ready.catch(() => {})
  }

  /** Starts connecting and returns at once; commands submitted meanwhile go out with the login where that is legal. */
  static start(options: ConnectionOptions): ImapConnection {
    return new ImapConnection(options)
  }

  /** Connects and logs in. @throws ConnectionError, AuthenticationError, ProtocolError, UsageError */
  static async open(options: ConnectionOptions): Promise<ImapConnection> {
    const connection = new ImapConnection(options)
    await connection.ready
    return connection
  }

  /** What the server can do, upper case (RFC 9051 §6.1.1). */
  get capabilities(): ReadonlySet<string> {
    return this.#pump.session.capabilities
  }

  /** Extensions that are enabled, upper case (RFC 9051 §6.3.1). */
  get enabled(): ReadonlySet<string> {
    return this.#pump.session.enabled
  }

  /** The selected mailbox as far as the server's words have arrived. */
  get selected(): SelectedMailbox | undefined {
    const selection = this.#pump.session.selected
    if (selection === undefined || selection.state !== 'live') return undefined
    const { mailbox, readOnly, uidValidity, uidNext, highestModSeq, flags, permanentFlags } = selection
    return {
      mailbox,
      readOnly,
      messages: selection.numbering.exists,
      uidValidity,
      uidNext,
      highestModSeq,
      flags,
      permanentFlags,
    }
  }

  /** TLS protects the connection. */
  get secure(): boolean {
    return this.#pump.transport?.secure ?? false
  }

  /** The connection has ended; no command can be submitted any more. */
  get closed(): boolean {
    return this.#pump.session.ended
  }

  /** Commands on the wire, unanswered. */
  get inFlight(): number {
    return this.#pump.session.inFlightCount
  }

  /** Commands waiting to be written. */
  get queued(): number {
    return this.#pump.session.queuedCount
  }

  /**
   * A reader of everything that happens from now on, independent of all others; `types` narrows it.
   * Ends when the connection does, after `disconnected`.
   */
  events(options?: EventOptions): EventReader
  events<Type extends ImapEventType>(
    options: EventOptions<Type> & { readonly types: readonly Type[] },
  ): EventReader<EventOfType<Type> | EventOfType<'overflow'>>
  events(options: EventOptions = {}): EventReader<ImapEvent> {
    return this.#pump.reader(options)
  }

  // --- any state ------------------------------------------------------------------------------------

  /** CAPABILITY (RFC 9051 §6.1.1). */
  capability(options?: CommandOptions): CommandToken<Capability> {
    return this.#submit('CAPABILITY', () => capability(), options)
  }

  /** NOOP (RFC 9051 §6.1.2). Rarely needed: the connection idles by itself. */
  noop(options?: CommandOptions): CommandToken<void> {
    return this.#submit('NOOP', () => noop(), options)
  }

  /** ID (RFC 2971): tells who we are, learns who the server is; null tells nothing. */
  id(parameters: Readonly<Record<string, string | null>> | null, options?: CommandOptions): CommandToken<Id> {
    return this.#submit('ID', () => id(parameters), options)
  }

  /** LOGOUT (RFC 9051 §6.1.3), after everything submitted before is answered; then the connection ends. */
  logout(options?: CommandOptions): CommandToken<void> {
    return this.#submit('LOGOUT', () => logout(), options)
  }

  /** Drops the connection now. Open tokens fail with `ERR_IMAP_CLOSED` and say what became of them. Idempotent. */
  close(): void {
    this.#pump.close()
  }

  /** LOGOUT, bounded by its deadline, then `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.closed) await this.logout().catch(() => {})
    this.close()
  }

  // --- authenticated --------------------------------------------------------------------------------

  /** ENABLE (RFC 9051 §6.3.1), before a mailbox is selected. The names that are on now. */
  enable(names: readonly string[], options?: CommandOptions): CommandToken<readonly string[]> {
    return this.#submit('ENABLE', () => enable(names), options)
  }

  /** NAMESPACE (RFC 9051 §6.3.10). Needs NAMESPACE or IMAP4rev2. */
  namespace(options?: CommandOptions): CommandToken<Namespaces> {
    return this.#submit('NAMESPACE', () => namespace(), options)
  }

  /** LIST (RFC 9051 §6.3.9); `*` by default. Iterate it, or await all. */
  list(
    pattern: string | readonly string[] = '*',
    options: ListOptions & CommandOptions = {},
  ): CommandToken<readonly ListEntry[], ListEntry> {
    return this.#collect('LIST', () => list(pattern, options), options)
  }

  /** LSUB (RFC 3501 §6.3.9): subscribed mailboxes, for servers without LIST-EXTENDED. */
  lsub(
    pattern = '*',
    options: { readonly reference?: string } & CommandOptions = {},
  ): CommandToken<readonly ListEntry[], ListEntry> {
    return this.#collect('LSUB', () => lsub(pattern, options.reference ?? ''), options)
  }

  /** STATUS (RFC 9051 §6.3.11): all items asked for, or an error. Not for the selected mailbox; see `selected`. */
  status<const Item extends StatusItem>(
    mailbox: MailboxArgument,
    items: readonly Item[],
    options?: CommandOptions,
  ): CommandToken<Required<Pick<StatusItems, Item>>> {
    return this.#submit('STATUS', () => status(mailbox, items), options)
  }

  /** SELECT (RFC 9051 §6.3.2). Reads submitted behind it travel with it. */
  select(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<SelectResult> {
    return this.#submit('SELECT', () => select(mailbox, false), options)
  }

  /** EXAMINE (RFC 9051 §6.3.3): as `select`, read-only. */
  examine(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<SelectResult> {
    return this.#submit('EXAMINE', () => select(mailbox, true), options)
  }

  /** CREATE (RFC 9051 §6.3.4). */
  create(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void> {
    return this.#submit('CREATE', () => create(mailbox), options)
  }

  /** DELETE (RFC 9051 §6.3.5). */
  delete(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void> {
    return this.#submit('DELETE', () => remove(mailbox), options)
  }

  /** RENAME (RFC 9051 §6.3.6), with everything below. */
  rename(from: MailboxArgument, to: MailboxArgument, options?: CommandOptions): CommandToken<void> {
    return this.#submit('RENAME', () => rename(from, to), options)
  }

  /** SUBSCRIBE (RFC 9051 §6.3.7). */
  subscribe(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void> {
    return this.#submit('SUBSCRIBE', () => subscribe(mailbox), options)
  }

  /** UNSUBSCRIBE (RFC 9051 §6.3.8). */
  unsubscribe(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void> {
    return this.#submit('UNSUBSCRIBE', () => unsubscribe(mailbox), options)
  }

  /**
   * APPEND (RFC 9051 §6.3.12): a whole message. The UID where the server has UIDPLUS.
   * Never repeated by itself: when the connection is lost the error's `outcome` says what is known.
   */
  append(
    mailbox: MailboxArgument,
    message: string | Uint8Array,
    options: AppendOptions & CommandOptions = {},
  ): CommandToken<AppendResult> {
    return this.#submit('APPEND', () => append(mailbox, message, options), options)
  }

  // --- selected -------------------------------------------------------------------------------------

  /** CLOSE (RFC 9051 §6.4.1): removes every message flagged `\Deleted`, then closes the mailbox. */
  closeMailbox(options?: CommandOptions): CommandToken<void> {
    return this.#submit('CLOSE', () => close(), options)
  }

  /** UNSELECT (RFC 9051 §6.4.2): closes the mailbox and removes nothing. Needs UNSELECT or IMAP4rev2. */
  unselect(options?: CommandOptions): CommandToken<void> {
    return this.#submit('UNSELECT', () => unselect(), options)
  }

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
    if (returns === undefined) return this.#submit('UID SEARCH', () => search(query), options)
    return this.#submit('UID SEARCH', () => searchReturning(query, returns), options)
  }

  /**
   * UID FETCH (RFC 9051 §6.4.5): rows typed by what was asked for, as they arrive. Bodies are read without
   * setting `\Seen`. Messages that do not exist have no row; a row that lacks something is an error.
   */
  fetch<const Query extends FetchQuery>(
    set: SetInput,
    query: Query,
    options: FetchOptions & CommandOptions = {},
  ): CommandToken<readonly FetchRow<Query>[], FetchRow<Query>> {
    return this.#collect('UID FETCH', () => fetch<Query>(set, query, options), options)
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
    return this.#collect('UID FETCH', () => bodies(set, open, options), options)
  }

  /** UID STORE (RFC 9051 §6.4.6): exactly one of `add`, `remove`, `replace`. */
  store(set: SetInput, edit: FlagEdit, options: StoreOptions & CommandOptions = {}): CommandToken<StoreResult> {
    return this.#submit('UID STORE', () => store(set, edit, options), options)
  }

  /** UID COPY (RFC 9051 §6.4.7): with the new UIDs where the server has UIDPLUS. */
  copy(set: SetInput, target: MailboxArgument, options: CopyOptions & CommandOptions = {}): CommandToken<CopyResult> {
    return this.#submit('UID COPY', () => copy(set, target, options), options)
  }

  /** UID MOVE (RFC 9051 §6.4.8). Needs MOVE or IMAP4rev2. */
  move(set: SetInput, target: MailboxArgument, options: CopyOptions & CommandOptions = {}): CommandToken<CopyResult> {
    return this.#submit('UID MOVE', () => move(set, target, options), options)
  }

  /**
   * UID EXPUNGE (RFC 9051 §6.4.9): removes those of the set that are flagged `\Deleted`. Needs UIDPLUS or
   * IMAP4rev2. Without a set, `{ everythingDeleted: true }` must say that messages flagged by others go, too.
   */
  expunge(set: SetInput, options?: ExpungeOptions & CommandOptions): CommandToken<ExpungeResult>
  expunge(options: { readonly everythingDeleted: true } & CommandOptions): CommandToken<ExpungeResult>
  expunge(
    target: SetInput | ({ readonly everythingDeleted: true } & CommandOptions),
    options: ExpungeOptions & CommandOptions = {},
  ): CommandToken<ExpungeResult> {
    if (typeof target === 'object' && 'everythingDeleted' in target) {
      return this.#submit('EXPUNGE', () => confirmedExpunge(target.everythingDeleted), target)
    }
    return this.#submit('UID EXPUNGE', () => uidExpunge(target, options), options)
  }

  // --- submitting -----------------------------------------------------------------------------------

  #submit<Result>(name: string, make: () => Command<Result>, options?: CommandOptions): CommandToken<Result> {
    return this.#pump.submit(name, make, options ?? {})
  }

  /** For commands whose result is the list of their items. */
  #collect<Item>(
    name: string,
    make: () => Command<void, Item>,
    options: CommandOptions,
  ): CommandToken<readonly Item[], Item> {
    return this.#pump.collect(name, make, options)
  }
}

function confirmedExpunge(confirmed: unknown): Command<ExpungeResult> {
  if (confirmed !== true) throw new UsageError('EXPUNGE: expected a set of UIDs, or { everythingDeleted: true }')
  return expungeAll()
}
