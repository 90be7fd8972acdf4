/** Messages that are read from somewhere: how much is read before anything is sent, and what is refused. */
import { concatenate } from '../../codec/decode/large-literal.ts'
import { OctetSource } from '../../codec/encode/octet-source.ts'
import { UsageError } from '../../errors.ts'

/** A file or another Blob: it knows its size. */
export interface BlobLike {
  readonly size: number
  stream(): AsyncIterable<Uint8Array>
}

/** Octets in pieces. Streams of the Web are async iterables, too. */
export type MessageSource = BlobLike | AsyncIterable<Uint8Array> | Iterable<Uint8Array>

export interface SourceOptions {
  /** Octets that the source will give, exactly. With it a long message is sent as it is read. */
  readonly size?: number
  /** A source of unknown size is read into memory before anything is sent, up to so many octets; 16 MiB unless given. */
  readonly maxBuffered?: number
  /** Octets of a source that have been handed to the network. */
  readonly onProgress?: (sent: number, size: number) => void
}

const READ_AHEAD = 256 * 1024
const MAX_BUFFERED = 16 * 1024 * 1024

export function isSource(message: unknown): message is MessageSource {
  if (typeof message !== 'object' || message === null || message instanceof Uint8Array) return false
  return isBlob(message) || Symbol.asyncIterator in message || Symbol.iterator in message
}

function isBlob(message: object): message is BlobLike {
  return 'stream' in message && typeof message.stream === 'function' && 'size' in message
}

/**
 * The message, whole where it is short or of unknown size, else its beginning and the way to the rest.
 *
 * @throws UsageError when the source fails, or is not as long as was said, as far as that can be known now
 */
export async function readAhead(source: MessageSource, options: SourceOptions): Promise<Uint8Array | OctetSource> {
  const size = checkedSize(isBlob(source) ? source.size : options.size)
  const most = options.maxBuffered ?? MAX_BUFFERED
  if (!(most >= 0)) throw new UsageError('APPEND maxBuffered: expected a number of octets')
  if (options.onProgress !== undefined && typeof options.onProgress !== 'function') {
    throw new UsageError('APPEND onProgress: expected a function')
  }
  const iterator = iteratorOf(source)
  try {
    const { octets, ended } = await beginning(iterator, size === undefined ? most : READ_AHEAD)
    if (ended && (size === undefined || octets.length === size)) return octets
    if (size === undefined) {
      const text = `APPEND: the source gives more than maxBuffered (${most} octets); tell its size to have it sent as it is read`
      throw new UsageError(text, 'ERR_IMAP_TOO_BIG')
    }
    if (ended || octets.length > size) {
      throw new UsageError(
        `APPEND: the source gives ${ended ? octets.length : 'more'} octets, its size was to be ${size}`,
      )
    }
    return new OctetSource(size, octets, iterator, options.onProgress)
  } catch (error) {
    void Promise.resolve(iterator.return?.()).catch(() => {})
    throw error
  }
}

function checkedSize(size: unknown): number | undefined {
  if (size === undefined || (typeof size === 'number' && Number.isSafeInteger(size) && size > 0)) return size
  throw new UsageError('APPEND size: expected a number of octets, 1 or more')
}

function iteratorOf(source: MessageSource): AsyncIterator<unknown> {
  const pieces = isBlob(source) ? source.stream() : source
  return (async function* () {
    yield* pieces
  })()
}

async function beginning(
  iterator: AsyncIterator<unknown>,
  most: number,
): Promise<{ readonly octets: Uint8Array; readonly ended: boolean }> {
  const pieces: Uint8Array[] = []
  let size = 0
  for (;;) {
    const next = await nextOf(iterator)
    if (next.done === true) return { octets: concatenate(pieces), ended: true }
    // Whoever fills one buffer again and again may do so.
    const piece = checkedPiece(next.value).slice()
    pieces.push(piece)
    size += piece.length
    if (size > most) return { octets: concatenate(pieces), ended: false }
  }
}

async function nextOf(iterator: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> {
  try {
    return await iterator.next()
  } catch (cause) {
    throw new UsageError('APPEND: the source of the message failed', 'ERR_IMAP_ARGUMENT', { cause })
  }
}

/** @throws UsageError */
export function checkedPiece(piece: unknown): Uint8Array {
  if (piece instanceof Uint8Array) return piece
  throw new UsageError('APPEND: the source of the message gave something that is no Uint8Array')
}
