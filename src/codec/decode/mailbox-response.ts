/** FLAGS, LIST and LSUB (RFC 9051 §7.3.1 and §7.3.5, RFC 3501 §7.2.3) and mailbox names in responses. */
import { OPEN, SP } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { extensionValue } from './extension-value.ts'
import { decodeMailboxName } from '../text/mailbox-name.ts'
import { atomList } from './response-code.ts'
import type { ExtendedItem, Flags, List, Named } from '../values.ts'

/**
 *     mailbox = "INBOX" / astring
 */
export function mailbox(c: Cursor): Named {
  return decodeMailboxName(c.astringOctets(), c.utf8)
}

/** A name without quotes may have blanks in it, where only a list or nothing can follow: it goes on up to there then. */
export function mailboxBefore(c: Cursor, end: number): Named {
  c.skipBlanks()
  const from = c.pos
  const name = mailbox(c)
  if (c.octetAt(c.pos) !== SP || c.peek() === OPEN || end <= c.pos) return name
  const whole = c.text.slice(from, end).trimEnd()
  if (!/^[^\0-\x1f"{(]+$/.test(whole)) return name
  c.pos = end
  return decodeMailboxName(whole, c.utf8)
}

/**
 *     mailbox-data =/ "FLAGS" SP flag-list
 */
export function flags(c: Cursor): Flags {
  c.sp()
  const list = atomList(c)
  c.end()
  return { type: 'flags', flags: list }
}

/**
 *     mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
 *                    [SP mbox-list-extended]
 *
 * NIL and the empty string both say that there is no delimiter.
 */
export function mailboxList(c: Cursor, command: List['command']): List {
  c.sp()
  const attributes = atomList(c)
  c.sp()
  const delimiter = c.nstring() || null
  c.sp()
  const { mailbox: name, wireName } = mailboxBefore(c, c.text.length)
  const items: ListItems = { childInfo: undefined, oldName: undefined, extended: [] }
  c.skipBlanks()
  if (!c.atEnd) mboxListExtended(c, items)
  c.end()
  return { type: 'list', command, attributes, delimiter, mailbox: name, wireName, ...items }
}

interface ListItems {
  childInfo: readonly string[] | undefined
  oldName: Named | undefined
  readonly extended: ExtendedItem[]
}

/**
 *     mbox-list-extended      = "(" [mbox-list-extended-item *(SP mbox-list-extended-item)] ")"
 *     mbox-list-extended-item = mbox-list-extended-item-tag SP tagged-ext-val       ; RFC 9051 §9
 *
 * Tags are quoted or not (Dovecot does, Cyrus does not).
 */
function mboxListExtended(c: Cursor, items: ListItems): void {
  c.open()
  while (c.more()) {
    const name = c.astring().toUpperCase()
    c.sp()
    if (name === 'CHILDINFO') items.childInfo = childInfo(c)
    else if (name === 'OLDNAME') items.oldName = oldName(c)
    else items.extended.push({ name, value: extensionValue(c) })
  }
}

/**
 *     childinfo-extended-item = "CHILDINFO" SP "(" list-select-base-opt-quoted *(SP list-select-base-opt-quoted) ")"
 */
function childInfo(c: Cursor): string[] {
  const options: string[] = []
  c.open()
  while (c.more()) options.push(c.astring().toUpperCase())
  return options
}

/**
 *     oldname-extended-item = "OLDNAME" SP "(" mailbox ")"
 */
function oldName(c: Cursor): Named {
  if (c.peek() !== OPEN) return mailbox(c)
  c.open()
  const name = mailbox(c)
  c.close()
  return name
}
