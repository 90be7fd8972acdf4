/** Productions of RFC 9051 §9 and of the extensions that begin a response. */
import fc from 'fast-check'
import { ADMINISTRATION } from './administration.ts'
import {
  alt,
  astring,
  atom,
  extension,
  flag,
  flagList,
  mailbox,
  many,
  modSequence,
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
  optional,
  NIL,
  nilOr,
  type Octets,
} from './grammar.ts'
import { msgAtt } from './rows.ts'

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
  ...ADMINISTRATION,
  unknown: seq('* X-UNHEARD-OF', SP, many(fc.oneof(atom, astring, flag), 0, 3)),
}
