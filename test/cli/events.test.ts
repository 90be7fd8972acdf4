import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CliUsageError } from '../../src/cli/exit-code.ts'
import { EVENT_TYPES, eventTypes } from '../../src/cli/event-types.ts'
import { eventLine } from '../../src/cli/output/event-line.ts'
import { displayWidth } from '../../src/cli/output/table.ts'
import { NumberSet } from '../../src/codec/number-set.ts'
import type { ImapEvent } from '../../src/index.ts'

const time = new Date(2026, 0, 5, 9, 7, 3, 45)
const happened = { at: 1, connection: 1 }
const news: ImapEvent = {
  ...happened,
  type: 'messageNew',
  mailbox: 'INBOX',
  cause: 'unsolicited',
  uidValidity: 1,
  uids: NumberSet.parse('7:9'),
  row: undefined,
}

test('an event is time, mailbox, type, UIDs and cause on one line', () => {
  assert.equal(eventLine(news, time), '09:07:03.045  INBOX     messageNew        7:9')
  const gone: ImapEvent = {
    ...happened,
    type: 'messageExpunge',
    mailbox: '日本',
    cause: 'unsolicited',
    uids: NumberSet.empty,
    unidentified: 2,
    earlier: false,
  }
  assert.equal(eventLine(gone, time), '09:07:03.045  日本      messageExpunge    2 of unknown UID')
})

test('what a server says stays on its line and steers nothing', () => {
  const alert: ImapEvent = { ...happened, type: 'alert', text: 'a\r\n09:07:03.045  INBOX\x1b[2J\u202e' }
  assert.equal(eventLine(alert, time), '09:07:03.045  -         alert             a 09:07:03.045  INBOX\\x1b[2J\\u202e')
  const odd: ImapEvent = { ...news, mailbox: 'x\n\x9by' } as ImapEvent
  assert.equal(eventLine(odd, time), '09:07:03.045  x \\x9by   messageNew        7:9')
})

test('on a terminal long details are cut to its width, and looks do not count', () => {
  const alert: ImapEvent = { ...happened, type: 'alert', text: 'long '.repeat(50) }
  const look = { width: 60, paint: (style: string, text: string) => (text === '' ? text : `<${style}>${text}</>`) }
  const line = eventLine(alert, time, look).replace(/<[^>]*>/g, '')
  assert.equal(displayWidth(line), 60)
  assert.match(eventLine(news, time, look), /<green>messageNew {6}<\/>/)
})

test('--types takes the names of events in any case and refuses all others', () => {
  assert.deepEqual(eventTypes('messagenew, FlagChange'), ['messageNew', 'flagChange'])
  assert.equal(new Set(EVENT_TYPES).size, EVENT_TYPES.length)
  for (const wrong of ['messageNw', '', 'messageNew,', 'constructor']) {
    assert.throws(() => eventTypes(wrong), CliUsageError, wrong)
  }
})
