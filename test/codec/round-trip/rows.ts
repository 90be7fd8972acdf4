/** FETCH rows (RFC 9051 §7.5.2), with the items of extensions. */
import fc from 'fast-check'
import {
  alt,
  astring,
  atom,
  dateTime,
  extension,
  flagList,
  many,
  modSequence,
  NIL,
  nstring,
  number,
  number64,
  nzNumber,
  PAD,
  parens,
  seq,
  SP,
  string,
  optional,
  nilOr,
  type Octets,
} from './grammar.ts'

const address = parens(seq(nstring, SP, nilOr(string), SP, nstring, SP, nstring))
const addressList = nilOr(
  seq(
    '(',
    fc.array(address, { minLength: 1, maxLength: 3 }).map((list) => list.join('')),
    ')',
  ),
)
const envelope = parens(
  seq(
    ...[nstring, nstring, ...Array.from({ length: 6 }, () => addressList), nstring, nstring].flatMap((part, at) =>
      at === 0 ? [part] : [SP, part],
    ),
  ),
)

const parameterList = nilOr(parens(many(seq(string, SP, string), 1, 3)))
const disposition = nilOr(parens(seq(string, SP, parameterList)))
const language = nilOr(alt(string, parens(many(string, 1, 3))))
const extensionTail = seq(
  SP,
  disposition,
  optional(seq(SP, language, optional(seq(SP, nstring, optional(seq(SP, extension)))))),
)
const fields = seq(parameterList, SP, nstring, SP, nstring, SP, string, SP, number64)

type Bodies = {
  body: string
  basic: string
  text: string
  message: string
  multipart: string
}

/** body, of any depth. */
export const body: Octets = fc.letrec((tie: fc.LetrecTypedTie<Bodies>) => ({
  body: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('basic'),
    tie('text'),
    tie('multipart'),
    tie('message'),
  ),
  basic: parens(
    seq(
      fc.constantFrom('"IMAGE"', '"application"', '{5}\r\naudio'),
      SP,
      string,
      SP,
      fields,
      optional(seq(SP, nstring, optional(extensionTail))),
    ),
  ),
  text: parens(seq('"text"', SP, string, SP, fields, SP, number, optional(seq(SP, nstring, optional(extensionTail))))),
  message: parens(
    seq(
      '"MESSAGE"',
      SP,
      '"RFC822"',
      SP,
      fields,
      SP,
      envelope,
      SP,
      tie('body'),
      SP,
      number,
      optional(seq(SP, nstring, optional(extensionTail))),
    ),
  ),
  multipart: parens(
    seq(
      fc.array(tie('body'), { minLength: 1, maxLength: 3 }).map((bodies) => bodies.join('')),
      SP,
      string,
      optional(seq(SP, parameterList, optional(extensionTail))),
    ),
  ),
})).body

export const content: Octets = fc.oneof(
  NIL,
  string,
  fc.uint8Array({ maxLength: 20 }).map((octets) => {
    const text = Buffer.from(octets).toString('latin1')
    return `${text.includes('\0') ? '~' : ''}{${text.length}}\r\n${text}`
  }),
)
const part = fc
  .array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 })
  .map((numbers) => numbers.join('.'))
const fieldName = fc.constantFrom('FROM', 'subject', '"Message-ID"', 'X-a')
const headerFields = seq(fc.constantFrom('HEADER.FIELDS', 'HEADER.FIELDS.NOT'), ' ', parens(many(fieldName, 1, 3)))
const section: Octets = fc.oneof(
  fc.constantFrom('', 'HEADER', 'TEXT'),
  part,
  headerFields,
  seq(part, '.', alt('MIME', 'HEADER', 'TEXT', headerFields)),
)
const sectionItem = fc
  .tuple(fc.constantFrom('BODY', 'body'), section, optional(number.map((origin) => `<${origin}>`)))
  .map(([item, spec, origin]) => `${item}[${spec}]${origin}`)

/** One item of each kind at most: one that comes twice is not a row a server may send. */
const label: Octets = fc.constantFrom('\\Inbox', '"\\\\Sent"', 'Work', '"two words"', '&AOk-', '{2}\r\nab', 'NIL')
const rowItems: readonly Octets[] = [
  seq('UID', SP, nzNumber),
  seq('FLAGS', SP, flagList),
  seq('MODSEQ', SP, parens(modSequence)),
  seq('ENVELOPE', SP, envelope),
  seq('BODYSTRUCTURE', SP, body),
  seq('BODY', SP, body),
  seq('RFC822.SIZE', SP, number64),
  seq('INTERNALDATE', SP, dateTime),
  seq(sectionItem, SP, content),
  seq('BINARY[', part, ']', SP, content),
  seq('BINARY.SIZE[', part, ']', SP, number),
  seq('RFC822.HEADER', SP, content),
  seq('PREVIEW', SP, nstring),
  seq('SAVEDATE', SP, nilOr(dateTime)),
  seq('EMAILID', SP, parens(atom)),
  seq('THREADID', SP, nilOr(parens(atom))),
  seq(fc.constantFrom('X-GM-MSGID', 'X-GM-THRID'), SP, number64),
  seq('X-GM-LABELS', SP, fc.oneof(fc.constant('()'), parens(many(label, 1, 4)))),
  seq('ANNOTATION', SP, parens(many(seq(astring, SP, parens(many(seq(atom, SP, nstring), 1, 2))), 1, 2))),
  seq('ANNOTATION', SP, parens(many(atom, 1, 2))),
  seq('X-UNHEARD-OF', SP, extension),
]
export const msgAtt: Octets = fc
  .tuple(fc.subarray([...rowItems.keys()], { minLength: 1 }), fc.tuple(...rowItems), PAD, PAD)
  .map(([chosen, items, before, after]) => `(${before}${chosen.map((at) => items[at]).join(' ')}${after})`)
