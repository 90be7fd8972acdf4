/**
 * A command in flight: await it for its result, iterate it for its items as they arrive.
 *
 * Not a subclass of Promise, and it makes one only when somebody asks: a token nobody awaits cannot cause
 * an unhandled rejection. Its failure is in the event stream.
 */
import { redacted } from '../codec/encode/command-line.ts'
import { CancelledError, UsageError, type Outcome } from '../errors.ts'
import type { Entry, EntryState } from '../session/entry.ts'
import type { RuleName } from '../session/scheduling/rules.ts'

export type TokenState = EntryState

/** Why a queued command waits. */
export interface BlockedBy {
  readonly token: CommandToken<unknown, unknown>
  readonly rule: RuleName
}

/** Untyped inside, so that a token of something is a token of `unknown`, too. */
type Settled = { readonly value: unknown } | { readonly error: unknown }

/** Makes a result of all the items; what they are is for the connection to know. */
export type Gather = (items: never) => unknown

/** What the connection does for its tokens. */
export interface TokenOwner {
  cancel(entry: Entry): Outcome
  readonly maxUnreadOctets: number
}

export class CommandToken<Result, Item = never> implements PromiseLike<Result>, AsyncIterable<Item> {
  /** The command on the wire, e.g. `UID FETCH`. */
  readonly name: string
  readonly #owner: TokenOwner
  /** What the result is made of: the items, for commands whose result is all of them. */
  readonly #gather: Gather | undefined
  #entry: Entry | undefined
  #items: Item[] = []
  #taken = 0
  #unreadOctets = 0
  #octets: number[] = []
  #iterating = false
  #settled: Settled | undefined
  #promise: Promise<Result> | undefined
  #settlePromise: ((settled: Settled) => void) | undefined
  #wake: (() => void)[] = []
  #stopListening: (() => void) | undefined

  /** @internal Tokens are made by connections. */
  constructor(name: string, owner: TokenOwner, gather: Gather | undefined) {
    this.name = name
    this.#owner = owner
    this.#gather = gather
  }

  /** The IMAP tag; empty for a command that was refused before it got one. Of several steps, that of the latest. */
  get tag(): string {
    const entry = this.#entry
    return (entry?.steps?.findLast((step) => step.begun) ?? entry?.steps?.[0] ?? entry)?.tag ?? ''
  }

  /** The commands it is made of, where this server needs several for it; empty otherwise. */
  get steps(): readonly CommandToken<unknown>[] {
    return (this.#entry?.steps ?? []).map((step) => step.stepToken as CommandToken<unknown>)
  }

  /** The command it is a step of. */
  get partOf(): CommandToken<unknown, unknown> | undefined {
    const token = this.#entry?.whole?.token
    return token instanceof CommandToken ? token : undefined
  }

  /**
   * The command as it was written, without its tag, secrets and literals; undefined until then, and for one that is
   * made of `steps`. It does hold names of mailboxes and what was searched for.
   */
  get text(): string | undefined {
    const line = this.#entry?.line
    return line === undefined ? undefined : redacted(line)
  }

  /** The mailbox it names or works on, as far as that is known. */
  get mailbox(): string | undefined {
    return this.#entry?.mailbox
  }

  get state(): TokenState {
    if (this.#settled !== undefined && this.#entry === undefined) return 'failed'
    return this.#entry?.state ?? 'queued'
  }

  /** The commands a queued one waits for, and the rule that says so (docs/design.md lists the rules). */
  get blockedBy(): readonly BlockedBy[] {
    const blocked: BlockedBy[] = []
    const waits = this.#entry?.steps?.find((step) => !step.begun && !step.settled) ?? this.#entry
    for (const [entry, { rule }] of waits?.blockers?.entries() ?? []) {
      const sibling = entry.whole !== undefined && entry.whole === waits?.whole
      const token = sibling ? entry.stepToken : entry.token
      if (token instanceof CommandToken) blocked.push({ token, rule })
    }
    return blocked
  }

  /**
   * Settles the token at once: with `reason`, or a `CancelledError`. Queued: nothing is sent. Sent: the answer
   * is read and dropped; the command may have run, and the connection stays usable.
   */
  cancel(reason?: unknown): void {
    if (this.#settled !== undefined) return
    const outcome = this.#entry === undefined ? 'unsent' : this.#owner.cancel(this.#entry)
    this.settle({ error: reason ?? new CancelledError(`${this.name} was cancelled`, outcome) })
  }

  then<A = Result, B = never>(
    onFulfilled?: ((value: Result) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#asPromise().then(onFulfilled, onRejected)
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Result | B> {
    return this.#asPromise().catch(onRejected)
  }

  finally(onFinally?: (() => void) | null): Promise<Result> {
    return this.#asPromise().finally(onFinally)
  }

  get [Symbol.toStringTag](): string {
    return 'CommandToken'
  }

  /**
   * Items in the order the server sent them. One iterator takes them, each item once; leaving the loop early
   * cancels the command.
   *
   * @throws UsageError (ERR_IMAP_CONSUMED) for a second iterator.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Item> {
    if (this.#iterating) throw new UsageError(`${this.name}: its items are already being iterated`, 'ERR_IMAP_CONSUMED')
    this.#iterating = true
    const iterator: AsyncIterableIterator<Item> = {
      next: () => this.#next(),
      return: async () => {
        this.cancel()
        this.#forget()
        return { done: true, value: undefined }
      },
      [Symbol.asyncIterator]: () => iterator,
    }
    return iterator
  }

  async #next(): Promise<IteratorResult<Item>> {
    for (;;) {
      if (this.#taken < this.#items.length) return { done: false, value: this.#take() }
      if (this.#settled !== undefined) {
        if ('error' in this.#settled) throw this.#settled.error
        return { done: true, value: undefined }
      }
      await new Promise<void>((resolve) => {
        this.#wake.push(resolve)
      })
    }
  }

  #take(): Item {
    const item = this.#items[this.#taken]!
    this.#unreadOctets -= this.#octets[this.#taken]!
    this.#taken++
    // Hold on to no more than is unread, without shifting the array for every item; all of it if it was awaited.
    const kept = this.#gather !== undefined && this.#promise !== undefined
    if (!kept && this.#taken >= 64 && this.#taken * 2 >= this.#items.length) {
      this.#items.splice(0, this.#taken)
      this.#octets.splice(0, this.#taken)
      this.#taken = 0
    }
    return item
  }

  #forget(): void {
    if (this.#promise !== undefined) return
    this.#items = []
    this.#octets = []
    this.#taken = 0
  }

  #asPromise(): Promise<Result> {
    if (this.#gather !== undefined && this.#iterating && this.#promise === undefined) {
      const consumed = `${this.name}: its items went to an iterator, so there is no complete list of them`
      return Promise.reject(new UsageError(consumed, 'ERR_IMAP_CONSUMED'))
    }
    this.#promise ??= new Promise<Result>((resolve, reject) => {
      this.#settlePromise = (settled) => {
        if ('error' in settled) reject(settled.error)
        else resolve(settled.value as Result)
      }
      if (this.#settled !== undefined) this.#settlePromise(this.#settled)
    })
    return this.#promise
  }

  // --- for the connection ---------------------------------------------------------------------------

  /** @internal Its row in the token table, if it is a command of this owner that has one. */
  entryOf(owner: TokenOwner): Entry | undefined {
    return owner === this.#owner ? this.#entry : undefined
  }

  /** @internal */
  get isSettled(): boolean {
    return this.#settled !== undefined
  }

  /** @internal */
  bind(entry: Entry, signal: AbortSignal | undefined): void {
    this.#entry = entry
    if (signal === undefined || this.#settled !== undefined) return
    const abort = (): void => this.cancel(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    this.#stopListening = () => signal.removeEventListener('abort', abort)
    if (signal.aborted) abort()
  }

  /** @internal A complete item. False when unread items have passed the bound: the command is to be cancelled. */
  push(item: Item, octets: number): boolean {
    if (this.#settled !== undefined) return true
    this.#items.push(item)
    this.#octets.push(octets)
    this.#unreadOctets += octets
    this.#wakeUp()
    return this.#unreadOctets <= this.#owner.maxUnreadOctets || this.#items.length - this.#taken <= 1
  }

  /** @internal The end; only the first one counts. */
  settle(settled: Settled): void {
    if (this.#settled !== undefined) return
    this.#settled =
      this.#gather !== undefined && 'value' in settled ? { value: this.#gather(this.#items as never) } : settled
    this.#stopListening?.()
    this.#settlePromise?.(this.#settled)
    this.#wakeUp()
  }

  #wakeUp(): void {
    for (const wake of this.#wake.splice(0)) wake()
  }
}
