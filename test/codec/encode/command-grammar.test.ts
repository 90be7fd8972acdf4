/** The judge on trial: what test/support/command-grammar.ts takes and refuses. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CommandReader,
  EVERYTHING,
  GrammarError,
  PLAIN_DIALECT,
  parseCommand,
  type Dialect,
} from '../../support/command-grammar.ts'

const LEGAL = [
  'CAPABILITY',
  'noop',
  'LOGIN me "p\\"w"',
  'LOGIN {2}\r\nme {0}\r\n',
  'AUTHENTICATE PLAIN',
  'AUTHENTICATE PLAIN =',
  'AUTHENTICATE PLAIN AGEAYg==',
  'ENABLE CONDSTORE UTF8=ACCEPT',
  'ID NIL',
  'ID ("name" "x" "version" NIL)',
  'SELECT INBOX',
  'SELECT "a b" (CONDSTORE)',
  'SELECT x (QRESYNC (1 2 1:5 (1,3 4:5)))',
  'LIST "" *',
  'LIST (SUBSCRIBED) "" ("a%" b) RETURN (CHILDREN STATUS (MESSAGES UIDNEXT))',
  'LIST () a "" RETURN ()',
  'LIST (REMOTE SUBSCRIBED RECURSIVEMATCH) "" % RETURN (MYRIGHTS METADATA (/shared/comment "/private/a b") SPECIAL-USE)',
  'LSUB "" "%"',
  'rlist a *',
  'XLIST "" "%"',
  'CREATE x (USE (\\Sent \\X))',
  'SELECT x (QRESYNC (1 2 (1,3 4:5)) ANNOTATE)',
  'STATUS x (MESSAGES HIGHESTMODSEQ)',
  'APPEND x (\\Seen a) " 1-Feb-1994 00:00:00 +0100" {1}\r\n\r',
  'APPEND x ~{1+}\r\n\0',
  'APPEND x UTF8 (~{1}\r\nx)',
  'APPEND x (a) {1}\r\na " 1-Feb-1994 00:00:00 +0100" ~{1}\r\n\0 CATENATE (URL "/x/;uid=1" TEXT {1}\r\na)',
  'UID REPLACE 5 x (\\Draft) UTF8 (~{1}\r\nx)',
  'REPLACE * x {1}\r\na',
  'GETACL INBOX',
  'SETACL "a b" -Fred +lrs',
  'LISTRIGHTS x "fred"',
  'SETQUOTA "" (STORAGE 512 X-FOO 0)',
  'GETQUOTAROOT INBOX',
  'GETMETADATA (DEPTH infinity MAXSIZE 5) "" (/shared/comment "/private/a b")',
  'GETMETADATA x /shared/comment',
  'SETMETADATA x (/private/comment NIL /shared/comment {1}\r\na "/private/x" ~{1}\r\n\0)',
  'GENURLAUTH "imap://a/;urlauth=anonymous" INTERNAL',
  'RESETKEY',
  'RESETKEY x INTERNAL a-b.c',
  'URLFETCH "imap://a" ("imap://b" BODYPARTSTRUCTURE BINARY)',
  'LANGUAGE',
  'LANGUAGE de-CH "*-x" "en"',
  'COMPARATOR "cz;*" i;basic',
  'GETJMAPACCESS',
  'SEARCH RETURN () CHARSET UTF-8 OR SEEN (NOT UID 5:* FROM {3}\r\n"\r\n) 1:2 SINCE "1-Feb-1994"',
  'UID SEARCH $',
  'UID SEARCH MODSEQ "/flags/\\\\draft" all 620162338 EMAILID M1_-x THREADID T FUZZY (TEXT a FILTER b) SAVEDATESUPPORTED',
  'SEARCH RETURN (SAVE UPDATE PARTIAL -1:-100 COUNT) ANNOTATION /comment value.priv NIL X-GM-RAW "a" X-GM-MSGID 5',
  'UID SORT RETURN (ALL) (REVERSE DATE SUBJECT) UTF-8 ALL',
  'SORT (ARRIVAL) "US-ASCII" SAVEDON 1-Feb-2024',
  'THREAD REFERENCES UTF-8 SINCE 5-MAR-2000',
  'ESEARCH IN (mailboxes "folder1" subtree ("folder2" a) selected) RETURN (COUNT) unseen',
  'UIDBATCHES 2000 1:5',
  'CANCELUPDATE "B01" "B02"',
  'FETCH 1 FAST',
  'FETCH 1:*,5 BODY[1.2.HEADER.FIELDS.NOT (A "B C")]<0.10>',
  'UID FETCH 1 (UID BINARY.SIZE[1] RFC822.SIZE BODY[] BODY) (CHANGEDSINCE 5 VANISHED)',
  'STORE 1 FLAGS ()',
  'UID STORE 1 (UNCHANGEDSINCE 0) -FLAGS.SILENT a \\X',
  'UID MOVE $ x',
  'UID EXPUNGE 1:5',
  'COMPRESS DEFLATE',
  'NOTIFY NONE',
  'NOTIFY SET STATUS (SELECTED (MessageNew (UID BODY.PEEK[HEADER.FIELDS (From To)]) MessageExpunge)) (SUBTREE Lists NONE)',
  'NOTIFY SET (selected-delayed (MessageNew MessageExpunge FlagChange)) (mailboxes (a "b c") (MailboxName))',
]

const ILLEGAL = [
  'SEARCH RETURN (PARTIAL 1:-5) ALL',
  'SEARCH RETURN (PARTIAL 1:5 ALL) ALL',
  'SEARCH EMAILID "x"',
  'SEARCH FILTER a/b',
  'SEARCH MODSEQ "/flags/x" 5',
  'SORT () UTF-8 ALL',
  'SORT (DATE) ALL',
  'THREAD X UTF-8 ALL',
  'UIDBATCHES 0',
  'LIST (RECURSIVEMATCH) "" %',
  'LIST (RECURSIVEMATCH REMOTE) "" %',
  'LIST (SUBSCRIBED SUBSCRIBED) "" %',
  'LIST (CHILDREN) "" %',
  'LIST "" % RETURN (METADATA (comment))',
  'LIST "" % RETURN (MYRIGHTS MYRIGHTS)',
  'XLIST "" (a b)',
  'CREATE x (USE)',
  'CREATE x (USE (Sent))',
  'SELECT x (QRESYNC (1 2 1:*))',
  'SELECT x (CONDSTORE CONDSTORE)',
  'APPEND x {1}\r\na (\\Seen)',
  'APPEND x CATENATE ()',
  'APPEND x CATENATE (TEXT ~{1}\r\na)',
  'APPEND x CATENATE (URL)',
  'REPLACE 1:2 x {1}\r\na',
  'SETACL x fred lrQ',
  'SETACL x fred',
  'SETQUOTA "" (STORAGE)',
  'SETQUOTA "" STORAGE 5',
  'GETMETADATA x (MAXSIZE 5) /shared/comment',
  'GETMETADATA x ()',
  'GETMETADATA x /shared//comment',
  'GETMETADATA x "/shared/*"',
  'SETMETADATA x (/private/comment)',
  'GENURLAUTH imap://a',
  'GENURLAUTH imap://a INTER_NAL',
  'URLFETCH',
  'URLFETCH ("imap://b" FLAGS)',
  'LANGUAGE d_e',
  'LANGUAGE en-',
  'GETJMAPACCESS x',
  ' NOOP',
  'NOOP ',
  'FOO',
  'UID NOOP',
  'LOGIN a',
  'LOGIN  a b',
  'LOGIN a b c',
  'LOGIN "a\\b" c',
  'LOGIN "a" "b',
  'LOGIN a \0',
  'LOGIN a {3}\r\n\0ab',
  'LOGIN a {3}\r\nab',
  'LOGIN a {2}\r\nabc',
  'LOGIN a {2} \r\nab',
  'LOGIN a {-1}\r\n',
  'LOGIN a b\r\nX NOOP',
  'LOGIN a "\xe9"',
  'LOGIN é b',
  'AUTHENTICATE PLAIN AGEAYg=',
  'AUTHENTICATE PLAIN A=A=',
  'ENABLE',
  'ID ("name")',
  `ID ("${'x'.repeat(31)}" NIL)`,
  'SELECT a*b',
  'SELECT x ()',
  'NOTIFY SET',
  'NOTIFY SET (STATUS) (PERSONAL (MailboxName))',
  'NOTIFY SET (PERSONAL (MessageNew MessageExpunge)) (SELECTED NONE) (SELECTED-DELAYED NONE)',
  'NOTIFY SET (SELECTED (MailboxName))',
  'NOTIFY SET (PERSONAL (MessageNew (UID) MessageExpunge))',
  'NOTIFY SET (PERSONAL (MessageNew))',
  'NOTIFY SET (PERSONAL (FlagChange))',
  'NOTIFY SET (MAILBOXES () (MailboxName))',
  'SELECT ~{1}\r\na',
  'LIST "" "a',
  'LIST ""',
  'STATUS x ()',
  'STATUS x (FOO)',
  'APPEND x "message"',
  'APPEND x (\\Recent) {1}\r\na',
  'APPEND x (\\*) {1}\r\na',
  'APPEND x "31-Feb-1994 00:00:00 +0000" {1}\r\na',
  'APPEND x "1-Feb-1994 00:00:00 +0000" {1}\r\na',
  'APPEND x " 1-Feb-1994 24:00:00 +0000" {1}\r\na',
  'SEARCH',
  'SEARCH ()',
  'SEARCH OR SEEN',
  'SEARCH NOT',
  'SEARCH SINCE 30-Feb-2000',
  'SEARCH LARGER 9223372036854775808',
  'SEARCH OLDER 0',
  'SEARCH KEYWORD \\Seen',
  'SEARCH (SEEN',
  'FETCH 0 ALL',
  'FETCH 01 ALL',
  'FETCH 4294967296 ALL',
  'FETCH 1: ALL',
  'FETCH 1,,2 ALL',
  'FETCH 1 ()',
  'FETCH 1 BODY[MIME]',
  'FETCH 1 BODY[1.]',
  'FETCH 1 BODY[0]',
  'FETCH 1 BODY[HEADER.FIELDS ()]',
  'FETCH 1 BODY[]<0.0>',
  'FETCH 1 BINARY[1.TEXT]',
  'FETCH 1 BINARY.SIZE[1]<0.1>',
  'FETCH 1 (ALL)',
  'STORE 1 +FLAGS (\\Recent)',
  'STORE 1 FLAGS',
  'STORE 1 =FLAGS a',
  'UID EXPUNGE',
  'COMPRESS LZ4',
]

test('legal commands are read', () => {
  for (const text of LEGAL) assert.equal(parseCommand(`A1 ${text}\r\n`).tag, 'A1', text)
})

test('illegal commands are refused with their position', () => {
  for (const text of ILLEGAL) {
    assert.throws(
      () => parseCommand(`A1 ${text}\r\n`),
      (error) => error instanceof GrammarError && error.position > 0,
      text,
    )
  }
  for (const octets of ['', 'A1 NOOP', 'A1 NOOP\n', 'A1 NOOP\r\n\r\n', '* NOOP\r\n', 'A+ NOOP\r\n', 'A1\r\n']) {
    assert.throws(() => parseCommand(octets), GrammarError, octets)
  }
})

test('what needs an extension is refused without it', () => {
  const takes = (text: string, dialect: Dialect): boolean => {
    try {
      return parseCommand(`A1 ${text}\r\n`, dialect).tag === 'A1'
    } catch {
      return false
    }
  }
  const minus = { ...PLAIN_DIALECT, nonSynchronizing: 3 }
  for (const text of ['LOGIN a "\xc3\xa9"', 'LOGIN a {1+}\r\nx', 'APPEND x ~{1}\r\nx']) {
    assert.deepEqual([takes(text, EVERYTHING), takes(text, PLAIN_DIALECT)], [true, false], text)
  }
  assert.deepEqual([takes('LOGIN a {3+}\r\nabc', minus), takes('LOGIN a {4+}\r\nabcd', minus)], [true, false])
})

test('a reader gives the same events however the octets come', () => {
  const octets = 'A1 LOGIN {2+}\r\n\r\n "x{5}"\r\nA2 NOOP\r\nA3 UID SEARCH TEXT {0+}\r\n\r\nA4'
  const run = (chunks: readonly string[]): unknown[] => {
    const reader = new CommandReader()
    const events: unknown[] = []
    for (const chunk of chunks) {
      reader.push(chunk)
      for (let event = reader.next(); event !== undefined; event = reader.next()) events.push(event)
    }
    return [...events, reader.takeRest()]
  }
  const whole = run([octets])
  assert.equal(whole.length, 4)
  assert.deepEqual(run(octets.split('')), whole)
  for (let i = 1; i < octets.length; i++) assert.deepEqual(run([octets.slice(0, i), octets.slice(i)]), whole)
})

test('a reader tells when "+" is due, and goes on after either answer', () => {
  const reader = new CommandReader(PLAIN_DIALECT)
  reader.push('a1 append x {3}\r\n')
  assert.deepEqual(reader.next(), { type: 'literal', tag: 'a1', name: 'APPEND', size: 3 })
  assert.equal(reader.next(), undefined)
  reader.proceed()
  reader.push('ab')
  assert.equal(reader.next(), undefined)
  reader.push('c\r\nA2 UID SEARCH TEXT {5}\r\n')
  assert.equal(reader.next()?.type, 'command')
  assert.deepEqual(reader.next(), { type: 'literal', tag: 'A2', name: 'UID SEARCH', size: 5 })
  reader.reject()
  reader.push('A3 NOOP\r\n')
  const event = reader.next()
  assert.ok(event?.type === 'command' && event.command.name === 'NOOP')
})

test('a reader refuses octets of a literal that come before "+"', () => {
  const waiting = (): CommandReader => {
    const reader = new CommandReader()
    reader.push('A1 LOGIN {2}\r\n')
    reader.next()
    return reader
  }
  const atOnce = new CommandReader()
  atOnce.push('A1 LOGIN {2}\r\nx')
  assert.throws(() => atOnce.next(), GrammarError)
  for (const go of ['next', 'proceed', 'reject'] as const) {
    const reader = waiting()
    reader.push('x')
    assert.throws(() => reader[go](), GrammarError, go)
  }
})

test('a line that is none of a command is read as it is', () => {
  const reader = new CommandReader()
  reader.push('A1 IDLE\r\nDONE\r\nA2 NOOP\r\n')
  assert.equal(reader.next()?.type, 'command')
  reader.expectLine()
  assert.deepEqual(reader.next(), { type: 'line', text: 'DONE' })
  assert.equal(reader.next()?.type, 'command')
})
