/** The keys of SEARCH (RFC 9051 §9, with those of RFC 3501, RFC 5032 and RFC 7162). */
import { UINT32_MAX, UINT63_MAX, type Arg, type Scanner } from './command-scanner.ts'

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

const FLAGS = 'ALL ANSWERED DELETED DRAFT FLAGGED SEEN UNANSWERED UNDELETED UNDRAFT UNFLAGGED UNSEEN NEW OLD RECENT'

const KEYS: ReadonlyMap<string, Operands> = new Map([
  ...FLAGS.split(' ').map((name) => [name, nothing] as const),
  ...['BCC', 'BODY', 'CC', 'FROM', 'SUBJECT', 'TEXT', 'TO'].map((name) => [name, astring] as const),
  ...['BEFORE', 'ON', 'SINCE', 'SENTBEFORE', 'SENTON', 'SENTSINCE'].map((name) => [name, date] as const),
  ['KEYWORD', keyword],
  ['UNKEYWORD', keyword],
  ['LARGER', number64],
  ['SMALLER', number64],
  ['MODSEQ', number64],
  ['OLDER', interval],
  ['YOUNGER', interval],
  ['UID', one((s) => s.set())],
  ['NOT', one(searchKey)],
  ['HEADER', (s) => [...astring(s), ...astring(s)]],
  ['OR', (s) => [...one(searchKey)(s), ...one(searchKey)(s)]],
])

/** `{ type: 'key' }`, `{ type: 'set' }`, or a list of keys. */
export function searchKey(s: Scanner): Arg {
  if (s.next === '(') return s.list(() => searchKey(s), { empty: false })
  if (/[\d*$]/.test(s.next)) return s.set()
  const name = s.keyword()
  const operands = KEYS.get(name)
  if (operands === undefined) return s.fail(`no such search key: ${name}`)
  return { type: 'key', name, args: operands(s) }
}
