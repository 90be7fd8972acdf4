/**
 * BODYSTRUCTURE and BODY of a FETCH response (RFC 9051 §7.5.2).
 *
 * Bodies nest as deep as a sender likes, so that the open ones are kept on a stack of our own: a part is read in one
 * go, a multipart and a message/rfc822 are left open until the bodies in them have been read.
 */
import { CLOSE, OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { envelope } from './envelope.ts'
import { extensionValue } from './extension-value.ts'
import type { BodyMultipart, BodyPart, BodyStructure, Disposition, ExtensionValue } from '../values.ts'

/** Bodies while they are read: filled in place, so that nothing is made twice. */
type Draft<T> = { -readonly [K in keyof T]: T[K] }
type Part = Draft<BodyPart>
type Multipart = Draft<Omit<BodyMultipart, 'parts'>> & { readonly parts: BodyStructure[] }

const MINUS = 0x2d

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map()

/**
 *     body = "(" (body-type-1part / body-type-mpart) ")"
 */
export function bodyStructure(c: Cursor): BodyStructure {
  const open: (Part | Multipart)[] = []
  for (;;) {
    let done: BodyStructure | undefined = beginBody(c, open)
    while (done !== undefined) {
      const parent = open.at(-1)
      if (parent === undefined) return done
      done = parent.parts === undefined ? messageEnd(c, open, parent, done) : partOf(c, open, parent, done)
    }
  }
}

/** Reads a body from its "("; undefined, and one more open, when there is a body inside to read first. */
function beginBody(c: Cursor, open: (Part | Multipart)[]): BodyStructure | undefined {
  const parent = open.at(-1)
  c.open()
  if (c.peek() === OPEN) {
    open.push(multipart(multipartNumber(parent)))
    return undefined
  }
  const type = keyword(c)
  c.sp()
  // A multipart without parts, which the grammar has no words for: ("mixed" ("boundary" "x") NIL NIL).
  if (c.peek() === OPEN) return multipartEnd(c, multipart(multipartNumber(parent)), type)
  const part = bodyFields(c, partNumber(parent), type)
  // A server that does not look inside of an attached message ends here or goes on with its MD5.
  if (!isMessage(part) || c.peek() !== OPEN) return onePart(c, part)
  part.envelope = envelope(c)
  c.sp()
  open.push(part)
  return undefined
}

/** What BODY[…] wants for the next body in `parent`. */
function partNumber(parent: Part | Multipart | undefined): string {
  if (parent === undefined) return '1'
  if (parent.parts === undefined) return `${parent.part}.1`
  const place = parent.parts.length + 1
  return parent.part === '' ? `${place}` : `${parent.part}.${place}`
}

/** A multipart that is a whole message has that message's number: `''`, or that of the message/rfc822 part. */
function multipartNumber(parent: Part | Multipart | undefined): string {
  if (parent === undefined) return ''
  return parent.parts === undefined ? parent.part : partNumber(parent)
}

function multipart(part: string): Multipart {
  return {
    part,
    type: 'multipart',
    subtype: '',
    parameters: NO_PARAMETERS,
    disposition: undefined,
    language: undefined,
    location: undefined,
    extension: undefined,
    parts: [],
  }
}

/** Adds a body to the multipart it is in; returns the multipart if that was the last. */
function partOf(
  c: Cursor,
  open: (Part | Multipart)[],
  parent: Multipart,
  body: BodyStructure,
): BodyMultipart | undefined {
  parent.parts.push(body)
  const next = c.peek()
  if (next === OPEN) return undefined
  open.pop()
  return multipartEnd(c, parent, next === CLOSE ? '' : keyword(c))
}

/**
 *     body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
 *     body-ext-mpart  = body-fld-param [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP body-extension)]]]
 *
 * From after the subtype.
 */
function multipartEnd(c: Cursor, body: Multipart, subtype: string): BodyMultipart {
  body.subtype = subtype
  if (c.tryClose()) return body
  body.parameters = bodyFldParam(c)
  bodyExtensions(c, body)
  return body
}

/**
 *     body-fields = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP body-fld-octets
 *
 * With the subtype before it.
 */
function bodyFields(c: Cursor, part: string, type: string): Part {
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
  const size = bodyFldOctets(c)
  return {
    part,
    type,
    subtype,
    parameters,
    disposition: undefined,
    language: undefined,
    location: undefined,
    extension: undefined,
    id,
    description,
    encoding,
    size,
    lines: undefined,
    envelope: undefined,
    body: undefined,
    md5: undefined,
  }
}

/**
 *     body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
 *     body-type-text  = media-text SP body-fields SP body-fld-lines
 *
 * From after the size.
 */
function onePart(c: Cursor, part: Part): BodyPart {
  if (part.type === 'text') part.lines = bodyFldLines(c)
  return partEnd(c, part)
}

/**
 *     body-type-msg = media-message SP body-fields SP envelope SP body SP body-fld-lines
 *
 * From after the body.
 */
function messageEnd(c: Cursor, open: (Part | Multipart)[], part: Part, body: BodyStructure): BodyPart {
  open.pop()
  part.body = body
  part.lines = bodyFldLines(c)
  return partEnd(c, part)
}

/**
 *     body-ext-1part = body-fld-md5 [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP body-extension)]]]
 */
function partEnd(c: Cursor, part: Part): BodyPart {
  if (c.tryClose()) return part
  part.md5 = c.nstring() ?? undefined
  bodyExtensions(c, part)
  return part
}

/** What both kinds of body may end in, from disposition to the ")", each part of it optional. */
function bodyExtensions(c: Cursor, body: Part | Multipart): void {
  if (c.tryClose()) return
  body.disposition = bodyFldDsp(c)
  if (c.tryClose()) return
  body.language = bodyFldLang(c)
  if (c.tryClose()) return
  body.location = c.nstring() ?? undefined
  if (c.tryClose()) return
  const extension: ExtensionValue[] = []
  body.extension = extension
  while (c.more()) extension.push(extensionValue(c))
}

/**
 *     body-fld-octets = number                               ; NIL and -1 (Exchange) are 0
 */
function bodyFldOctets(c: Cursor): number {
  if (c.tryNil()) return 0
  return c.peek() === MINUS ? minusOne(c, 0) : c.number64()
}

/**
 *     body-fld-lines = number64                              ; left out by some servers, -1 at Exchange
 */
function bodyFldLines(c: Cursor): number | undefined {
  const code = c.peek()
  if (code === MINUS) return minusOne(c, undefined)
  return code >= 0x30 && code <= 0x39 ? c.number64() : undefined
}

/** A number the server does not know. */
function minusOne<T>(c: Cursor, value: T): T {
  c.pos++
  c.number64()
  return value
}

/**
 *     body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
 */
function bodyFldParam(c: Cursor): ReadonlyMap<string, string> {
  if (!c.tryOpen()) {
    if (!c.tryNil()) throw c.broken('parameter list expected')
    return NO_PARAMETERS
  }
  const parameters = new Map<string, string>()
  while (c.more()) {
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
  if (!c.tryOpen()) {
    const type = c.nstring()
    return type === null ? undefined : { type: type.toLowerCase(), parameters: NO_PARAMETERS }
  }
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
  if (!c.tryOpen()) {
    const language = c.nstring()
    return language === null ? undefined : [language]
  }
  const languages: string[] = []
  while (c.more()) languages.push(c.nstring() ?? '')
  return languages
}

function isMessage({ type, subtype }: Part): boolean {
  return type === 'message' && (subtype === 'rfc822' || subtype === 'global')
}

/** A string that is compared without case, in lower case; NIL is the empty one. */
function keyword(c: Cursor): string {
  return c.nstring()?.toLowerCase() ?? ''
}
