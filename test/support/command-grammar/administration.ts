/** Rights, quotas, annotations of mailboxes, authorized URLs. */
import { astring, mailbox, NO_LIST, oneOrMore, rest, row, type Commands } from './arguments.ts'
import { UINT32_MAX, UINT63_MAX, type Arg, type Scanner } from './scanner.ts'

export const ADMINISTRATION: Commands = [
  ['SETACL', row(mailbox, astring, rights)],
  ['DELETEACL', row(mailbox, astring)],
  ['GETACL', row(mailbox)],
  ['LISTRIGHTS', row(mailbox, astring)],
  ['MYRIGHTS', row(mailbox)],
  ['GETQUOTA', row(astring)],
  ['GETQUOTAROOT', row(mailbox)],
  ['SETQUOTA', row(astring, quotaLimits)],
  ['GETMETADATA', getMetadata],
  ['SETMETADATA', row(mailbox, entryValues)],
  ['GENURLAUTH', genUrlAuth],
  ['RESETKEY', resetKey],
  ['URLFETCH', urlFetch],
]

/**
 *     mod-rights = astring ;; +rights to add, -rights to remove, rights to replace
 *     rights     = astring ;; only lowercase ASCII letters and digits are allowed   ; RFC 4314 §4
 */
function rights(s: Scanner): Arg {
  const letters = s.astring()
  if (!/^[+-]?[a-z0-9]*$/.test(letters.value)) s.fail('not rights')
  return letters
}

/** setquota-list = "(" [setquota-resource *(SP setquota-resource)] ")"   ; RFC 9208 §7 */
function quotaLimits(s: Scanner): Arg {
  return s.list(
    () => {
      const { value: name } = s.atomArg() as Arg & { type: 'atom' }
      s.sp()
      return { type: 'key', name, args: [s.number(0n, UINT63_MAX)] }
    },
    { empty: true },
  )
}

/** getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries   ; RFC 5464 §5 */
function getMetadata(s: Scanner): Arg[] {
  s.sp()
  const options = s.next === '(' ? s.list(() => metadataOption(s), { empty: false }) : undefined
  if (options !== undefined) s.sp()
  const name = s.mailbox()
  s.sp()
  return [options ?? NO_LIST, name, oneOrMore(s, entry)]
}

function metadataOption(s: Scanner): Arg {
  const { value: name } = s.oneOf(['MAXSIZE', 'DEPTH'])
  s.sp()
  return { type: 'key', name, args: [name === 'DEPTH' ? s.oneOf(['0', '1', 'INFINITY']) : s.number(0n, UINT32_MAX)] }
}

/** `entry-values = "(" entry-value *(SP entry-value) ")"`, `value = nstring / literal8` (RFC 5464 §5) */
function entryValues(s: Scanner): Arg {
  return s.list(
    () => {
      const name = entry(s)
      s.sp()
      return { type: 'list', items: [name, s.nstring()] }
    },
    { empty: false },
  )
}

/** Components behind slashes, none empty; printable ASCII without "*" and "%" (RFC 5464 §3.2). */
export function entry(s: Scanner): Arg {
  const name = s.astring()
  if (!/^(?:\/[^/*%\0-\x1f\x7f-\xff]+)+$/.test(name.value)) s.fail('not the name of an entry')
  return name
}

/** genurlauth = "GENURLAUTH" 1*(SP url-rump SP mechanism)   ; RFC 4467 §9 */
function genUrlAuth(s: Scanner): Arg[] {
  s.sp()
  const pair = (): Arg => ({ type: 'list', items: [s.astring(), ...row(mechanism)(s)] })
  return [pair(), ...rest(s, pair)]
}

/** resetkey = "RESETKEY" [SP mailbox *(SP mechanism)]   ; RFC 4467 §9 */
function resetKey(s: Scanner): Arg[] {
  return s.take(' ') ? [s.mailbox(), ...rest(s, mechanism)] : []
}

/** mechanism = "INTERNAL" / 1*(ALPHA / DIGIT / "-" / ".")   ; RFC 4467 §9 */
function mechanism(s: Scanner): Arg {
  const { value } = s.atomArg() as Arg & { type: 'atom' }
  return /^[A-Z0-9.-]+$/.test(value) ? { type: 'atom', value } : s.fail('not a mechanism')
}

/** url-fetch-arg = url / "(" url *(SP url-fetch-param) ")"   ; RFC 5524 §4 */
function urlFetch(s: Scanner): Arg[] {
  const one = (): Arg => {
    if (s.next !== '(') return s.astring()
    s.expect('(')
    const items = [s.astring(), ...rest(s, () => s.oneOf(['BODY', 'BINARY', 'BODYPARTSTRUCTURE']))]
    s.expect(')')
    return { type: 'list', items }
  }
  s.sp()
  return [one(), ...rest(s, one)]
}
