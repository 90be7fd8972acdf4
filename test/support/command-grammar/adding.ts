/** Adding messages (RFC 9051 §6.3.12 and extensions). */
import { NIL, NO_LIST, type Commands } from './arguments.ts'
import { UINT32_MAX, type Arg, type Scanner } from './scanner.ts'

export const ADDING: Commands = [
  ['APPEND', append],
  ['REPLACE', replace],
  ['UID REPLACE', replace],
]

/** append = "APPEND" SP mailbox 1*append-message   ; RFC 3502 §6.3.11, RFC 4466 §2.5 */
function append(s: Scanner): Arg[] {
  s.sp()
  const args = [s.mailbox()]
  s.sp()
  do args.push(...message(s))
  while (s.take(' '))
  return args
}

/** replace = "REPLACE" SP seq-number SP mailbox append-message   ; RFC 8508 §5 */
function replace(s: Scanner): Arg[] {
  s.sp()
  const old = s.next === '*' ? s.set() : s.number(1n, UINT32_MAX)
  s.sp()
  const name = s.mailbox()
  s.sp()
  return [old, name, ...message(s)]
}

/**
 *     append-message = [SP flag-list] [SP date-time] SP append-data
 *     append-data    = literal / literal8 / append-data-ext
 */
function message(s: Scanner): Arg[] {
  const flags = s.next === '(' ? s.list(() => s.flag(), { empty: true }) : undefined
  if (flags !== undefined) s.sp()
  const date = s.next === '"' ? s.dateTime() : undefined
  if (date !== undefined) s.sp()
  return [flags ?? NO_LIST, date ?? NIL, s.take('CATENATE ') ? catenation(s) : text(s)]
}

/** A literal, or `"UTF8" SP "(" literal8 ")"` (RFC 6855 §4). */
function text(s: Scanner): Arg {
  const utf8 = s.take('UTF8 (')
  const octets = s.next === '"' ? s.fail('a message in a quoted string') : s.string()
  if (!utf8) return octets
  if (octets.form !== 'literal8') s.fail('UTF8 without literal8')
  s.expect(')')
  return octets
}

/**
 *     append-data =/ "CATENATE" SP "(" cat-part *(SP cat-part) ")"
 *     cat-part     = "TEXT" SP literal / "URL" SP astring           ; RFC 4469 §5, RFC 6855 §4
 */
function catenation(s: Scanner): Arg {
  const part = (): Arg => {
    if (s.take('URL ')) return { type: 'key', name: 'URL', args: [s.astring()] }
    if (s.take('TEXT ') && s.next !== '{') s.fail('TEXT of something else than a literal')
    return text(s)
  }
  const { items } = s.list(part, { empty: false })
  return { type: 'key', name: 'CATENATE', args: items }
}
