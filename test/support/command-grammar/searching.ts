/** The keys of SEARCH (RFC 9051 §9, with those of RFC 3501 and of the extensions), its returns, SORT and THREAD. */
import { NIL, NO_LIST, rest, unique, type Commands } from './arguments.ts'
import { UINT32_MAX, UINT63_MAX, type Arg, type Scanner } from './scanner.ts'

export const SEARCHING: Commands = [
  ['SEARCH', search],
  ['UID SEARCH', search],
  ['ESEARCH', multiSearch],
  ['SORT', sort],
  ['UID SORT', sort],
  ['THREAD', thread],
  ['UID THREAD', thread],
  ['UIDBATCHES', uidBatches],
  ['CANCELUPDATE', (s) => [...one((t) => t.string())(s), ...rest(s, () => s.string())]],
]

type Operands = (s: Scanner) => readonly Arg[]

const nothing: Operands = () => []
const one =
  (read: (s: Scanner) => Arg): Operands =>
  (s) => {
    s.sp()
    return [read(s)]
  }
const astring = one((s) => s.astring())
const date = one((s) => s.date())
const keyword = one((s) => ({ type: 'flag', value: s.atom() }))
const number64 = one((s) => s.number(0n, UINT63_MAX))
const interval = one((s) => s.number(1n, UINT32_MAX))

const objectId = one((s) => pattern(s, s.atom(), /^[A-Za-z0-9_-]{1,255}$/))
const filterName = one((s) => pattern(s, s.atom(), /^[^/]+$/))

function pattern(s: Scanner, value: string, form: RegExp): Arg {
  return form.test(value) ? { type: 'atom', value } : s.fail(`not like ${form}`)
}

/** search-modsequence = "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer   ; RFC 7162 §7 */
const modSequence: Operands = (s) => {
  s.sp()
  if (s.next !== '"') return [s.number(0n, UINT63_MAX)]
  const entry = s.string()
  if (!/^\/flags\/\\?[^\\]+$/.test(entry.value)) s.fail('not the entry of a flag')
  s.sp()
  const type = s.oneOf(['PRIV', 'SHARED', 'ALL'])
  s.sp()
  return [entry, type, s.number(0n, UINT63_MAX)]
}

/** "ANNOTATION" SP entry-match SP att-search SP value   ; RFC 5257 §5 */
const annotation: Operands = (s) => {
  s.sp()
  const entry = s.pattern()
  s.sp()
  const of = s.oneOf(['VALUE', 'VALUE.PRIV', 'VALUE.SHARED'])
  s.sp()
  return [entry, of, s.nstring()]
}

const FLAGS =
  'ALL ANSWERED DELETED DRAFT FLAGGED SEEN UNANSWERED UNDELETED UNDRAFT UNFLAGGED UNSEEN NEW OLD RECENT SAVEDATESUPPORTED'

const KEYS: ReadonlyMap<string, Operands> = new Map([
  ...FLAGS.split(' ').map((name) => [name, nothing] as const),
  ...['BCC', 'BODY', 'CC', 'FROM', 'SUBJECT', 'TEXT', 'TO'].map((name) => [name, astring] as const),
  ...['BEFORE', 'ON', 'SINCE', 'SENTBEFORE', 'SENTON', 'SENTSINCE', 'SAVEDBEFORE', 'SAVEDON', 'SAVEDSINCE'].map(
    (name) => [name, date] as const,
  ),
  ['KEYWORD', keyword],
  ['UNKEYWORD', keyword],
  ['LARGER', number64],
  ['SMALLER', number64],
  ['MODSEQ', modSequence],
  ['EMAILID', objectId],
  ['THREADID', objectId],
  ['FILTER', filterName],
  ['ANNOTATION', annotation],
  ['X-GM-RAW', astring],
  ['X-GM-LABELS', astring],
  ['X-GM-MSGID', number64],
  ['X-GM-THRID', number64],
  ['FUZZY', one(searchKey)],
  ['OLDER', interval],
  ['YOUNGER', interval],
  ['UID', one((s) => s.set())],
  ['NOT', one(searchKey)],
  ['HEADER', (s) => [...astring(s), ...astring(s)]],
  ['OR', (s) => [...one(searchKey)(s), ...one(searchKey)(s)]],
])

/** `{ type: 'key' }`, `{ type: 'set' }`, or a list of keys. */
function searchKey(s: Scanner): Arg {
  if (s.next === '(') return s.list(() => searchKey(s), { empty: false })
  if (/[\d*$]/.test(s.next)) return s.set()
  const name = s.keyword()
  const operands = KEYS.get(name)
  if (operands === undefined) return s.fail(`no such search key: ${name}`)
  return { type: 'key', name, args: operands(s) }
}

/**
 *     search-return-opts = SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"   ; RFC 4466 §2.6.1
 *     search-return-opt =/ "SAVE" / "RELEVANCY" / "CONTEXT" / "UPDATE" / "PARTIAL" SP partial-range
 */
function searchReturns(s: Scanner): Arg {
  const options = s.list(
    () => {
      const option = s.oneOf(['MIN', 'MAX', 'ALL', 'COUNT', 'SAVE', 'RELEVANCY', 'CONTEXT', 'UPDATE', 'PARTIAL'])
      if (option.value !== 'PARTIAL') return option
      s.sp()
      return { type: 'key', name: 'PARTIAL', args: [pattern(s, s.atom(), /^([1-9]\d*:[1-9]\d*|-[1-9]\d*:-[1-9]\d*)$/)] }
    },
    { empty: true },
  )
  const names = options.items.map((item) => (item.type === 'key' ? item.name : item.type === 'atom' ? item.value : ''))
  unique(s, options)
  if (names.includes('PARTIAL') && names.includes('ALL')) s.fail('PARTIAL with ALL')
  return options
}

const SORT_KEYS = ['ARRIVAL', 'CC', 'DATE', 'FROM', 'SIZE', 'SUBJECT', 'TO', 'DISPLAYFROM', 'DISPLAYTO', 'RELEVANCY']

/** sort-criterion = ["REVERSE" SP] sort-key   ; RFC 5256 §5, with "ANNOTATION" SP entry SP attrib (RFC 5257 §5) */
function sortCriteria(s: Scanner): Arg {
  return s.list(
    () => {
      if (s.take('ANNOTATION '))
        return {
          type: 'key',
          name: 'ANNOTATION',
          args: [s.astring(), ...one((t) => t.oneOf(['VALUE.PRIV', 'VALUE.SHARED']))(s)],
        }
      if (!s.take('REVERSE ')) return s.oneOf(SORT_KEYS)
      return { type: 'key', name: 'REVERSE', args: [s.oneOf(SORT_KEYS)] }
    },
    { empty: false },
  )
}

/** filter-mailboxes *(SP filter-mailboxes)   ; RFC 7377 §4, RFC 5465 §8 */
function searchSources(s: Scanner): Arg {
  return s.list(
    () => {
      const word = s.oneOf(['SELECTED', 'INBOXES', 'PERSONAL', 'SUBSCRIBED', 'MAILBOXES', 'SUBTREE', 'SUBTREE-ONE'])
      if (!['MAILBOXES', 'SUBTREE', 'SUBTREE-ONE'].includes(word.value)) return word
      s.sp()
      const mailboxes: Arg = s.next === '(' ? s.list(() => s.mailbox(), { empty: false }) : s.mailbox()
      return { type: 'key', name: word.value, args: [mailboxes] }
    },
    { empty: false },
  )
}

/**
 *     search         = "SEARCH" [SP "RETURN" SP "(" … ")"] SP search-program
 *     search-program = ["CHARSET" SP charset SP] search-key *(SP search-key)   ; RFC 9051 §9
 */
function search(s: Scanner): Arg[] {
  const returns = s.take(' RETURN ') ? searchReturns(s) : NO_LIST
  s.sp()
  const charset = s.take('CHARSET ') ? s.astring() : NIL
  if (charset !== NIL) s.sp()
  return [returns, charset, { type: 'list', items: [searchKey(s), ...rest(s, () => searchKey(s))] }]
}

/** esearch = "ESEARCH" [SP "IN" SP "(" … ")"] [SP search-return-opts] SP search-program   ; RFC 7377 §4 */
function multiSearch(s: Scanner): Arg[] {
  const sources = s.take(' IN ') ? searchSources(s) : NO_LIST
  return [sources, ...search(s)]
}

/** extended-sort = ["UID" SP] "SORT" [search-return-opts] SP sort-criteria SP charset 1*(SP search-key)   ; RFC 5267 §5 */
function sort(s: Scanner): Arg[] {
  const returns = s.take(' RETURN ') ? searchReturns(s) : NO_LIST
  s.sp()
  return [returns, sortCriteria(s), ...charsetAndKeys(s)]
}

/** thread = ["UID" SP] "THREAD" SP thread-alg SP charset 1*(SP search-key)   ; RFC 5256 §5 */
function thread(s: Scanner): Arg[] {
  s.sp()
  return [s.oneOf(['REFERENCES', 'ORDEREDSUBJECT', 'REFS']), ...charsetAndKeys(s)]
}

function charsetAndKeys(s: Scanner): Arg[] {
  s.sp()
  const charset = s.astring()
  s.sp()
  return [charset, { type: 'list', items: [searchKey(s), ...rest(s, () => searchKey(s))] }]
}

/** "UIDBATCHES" SP nz-number [SP nz-number ":" nz-number]   ; RFC 10022 */
function uidBatches(s: Scanner): Arg[] {
  s.sp()
  const size = s.number(1n, UINT32_MAX)
  return [size, s.take(' ') ? s.set() : NIL]
}
