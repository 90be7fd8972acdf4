/** What becomes of the octets of a download on their way to its reader. */
import { charsetOf } from '../../codec/text/charset-table.ts'
import { isIdentity, transferDecoder, type TransferDecoder } from '../../codec/mime/transfer-decoding.ts'
import { UsageError } from '../../errors.ts'
import type { Description } from '../../session/commands/fetching/describe.ts'
import type { DownloadOptions } from './options.ts'

export interface Stage<Chunk> {
  /** The transfer encoding is undone, or there is none. */
  readonly decoded: boolean
  /** Undefined when there is nothing to hand out yet. @throws UsageError past `maxOctets` */
  write(octets: Uint8Array): Chunk | undefined
  end(): Chunk | undefined
}

/** @throws UsageError for what cannot be decoded */
export function stageFor(
  description: Description,
  options: DownloadOptions,
  byServer: boolean,
): Stage<Uint8Array | string> {
  const { text = false, maxOctets = Infinity, resume } = options
  const decoder = decoderFor(description, options, byServer)
  if (decoder !== undefined && resume !== undefined && resume.from > 0) {
    throw refusal('UID FETCH resume: needs decode: false, for its place is one of the octets as they are kept')
  }
  const { size } = description
  if (decoder === undefined && !byServer && size !== undefined && size > maxOctets) throw tooBig(maxOctets)
  const decoded = decoder !== undefined || byServer || isIdentity(description.encoding)
  const octets = new OctetStage(decoder, maxOctets, decoded)
  return text ? new TextStage(octets, description) : octets
}

function decoderFor(
  { encoding, part }: Description,
  { decode = true }: DownloadOptions,
  byServer: boolean,
): TransferDecoder | undefined {
  const isPart = part !== undefined && /\d$/.test(part)
  if (!decode || !isPart || byServer || isIdentity(encoding)) return undefined
  const decoder = transferDecoder(encoding)
  if (decoder !== undefined) return decoder
  throw refusal(`UID FETCH: no decoder for ${JSON.stringify(encoding)}; decode: false takes it as it is`)
}

function refusal(text: string): UsageError {
  return new UsageError(text, 'ERR_IMAP_ARGUMENT', { outcome: 'answered' })
}

function tooBig(maxOctets: number): UsageError {
  return new UsageError(`UID FETCH: more than maxOctets (${maxOctets})`, 'ERR_IMAP_TOO_BIG', { outcome: 'answered' })
}

class OctetStage implements Stage<Uint8Array> {
  readonly decoded: boolean
  readonly #decoder: TransferDecoder | undefined
  #left: number
  readonly #most: number

  constructor(decoder: TransferDecoder | undefined, maxOctets: number, decoded: boolean) {
    this.#decoder = decoder
    this.#most = maxOctets
    this.#left = maxOctets
    this.decoded = decoded
  }

  write(octets: Uint8Array): Uint8Array | undefined {
    return this.#counted(this.#decoder === undefined ? octets : this.#decoder.write(octets))
  }

  end(): Uint8Array | undefined {
    return this.#decoder === undefined ? undefined : this.#counted(this.#decoder.end())
  }

  #counted(octets: Uint8Array): Uint8Array | undefined {
    this.#left -= octets.length
    if (this.#left < 0) throw tooBig(this.#most)
    return octets.length === 0 ? undefined : octets
  }
}

class TextStage implements Stage<string> {
  readonly #octets: OctetStage
  readonly #decoder: InstanceType<typeof TextDecoder>

  constructor(octets: OctetStage, { type, parameters }: Description) {
    if (!type.startsWith('text/')) throw refusal(`UID FETCH text: the part is ${type}`)
    if (!octets.decoded) throw refusal('UID FETCH text: its transfer encoding is not undone')
    this.#octets = octets
    this.#decoder = textDecoder(parameters.get('charset') ?? 'utf-8')
  }

  get decoded(): boolean {
    return this.#octets.decoded
  }

  write(octets: Uint8Array): string | undefined {
    const decoded = this.#octets.write(octets)
    return decoded === undefined ? undefined : this.#decoder.decode(decoded, { stream: true }) || undefined
  }

  end(): string | undefined {
    return this.#decoder.decode(this.#octets.end() ?? new Uint8Array(0)) || undefined
  }
}

/** US-ASCII is what senders declare who do not know: UTF-8 says the same of it, and more of what is none. */
function textDecoder(label: string): InstanceType<typeof TextDecoder> {
  const isAscii = /^(us-)?ascii$/i.test(label)
  const charset = isAscii ? 'utf-8' : charsetOf(label)
  if (charset !== undefined) {
    try {
      return new TextDecoder(charset)
    } catch {
      // This runtime has not all of them.
    }
  }
  throw refusal(`UID FETCH text: cannot decode the charset ${JSON.stringify(label.slice(0, 40))}`)
}
