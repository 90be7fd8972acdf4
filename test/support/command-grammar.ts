/**
 * A strict reader of client commands, for tests and for servers in tests.
 *
 * `parseCommand` takes one whole command with its literals. The arguments of each command stand in fixed
 * places; an optional one that is not there is `{ type: 'nil' }`, an optional list is an empty list:
 *
 *     LOGIN [user, password]          AUTHENTICATE [mechanism, base64]     ENABLE [capability…]   ID [pairs]
 *     SELECT [mailbox, parameters]    LIST [selection, reference, patterns, returns]   LSUB [reference, pattern]
 *     STATUS [mailbox, items]         RENAME [from, to]                    CREATE [mailbox]
 *     APPEND [mailbox, flags, dateTime, message]
 *     SEARCH [returns, charset, keys] FETCH [set, items, modifiers]        STORE [set, modifiers, operation, flags]
 *     COPY [set, mailbox]             UID EXPUNGE [set]
 */
import {
  EVERYTHING,
  GrammarError,
  Scanner,
  UINT32_MAX,
  UINT63_MAX,
  type Arg,
  type Dialect,
  type SectionArg,
} from './command-scanner.ts'
import { notify } from './notify-grammar.ts'
import { searchKey, searchReturns, searchSources, sortCriteria } from './search-grammar.ts'

export { GrammarError, EVERYTHING, PLAIN_DIALECT, type Arg, type Dialect } from './command-scanner.ts'

export interface ParsedCommand {
  readonly tag: string
  /** Upper case; with UID: `UID FETCH`. */
  readonly name: string
  readonly args: readonly Arg[]
}

type Arguments = (s: Scanner) => readonly Arg[]

const NIL: Arg = { type: 'nil' }
const NO_LIST: Arg = { type: 'list', items: [] }

const nothing: Arguments = () => []

const COMMANDS: ReadonlyMap<string, Arguments> = new Map<string, Arguments>([
  ...[
    'CAPABILITY',
    'NOOP',
    'LOGOUT',
    'STARTTLS',
    'NAMESPACE',
    'IDLE',
    'CLOSE',
    'UNSELECT',
    'EXPUNGE',
    'CHECK',
    'UNAUTHENTICATE',
  ].map((name) => [name, nothing] as const),
  ...['CREATE', 'DELETE', 'SUBSCRIBE', 'UNSUBSCRIBE'].map((name) => [name, row((s) => s.mailbox())] as const),
  ['SELECT', select],
  ['EXAMINE', select],
  ['LOGIN', row(secretOrName, secretOrName)],
  ['AUTHENTICATE', (s) => [...row((t) => t.atomArg())(s), s.take(' ') ? s.initialResponse() : NIL]],
  ['COMPRESS', row((s) => s.oneOf(['DEFLATE']))],
  ['ENABLE', (s) => [...row((t) => t.atomArg())(s), ...rest(s, () => s.atomArg())]],
  ['ID', row(idParameters)],
  [
    'RENAME',
    row(
      (s) => s.mailbox(),
      (s) => s.mailbox(),
    ),
  ],
  ['LIST', list],
  [
    'LSUB',
    row(
      (s) => s.mailbox(),
      (s) => s.listMailbox(),
    ),
  ],
  ['STATUS', row((s) => s.mailbox(), statusItems)],
  ['APPEND', append],
  ['SEARCH', search],
  ['UID SEARCH', search],
  ['ESEARCH', multiSearch],
  ['SORT', sort],
  ['UID SORT', sort],
  ['THREAD', thread],
  ['UID THREAD', thread],
  ['UIDBATCHES', uidBatches],
  ['CANCELUPDATE', (s) => [...row((t) => t.string())(s), ...rest(s, () => s.string())]],
  ['FETCH', fetch],
  ['UID FETCH', fetch],
  ['STORE', store],
  ['UID STORE', store],
  ...['COPY', 'MOVE', 'UID COPY', 'UID MOVE'].map(
    (name) =>
      [
        name,
        row(
          (s) => s.set(),
          (s) => s.mailbox(),
        ),
      ] as const,
  ),
  ['UID EXPUNGE', row((s) => s.set())],
  ['NOTIFY', (s) => notify(s, fetchItem)],
])

/**
 * One command, from its tag to its CRLF.
 *
 *     command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF   ; RFC 9051 §9
 *
 * @throws GrammarError with the position
 */
export function parseCommand(octets: Uint8Array | string, dialect: Dialect = EVERYTHING): ParsedCommand {
  const s = new Scanner(latin1(octets), dialect)
  const tag = s.tag()
  s.sp()
  let name = s.keyword()
  if (name === 'UID') {
    s.sp()
    name = `UID ${s.keyword()}`
  }
  const read = COMMANDS.get(name)
  if (read === undefined) return s.fail(`no such command: ${name}`)
  const args = read(s)
  s.end()
  return { tag, name, args }
}

/** An argument of the type one expects. */
export function argument<T extends Arg['type']>(command: ParsedCommand, index: number, type: T): Arg & { type: T } {
  const found = command.args[index]
  if (found?.type !== type) throw new Error(`${command.name}: argument ${index} is ${found?.type}, not ${type}`)
  return found as Arg & { type: T }
}

/** A mailbox name as people read it, in modified UTF-7 (RFC 3501 §5.1.3) or UTF-8. */
export function mailboxText(octets: string, utf8: boolean): string {
  if (utf8) return Buffer.from(octets, 'latin1').toString('utf8')
  return octets.replaceAll(/&([^-]*)-/g, (_, run: string) => {
    if (run === '') return '&'
    const utf16 = Buffer.from(run.replaceAll(',', '/'), 'base64')
    return utf16
      .subarray(0, utf16.length & ~1)
      .swap16()
      .toString('utf16le')
  })
}

/** Arguments each behind a space. */
function row(...readers: readonly ((s: Scanner) => Arg)[]): Arguments {
  return (s) =>
    readers.map((read) => {
      s.sp()
      return read(s)
    })
}

/** As many more, each behind a space. */
function rest(s: Scanner, read: () => Arg): Arg[] {
  const args: Arg[] = []
  while (s.take(' ')) args.push(read())
  return args
}

/**
 *     select        = "SELECT" SP mailbox [select-params]   ; RFC 4466 §2.1
 *     select-param =/ "CONDSTORE" / "QRESYNC" SP "(" … ")"  ; RFC 7162 §7
 *     select-param =/ "ANNOTATE"                            ; RFC 5257 §5
 */
function select(s: Scanner): Arg[] {
  s.sp()
  const mailbox = s.mailbox()
  return [mailbox, s.take(' ') ? s.list(() => selectParameter(s), { empty: false }) : NO_LIST]
}

function selectParameter(s: Scanner): Arg {
  const name = s.oneOf(['CONDSTORE', 'QRESYNC', 'ANNOTATE'])
  if (name.value !== 'QRESYNC') return name
  s.sp()
  s.expect('(')
  const args: Arg[] = [s.number(1n, UINT32_MAX)]
  s.sp()
  args.push(s.number(1n, UINT63_MAX))
  if (s.take(' ')) args.push(s.next === '(' ? sequenceMatch(s) : s.set())
  if (s.take(' ')) args.push(sequenceMatch(s))
  s.expect(')')
  return { type: 'key', name: 'QRESYNC', args }
}

/** seq-match-data = "(" known-sequence-set SP known-uid-set ")" */
function sequenceMatch(s: Scanner): Arg {
  s.expect('(')
  const items = [s.set()]
  s.sp()
  items.push(s.set())
  s.expect(')')
  return { type: 'list', items }
}

/**
 *     list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]   ; RFC 9051 §9
 *     patterns = "(" list-mailbox *(SP list-mailbox) ")"                                    ; RFC 5258 §6
 */
function list(s: Scanner): Arg[] {
  s.sp()
  const selection = s.next === '(' ? s.list(() => s.atomArg(), { empty: true }) : undefined
  if (selection !== undefined) s.sp()
  const reference = s.mailbox()
  s.sp()
  const patterns =
    s.next === '('
      ? s.list(() => s.listMailbox(), { empty: false })
      : ({ type: 'list', items: [s.listMailbox()] } satisfies Arg)
  return [selection ?? NO_LIST, reference, patterns, s.take(' ') ? returnOptions(s) : NO_LIST]
}

function returnOptions(s: Scanner): Arg {
  s.expect('RETURN ')
  return s.list(
    () => {
      const option = s.oneOf(['SUBSCRIBED', 'CHILDREN', 'SPECIAL-USE', 'STATUS'])
      if (option.value !== 'STATUS') return option
      s.sp()
      return { type: 'key', name: 'STATUS', args: [statusItems(s)] }
    },
    { empty: true },
  )
}

const STATUS_ITEMS =
  'MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED DELETED-STORAGE SIZE HIGHESTMODSEQ APPENDLIMIT MAILBOXID'

function statusItems(s: Scanner): Arg {
  return s.list(() => s.oneOf(STATUS_ITEMS.split(' ')), { empty: false })
}

/** userid and password are astrings. */
function secretOrName(s: Scanner): Arg {
  return s.astring()
}

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

/**
 *     append      = "APPEND" SP mailbox [SP flag-list] [SP date-time] SP append-data   ; RFC 4466 §2.5
 *     append-data = literal / literal8 / "UTF8" SP "(" literal8 ")"                    ; RFC 6855 §4
 */
function append(s: Scanner): Arg[] {
  s.sp()
  const mailbox = s.mailbox()
  s.sp()
  const flags = s.next === '(' ? s.list(() => s.flag(), { empty: true }) : undefined
  if (flags !== undefined) s.sp()
  const date = s.next === '"' ? s.dateTime() : undefined
  if (date !== undefined) s.sp()
  const utf8 = s.take('UTF8 (')
  const message = s.next === '"' ? s.fail('a message in a quoted string') : s.string()
  if (utf8) {
    if (message.form !== 'literal8') s.fail('UTF8 without literal8')
    s.expect(')')
  }
  return [mailbox, flags ?? NO_LIST, date ?? NIL, message]
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

function fetchItem(s: Scanner): Arg {
  for (const item of SECTION_ITEMS) if (s.take(`${item}[`)) return section(s, item)
  if (s.take('PREVIEW')) return { type: 'key', name: 'PREVIEW', args: s.take(' (LAZY)') ? [lazy] : [] }
  if (s.take('ANNOTATION ')) return annotationItem(s)
  return s.oneOf(SIMPLE_ITEMS.split(' '))
}

/** `"ANNOTATION" SP "(" entries SP attribs ")"`, each one or a list of them (RFC 5257 §5) */
function annotationItem(s: Scanner): Arg {
  const oneOrMore = (read: () => Arg): Arg => (s.next === '(' ? s.list(read, { empty: false }) : read())
  s.expect('(')
  const entries = oneOrMore(() => s.listMailbox())
  s.sp()
  const attributes = oneOrMore(() => s.astring())
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

function latin1(octets: Uint8Array | string): string {
  return typeof octets === 'string' ? octets : Buffer.from(octets).toString('latin1')
}

export type ReaderEvent =
  | { readonly type: 'command'; readonly command: ParsedCommand; readonly octets: string }
  /** The client waits for "+": answer with `proceed`, or with a tagged NO or BAD and `reject`. */
  | { readonly type: 'literal'; readonly tag: string; readonly name: string; readonly size: number }
  /** What came after `expectLine`, without CRLF. */
  | { readonly type: 'line'; readonly text: string }

/**
 * Reads a stream of commands as a strict server does: octets of a synchronizing literal that come before
 * its "+" are an error. Pull events one at a time; what one of them means may change how the next is read.
 */
export class CommandReader {
  /** May change after ENABLE, or with capabilities that come with login. */
  dialect: Dialect
  #buffer = ''
  /** Where the rest of the command being read begins: behind its last literal. */
  #from = 0
  /** Where the client has to stop and wait for "+". */
  #stop: number | undefined
  #lines = 0

  constructor(dialect: Dialect = EVERYTHING) {
    this.dialect = dialect
  }

  push(octets: Uint8Array | string): void {
    this.#buffer += latin1(octets)
  }

  /** What belongs to no command yet; it is the reader's no more. For STARTTLS and COMPRESS. */
  takeRest(): string {
    const rest = this.#buffer
    this.#forget(rest.length)
    return rest
  }

  /** The next line is none of a command: a SASL response, or DONE. */
  expectLine(): void {
    this.#lines++
  }

  /** The "+" is about to be written. @throws GrammarError when the client has not waited */
  proceed(): void {
    this.#endWait()
  }

  /** A tagged NO or BAD is about to be written in place of the "+". @throws GrammarError as `proceed` */
  reject(): void {
    this.#forget(this.#endWait())
  }

  /** Undefined when more octets are needed. @throws GrammarError */
  next(): ReaderEvent | undefined {
    if (this.#stop !== undefined) return this.#checkWait(this.#stop)
    for (;;) {
      const end = this.#buffer.indexOf('\r\n', this.#from)
      if (end < 0) return undefined
      if (this.#lines > 0) return this.#line(end)
      const mark = /~?\{(\d{1,19})(\+)?\}$/.exec(this.#buffer.slice(Math.max(this.#from, end - 24), end))
      if (mark === null) return this.#command(end + 2)
      this.#from = end + 2 + Number(mark[1])
      if (mark[2] === undefined) return this.#literal(end + 2, Number(mark[1]))
    }
  }

  #command(end: number): ReaderEvent {
    const octets = this.#buffer.slice(0, end)
    this.#forget(end)
    return { type: 'command', command: parseCommand(octets, this.dialect), octets }
  }

  #literal(stop: number, size: number): ReaderEvent {
    this.#checkWait(stop)
    this.#stop = stop
    const [tag = '', first = '', second = ''] = this.#buffer.slice(0, stop).split(' ', 3)
    const name = (/^uid$/i.test(first) ? `UID ${second}` : first).toUpperCase()
    return { type: 'literal', tag, name, size }
  }

  #line(end: number): ReaderEvent {
    const text = this.#buffer.slice(0, end)
    this.#lines--
    this.#forget(end + 2)
    return { type: 'line', text }
  }

  #checkWait(stop: number): undefined {
    if (this.#buffer.length > stop) throw new GrammarError('octets before the "+"', this.#buffer, stop)
  }

  #endWait(): number {
    const stop = this.#stop
    if (stop === undefined) throw new Error('no literal waits for a continuation')
    this.#checkWait(stop)
    this.#stop = undefined
    return stop
  }

  #forget(end: number): void {
    this.#buffer = this.#buffer.slice(end)
    this.#from = 0
    this.#stop = undefined
  }
}
