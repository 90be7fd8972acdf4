/**
 * A message or a part of it as a stream: fetched in stretches, of which a window's worth is asked for or unread at any
 * time. Whoever reads slowly has less sent; nobody else waits for that, and the server turns to other commands between
 * two stretches.
 */
import { CommandError, ImapError, ProtocolError, UsageError } from '../../errors.ts'
import type { Command } from '../../session/command.ts'
import type { Description, DownloadMeta } from '../../session/commands/fetching/describe.ts'
import { slice, type Overflow, type SliceAnswer, type Target } from '../../session/commands/fetching/slice.ts'
import type { CommandOptions } from '../options.ts'
import type { CommandToken } from '../token.ts'
import { stageFor, type Stage } from './content.ts'
import type { DownloadOptions } from './options.ts'
import { Slices, type Slice } from './slices.ts'
import { DownloadWindow, type Asked } from './window.ts'

/** What `download` gives. */
export interface Download<Chunk = Uint8Array> {
  readonly meta: DownloadMeta
  /** To be read once. Its end is the end of the content: whatever goes wrong is an error. `cancel` fetches no more. */
  readonly content: ReadableStream<Chunk>
}

export interface DownloadHost {
  submit(command: Command<SliceAnswer>): CommandToken<SliceAnswer>
  now(): number
  /** Octets that a server which cannot be held back may have sent ahead of the reader. */
  readonly maxUnreadOctets: number
}

type Chunk = Uint8Array | string

/** All that follows, unasked. */
interface Flood {
  readonly chunks: Uint8Array[]
  /** Of the section, where it begins to count and where it ends. */
  readonly from: number
  readonly end: number
  skip: number
  missing: number
}

export class Downloading {
  readonly #target: Target
  readonly #options: DownloadOptions
  readonly #host: DownloadHost
  readonly #window: DownloadWindow
  readonly #slices: Slices
  readonly #open: Set<CommandToken<SliceAnswer>> = new Set()
  readonly #from: number
  #description: Description | undefined
  #stage: Stage<Chunk> | undefined
  #failure: { readonly error: unknown } | undefined
  #wake: (() => void) | undefined
  /** What a server sends that sends more than it is asked for. */
  #overflow: Flood | undefined
  #unread = 0
  #stopListening: (() => void) | undefined

  /** The signal counts for as long as the content is read, which is longer than the token is open. */
  constructor(target: Target, options: DownloadOptions & Pick<CommandOptions, 'signal'>, host: DownloadHost) {
    this.#target = target
    this.#options = options
    this.#host = host
    this.#window = new DownloadWindow(options.window)
    this.#from = options.resume?.from ?? 0
    this.#slices = new Slices(this.#from)
    this.#listen(options.signal)
  }

  #listen(signal: AbortSignal | undefined): void {
    if (signal === undefined) return
    const abort = (): void => this.stop(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    this.#stopListening = () => signal.removeEventListener('abort', abort)
  }

  /** Asks for the first stretch, which mostly is all, before anything is known. */
  start(): void {
    if (this.#options.binary !== true) this.#askOne()
  }

  /** What is being downloaded is known. @throws UsageError for what cannot be decoded */
  describe(description: Description): void {
    this.#description = description
    this.#stage = stageFor(description, this.#options, this.#target.binary)
    const { size } = description
    if (size !== undefined && this.#from > size) {
      throw new UsageError(`UID FETCH resume: the content ends at octet ${size}`)
    }
    // The size of the part once decoded nobody knows.
    this.#slices.announce(this.#target.binary ? undefined : size)
  }

  /** Asks for more from the next turn on: the session is still busy with the answer. */
  open(): Download<Chunk> {
    queueMicrotask(() => this.#fill())
    const content = new ReadableStream<Chunk>(
      {
        pull: (controller) => this.#pull(controller),
        cancel: (reason) => this.stop(reason),
      },
      { highWaterMark: 0 },
    )
    return { meta: { ...this.#description!, decoded: this.#stage!.decoded }, content }
  }

  /** Nothing more is wanted: what has been asked for comes and is dropped. */
  stop(reason: unknown): void {
    this.#fail(reason)
  }

  // --- asking -----------------------------------------------------------------------------------------

  #fill(): void {
    while (this.#failure === undefined && this.#overflow === undefined) {
      if (this.#slices.held >= this.#window.octets || !this.#askOne()) return
    }
  }

  #askOne(): boolean {
    const next = this.#slices.ask(this.#window.slice)
    if (next === undefined) return false
    const asked = this.#window.asked(this.#host.now())
    const token = this.#host.submit(
      slice(this.#target, next, { overflow: this.#overflowFrom(next), placeless: next.start === this.#from }),
    )
    this.#open.add(token)
    void this.#follow(token, next, asked)
    return true
  }

  async #follow(token: CommandToken<SliceAnswer>, asked: Slice, since: Asked): Promise<void> {
    try {
      const answer = await token
      if (answer.octets !== undefined) this.#window.answered(since, answer.octets.length, this.#host.now())
      this.#answered(asked, answer)
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#open.delete(token)
    }
  }

  #answered(asked: Slice, { octets, whole }: SliceAnswer): void {
    if (this.#failure !== undefined) return
    if (this.#overflow !== undefined && asked.start >= this.#overflow.from) this.#overflowEnded(asked)
    else if (octets === undefined) throw this.#incomplete('an answer without its octets')
    else if (whole && asked.start > 0) {
      // It began at the beginning, if it is all there is.
      if (octets.length !== this.#description?.size) throw this.#incomplete('an answer that tells no place')
      const overflow = this.#overflowFrom(asked)
      overflow.begin(octets.length, true)
      overflow.take(octets)
    } else this.#slices.answered(asked, octets)
    if (this.#description !== undefined) this.#fill()
    this.#wakeUp()
  }

  #overflowFrom({ start }: Slice): Overflow {
    let flood: Flood | undefined
    return {
      begin: (size, whole) => {
        if (this.#failure !== undefined || (this.#overflow !== undefined && this.#overflow.from <= start)) return
        flood = { chunks: [], from: start, end: whole ? size : start + size, skip: whole ? start : 0, missing: size }
        this.#slices.overflows(start)
        this.#overflow = flood
        this.#unread = 0
      },
      take: (chunk) => {
        if (flood !== undefined && flood === this.#overflow) this.#guarded(() => this.#takeOverflow(flood!, chunk))
      },
    }
  }

  #takeOverflow(flood: Flood, chunk: Uint8Array): void {
    if (this.#failure !== undefined) return
    const skipped = Math.min(flood.skip, chunk.length)
    flood.skip -= skipped
    flood.missing -= chunk.length
    if (skipped < chunk.length) flood.chunks.push(chunk.subarray(skipped))
    this.#unread += chunk.length - skipped
    if (this.#unread > this.#host.maxUnreadOctets) {
      const text = `UID FETCH: the server sends all at once, and more than ${this.#host.maxUnreadOctets} octets are unread`
      throw new UsageError(text, 'ERR_IMAP_CONSUMER_TOO_SLOW', { outcome: 'answered' })
    }
    this.#wakeUp()
  }

  #overflowEnded({ start }: Slice): void {
    const { from, missing } = this.#overflow!
    if (start === from && missing > 0) throw this.#incomplete('not all that was announced')
  }

  #incomplete(what: string): ProtocolError {
    return new ProtocolError(`UID FETCH: ${what} of UID ${this.#target.uid}`, 'ERR_IMAP_INCOMPLETE', {
      outcome: 'answered',
    })
  }

  // --- reading ----------------------------------------------------------------------------------------

  async #pull(controller: ReadableStreamDefaultController<Chunk>): Promise<void> {
    for (;;) {
      const octets = this.#next()
      if (octets !== undefined) {
        const chunk = this.#stage!.write(octets)
        this.#fill()
        if (chunk !== undefined) return controller.enqueue(chunk)
        continue
      }
      if (this.#failure !== undefined) throw this.#failure.error
      if (this.#done()) return this.#finish(controller)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  #next(): Uint8Array | undefined {
    const octets = this.#slices.take()
    if (octets !== undefined) return octets
    if (!this.#slices.done) return undefined
    const chunk = this.#overflow?.chunks.shift()
    if (chunk !== undefined) this.#unread -= chunk.length
    return chunk
  }

  #done(): boolean {
    if (!this.#slices.done) return false
    return this.#overflow === undefined || (this.#overflow.chunks.length === 0 && this.#overflow.missing <= 0)
  }

  #finish(controller: ReadableStreamDefaultController<Chunk>): void {
    const { size } = this.#description!
    if (this.#overflow !== undefined && !this.#target.binary && size !== undefined && this.#overflow.end < size) {
      throw this.#incomplete(`${this.#overflow.end} of ${size} octets`)
    }
    const last = this.#stage!.end()
    if (last !== undefined) controller.enqueue(last)
    controller.close()
    this.#abandon()
  }

  // --- the end ----------------------------------------------------------------------------------------

  #guarded(step: () => void): void {
    try {
      step()
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= { error: this.#inWords(error) }
    // The session may be busy with an answer of ours.
    queueMicrotask(() => this.#abandon())
    this.#wakeUp()
  }

  /** RFC 2180 §4.1: servers tell in several ways that a message is gone. */
  #inWords(error: unknown): unknown {
    const gone = ImapError.is(error) && error.code === 'ERR_IMAP_NO_MESSAGE'
    const expunged = error instanceof CommandError && error.responseCode === 'EXPUNGEISSUED'
    if ((!gone && !expunged) || this.#description === undefined) return error
    const { uid, size } = this.#description
    const text = `UID FETCH: message ${uid} has been removed while it was being downloaded: ${this.#slices.taken} of ${size ?? 'unknown many'} octets had been read`
    return new UsageError(text, 'ERR_IMAP_NO_MESSAGE', { outcome: 'answered', cause: error })
  }

  #abandon(): void {
    this.#stopListening?.()
    for (const token of this.#open) token.cancel()
    this.#open.clear()
  }

  #wakeUp(): void {
    this.#wake?.()
    this.#wake = undefined
  }
}
