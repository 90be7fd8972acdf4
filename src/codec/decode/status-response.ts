/** STATUS responses (RFC 9051 §7.3.3). */
import { OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { extensionValue } from './extension-value.ts'
import { mailboxBefore } from './mailbox-response.ts'
import type { ExtendedItem, MailboxStatus, StatusItems } from '../values.ts'

/**
 *     mailbox-data   =/ "STATUS" SP mailbox SP "(" [status-att-list] ")"
 *     status-att-list = status-att-val *(SP status-att-val)
 */
export function mailboxStatus(c: Cursor): MailboxStatus {
  c.sp()
  const name = mailboxBefore(c, c.text.lastIndexOf('('))
  c.sp()
  const items: StatusItems = {}
  const extended: ExtendedItem[] = []
  c.open()
  while (c.more()) statusAttVal(c, items, extended)
  c.end()
  return { type: 'mailboxStatus', ...name, items, extended }
}

/** An item is read by its own grammar; a NIL where that has none leaves the item out. */
function statusAttVal(c: Cursor, items: StatusItems, extended: ExtendedItem[]): void {
  const name = c.atom().toUpperCase()
  c.sp()
  const read = STATUS_ITEMS.get(name)
  if (read === undefined) extended.push({ name, value: extensionValue(c) })
  else if (name !== 'APPENDLIMIT' && c.tryNil()) extended.push({ name, value: null })
  else read(c, items)
}

/**
 *     status-att-val = ("MESSAGES" SP number) / ("UIDNEXT" SP nz-number) / ("UIDVALIDITY" SP nz-number) /
 *                      ("UNSEEN" SP number) / ("DELETED" SP number) / ("SIZE" SP number64)
 *                      ; RFC 9051 §9, with RECENT of RFC 3501 §9
 *     status-att-val =/ "DELETED-STORAGE" SP number64                      ; RFC 9208 §7
 *     status-att-val =/ "HIGHESTMODSEQ" SP mod-sequence-valzer             ; RFC 7162 §7
 *     status-att-val =/ "APPENDLIMIT" SP (number / nil)                    ; RFC 7889 §5
 *     status-att-val =/ "MAILBOXID" SP "(" objectid ")"                    ; RFC 8474 §7
 *
 * UIDNEXT and UIDVALIDITY may be 0 here: that a server does not know them is no reason to lose the other items.
 */
const STATUS_ITEMS: ReadonlyMap<string, (c: Cursor, items: StatusItems) => void> = new Map<
  string,
  (c: Cursor, items: StatusItems) => void
>([
  ['MESSAGES', (c, items) => void (items.messages = c.number())],
  ['RECENT', (c, items) => void (items.recent = c.number())],
  ['UIDNEXT', (c, items) => void (items.uidNext = c.number())],
  ['UIDVALIDITY', (c, items) => void (items.uidValidity = c.number())],
  ['UNSEEN', (c, items) => void (items.unseen = c.number())],
  ['DELETED', (c, items) => void (items.deleted = c.number())],
  ['DELETED-STORAGE', (c, items) => void (items.deletedStorage = c.number64())],
  ['SIZE', (c, items) => void (items.size = c.number64())],
  ['HIGHESTMODSEQ', (c, items) => void (items.highestModSeq = c.modSequence())],
  ['APPENDLIMIT', (c, items) => void (items.appendLimit = c.tryNil() ? null : c.number64())],
  ['MAILBOXID', mailboxId],
])

/**
 *     objectid = 1*255(ALPHA / DIGIT / "_" / "-")                           ; RFC 8474 §7
 *
 * What is none is left out: Cyrus 3.10 has other octets of its memory there when more than the id is asked for.
 */
function mailboxId(c: Cursor, items: StatusItems): void {
  const listed = c.peek() === OPEN
  if (listed) c.open()
  const id = c.astring()
  if (listed) c.close()
  if (/^[\w-]{1,255}$/.test(id)) items.mailboxId = id
}
