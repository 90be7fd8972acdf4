/** FETCH rows, as servers write them (RFC 9051 §7.5.2). */
import { UsageError } from '../../errors.ts'
import type {
  Address,
  BodyPart,
  BodyStructure,
  Envelope,
  FetchAttributes,
  FetchExtras,
  FetchSection,
  MessageAnnotations,
} from '../values.ts'
import { dateTimeText } from './date.ts'
import type { ResponseLine } from './response-line.ts'

/**
 *     msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP (msg-att-dynamic / msg-att-static)) ")"
 */
export function msgAtt(line: ResponseLine, row: FetchAttributes): void {
  line.list(() => {
    for (const name of Object.keys(ITEMS) as (keyof FetchAttributes)[]) {
      const value = row[name]
      if (value !== undefined) (ITEMS[name] as (line: ResponseLine, value: unknown) => void)(line, value)
    }
  })
}

const ITEMS: {
  readonly [Name in keyof FetchAttributes]: (line: ResponseLine, value: NonNullable<FetchAttributes[Name]>) => void
} = {
  uid: (line, uid) => line.word('UID').number(uid),
  flags: (line, flags) => line.word('FLAGS').list(() => flags.forEach((flag) => line.word(flag))),
  modSeq: (line, modSeq) => line.word('MODSEQ').list(() => line.number(modSeq)),
  envelope: (line, value) => envelope(line.word('ENVELOPE'), value),
  bodyStructure: (line, value) => body(line.word('BODYSTRUCTURE'), value, true),
  body: (line, value) => body(line.word('BODY'), value, false),
  size: (line, size) => line.word('RFC822.SIZE').number(size),
  internalDate: (line, date) => line.word('INTERNALDATE').word(dateTimeText(date, 'INTERNALDATE')),
  sections: (line, sections) => sections.forEach((section) => fetchSection(line, section)),
  binarySizes: (line, sizes) => sizes.forEach((octets, part) => line.word(`BINARY.SIZE[${part}]`).number(octets)),
  extras,
  extended: (line, items) => items.forEach(({ name, value }) => line.word(name).extension(value)),
}

/** Items of extensions; NIL for null. */
function extras(line: ResponseLine, items: FetchExtras): void {
  const { preview, saveDate, emailId, threadId, gmailMessageId, gmailThreadId, gmailLabels } = items
  if (preview !== undefined) line.word('PREVIEW').nstring(preview)
  if (saveDate !== undefined) line.word('SAVEDATE').word(saveDate === null ? 'NIL' : dateTimeText(saveDate, 'SAVEDATE'))
  if (emailId !== undefined) line.word('EMAILID').list(() => line.astring(emailId))
  if (threadId === null) line.word('THREADID').nil()
  else if (threadId !== undefined) line.word('THREADID').list(() => line.astring(threadId))
  if (gmailMessageId !== undefined) line.word('X-GM-MSGID').number(gmailMessageId)
  if (gmailThreadId !== undefined) line.word('X-GM-THRID').number(gmailThreadId)
  if (gmailLabels !== undefined) {
    line
      .word('X-GM-LABELS')
      .list(() => gmailLabels.forEach((mailbox) => line.mailbox({ mailbox, wireName: undefined })))
  }
  if (items.annotations !== undefined) annotations(line, items.annotations)
}

/**
 *     "ANNOTATION" SP "(" entry-att *(SP entry-att) ")"                     ; RFC 5257 §5
 */
function annotations(line: ResponseLine, entries: MessageAnnotations): void {
  line.word('ANNOTATION').list(() =>
    entries.forEach((attributes, entry) => {
      line.astring(entry).list(() => attributes.forEach((value, name) => line.astring(name).nstring(value)))
    }),
  )
}

/** What no field name has would end it, or begin another. */
const SECTION = /^[^()[\]"\\{]*(?: \([^()[\]"\\{]*\))?$/

/**
 *     "BODY" section ["<" number64 ">"] SP nstring / "BINARY" section-binary SP (nstring / literal8)
 */
function fetchSection(line: ResponseLine, { item, section, origin, value }: FetchSection): void {
  if (value !== null && !(value instanceof Uint8Array)) {
    throw new UsageError(`${item}[${section}]: its octets went to a sink and cannot be written`)
  }
  if (!SECTION.test(section)) throw new UsageError(`${item}[…]: not the name of a section`)
  const name = item === 'BODY' || item === 'BINARY' ? `${item}[${section}]` : item
  line.word(origin === undefined ? name : `${name}<${origin}>`)
  if (value === null) line.nil()
  else line.literal(value)
}

/**
 *     envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP env-cc SP
 *                env-bcc SP env-in-reply-to SP env-message-id ")"
 */
function envelope(line: ResponseLine, value: Envelope): void {
  line.list(() => {
    line.nstring(value.date).headerText(value.subject)
    for (const list of [value.from, value.sender, value.replyTo, value.to, value.cc, value.bcc]) addresses(line, list)
    line.nstring(value.inReplyTo).nstring(value.messageId)
  })
}

/**
 *     env-from = "(" 1*address ")" / nil                    ; and so for the other five
 *     address  = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
 */
function addresses(line: ResponseLine, list: readonly Address[]): void {
  if (list.length === 0) return void line.nil()
  line.list(() => {
    for (const { name, adl, mailbox, host } of list) {
      line.list(() => {
        line.headerText(name).nstring(adl)
        if (host === null) line.headerText(mailbox).nil()
        else line.nstring(mailbox).nstring(host)
      })
    }
  })
}

/**
 *     body = "(" (body-type-1part / body-type-mpart) ")"
 */
export function body(line: ResponseLine, value: BodyStructure, extensions: boolean): void {
  line.list(() => {
    if (value.parts === undefined) onePart(line, value, extensions)
    else {
      for (const part of value.parts) body(line, part, extensions)
      line.string(value.subtype)
      // Without parts, nothing but the parenthesis behind the subtype tells it from a part of that type.
      const bare = value.parts.length === 0
      if (!extensions && !bare && !isExtended(value)) return
      if (bare && value.parameters.size === 0) line.list(() => {})
      else parameters(line, value.parameters)
      bodyExtensions(line, value)
    }
  })
}

function onePart(line: ResponseLine, part: BodyPart, extensions: boolean): void {
  line.string(part.type).string(part.subtype)
  parameters(line, part.parameters)
  line.nstring(part.id).nstring(part.description).string(part.encoding).number(part.size)
  if (part.envelope !== undefined && part.body !== undefined) {
    envelope(line, part.envelope)
    body(line, part.body, extensions)
  }
  if (part.lines !== undefined) line.number(part.lines)
  if (!extensions && !isExtended(part)) return
  line.nstring(part.md5)
  bodyExtensions(line, part)
}

/** BODY is to have no extension data; what a server sent all the same is kept. */
function isExtended(value: BodyStructure): boolean {
  const { disposition, language, location, extension } = value
  if (value.parts === undefined ? value.md5 !== undefined : value.parameters.size > 0) return true
  return disposition !== undefined || language !== undefined || location !== undefined || extension !== undefined
}

function bodyExtensions(line: ResponseLine, { disposition, language, location, extension }: BodyStructure): void {
  if (disposition === undefined) line.nil()
  else {
    line.list(() => {
      line.string(disposition.type)
      parameters(line, disposition.parameters)
    })
  }
  if (language === undefined) line.nil()
  else line.list(() => language.forEach((tag) => line.string(tag)))
  line.nstring(location)
  extension?.forEach((value) => line.extension(value))
}

/**
 *     body-fld-param = "(" string SP string *(SP string SP string) ")" / nil
 */
function parameters(line: ResponseLine, map: ReadonlyMap<string, string>): void {
  if (map.size === 0) return void line.nil()
  line.list(() => map.forEach((value, name) => line.string(name).string(value)))
}
