/** Text of status responses and the code in brackets before it (RFC 9051 §7.1). */
import { Broken, CLOSE, OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { sequenceSet } from './search-response.ts'
import { appendUid, copyUid } from './uid-mapping.ts'
import type { BareCode, ResponseCode } from '../values.ts'

const BRACKET_OPEN = 0x5b
const BRACKET_CLOSE = 0x5d
const QUOTE = 0x22

export interface StatusText {
  readonly code: ResponseCode | undefined
  readonly text: string
}

/**
 *     resp-text = ["[" resp-text-code "]" [SP]] [text]
 *
 * Never fails: a code that breaks the grammar is left in the text, for the status before it still counts.
 */
export function respText(c: Cursor): StatusText {
  c.skipBlanks()
  const from = c.pos
  const code = c.peek() === BRACKET_OPEN ? respTextCode(c) : undefined
  if (code === undefined) c.pos = from
  else c.skipBlanks()
  const text = c.decoded(c.text.slice(c.pos))
  c.pos = c.text.length
  return { code, text }
}

/** Undefined when there is none that can be read; the cursor is then anywhere. */
function respTextCode(c: Cursor): ResponseCode | undefined {
  c.pos++
  const atom = codeAtom(c)
  if (atom === undefined) return undefined
  const name = atom.toUpperCase()
  if (BARE_CODES.has(name)) return closed(c, true) ? { name: name as BareCode } : undefined
  const known = CODES.get(name)
  if (known === undefined) return otherCode(c, atom)
  try {
    const code = known(c)
    return closed(c, false) ? code : undefined
  } catch (error) {
    if (error instanceof Broken) return undefined
    throw error
  }
}

/**
 *     atom, as far as it may stand in a code: without "]"
 */
function codeAtom(c: Cursor): string | undefined {
  const { text } = c
  const from = c.pos
  let end = from
  while (end < text.length && !ENDS_CODE_ATOM.has(text.charCodeAt(end))) end++
  c.pos = end
  return end === from ? undefined : text.slice(from, end)
}

const ENDS_CODE_ATOM: ReadonlySet<number> = new Set([0x20, OPEN, CLOSE, BRACKET_OPEN, BRACKET_CLOSE])

/** Past the "]". Arguments of a code that has none are passed over, so that its name still counts. */
function closed(c: Cursor, skipArguments: boolean): boolean {
  c.skipBlanks()
  if (c.tryChar(BRACKET_CLOSE)) return true
  const end = skipArguments ? codeEnd(c.text, c.pos) : -1
  c.pos = end + 1
  return end >= 0
}

/**
 *     resp-text-code =/ atom [SP 1*<any TEXT-CHAR except "]">]
 */
function otherCode(c: Cursor, atom: string): ResponseCode | undefined {
  const from = c.pos
  // From its beginning: a quoted string may begin in what was read as the atom (Exchange).
  const end = codeEnd(c.text, from - atom.length)
  if (end < 0) return undefined
  c.pos = end + 1
  const text = c.decoded(c.text.slice(from, end)).trim()
  return { name: 'OTHER', atom, text: text === '' ? undefined : text }
}

/** Index of the "]" that matches the "[" before `from`, strings and inner brackets passed over; else of the first. */
export function codeEnd(text: string, from: number): number {
  const first = text.indexOf(']', from)
  let depth = 0
  let quoted = false
  for (let i = from; first >= 0 && i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (quoted && code === 0x5c) i++
    else if (code === 0x22) quoted = !quoted
    else if (quoted) continue
    else if (code === BRACKET_OPEN) depth++
    else if (code === BRACKET_CLOSE && depth-- === 0) return i
  }
  return first
}

const BARE_CODES: ReadonlySet<string> = new Set<BareCode>([
  'ALERT',
  'PARSE',
  'READ-ONLY',
  'READ-WRITE',
  'TRYCREATE',
  'CLOSED',
  'NOMODSEQ',
  'UIDNOTSTICKY',
  'UNKNOWN-CTE',
  'UNAVAILABLE',
  'AUTHENTICATIONFAILED',
  'AUTHORIZATIONFAILED',
  'EXPIRED',
  'PRIVACYREQUIRED',
  'CONTACTADMIN',
  'NOPERM',
  'INUSE',
  'EXPUNGEISSUED',
  'CORRUPTION',
  'SERVERBUG',
  'CLIENTBUG',
  'CANNOT',
  'LIMIT',
  'OVERQUOTA',
  'ALREADYEXISTS',
  'NONEXISTENT',
  'NOTSAVED',
  'HASCHILDREN',
  'COMPRESSIONACTIVE',
  'USEATTR',
  'NOTIFICATIONOVERFLOW',
  'TOOBIG',
  'BADCOMPARATOR',
  'TEMPFAIL',
  'UIDREQUIRED',
  'THROTTLED',
])

/** The rest of each code with arguments, from after its name to before its "]". */
const CODES: ReadonlyMap<string, (c: Cursor) => ResponseCode> = new Map<string, (c: Cursor) => ResponseCode>([
  // "UIDNEXT" SP nz-number / "UIDVALIDITY" SP nz-number / "UNSEEN" SP nz-number. UNSEEN 0 can only mean none.
  ['UIDNEXT', (c) => ({ name: 'UIDNEXT', value: after(c).nzNumber() })],
  ['UIDVALIDITY', (c) => ({ name: 'UIDVALIDITY', value: after(c).nzNumber() })],
  ['UNSEEN', (c) => ({ name: 'UNSEEN', value: after(c).number() })],
  // "HIGHESTMODSEQ" SP mod-sequence-value                                            ; RFC 7162 §7
  ['HIGHESTMODSEQ', (c) => ({ name: 'HIGHESTMODSEQ', value: after(c).modSequence() })],
  // "PERMANENTFLAGS" SP "(" [flag-perm *(SP flag-perm)] ")"
  ['PERMANENTFLAGS', (c) => ({ name: 'PERMANENTFLAGS', flags: atomList(after(c)) })],
  // capability-data = "CAPABILITY" *(SP capability) SP "IMAP4rev2" *(SP capability)
  ['CAPABILITY', (c) => ({ name: 'CAPABILITY', capabilities: codeAtoms(c) })],
  // "BADCHARSET" [SP "(" charset *(SP charset) ")" ]
  ['BADCHARSET', badCharset],
  ['APPENDUID', appendUid],
  ['COPYUID', copyUid],
  // "MODIFIED" SP sequence-set                                                       ; RFC 7162 §7
  ['MODIFIED', (c) => ({ name: 'MODIFIED', numbers: sequenceSet(after(c)) })],
  ['MAILBOXID', mailboxId],
  // "REFERRAL" SP 1*<imapurl>                                                        ; RFC 2221, RFC 2193
  ['REFERRAL', (c) => ({ name: 'REFERRAL', url: rest(c) })],
  // badurl-response-code = "BADURL" SP url-resp-text                                 ; RFC 4469 §5
  ['BADURL', (c) => ({ name: 'BADURL', url: rest(c) })],
  ['WEBALERT', (c) => ({ name: 'WEBALERT', url: rest(c) })],
  // "URLMECH" SP "INTERNAL" *(SP mechanism ["=" base64])                             ; RFC 4467 §9
  ['URLMECH', (c) => ({ name: 'URLMECH', mechanisms: urlMechanisms(c) })],
  ['BADEVENT', badEvent],
  // "UNDEFINED-FILTER" SP filter-name                                                ; RFC 5466 §4
  ['UNDEFINED-FILTER', (c) => ({ name: 'UNDEFINED-FILTER', filter: rest(c) })],
  // "NOUPDATE" SP quoted                                                             ; RFC 5267 §6
  ['NOUPDATE', (c) => ({ name: 'NOUPDATE', tag: wordOrQuoted(after(c)) })],
  ['INPROGRESS', inProgress],
  // "MESSAGELIMIT" SP message-limit [SP uniqueid]                                    ; RFC 9738 §5
  ['MESSAGELIMIT', (c) => ({ name: 'MESSAGELIMIT', limit: after(c).nzNumber(), lastUid: optionalNumber(c) })],
  ['METADATA', metadata],
  ['ANNOTATE', annotate],
  ['ANNOTATIONS', annotations],
  // "MAXCONVERTMESSAGES" SP nz-number / "MAXCONVERTPARTS" SP nz-number               ; RFC 5259 §11
  ['MAXCONVERTMESSAGES', (c) => ({ name: 'MAXCONVERTMESSAGES', limit: after(c).nzNumber() })],
  ['MAXCONVERTPARTS', (c) => ({ name: 'MAXCONVERTPARTS', limit: after(c).nzNumber() })],
])

function after(c: Cursor): Cursor {
  c.sp()
  return c
}

/**
 *     "MAILBOXID" SP "(" objectid ")"                       ; RFC 8474 §4.1
 */
function mailboxId(c: Cursor): ResponseCode {
  after(c).open()
  const id = c.astring()
  c.close()
  return { name: 'MAILBOXID', id }
}

/** Everything up to the "]", quotes around it taken off. */
function rest(c: Cursor): string {
  const end = codeEnd(c.text, c.pos)
  const text = c.decoded(c.text.slice(c.pos, Math.max(end, c.pos))).trim()
  if (text === '') throw c.broken('text expected')
  c.pos = end
  return /^"(.*)"$/.exec(text)?.[1] ?? text
}

function wordOrQuoted(c: Cursor): string {
  if (c.peek() === QUOTE) return c.decoded(c.quotedOctets())
  const word = codeAtom(c)
  if (word === undefined) throw c.broken('word expected')
  return word
}

/** A mechanism may bring base64 of its own, whose case counts. */
function urlMechanisms(c: Cursor): string[] {
  const atoms: string[] = []
  for (;;) {
    c.skipBlanks()
    const atom = codeAtom(c)
    if (atom === undefined) return atoms
    if (atom.toUpperCase() !== 'INTERNAL') atoms.push(atom)
  }
}

function optionalNumber(c: Cursor): number | undefined {
  c.skipBlanks()
  return c.peek() === BRACKET_CLOSE ? undefined : c.nzNumber()
}

/**
 *     unsupported-events-code = "BADEVENT" SP "(" event-name *(SP event-name) ")"     ; RFC 5465 §8
 *
 * Dovecot leaves the parentheses out.
 */
function badEvent(c: Cursor): ResponseCode {
  const events: string[] = []
  c.skipBlanks()
  const listed = c.tryOpen()
  while (listed ? c.more() : c.peek() !== BRACKET_CLOSE) {
    events.push(wordOrQuoted(c))
    if (!listed) c.skipBlanks()
  }
  return { name: 'BADEVENT', events }
}

/**
 *     "INPROGRESS" [SP "(" inprogress-tag SP inprogress-state ")"]                    ; RFC 9585 §6
 *     inprogress-tag   = quoted / nil
 *     inprogress-state = (nil / number) SP (nil / nz-number)
 */
function inProgress(c: Cursor): ResponseCode {
  c.skipBlanks()
  if (!c.tryOpen()) return { name: 'INPROGRESS', tag: null, progress: null, goal: null }
  const tag = c.tryNil() ? null : wordOrQuoted(c)
  c.sp()
  const progress = c.tryNil() ? null : c.number()
  c.sp()
  const goal = c.tryNil() ? null : c.number()
  c.close()
  return { name: 'INPROGRESS', tag, progress, goal }
}

/**
 *     "METADATA" SP ("LONGENTRIES" SP number / "MAXSIZE" SP number / "TOOMANY" / "NOPRIVATE")   ; RFC 5464 §5
 */
function metadata(c: Cursor): ResponseCode {
  const problem = codeAtom(after(c))?.toUpperCase()
  switch (problem) {
    case 'LONGENTRIES':
    case 'MAXSIZE':
      return { name: 'METADATA', problem, octets: after(c).number() }
    case 'TOOMANY':
    case 'NOPRIVATE':
      return { name: 'METADATA', problem }
    default:
      throw c.broken('not a problem of METADATA')
  }
}

/**
 *     "ANNOTATE" SP ("TOOBIG" / "TOOMANY")                                            ; RFC 5257 §5
 */
function annotate(c: Cursor): ResponseCode {
  const problem = codeAtom(after(c))?.toUpperCase()
  if (problem !== 'TOOBIG' && problem !== 'TOOMANY') throw c.broken('not a problem of ANNOTATE')
  return { name: 'ANNOTATE', problem }
}

/**
 *     "ANNOTATIONS" SP ("NONE" / (("READ-ONLY" / nz-number) [SP "NOPRIVATE"]))        ; RFC 5257 §5
 */
function annotations(c: Cursor): ResponseCode {
  const word = codeAtom(after(c))?.toUpperCase()
  if (word !== 'NONE' && word !== 'READ-ONLY' && !/^\d{1,10}$/.test(word ?? '')) throw c.broken('size expected')
  c.skipBlanks()
  const noPrivate = codeAtom(c)?.toUpperCase()
  if (noPrivate !== undefined && noPrivate !== 'NOPRIVATE') throw c.broken('NOPRIVATE expected')
  const maxSize = word === 'NONE' || word === 'READ-ONLY' ? word : Number(word)
  return { name: 'ANNOTATIONS', maxSize, privateAnnotations: word !== 'NONE' && noPrivate === undefined }
}

/** An example in RFC 9051 §6.4.4.4 leaves the parentheses out. */
function badCharset(c: Cursor): ResponseCode {
  const charsets: string[] = []
  c.skipBlanks()
  const listed = c.tryOpen()
  while (listed ? c.more() : c.peek() !== BRACKET_CLOSE) {
    charsets.push(listed ? c.astring() : wordOrQuoted(c))
    if (!listed) c.skipBlanks()
  }
  return { name: 'BADCHARSET', charsets }
}

/** Flags in parentheses; NIL for none. A flag may hold a "]". */
export function atomList(c: Cursor): string[] {
  if (c.peek() !== OPEN) {
    if (c.text.slice(c.pos, c.pos + 3).toUpperCase() !== 'NIL') throw c.broken('list expected')
    c.pos += 3
    return []
  }
  c.open()
  const atoms: string[] = []
  while (c.more()) atoms.push(c.atom())
  return atoms
}

function codeAtoms(c: Cursor): string[] {
  const atoms: string[] = []
  for (;;) {
    c.skipBlanks()
    const atom = codeAtom(c)
    if (atom === undefined) return atoms
    atoms.push(atom.toUpperCase())
  }
}
