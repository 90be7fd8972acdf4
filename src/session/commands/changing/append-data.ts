/** What a message to be added is made of, and how it goes into a command. */
import type { CommandLine } from '../../../codec/encode/command-line.ts'
import { OctetSource } from '../../../codec/encode/octet-source.ts'
import { UsageError } from '../../../errors.ts'
import { requireCapability, appendLimit } from '../../server/capabilities.ts'
import type { Facts } from '../../command.ts'
import { membersOf, sessionResource, type Resource } from '../../footprint.ts'
import { checkUrl } from '../administration/urlauth.ts'
import { mailboxKey } from '../mailboxes/mailbox.ts'

/** A message, or a part of one, that the server has already (RFC 5092 §5). */
export interface StoredPart {
  readonly mailbox: string
  readonly uid: number
  /** Strongly advised: under another UIDVALIDITY the server refuses instead of taking another message. */
  readonly uidValidity?: number
  /** `1.2`, `HEADER`, `1.MIME`, `TEXT`; the whole message unless given. */
  readonly section?: string
}

/** A piece of a message: text, a stored part, or a URL as the server wants it (RFC 4469 §3). */
export type CatenatePart = string | Uint8Array | StoredPart | { readonly url: string }

/** A whole message, or the pieces the server is to put together (CATENATE, RFC 4469). A string is sent as UTF-8. */
export type MessageContent = string | Uint8Array | { readonly catenate: readonly CatenatePart[] }

export interface AppendOptions {
  readonly flags?: readonly string[]
  /** INTERNALDATE of the new message; the server's clock by default. */
  readonly date?: Date
}

/**
 *     append-message = [SP flag-list] [SP date-time] SP append-data
 *     append-data    = literal / literal8 / append-data-ext
 *     append-data    =/ "CATENATE" SP "(" cat-part *(SP cat-part) ")"      ; RFC 4469 §5
 *     append-data    =/ "UTF8" SP "(" literal8 ")"                         ; RFC 6855 §4
 */
export class AppendMessage {
  readonly #command: string
  readonly #options: AppendOptions
  readonly #parts: readonly Part[]
  readonly #catenated: boolean

  /** @throws UsageError */
  constructor(command: string, content: MessageContent | OctetSource, options: AppendOptions) {
    this.#command = command
    this.#options = options
    const { flags } = options
    if (flags !== undefined && !Array.isArray(flags)) throw new UsageError(`${command} flags: not a list`)
    this.#catenated = typeof content === 'object' && content !== null && 'catenate' in content
    this.#parts = this.#catenated
      ? partsOf(command, (content as { catenate: readonly CatenatePart[] }).catenate)
      : [textPart(command, content as string | Uint8Array | OctetSource)]
    if (!this.#catenated && this.#parts[0]!.octets!.length === 0) {
      throw new UsageError(`${command}: the message is empty; servers take that for a cancelled APPEND`)
    }
  }

  /** Header fields in UTF-8: servers want to be told once UTF8=ACCEPT is enabled (RFC 6855 §4). */
  get hasUtf8Header(): boolean {
    return hasEightBitHeader(headOf(this.#parts[0]!.octets))
  }

  /** What the server needs for it. @throws UsageError */
  check({ capabilities }: Facts): void {
    if (this.#catenated) requireCapability(this.#command, capabilities, 'CATENATE')
    if (this.#parts.some(({ octets }) => headOf(octets).includes(0))) {
      requireCapability(`${this.#command} of a message with NUL`, capabilities, 'BINARY')
    }
    const size = this.#parts.reduce((sum, { octets }) => sum + (octets?.length ?? 0), 0)
    const limit = appendLimit(capabilities)
    if (limit === undefined || size <= limit) return
    const text = `${this.#command}: the message has ${size} octets, and the server takes no more than ${limit}`
    throw new UsageError(text, 'ERR_IMAP_TOO_BIG')
  }

  /** What writing it depends on. */
  get reads(): readonly Resource[] {
    const stored = this.#parts.flatMap(({ url, mailbox }) => (url === undefined ? [] : [membersOf(mailbox)]))
    return this.hasUtf8Header ? [...stored, sessionResource] : stored
  }

  /** A URL of it means something else in another selected mailbox (RFC 4469 §3). */
  get dependsOnSelection(): boolean {
    return this.#parts.some(({ url }) => url !== undefined && !url.startsWith('/'))
  }

  /** @throws UsageError */
  addTo(line: CommandLine, utf8: boolean): void {
    const { flags, date } = this.#options
    if (flags !== undefined && flags.length > 0) line.flags(flags, `${this.#command} flags`)
    // Dovecot refuses other system flags without reading a `{n+}` literal, and would run the message as commands.
    if (flags?.some((flag) => flag.startsWith('\\') && !SYSTEM_FLAGS.has(flag.toLowerCase()))) line.askBeforeLiterals()
    if (date !== undefined) line.dateTime(date)
    if (this.#catenated) line.atom('CATENATE').list((list) => this.#parts.forEach((part) => addPart(list, part, utf8)))
    else addText(line, this.#parts[0]!.octets!, utf8)
  }
}

/** RFC 9051 §2.3.2. */
const SYSTEM_FLAGS: ReadonlySet<string> = new Set(['\\answered', '\\flagged', '\\deleted', '\\seen', '\\draft'])

interface Part {
  readonly octets: Uint8Array | OctetSource | undefined
  readonly url: string | undefined
  /** Where the URL leads; undefined for anywhere. */
  readonly mailbox: string | undefined
}

function partsOf(command: string, parts: readonly CatenatePart[]): readonly Part[] {
  if (!Array.isArray(parts) || parts.length === 0) throw new UsageError(`${command} catenate: expected a list of parts`)
  return parts.map((part: CatenatePart) => {
    if (typeof part === 'string' || part instanceof Uint8Array) return textPart(command, part)
    if (typeof part !== 'object' || part === null) throw new UsageError(`${command} catenate: not a part of a message`)
    if ('url' in part) {
      checkUrl(`${command} catenate`, part.url)
      return { octets: undefined, url: part.url, mailbox: undefined }
    }
    return { octets: undefined, url: urlOf(command, part), mailbox: mailboxKey(part.mailbox) }
  })
}

function headOf(octets: Uint8Array | OctetSource | undefined): Uint8Array {
  return octets instanceof OctetSource ? octets.head : (octets ?? NOTHING)
}

const NOTHING = new Uint8Array(0)

function textPart(command: string, text: string | Uint8Array | OctetSource): Part {
  if (text instanceof OctetSource) return { octets: text, url: undefined, mailbox: undefined }
  if (typeof text === 'string' && !text.isWellFormed()) {
    throw new UsageError(`${command}: the message holds half a surrogate pair`)
  }
  const octets = typeof text === 'string' ? new TextEncoder().encode(text) : text
  if (!(octets instanceof Uint8Array)) throw new UsageError(`${command}: the message must be a string or a Uint8Array`)
  return { octets, url: undefined, mailbox: undefined }
}

const SECTION = /^(?:[1-9]\d*(?:\.[1-9]\d*)*(?:\.(?:MIME|HEADER|TEXT))?|HEADER|TEXT)$/i

/**
 *     imessagepart = "/" enc-mailbox [uidvalidity] "/" iuid ["/" isection]      ; RFC 5092 §11
 */
function urlOf(command: string, { mailbox, uid, uidValidity, section }: StoredPart): string {
  for (const [what, n] of [
    ['uid', uid],
    ['uidValidity', uidValidity === undefined ? 1 : uidValidity],
  ] as const) {
    if (!Number.isInteger(n) || n < 1 || n > 0xffff_ffff) {
      throw new UsageError(`${command} catenate ${what}: expected an integer from 1 to 4294967295`)
    }
  }
  if (typeof mailbox !== 'string' || mailbox === '' || !mailbox.isWellFormed()) {
    throw new UsageError(`${command} catenate mailbox: expected the name of a mailbox`)
  }
  if (section !== undefined && (typeof section !== 'string' || !SECTION.test(section))) {
    throw new UsageError(`${command} catenate section: expected a part such as 1.2, HEADER, TEXT or 1.MIME`)
  }
  const validity = uidValidity === undefined ? '' : `;UIDVALIDITY=${uidValidity}`
  return `/${encodeURIComponent(mailbox)}${validity}/;UID=${uid}${section === undefined ? '' : `/;SECTION=${section}`}`
}

/**
 *     cat-part     = text-literal / url / utf8-literal
 *     text-literal = "TEXT" SP literal
 *     url          = "URL" SP astring
 */
function addPart(line: CommandLine, { octets, url }: Part, utf8: boolean): void {
  if (octets === undefined) line.atom('URL').string(url!, { what: 'URL' })
  else if (utf8 && hasEightBitHeader(headOf(octets))) addText(line, octets, true)
  else line.atom('TEXT').literal(octets)
}

function addText(line: CommandLine, octets: Uint8Array | OctetSource, utf8: boolean): void {
  if (utf8) line.atom('UTF8').list((list) => list.literal(octets, { binary: true }))
  else line.literal(octets, { binary: headOf(octets).includes(0) })
}

function hasEightBitHeader(octets: Uint8Array): boolean {
  for (let i = 0; i < octets.length; i++) {
    if (octets[i]! > 0x7f) return true
    const endsLine = octets[i] === 0x0a
    if (endsLine && (octets[i + 1] === 0x0a || (octets[i + 1] === 0x0d && octets[i + 2] === 0x0a))) return false
  }
  return false
}
