/** What is read although the grammar forbids it: the list in src/codec/decode/response.ts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { one, parseAll } from './parse.ts'

/** A sloppy line, and the correct one that means the same. */
const SAME: Readonly<Record<string, readonly [sloppy: string, correct: string][]>> = {
  'LF alone ends a line': [['* 3 EXISTS\n', '* 3 EXISTS\r\n']],
  'several blanks are one': [
    ['*  3  EXISTS\r\n', '* 3 EXISTS\r\n'],
    ['* 1 FETCH (UID  5   FLAGS (\\Seen  \\Draft))\r\n', '* 1 FETCH (UID 5 FLAGS (\\Seen \\Draft))\r\n'],
    ['a1  OK  done\r\n', 'a1 OK done\r\n'],
    ['* LIST  ()  "/"  x\r\n', '* LIST () "/" x\r\n'],
    ['* STATUS  x  (MESSAGES  1  UNSEEN  2)\r\n', '* STATUS x (MESSAGES 1 UNSEEN 2)\r\n'],
  ],
  'blanks after "(", before ")" and at the end count for nothing': [
    ['* 1 FETCH ( UID 5 FLAGS ( \\Seen ) ) \r\n', '* 1 FETCH (UID 5 FLAGS (\\Seen))\r\n'],
    ['* FLAGS (\\Seen ) \r\n', '* FLAGS (\\Seen)\r\n'],
    ['* STATUS x ( MESSAGES 1 ) \r\n', '* STATUS x (MESSAGES 1)\r\n'],
    ['* SEARCH 1 2 \r\n', '* SEARCH 1 2\r\n'],
    ['* SEARCH \r\n', '* SEARCH\r\n'],
    ['* 3 EXISTS \r\n', '* 3 EXISTS\r\n'],
    ['* CAPABILITY IMAP4rev1 \r\n', '* CAPABILITY IMAP4rev1\r\n'],
    ['* LIST () "/" x \r\n', '* LIST () "/" x\r\n'],
    ['* VANISHED 1:3 \r\n', '* VANISHED 1:3\r\n'],
    ['* OK [UIDNEXT 4 ] x\r\n', '* OK [UIDNEXT 4] x\r\n'],
    ['* 1 FETCH (BODY[] {1}\r\na )\r\n', '* 1 FETCH (BODY[] {1}\r\na)\r\n'],
  ],
  'no blank is needed beside a parenthesis': [
    ['* 1 FETCH (FLAGS(\\Seen)UID 5 X(1))\r\n', '* 1 FETCH (FLAGS (\\Seen) UID 5 X (1))\r\n'],
    ['* LIST ()"/" x\r\n', '* LIST () "/" x\r\n'],
    ['* ESEARCH(TAG "a")UID COUNT 1\r\n', '* ESEARCH (TAG "a") UID COUNT 1\r\n'],
    ['* NAMESPACE (("" "/"))NIL NIL\r\n', '* NAMESPACE (("" "/")) NIL NIL\r\n'],
  ],
  'keywords may be in any case': [
    ['* 1 Fetch (Uid 5 Flags () Body[Text] nil)\r\n', '* 1 FETCH (UID 5 FLAGS () BODY[TEXT] NIL)\r\n'],
  ],
  'a "+" may stand alone or touch its text': [
    ['+\r\n', '+ \r\n'],
    ['+OK\r\n', '+ OK\r\n'],
  ],
  'a status may have no text': [['a1 OK\r\n', 'a1 OK \r\n']],
  'NIL may stand for a list': [
    ['* FLAGS NIL\r\n', '* FLAGS ()\r\n'],
    ['* LIST NIL "/" x\r\n', '* LIST () "/" x\r\n'],
    ['* OK [PERMANENTFLAGS NIL] x\r\n', '* OK [PERMANENTFLAGS ()] x\r\n'],
    ['* 1 FETCH (FLAGS NIL)\r\n', '* 1 FETCH (FLAGS ())\r\n'],
  ],
  'a delimiter may be an empty string for none': [['* LIST () "" x\r\n', '* LIST () NIL x\r\n']],
  'an atom may stand for a string': [
    ['* ID (name Cyrus)\r\n', '* ID ("name" "Cyrus")\r\n'],
    ['* LIST () / x\r\n', '* LIST () "/" x\r\n'],
  ],
  'a mailbox name of odd characters may lack its quotes': [
    ['* LIST () "/" a[b]{c}*%\\d\r\n', '* LIST () "/" "a[b]{c}*%\\\\d"\r\n'],
  ],
  'a backslash may precede any character': [['* LIST () "/" "\\a\\b"\r\n', '* LIST () "/" "ab"\r\n']],
  'ID may have commas between its pairs': [['* ID ("a" "b", "c" NIL)\r\n', '* ID ("a" "b" "c" NIL)\r\n']],
  'strings may hold 8-bit text': [['* LIST () "/" "\xc3\xa9"\r\n', '* LIST () "/" {2}\r\n\xc3\xa9\r\n']],
}

for (const [name, pairs] of Object.entries(SAME)) {
  test(name, () => {
    for (const [sloppy, correct] of pairs) {
      const responses = parseAll(sloppy).map((response) => ({ ...response, octets: 0 }))
      assert.notEqual(responses[0]?.type, 'malformed', sloppy)
      assert.deepEqual(
        responses,
        parseAll(correct).map((response) => ({ ...response, octets: 0 })),
        sloppy,
      )
    }
  })
}

test('STATUS of a mailbox that cannot be opened may have UIDVALIDITY 0', () => {
  const status = one('* STATUS x (MESSAGES 0 UIDNEXT 0 UIDVALIDITY 0)')
  assert.deepEqual(status.type === 'mailboxStatus' && status.items, { messages: 0, uidNext: 0, uidValidity: 0 })
})

test('STATUS items without a value are kept as answered', () => {
  const status = one('* STATUS x (MESSAGES NIL HIGHESTMODSEQ NIL UNSEEN 1)')
  assert.ok(status.type === 'mailboxStatus')
  assert.deepEqual(status.items, { unseen: 1 })
  assert.deepEqual(status.extended, [
    { name: 'MESSAGES', value: null },
    { name: 'HIGHESTMODSEQ', value: null },
  ])
})
