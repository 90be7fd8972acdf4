/** Productions of RFC 9051 §9 and of the extensions that begin a response. */
import fc from 'fast-check'
import {
  alt,
  astring,
  atom,
  dateTime,
  extension,
  flag,
  flagList,
  mailbox,
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
  ascendingSet,
  sequenceSet,
  SP,
  string,
  type Octets,
} from './grammar.ts'

const optional = (part: Octets): Octets => fc.oneof(fc.constant(''), part)
const nilOr = (part: Octets): Octets => fc.oneof(NIL, part)

// --- FETCH ------------------------------------------------------------------------------------------

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
const body: Octets = fc.letrec((tie: fc.LetrecTypedTie<Bodies>) => ({
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

const content: Octets = fc.oneof(
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
  seq('X-UNHEARD-OF', SP, extension),
]
const msgAtt: Octets = fc
  .tuple(fc.subarray([...rowItems.keys()], { minLength: 1 }), fc.tuple(...rowItems), PAD, PAD)
  .map(([chosen, items, before, after]) => `(${before}${chosen.map((at) => items[at]).join(' ')}${after})`)

// --- mailboxes --------------------------------------------------------------------------------------

const delimiter = fc.constantFrom('"/"', '"."', '"\\\\"', 'NIL', '"|"')
const attribute = fc.constantFrom('\\Noselect', '\\HasChildren', '\\Subscribed', '\\NonExistent', '\\Sent', '\\X-own')
const listItem = fc.oneof(
  seq(alt('"CHILDINFO"', 'CHILDINFO'), SP, parens(many(alt('"SUBSCRIBED"', 'SPECIAL-USE', '"REMOTE"'), 1, 2))),
  seq(alt('"OLDNAME"', 'OLDNAME'), SP, parens(mailbox)),
  seq('"X-OWN"', SP, extension),
)
const mailboxList = seq(parens(many(attribute, 0, 3)), SP, delimiter, SP, mailbox, optional(seq(SP, parens(listItem))))

const statusItem: Octets = fc.oneof(
  seq(fc.constantFrom('MESSAGES', 'RECENT', 'UNSEEN', 'DELETED'), SP, number),
  seq(fc.constantFrom('UIDNEXT', 'UIDVALIDITY'), SP, nzNumber),
  seq(fc.constantFrom('SIZE', 'DELETED-STORAGE'), SP, number64),
  seq('HIGHESTMODSEQ', SP, modSequence),
  seq('APPENDLIMIT', SP, nilOr(number)),
  seq('MAILBOXID', SP, parens(atom)),
  seq('X-OWN', SP, extension),
)

/** A prefix is the beginning of a name, and names hold no line ends. */
const prefix = string.filter((text) => !/[\r\n]/.test(text.replace(/^\{\d+\}\r\n/, '')))
const namespaceDescr = parens(seq(prefix, SP, delimiter, optional(seq(SP, string, SP, parens(many(string, 1, 2))))))
const namespace = nilOr(
  seq(
    '(',
    fc.array(namespaceDescr, { minLength: 1, maxLength: 2 }).map((list) => list.join('')),
    ')',
  ),
)

// --- search -----------------------------------------------------------------------------------------

const tag = fc.constantFrom('A1', '"A1"', '{2}\r\nA1')
const returnItem = fc.oneof(
  seq(fc.constantFrom('MIN', 'MAX'), SP, nzNumber),
  seq('COUNT', SP, number),
  seq('ALL', SP, ascendingSet),
  seq('MODSEQ', SP, modSequence),
  seq('PARTIAL', SP, parens(seq(fc.constantFrom('1:5', '5:3', '-1:-9'), SP, alt(NIL, sequenceSet)))),
  seq(fc.constantFrom('ADDTO', 'REMOVEFROM'), SP, parens(many(seq(number, SP, sequenceSet), 1, 2))),
  seq('RELEVANCY', SP, parens(many(fc.constantFrom('1', '42', '100'), 0, 3))),
  seq('XLATER', SP, parens(many(atom, 1, 2))),
)
const correlator = parens(
  fc
    .uniqueArray(fc.oneof(seq('TAG', SP, tag), seq('MAILBOX', SP, mailbox), seq('UIDVALIDITY', SP, nzNumber)), {
      minLength: 1,
      selector: (part) => part.slice(0, 3),
    })
    .map((parts) => parts.join(' ')),
)

/** thread-list, of any depth; two lists side by side where one begins without a number. */
const threadList: Octets = fc.letrec((tie: fc.LetrecTypedTie<{ list: string; nested: string }>) => ({
  list: fc.oneof(
    { depthSize: 'small' },
    parens(many(nzNumber, 1, 3)),
    parens(seq(many(nzNumber, 1, 2), optional(SP), tie('nested'))),
    parens(tie('nested')),
  ),
  nested: seq(tie('list'), optional(SP), tie('list')),
})).list

const esearch = seq(
  optional(seq(SP, correlator)),
  optional(seq(SP, 'UID')),
  fc
    .uniqueArray(returnItem, { maxLength: 3, selector: (item) => item.slice(0, 3) })
    .map((items) => items.map((item) => ` ${item}`).join('')),
)

// --- status -----------------------------------------------------------------------------------------

const respText = fc.oneof(
  fc.constant(''),
  fc.constantFrom('Done.', 'a "quoted" [bracket', 'Gr\xc3\xbc\xc3\x9fe', '{3}'),
)
const code: Octets = fc.oneof(
  fc.constantFrom('ALERT', 'PARSE', 'READ-ONLY', 'READ-WRITE', 'TRYCREATE', 'CLOSED', 'NOMODSEQ', 'OVERQUOTA'),
  seq(fc.constantFrom('UIDNEXT', 'UIDVALIDITY', 'UNSEEN'), SP, nzNumber),
  seq('HIGHESTMODSEQ', SP, modSequence),
  seq('PERMANENTFLAGS', SP, flagList),
  seq('CAPABILITY', SP, many(fc.constantFrom('IMAP4rev1', 'IDLE', 'AUTH=PLAIN', 'X=1'), 1, 3)),
  seq('BADCHARSET', optional(seq(SP, parens(many(atom, 1, 2))))),
  seq('APPENDUID', SP, nzNumber, SP, nzNumber),
  seq('MODIFIED', SP, sequenceSet),
  seq('MAILBOXID', SP, parens(atom)),
  seq('X-OWN', optional(seq(SP, fc.constantFrom('1 2', '"]" x', 'a[b]c')))),
)
const withCode = seq(optional(seq('[', code, ']')), SP, respText)

/** By the name of the production. */
export const RESPONSES: Readonly<Record<string, Octets>> = {
  'continue-req': seq('+ ', respText),
  'response-tagged': seq('A1 ', fc.constantFrom('OK', 'NO', 'BAD'), SP, withCode),
  'resp-cond-state': seq('* ', fc.constantFrom('OK', 'NO', 'BAD', 'PREAUTH', 'BYE'), SP, withCode),
  'capability-data': seq('* CAPABILITY', SP, many(fc.constantFrom('IMAP4rev2', 'AUTH=PLAIN', 'idle'), 1, 3), PAD),
  'enable-data': seq('* ENABLED', optional(seq(SP, many(fc.constantFrom('CONDSTORE', 'qresync'), 1, 2)))),
  flags: seq('* FLAGS', SP, flagList),
  list: seq('* ', fc.constantFrom('LIST', 'LSUB', 'list'), SP, mailboxList),
  status: seq('* STATUS', SP, mailbox, SP, parens(many(statusItem, 0, 4)), PAD),
  namespace: seq('* NAMESPACE', SP, namespace, SP, namespace, SP, namespace),
  id: seq('* ID', SP, nilOr(parens(many(seq(string, SP, nstring), 0, 3)))),
  search: seq(
    '* SEARCH',
    optional(seq(SP, many(nzNumber, 1, 4))),
    optional(seq(SP, '(MODSEQ', SP, modSequence, ')')),
    PAD,
  ),
  esearch: seq('* ESEARCH', esearch),
  sort: seq('* SORT', optional(seq(SP, many(nzNumber, 1, 4))), optional(seq(SP, '(MODSEQ', SP, modSequence, ')')), PAD),
  thread: seq(
    '* THREAD',
    optional(
      seq(
        SP,
        many(threadList, 1, 3).map((lists) => lists.replaceAll(') (', ')(')),
      ),
    ),
  ),
  uidbatches: seq(
    '* UIDBATCHES',
    optional(seq(SP, '(TAG', SP, tag, ')')),
    optional(seq(SP, fc.constantFrom('300:201,200:1', '7', '9:9,8:1'))),
  ),
  'mailbox-data': seq('* ', number, SP, fc.constantFrom('EXISTS', 'RECENT')),
  expunge: seq('* ', nzNumber, SP, 'EXPUNGE'),
  vanished: seq('* VANISHED', SP, optional(seq('(EARLIER)', SP)), sequenceSet),
  fetch: seq('* ', nzNumber, SP, 'FETCH', SP, msgAtt),
  uidfetch: seq(
    '* ',
    nzNumber,
    SP,
    'UIDFETCH',
    SP,
    msgAtt.map((row) => row.replace(/\bUID +\d+/, 'X-NONE 1')),
  ),
  unknown: seq('* X-UNHEARD-OF', SP, many(fc.oneof(atom, astring, flag), 0, 3)),
}
