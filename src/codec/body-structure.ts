/**
 * BODYSTRUCTURE and BODY of a FETCH response (RFC 9051 §7.5.2).
 *
 * Bodies nest as deep as a sender likes, so that the open ones are kept on a stack of our own: a part is read in one
 * go, a multipart and the message inside of a message/rfc822 are left open until what they hold has been read.
 */
import { CLOSE, OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { envelope } from './envelope.ts'
import { extensionValue } from './extension-value.ts'
import type { BodyMultipart, BodyPart, BodyStructure, Disposition, Envelope, ExtensionValue } from './values.ts'

/** A body whose "(" has been read and that waits for the bodies in it. */
type OpenBody = OpenMultipart | OpenMessage

interface OpenMultipart {
  readonly part: string
  readonly parts: BodyStructure[]
}

interface OpenMessage {
  readonly part: string
  readonly parts?: undefined
  readonly fields: BodyFields
  readonly envelope: Envelope
}

interface BodyFields {
  readonly type: string
  readonly subtype: string
  readonly parameters: ReadonlyMap<string, string>
  readonly id: string | null
  readonly description: string | null
  readonly encoding: string
  readonly size: number
}

interface BodyExtension {
  readonly disposition: Disposition | undefined
  readonly language: readonly string[] | undefined
  readonly location: string | undefined
  readonly extension: readonly ExtensionValue[] | undefined
}

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map()
const NO_EXTENSION: BodyExtension = {
  disposition: undefined,
  language: undefined,
  location: undefined,
  extension: undefined,
}

/**
 *     body = "(" (body-type-1part / body-type-mpart) ")"
 */
export function bodyStructure(c: Cursor): BodyStructure {
  const open: OpenBody[] = []
  for (;;) {
    let done = beginBody(c, open)
    while (done !== undefined) {
      const parent = open.at(-1)
      if (parent === undefined) return done
      done = holdBody(c, open, parent, done)
    }
  }
}

/** Reads a body from its "("; undefined, and one more open, when there is another body inside to read first. */
function beginBody(c: Cursor, open: OpenBody[]): BodyStructure | undefined {
  const parent = open.at(-1)
  c.open()
  if (c.peek() === OPEN) {
    open.push({ part: multipartNumber(parent), parts: [] })
    return undefined
  }
  const type = keyword(c)
  c.sp()
  // A multipart without parts, as some servers have it: ("mixed" ("boundary" "x") NIL NIL).
  if (c.peek() === OPEN) return multipartEnd(c, multipartNumber(parent), [], type)
  const fields = bodyFields(c, type)
  const part = partNumber(parent)
  if (!isMessage(fields)) return onePart(c, part, fields)
  c.skipBlanks()
  // Servers that do not look inside of an attached message end here or go on with its MD5.
  if (c.peek() !== OPEN) return onePart(c, part, fields)
  open.push({ part, fields, envelope: envelope(c) })
  c.sp()
  return undefined
}

/** Puts a finished body where it belongs; returns its parent when that is thereby finished. */
function holdBody(c: Cursor, open: OpenBody[], parent: OpenBody, body: BodyStructure): BodyStructure | undefined {
  if (parent.parts === undefined) {
    open.pop()
    return messageEnd(c, parent, body)
  }
  parent.parts.push(body)
  c.skipBlanks()
  if (c.peek() === OPEN) return undefined
  open.pop()
  return multipartEnd(c, parent.part, parent.parts, c.peek() === CLOSE ? '' : keyword(c))
}

/** What BODY[…] wants for the next body in `parent`. */
function partNumber(parent: OpenBody | undefined): string {
  if (parent === undefined) return '1'
  if (parent.parts === undefined) return `${parent.part}.1`
  const place = parent.parts.length + 1
  return parent.part === '' ? `${place}` : `${parent.part}.${place}`
}

/** A multipart that is a whole message has that message's number: `''`, or that of the message/rfc822 part. */
function multipartNumber(parent: OpenBody | undefined): string {
  if (parent === undefined) return ''
  return parent.parts === undefined ? parent.part : partNumber(parent)
}

/**
 *     body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
 *     body-ext-mpart  = body-fld-param [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP body-extension)]]]
 *
 * Read up to the blank after the subtype.
 */
function multipartEnd(c: Cursor, part: string, parts: readonly BodyStructure[], subtype: string): BodyMultipart {
  const parameters = c.tryClose() ? undefined : bodyFldParam(c)
  const extension = parameters === undefined ? NO_EXTENSION : bodyExtension(c)
  return {
    part,
    type: 'multipart',
    subtype,
    parameters: parameters ?? NO_PARAMETERS,
    disposition: extension.disposition,
    language: extension.language,
    location: extension.location,
    extension: extension.extension,
    parts,
  }
}

/**
 *     body-fields = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP body-fld-octets
 *
 * With the subtype before it. A NIL size, seen for parts a server could not read, is 0.
 */
function bodyFields(c: Cursor, type: string): BodyFields {
  const subtype = keyword(c)
  c.sp()
  const parameters = bodyFldParam(c)
  c.sp()
  const id = c.nstring()
  c.sp()
  const description = c.nstring()
  c.sp()
  const encoding = keyword(c)
  c.sp()
  const size = c.tryNil() ? 0 : c.number64()
  return { type, subtype, parameters, id, description, encoding, size }
}

/**
 *     body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
 *     body-type-text  = media-text SP body-fields SP body-fld-lines
 *
 * From after the size on.
 */
function onePart(c: Cursor, part: string, fields: BodyFields): BodyPart {
  c.skipBlanks()
  const lines = fields.type === 'text' ? bodyFldLines(c) : undefined
  return partEnd(c, part, fields, lines, undefined, undefined)
}

/**
 *     body-type-msg = media-message SP body-fields SP envelope SP body SP body-fld-lines
 */
function messageEnd(c: Cursor, open: OpenMessage, body: BodyStructure): BodyPart {
  c.skipBlanks()
  return partEnd(c, open.part, open.fields, bodyFldLines(c), open.envelope, body)
}

/**
 *     body-ext-1part = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP body-extension)]]]
 */
function partEnd(
  c: Cursor,
  part: string,
  fields: BodyFields,
  lines: number | undefined,
  envelope: Envelope | undefined,
  body: BodyStructure | undefined,
): BodyPart {
  const extended = !c.tryClose()
  const md5 = extended ? (c.nstring() ?? undefined) : undefined
  const extension = extended ? bodyExtension(c) : NO_EXTENSION
  return {
    part,
    type: fields.type,
    subtype: fields.subtype,
    parameters: fields.parameters,
    disposition: extension.disposition,
    language: extension.language,
    location: extension.location,
    extension: extension.extension,
    id: fields.id,
    description: fields.description,
    encoding: fields.encoding,
    size: fields.size,
    lines,
    envelope,
    body,
    md5,
  }
}

/** What both kinds of body may end in, from disposition to the ")", each part of it optional. */
function bodyExtension(c: Cursor): BodyExtension {
  if (c.tryClose()) return NO_EXTENSION
  const disposition = bodyFldDsp(c)
  if (c.tryClose()) return { ...NO_EXTENSION, disposition }
  const language = bodyFldLang(c)
  if (c.tryClose()) return { ...NO_EXTENSION, disposition, language }
  const location = c.nstring() ?? undefined
  let extension: ExtensionValue[] | undefined
  while (!c.tryClose()) {
    extension ??= []
    extension.push(extensionValue(c))
  }
  return { disposition, language, location, extension }
}

/**
 *     body-fld-lines = number64                              ; left out by some servers
 */
function bodyFldLines(c: Cursor): number | undefined {
  const code = c.peek()
  return code >= 0x30 && code <= 0x39 ? c.number64() : undefined
}

/**
 *     body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
 */
function bodyFldParam(c: Cursor): ReadonlyMap<string, string> {
  if (c.peek() !== OPEN) {
    if (!c.tryNil()) throw c.broken('parameter list expected')
    return NO_PARAMETERS
  }
  c.open()
  const parameters = new Map<string, string>()
  while (!c.tryClose()) {
    const name = keyword(c)
    c.sp()
    parameters.set(name, c.nstring() ?? '')
  }
  return parameters
}

/**
 *     body-fld-dsp = "(" string SP body-fld-param ")" / nil
 *
 * A bare string is read as a disposition without parameters.
 */
function bodyFldDsp(c: Cursor): Disposition | undefined {
  if (c.peek() !== OPEN) {
    const type = c.nstring()
    return type === null ? undefined : { type: type.toLowerCase(), parameters: NO_PARAMETERS }
  }
  c.open()
  const type = keyword(c)
  if (c.tryClose()) return { type, parameters: NO_PARAMETERS }
  const parameters = bodyFldParam(c)
  c.close()
  return { type, parameters }
}

/**
 *     body-fld-lang = nstring / "(" string *(SP string) ")"
 */
function bodyFldLang(c: Cursor): readonly string[] | undefined {
  if (c.peek() !== OPEN) {
    const language = c.nstring()
    return language === null ? undefined : [language]
  }
  c.open()
  const languages: string[] = []
  while (!c.tryClose()) languages.push(c.nstring() ?? '')
  return languages
}

function isMessage({ type, subtype }: BodyFields): boolean {
  return type === 'message' && (subtype === 'rfc822' || subtype === 'global')
}

/** A string compared without case, in lower case; NIL is the empty one. */
function keyword(c: Cursor): string {
  return c.nstring()?.toLowerCase() ?? ''
}
