import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waterfall } from '../../examples/demo/waterfall.ts'

test('queue time is dotted, wire time is solid, what is unanswered ends open', () => {
  const spans = [
    { label: 'search unseen', queued: 0, sent: 0, done: 50 },
    { label: 'store 7', queued: 0, sent: 50, done: 100 },
    { label: 'fetch a label that is much too long for its column', queued: 25, sent: 50, done: undefined },
    { label: 'waits', queued: 75, sent: undefined, done: undefined },
  ]
  assert.deepEqual(waterfall(spans, { from: 0, to: 100, width: 51 }), [
    'search unseen                  ━━━━━━━━━━',
    'store 7                        ··········━━━━━━━━━━',
    'fetch a label that is much to…      ·····━━━━━━━━━╸',
    'waits                                         ·····',
    '                               0    25   50  100 ms',
  ])
})

test('a token of no time at all still shows', () => {
  const [line] = waterfall([{ label: 'quick', queued: 10, sent: 10, done: 10 }], { from: 0, to: 100, width: 51 })
  assert.equal(line, `${'quick'.padEnd(31)}  ━`)
})
