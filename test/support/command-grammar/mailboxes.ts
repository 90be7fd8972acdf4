/** Commands about mailboxes (RFC 9051 §6.3 and extensions). */
import { mailbox, NO_LIST, oneOrMore, row, unique, type Arguments, type Commands } from './arguments.ts'
import { entry } from './administration.ts'
import { fetchItem } from './messages.ts'
import { notify } from './notify.ts'
import { UINT32_MAX, UINT63_MAX, type Arg, type Scanner } from './scanner.ts'

const pattern = (s: Scanner): Arg => s.listMailbox()
const listLike: Arguments = row(mailbox, pattern)

export const MAILBOXES: Commands = [
  ['SELECT', select],
  ['EXAMINE', select],
  ['CREATE', create],
  ...['DELETE', 'SUBSCRIBE', 'UNSUBSCRIBE'].map((name) => [name, row(mailbox)] as const),
  ['RENAME', row(mailbox, mailbox)],
  ['LIST', list],
  ...['LSUB', 'XLIST', 'RLIST', 'RLSUB'].map((name) => [name, listLike] as const),
  ['STATUS', row(mailbox, statusItems)],
  ['NOTIFY', (s) => notify(s, fetchItem)],
]

/**
 *     select        = "SELECT" SP mailbox [select-params]   ; RFC 4466 §2.1
 *     select-param =/ "CONDSTORE" / "QRESYNC" SP "(" … ")"  ; RFC 7162 §7
 *     select-param =/ "ANNOTATE"                            ; RFC 5257 §5
 */
function select(s: Scanner): Arg[] {
  s.sp()
  const name = s.mailbox()
  return [
    name,
    s.take(' ')
      ? unique(
          s,
          s.list(() => selectParameter(s), { empty: false }),
        )
      : NO_LIST,
  ]
}

function selectParameter(s: Scanner): Arg {
  const name = s.oneOf(['CONDSTORE', 'QRESYNC', 'ANNOTATE'])
  if (name.value !== 'QRESYNC') return name
  s.sp()
  s.expect('(')
  const args: Arg[] = [s.number(1n, UINT32_MAX)]
  s.sp()
  args.push(s.number(1n, UINT63_MAX))
  if (s.take(' ')) args.push(s.next === '(' ? sequenceMatch(s) : closedSet(s))
  if (args[2]?.type === 'set' && s.take(' ')) args.push(sequenceMatch(s))
  s.expect(')')
  return { type: 'key', name: 'QRESYNC', args }
}

/** seq-match-data = "(" known-sequence-set SP known-uid-set ")" */
function sequenceMatch(s: Scanner): Arg {
  s.expect('(')
  const items = [closedSet(s)]
  s.sp()
  items.push(closedSet(s))
  s.expect(')')
  return { type: 'list', items }
}

/** "*" is not allowed (RFC 7162 §7). */
function closedSet(s: Scanner): Arg & { type: 'set' } {
  const numbers = s.set()
  return /[*$]/.test(numbers.value) ? s.fail('"*" among known numbers') : numbers
}

/**
 *     create        = "CREATE" SP mailbox [SP "(" create-param *(SP create-param) ")"]   ; RFC 4466 §2.2
 *     create-param =/ "USE" SP "(" [use-attr *(SP use-attr)] ")"                         ; RFC 6154 §6
 */
function create(s: Scanner): Arg[] {
  s.sp()
  const name = s.mailbox()
  if (!s.take(' (USE ')) return [name, NO_LIST]
  const uses = s.list(() => (s.next === '\\' ? s.flag() : s.fail('not a use')), { empty: true })
  s.expect(')')
  return [name, uses]
}

/**
 *     list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]   ; RFC 9051 §9
 *     patterns = "(" list-mailbox *(SP list-mailbox) ")"                                    ; RFC 5258 §6
 */
function list(s: Scanner): Arg[] {
  s.sp()
  const selection = s.next === '(' ? selectionOptions(s) : undefined
  if (selection !== undefined) s.sp()
  const reference = s.mailbox()
  s.sp()
  return [selection ?? NO_LIST, reference, oneOrMore(s, pattern), s.take(' ') ? returnOptions(s) : NO_LIST]
}

/** RECURSIVEMATCH is not the only one, nor the only one besides REMOTE (RFC 5258 §3.1). */
function selectionOptions(s: Scanner): Arg {
  const options = unique(
    s,
    s.list(() => s.oneOf(['SUBSCRIBED', 'REMOTE', 'RECURSIVEMATCH', 'SPECIAL-USE']), { empty: true }),
  )
  const names = options.items.map((item) => (item.type === 'atom' ? item.value : ''))
  const selects = names.includes('SUBSCRIBED') || names.includes('SPECIAL-USE')
  return names.includes('RECURSIVEMATCH') && !selects ? s.fail('RECURSIVEMATCH alone') : options
}

/** With STATUS (RFC 5819 §4), MYRIGHTS (RFC 8440 §4), METADATA (RFC 9590 §5). */
function returnOptions(s: Scanner): Arg {
  s.expect('RETURN ')
  return unique(
    s,
    s.list(
      () => {
        const { value, ...option } = s.oneOf([
          'SUBSCRIBED',
          'CHILDREN',
          'SPECIAL-USE',
          'STATUS',
          'MYRIGHTS',
          'METADATA',
        ])
        if (value !== 'STATUS' && value !== 'METADATA') return { ...option, value }
        s.sp()
        const what = value === 'STATUS' ? statusItems(s) : s.list(() => entry(s), { empty: false })
        return { type: 'key', name: value, args: [what] }
      },
      { empty: true },
    ),
  )
}

const STATUS_ITEMS =
  'MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED DELETED-STORAGE SIZE HIGHESTMODSEQ APPENDLIMIT MAILBOXID'

function statusItems(s: Scanner): Arg {
  return s.list(() => s.oneOf(STATUS_ITEMS.split(' ')), { empty: false })
}
