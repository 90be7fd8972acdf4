/** Productions of METADATA, ACL, QUOTA, URLAUTH, LANGUAGE, COMPARATOR and JMAPACCESS. */
import fc from 'fast-check'
import { astring, atom, mailbox, many, NIL, number, optional, parens, seq, SP, string, type Octets } from './grammar.ts'
import { body, content } from './rows.ts'

const entry = fc.constantFrom('/private/comment', '"/shared/comment"', '{8}\r\n/shared/')
const rights = fc.constantFrom('lrs', '"lrswipkxtecda"', '""', 'lr0')
const limit = fc.oneof(number, fc.constantFrom('-1', '18446744073709551615'))
const resource = fc
  .uniqueArray(fc.constantFrom('STORAGE', 'message', 'MAILBOX', 'ANNOTATION-STORAGE'), { maxLength: 3 })
  .chain((names) => fc.tuple(...names.map((name) => seq(name, SP, number, SP, limit))))
  .map((resources) => resources.join(' '))
const url = seq('"imap://joe@example.org/INBOX/;uid=', number, '"')
const fetched = fc.oneof(
  content,
  seq('(BODYPARTSTRUCTURE', SP, body, ')', optional(seq(SP, '(BINARY', SP, content, ')'))),
  seq('(BODY', SP, content, ')', SP, '(BINARY', SP, content, ')'),
  seq('(BODYPARTSTRUCTURE', SP, NIL, ')'),
)

export const ADMINISTRATION: Readonly<Record<string, Octets>> = {
  'metadata-resp of values': seq(
    '* METADATA',
    SP,
    mailbox,
    SP,
    fc
      .subarray(['/private/a', '"/shared/b"', '{10}\r\n/private/c'])
      .chain((names) => fc.tuple(...names.map((name) => seq(name, SP, content))))
      .map((values) => `(${values.join(' ')})`),
  ),
  'metadata-resp of names': seq('* METADATA', SP, mailbox, SP, many(entry, 1, 3)),
  'acl-data': seq('* ACL', SP, mailbox, optional(seq(SP, many(seq(astring, SP, rights), 1, 3)))),
  'listrights-data': seq('* LISTRIGHTS', SP, mailbox, SP, astring, SP, rights, optional(seq(SP, many(rights, 1, 3)))),
  'myrights-data': seq('* MYRIGHTS', SP, mailbox, SP, rights),
  'quota-response': seq('* QUOTA', SP, astring, SP, parens(resource)),
  'quotaroot-response': seq('* QUOTAROOT', SP, mailbox, optional(seq(SP, many(astring, 1, 3)))),
  'genurlauth-data': seq('* GENURLAUTH', SP, many(url, 1, 3)),
  'urlfetch-data': seq('* URLFETCH', SP, many(seq(url, SP, fetched), 1, 2)),
  'language-data': seq('* LANGUAGE', SP, parens(many(fc.constantFrom('en', '"de-CH"', 'i-default'), 1, 3))),
  'comparator-data': seq('* COMPARATOR', SP, string, optional(seq(SP, parens(many(fc.oneof(atom, string), 1, 2))))),
  'resp-jmapaccess': seq('* JMAPACCESS', SP, '"https://jmap.example.org/s"'),
}
