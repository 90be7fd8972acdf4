/** FETCH items of extensions: PREVIEW, EMAILID, THREADID, ANNOTATION, and Gmail's own. */
import type { Cursor } from './cursor.ts'
import { decodeMailboxName } from '../text/mailbox-name.ts'
import type { FetchExtras, MessageAnnotations } from '../values.ts'

export type ExtraReader = (c: Cursor, extras: FetchExtras) => void

export function noExtras(): FetchExtras {
  return {
    preview: undefined,
    saveDate: undefined,
    emailId: undefined,
    threadId: undefined,
    gmailMessageId: undefined,
    gmailThreadId: undefined,
    gmailLabels: undefined,
    annotations: undefined,
  }
}

/**
 *     msg-att-dynamic =/ "PREVIEW" SP nstring                                                     ; RFC 8970 §6
 *     msg-att-static  =/ "EMAILID" SP "(" objectid ")" / "THREADID" SP ("(" objectid ")" / nil)   ; RFC 8474 §7
 *     msg-att-static  =/ "X-GM-MSGID" SP number64 / "X-GM-THRID" SP number64
 *     msg-att-dynamic =/ "X-GM-LABELS" SP "(" [astring *(SP astring)] ")"
 *
 * NIL has been looked for before.
 */
export const EXTRAS: ReadonlyMap<string, ExtraReader> = new Map<string, ExtraReader>([
  ['PREVIEW', (c, extras) => void (extras.preview = c.nstring())],
  ['EMAILID', (c, extras) => void (extras.emailId = objectId(c))],
  ['THREADID', (c, extras) => void (extras.threadId = objectId(c))],
  ['X-GM-MSGID', (c, extras) => void (extras.gmailMessageId = unsigned64(c))],
  ['X-GM-THRID', (c, extras) => void (extras.gmailThreadId = unsigned64(c))],
  ['X-GM-LABELS', (c, extras) => void (extras.gmailLabels = labels(c))],
])

/** What NIL means for an item that may have no value. */
export const NULL_EXTRAS: ReadonlyMap<string, (extras: FetchExtras) => void> = new Map([
  ['PREVIEW', (extras: FetchExtras) => void (extras.preview = null)],
  ['SAVEDATE', (extras: FetchExtras) => void (extras.saveDate = null)],
  ['THREADID', (extras: FetchExtras) => void (extras.threadId = null)],
])

/** Without parentheses at some servers. */
function objectId(c: Cursor): string {
  if (!c.tryOpen()) return c.astring()
  const id = c.astring()
  c.close()
  return id
}

/** Gmail's numbers use all of 64 bits. */
function unsigned64(c: Cursor): bigint {
  const digits = c.atom()
  if (!/^\d{1,20}$/.test(digits)) throw c.broken('number expected')
  return BigInt(digits)
}

/**
 *     msg-att-dynamic =/ "ANNOTATION" SP ( "(" entry-att *(SP entry-att) ")" / "(" entry *(SP entry) ")" )
 *     entry-att        = entry SP "(" att-value *(SP att-value) ")"
 *     att-value        = attrib SP value                                     ; RFC 5257 §5
 *
 * The names of entries that have no list behind them are news of changes, and no annotations (RFC 5257 §4.4).
 */
export function annotations(c: Cursor): { readonly found: MessageAnnotations; readonly changed: readonly string[] } {
  const found = new Map<string, ReadonlyMap<string, string | null>>()
  const changed: string[] = []
  c.open()
  while (c.more()) {
    const entry = c.astring()
    if (c.tryOpen()) found.set(entry, attributes(c))
    else changed.push(entry)
  }
  return { found, changed }
}

function attributes(c: Cursor): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>()
  while (c.more()) {
    const name = c.astring()
    c.sp()
    found.set(name, c.nstring())
  }
  return found
}

/** Labels are names of mailboxes; atoms, quoted strings and literals come mixed. */
function labels(c: Cursor): string[] {
  c.open()
  const names: string[] = []
  while (c.more()) names.push(decodeMailboxName(c.astringOctets(), c.utf8).mailbox)
  return names
}
