/** What a server says, as an input decides: lines as they should be, at times they should not, and others. */
import type { Choices } from './choices.ts'

const n = (c: Choices): number => c.oneOf([1, 2, 3, 5, 8, 0, 4, 9, 100, 4_294_967_295])
const uids = (c: Choices): string => c.oneOf(['1', '2', '1:3', '1,3,5', '8', '5:8', '1:4294967295', '9', '100', '3:1'])
const name = (c: Choices): string =>
  c.oneOf(['INBOX', 'Sent', 'Archive', '"a b"', 'Lists/ietf', 'caf&AOk-', '"&"', '{4}\r\nSent', 'NIL', 'inbox'])
const flags = (c: Choices): string =>
  c.several(0, 3, () => c.oneOf(['\\Seen', '\\Deleted', '\\Flagged', 'work', '$Junk', '\\Recent', '\\*'])).join(' ')
const text = (c: Choices): string =>
  c.oneOf(['"x"', 'NIL', '{3}\r\nabc', '""', '{0}\r\n', '"=?utf-8?Q?=C3=A9?="', '"a\\"b"'])

const ITEMS: readonly ((c: Choices) => string)[] = [
  (c) => `UID ${n(c)}`,
  (c) => `FLAGS (${flags(c)})`,
  (c) => `MODSEQ (${n(c)})`,
  (c) => `RFC822.SIZE ${n(c)}`,
  () => 'INTERNALDATE " 1-Feb-2026 10:00:00 +0100"',
  (c) => `ENVELOPE (${text(c)} ${text(c)} NIL NIL NIL ((NIL NIL "a" "example.org")) NIL NIL NIL ${text(c)})`,
  (c) => `BODYSTRUCTURE ("text" "plain" ("charset" "utf-8") NIL NIL "7bit" ${n(c)} 1 NIL NIL NIL NIL)`,
  (c) => `BODY ("text" "plain" NIL NIL NIL "7bit" ${n(c)} 1)`,
  (c) => `BODY[${c.oneOf(['', '1', '2.1', 'TEXT', 'HEADER', '1.MIME', 'HEADER.FIELDS (Subject)'])}] ${text(c)}`,
  (c) => `BODY[]<${n(c)}> ${text(c)}`,
  (c) => `BINARY[1] ${text(c)}`,
  (c) => `BINARY.SIZE[1] ${n(c)}`,
  (c) => `PREVIEW ${text(c)}`,
  () => 'SAVEDATE NIL',
  () => 'EMAILID (M1) THREADID (T1)',
  (c) => `X-GM-MSGID ${n(c)} X-GM-LABELS (${flags(c)})`,
  () => 'ANNOTATION (/comment (value.priv "x"))',
  () => 'NEW-ITEM (a (b))',
]

const items = (c: Choices): string => c.several(0, 5, () => c.oneOf(ITEMS)(c)).join(' ')
const status = (c: Choices): string =>
  c
    .several(
      0,
      3,
      () =>
        `${c.oneOf(['MESSAGES', 'UIDNEXT', 'UIDVALIDITY', 'UNSEEN', 'RECENT', 'HIGHESTMODSEQ', 'SIZE', 'DELETED'])} ${n(c)}`,
    )
    .join(' ')

const CODES: readonly ((c: Choices) => string)[] = [
  () => '',
  () => '',
  (c) => `[UIDVALIDITY ${c.oneOf([7, 8, 0])}] `,
  (c) => `[UIDNEXT ${n(c)}] `,
  (c) => `[HIGHESTMODSEQ ${n(c)}] `,
  (c) => `[PERMANENTFLAGS (${flags(c)})] `,
  () => '[READ-ONLY] ',
  () => '[READ-WRITE] ',
  () => '[CLOSED] ',
  () => '[NOMODSEQ] ',
  () => '[TRYCREATE] ',
  () => '[ALERT] ',
  (c) => `[APPENDUID ${c.oneOf([7, 8])} ${uids(c)}] `,
  (c) => `[COPYUID ${c.oneOf([7, 8])} ${uids(c)} ${uids(c)}] `,
  (c) => `[MODIFIED ${uids(c)}] `,
  () => '[NOTIFICATIONOVERFLOW] ',
  (c) => `[MESSAGELIMIT ${n(c)} ${n(c)}] `,
  (c) => `[INPROGRESS ("A${n(c)}" ${n(c)} 100)] `,
  (c) => `[NOUPDATE "A${n(c)}"] `,
  () => '[THROTTLED] ',
  () => '[NOTSAVED] ',
  () => '[BADEVENT (MessageNew)] ',
  () => '[METADATA LONGENTRIES 5] ',
  (c) => `[CAPABILITY ${c.oneOf(['IMAP4rev1', 'IMAP4rev1 IDLE QRESYNC ENABLE ESEARCH', 'IMAP4rev2 LITERAL-'])}] `,
  () => '[REFERRAL imap://x/] ',
  () => '[X-NEW (]',
]

export const code = (c: Choices): string => c.oneOf(CODES)(c)

/** Untagged lines; `tag` is that of a command of ours. */
const LINES: readonly ((c: Choices, tag: string) => string)[] = [
  (c) => `${n(c)} EXISTS`,
  (c) => `${n(c)} EXISTS`,
  (c) => `${n(c)} EXPUNGE`,
  (c) => `${n(c)} RECENT`,
  (c) => `${n(c)} FETCH (${items(c)})`,
  (c) => `${n(c)} FETCH (UID ${n(c)} ${items(c)})`,
  (c) => `${n(c)} UIDFETCH (${items(c)})`,
  (c) => `VANISHED ${uids(c)}`,
  (c) => `VANISHED (EARLIER) ${uids(c)}`,
  (c) => `FLAGS (${flags(c)})`,
  (c) => `OK ${code(c)}text`,
  (c) => `OK ${code(c)}text`,
  (c) => `NO ${code(c)}text`,
  (c) => `BAD ${code(c)}text`,
  (c) => `SEARCH ${c.several(0, 4, () => n(c)).join(' ')}${c.oneOf(['', ' (MODSEQ 5)'])}`,
  (c, tag) =>
    `ESEARCH (TAG "${tag}") ${c.oneOf(['UID ', ''])}${c.oneOf(['ALL', 'PARTIAL', 'ADDTO', 'REMOVEFROM'])} ${c.oneOf([uids(c), `(0 ${uids(c)})`, `(1:50 ${uids(c)})`])}`,
  (c, tag) =>
    `ESEARCH (TAG "${tag}") UID COUNT ${n(c)} MIN ${n(c)} MAX ${n(c)}${c.oneOf(['', ' MODSEQ 5', ' RELEVANCY (5 6)'])}`,
  (c, tag) => `ESEARCH (TAG "${tag}" MAILBOX ${name(c)} UIDVALIDITY 7) UID ALL ${uids(c)}`,
  (c) => `SORT ${c.several(0, 4, () => n(c)).join(' ')}`,
  (c) => `THREAD ${c.oneOf(['(1 2)(3)', '((1)(2))', '', '(1 (2)(3 4))'])}`,
  (c) => `STATUS ${name(c)} (${status(c)})`,
  (c) =>
    `LIST (${c.oneOf(['', '\\HasChildren', '\\NonExistent', '\\Noselect', '\\Subscribed \\Sent'])}) ${c.oneOf(['"/"', 'NIL', '"."'])} ${name(c)}${c.oneOf(['', ' ("OLDNAME" (Old))', ' ("CHILDINFO" ("SUBSCRIBED"))'])}`,
  (c) => `LSUB () "/" ${name(c)}`,
  (c) => `CAPABILITY ${c.oneOf(['IMAP4rev1', 'IMAP4rev1 IDLE ENABLE QRESYNC', 'IMAP4rev2'])}`,
  (c) => `ENABLED ${c.oneOf(['', 'QRESYNC CONDSTORE', 'UTF8=ACCEPT', 'UIDONLY'])}`,
  () => 'NAMESPACE (("" "/")) NIL NIL',
  (c) => `ID ${c.oneOf(['NIL', '("name" "x")'])}`,
  (c) => `ACL ${name(c)} me lrswipkxtea`,
  (c) => `MYRIGHTS ${name(c)} lrs`,
  (c) => `LISTRIGHTS ${name(c)} me l r s`,
  (c) => `QUOTA "" (STORAGE ${n(c)} 100)`,
  (c) => `QUOTAROOT ${name(c)} ""`,
  (c) => `METADATA ${name(c)} ${c.oneOf(['(/private/comment "x")', '/private/comment', '(/shared/vendor/x NIL)'])}`,
  () => 'LANGUAGE (EN)',
  () => 'COMPARATOR i;basic',
  () => 'GENURLAUTH "imap://a"',
  (c) => `URLFETCH "a" ${text(c)}`,
  (c, tag) => `UIDBATCHES (TAG "${tag}") ${uids(c)}`,
  () => 'JMAPACCESS "https://example.org"',
  () => 'BYE going',
  () => 'NEW-RESPONSE (a "b" {1}\r\nc)',
]

/** With its CRLF. */
export function untagged(c: Choices, tag: string): string {
  return `* ${c.oneOf(LINES)(c, tag)}\r\n`
}

export function tagged(c: Choices, tag: string): string {
  const answer = c.byte()
  if (answer < 170) return `${tag} OK ${code(c)}done\r\n`
  return `${tag} ${answer < 220 ? 'NO' : 'BAD'} ${code(c)}refused\r\n`
}
