/** Commands about the connection and the session (RFC 9051 §6.1, §6.2). */
import { astring, NIL, nothing, rest, row, type Commands } from './arguments.ts'
import type { Arg, Scanner } from './scanner.ts'

const WITHOUT_ARGUMENTS = 'CAPABILITY NOOP LOGOUT STARTTLS NAMESPACE IDLE CLOSE UNSELECT EXPUNGE CHECK UNAUTHENTICATE'

export const ANY_STATE: Commands = [
  ...WITHOUT_ARGUMENTS.split(' ').map((name) => [name, nothing] as const),
  ['GETJMAPACCESS', nothing],
  ['LOGIN', row(astring, astring)],
  ['AUTHENTICATE', (s) => [...row((t) => t.atomArg())(s), s.take(' ') ? s.initialResponse() : NIL]],
  ['COMPRESS', row((s) => s.oneOf(['DEFLATE']))],
  ['ENABLE', (s) => [...row((t) => t.atomArg())(s), ...rest(s, () => s.atomArg())]],
  ['ID', row(idParameters)],
  ['LANGUAGE', (s) => rest(s, languageRange)],
  ['COMPARATOR', (s) => rest(s, astring)],
]

/** `id-params-list = "(" *(string SP nstring) ")" / nil`, at most 30 pairs (RFC 2971 §3.3). */
function idParameters(s: Scanner): Arg {
  if (s.next !== '(') return s.nil()
  const pairs = s.list(
    () => {
      const field = s.string()
      if (field.value.length > 30) s.fail('an ID field of more than 30 octets')
      s.sp()
      return { type: 'list', items: [field, s.nstring()] }
    },
    { empty: true },
  )
  if (pairs.items.length > 30) s.fail('more than 30 ID fields')
  return pairs
}

/** lang-range-quoted = astring, a language-range of RFC 4647 inside   ; RFC 5255 §3.4 */
function languageRange(s: Scanner): Arg {
  const range = s.astring()
  if (!/^(?:\*|[a-z]{1,8})(?:-(?:\*|[a-z0-9]{1,8}))*$/i.test(range.value)) s.fail('not a language range')
  return range
}
