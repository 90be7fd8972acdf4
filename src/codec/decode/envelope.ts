/** ENVELOPE of a FETCH response (RFC 9051 §7.5.2). */
import type { Cursor } from './cursor.ts'
import { decodeEncodedWords } from '../text/encoded-word.ts'
import type { Address, Envelope } from '../values.ts'

const NOBODY: readonly Address[] = Object.freeze([])

const EMPTY: Envelope = Object.freeze({
  date: null,
  subject: null,
  from: NOBODY,
  sender: NOBODY,
  replyTo: NOBODY,
  to: NOBODY,
  cc: NOBODY,
  bcc: NOBODY,
  inReplyTo: null,
  messageId: null,
})

/**
 *     envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP env-cc SP
 *                env-bcc SP env-in-reply-to SP env-message-id ")"
 *
 * A NIL sender or reply-to stays empty: servers are to fill these in, and not all do. Some send `()` for a message
 * without a header, or leave out the Message-ID at the end.
 */
export function envelope(c: Cursor): Envelope {
  c.open()
  if (c.tryClose()) return EMPTY
  const date = c.nstring()
  c.sp()
  const subject = words(c, c.nstring())
  c.sp()
  const fromStart = c.pos
  const from = addresses(c)
  const fromEnd = c.pos
  c.sp()
  const sender = c.tryRepeated(fromStart, fromEnd) ? from : addresses(c)
  c.sp()
  const replyTo = c.tryRepeated(fromStart, fromEnd) ? from : addresses(c)
  c.sp()
  const to = addresses(c)
  c.sp()
  const cc = addresses(c)
  c.sp()
  const bcc = addresses(c)
  c.sp()
  const inReplyTo = c.nstring()
  const messageId = c.more() ? lastField(c) : null
  return { date, subject, from, sender, replyTo, to, cc, bcc, inReplyTo, messageId }
}

function lastField(c: Cursor): string | null {
  const field = c.nstring()
  c.close()
  return field
}

/**
 *     env-from = "(" 1*address ")" / nil                    ; and so for the other five
 */
function addresses(c: Cursor): readonly Address[] {
  if (!c.tryOpen()) {
    if (!c.tryNil()) throw c.broken('address list expected')
    return NOBODY
  }
  const list: Address[] = []
  while (c.more()) list.push(address(c))
  return list
}

/**
 *     address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"
 */
function address(c: Cursor): Address {
  c.open()
  const name = words(c, c.nstring())
  c.sp()
  const adl = c.nstring()
  c.sp()
  const mailbox = c.nstring()
  c.sp()
  const host = c.nstring()
  c.close()
  if (mailbox === null || host === null) return { name, adl, mailbox: words(c, mailbox), host, address: null }
  return { name, adl, mailbox, host, address: `${mailbox}@${host}` }
}

/** Text in which encoded words stand for themselves; the name of a group is such text too. */
function words(c: Cursor, text: string | null): string | null {
  return text !== null && c.mayHaveEncodedWords ? decodeEncodedWords(text) : text
}
