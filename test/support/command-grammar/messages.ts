/** Commands about the messages of the selected mailbox (RFC 9051 §6.4), searching aside. */
import { astring, mailbox, NO_LIST, oneOrMore, rest, row, set, type Commands } from './arguments.ts'
import { UINT32_MAX, UINT63_MAX, type Arg, type Scanner, type SectionArg } from './scanner.ts'

export const MESSAGES: Commands = [
  ['FETCH', fetch],
  ['UID FETCH', fetch],
  ['STORE', store],
  ['UID STORE', store],
  ...['COPY', 'MOVE', 'UID COPY', 'UID MOVE'].map((name) => [name, row(set, mailbox)] as const),
  ['UID EXPUNGE', row(set)],
]

/**
 *     fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")")
 *             [SP "(" fetch-modifier *(SP fetch-modifier) ")"]                    ; RFC 9051 §9, RFC 4466 §6
 */
function fetch(s: Scanner): Arg[] {
  s.sp()
  const set = s.set()
  s.sp()
  const items: Arg =
    s.next === '(' ? s.list(() => fetchItem(s), { empty: false }) : { type: 'list', items: [fetchMacro(s)] }
  return [set, items, s.take(' ') ? s.list(() => fetchModifier(s), { empty: false }) : NO_LIST]
}

function fetchMacro(s: Scanner): Arg {
  for (const macro of ['ALL', 'FULL', 'FAST']) if (s.take(macro)) return { type: 'atom', value: macro }
  return fetchItem(s)
}

/** CHANGEDSINCE and VANISHED (RFC 7162 §7), PARTIAL (RFC 9394 §4). */
function fetchModifier(s: Scanner): Arg {
  if (s.take('VANISHED')) return { type: 'atom', value: 'VANISHED' }
  if (s.take('PARTIAL ')) return { type: 'key', name: 'PARTIAL', args: partialPlaces(s) }
  s.expect('CHANGEDSINCE ')
  return { type: 'key', name: 'CHANGEDSINCE', args: [s.number(1n, UINT63_MAX)] }
}

/** `partial-range = nz-number ":" nz-number / "-" nz-number ":" "-" nz-number` (RFC 9394 §4) */
function partialPlaces(s: Scanner): Arg[] {
  const minus = s.take('-')
  const from = s.number(1n, UINT32_MAX)
  s.expect(minus ? ':-' : ':')
  return [from, s.number(1n, UINT32_MAX), { type: 'atom', value: minus ? 'last' : 'first' }]
}

const SIMPLE_ITEMS =
  'ENVELOPE FLAGS INTERNALDATE RFC822.SIZE RFC822.HEADER RFC822.TEXT RFC822 BODYSTRUCTURE BODY UID MODSEQ EMAILID THREADID ' +
  'SAVEDATE X-GM-MSGID X-GM-THRID X-GM-LABELS'
const SECTION_ITEMS = ['BODY.PEEK', 'BODY', 'BINARY.PEEK', 'BINARY.SIZE', 'BINARY']

export function fetchItem(s: Scanner): Arg {
  for (const item of SECTION_ITEMS) if (s.take(`${item}[`)) return section(s, item)
  if (s.take('PREVIEW')) return { type: 'key', name: 'PREVIEW', args: s.take(' (LAZY)') ? [lazy] : [] }
  if (s.take('ANNOTATION ')) return annotationItem(s)
  return s.oneOf(SIMPLE_ITEMS.split(' '))
}

/** `"ANNOTATION" SP "(" entries SP attribs ")"`, each one or a list of them (RFC 5257 §5) */
function annotationItem(s: Scanner): Arg {
  s.expect('(')
  const entries = oneOrMore(s, (t) => t.pattern())
  s.sp()
  const attributes = oneOrMore(s, astring)
  s.expect(')')
  return { type: 'key', name: 'ANNOTATION', args: [entries, attributes] }
}

const lazy: Arg = { type: 'atom', value: 'LAZY' }

/**
 *     section-spec = section-msgtext / (section-part ["." section-text])
 *     section-part = nz-number *("." nz-number)                           ; RFC 9051 §9
 */
function section(s: Scanner, item: string): SectionArg {
  const numbers: string[] = []
  while (/[1-9]/.test(s.next)) {
    numbers.push(String(s.number(1n, UINT32_MAX).value))
    if (!s.take('.')) break
  }
  const part = numbers.length === 0 ? undefined : numbers.join('.')
  const afterDot = s.octets[s.position - 1] === '.'
  const isText = afterDot || (part === undefined && s.next !== ']')
  const { text, fields } = isText ? sectionText(s, afterDot) : { text: undefined, fields: [] }
  if (item.startsWith('BINARY') && text !== undefined) s.fail('BINARY of something else than a part')
  s.expect(']')
  const partial = item !== 'BINARY.SIZE' && s.take('<') ? partialRange(s) : undefined
  return { type: 'section', item, part, text, fields, partial }
}

function sectionText(s: Scanner, ofPart: boolean): { text: string; fields: string[] } {
  for (const text of ['HEADER.FIELDS.NOT', 'HEADER.FIELDS']) {
    if (!s.take(`${text} `)) continue
    const { items } = s.list(() => s.astring(), { empty: false })
    return { text, fields: items.flatMap((name) => (name.type === 'string' ? [name.value] : [])) }
  }
  for (const text of ['HEADER', 'TEXT', ...(ofPart ? ['MIME'] : [])]) if (s.take(text)) return { text, fields: [] }
  return s.fail('no such section')
}

function partialRange(s: Scanner): { start: bigint; length: bigint } {
  const start = s.number(0n, UINT63_MAX).value
  s.expect('.')
  const length = s.number(1n, UINT63_MAX).value
  s.expect('>')
  return { start, length }
}

/**
 *     store           = "STORE" SP sequence-set [SP "(" "UNCHANGEDSINCE" SP mod-sequence-valzer ")"] SP store-att-flags
 *     store-att-flags = ["+" / "-"] "FLAGS" [".SILENT"] SP (flag-list / (flag *(SP flag)))   ; RFC 9051 §9, RFC 7162 §7
 *
 * X-GM-LABELS in place of FLAGS takes a list of system labels and of names of mailboxes.
 */
function store(s: Scanner): Arg[] {
  s.sp()
  const set = s.set()
  s.sp()
  const modifiers = s.next === '(' ? s.list(() => storeModifier(s), { empty: false }) : undefined
  if (modifiers !== undefined) s.sp()
  if (s.take('ANNOTATION ')) return [set, modifiers ?? NO_LIST, { type: 'atom', value: 'ANNOTATION' }, annotations(s)]
  const names = ['FLAGS', 'X-GM-LABELS'].flatMap((name) => [name, `+${name}`, `-${name}`])
  const operation = s.oneOf(names.flatMap((name) => [name, `${name}.SILENT`]))
  s.sp()
  if (operation.value.includes('X-GM-LABELS')) {
    const labels = s.list(() => (s.next === '\\' ? s.flag() : s.mailbox()), { empty: true })
    return [set, modifiers ?? NO_LIST, operation, labels]
  }
  const flags: Arg =
    s.next === '('
      ? s.list(() => s.flag(), { empty: true })
      : { type: 'list', items: [s.flag(), ...rest(s, () => s.flag())] }
  return [set, modifiers ?? NO_LIST, operation, flags]
}

/** `"(" entry-att *(SP entry-att) ")"`, `entry-att = entry SP "(" att-value *(SP att-value) ")"` (RFC 5257 §5) */
function annotations(s: Scanner): Arg {
  return s.list(
    () => {
      const entry = s.astring()
      s.sp()
      const values = s.list(
        () => {
          const name = s.astring()
          s.sp()
          return { type: 'list', items: [name, s.nstring()] }
        },
        { empty: false },
      )
      return { type: 'list', items: [entry, values] }
    },
    { empty: false },
  )
}

function storeModifier(s: Scanner): Arg {
  s.expect('UNCHANGEDSINCE ')
  return { type: 'key', name: 'UNCHANGEDSINCE', args: [s.number(0n, UINT63_MAX)] }
}
