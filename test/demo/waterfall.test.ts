import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clip, waterfall } from '../../examples/demo/waterfall.ts'

const picture = { from: 0, to: 100, width: 51 }

test('queue time is dotted, wire time is solid, what is unanswered ends open', () => {
  const spans = [
    { mailbox: 'INBOX', label: 'search unseen', queued: 0, sent: 0, done: 50 },
    { mailbox: 'INBOX', label: 'store 7', queued: 0, sent: 50, done: 100 },
    { mailbox: 'Very/long/name', label: 'fetch much too long a label', queued: 25, sent: 50, done: undefined },
    { mailbox: '', label: 'waits', queued: 75, sent: undefined, done: undefined },
  ]
  assert.deepEqual(waterfall(spans, picture), [
    'INBOX    search unseen         ━━━━━━━━━━',
    'INBOX    store 7               ··········━━━━━━━━━━',
    'Very/lo… fetch much too long …      ·····━━━━━━━━━╸',
    '         waits                                ·····',
    '                               0    25   50  100 ms',
  ])
})

test('bars of open tokens end at now, the axis goes on', () => {
  const spans = [
    { mailbox: 'INBOX', label: 'sent', queued: 0, sent: 25, done: undefined },
    { mailbox: 'INBOX', label: 'queued', queued: 25, sent: undefined, done: undefined },
  ]
  assert.deepEqual(waterfall(spans, { ...picture, now: 50 }).slice(0, 2), [
    'INBOX    sent                  ·····━━━━╸',
    'INBOX    queued                     ·····',
  ])
})

test('a token of no time at all still shows, at the end of the axis as well', () => {
  const quick = (at: number) => ({ mailbox: '', label: 'quick', queued: at, sent: at, done: at })
  const [early, late] = waterfall([quick(10), quick(100)], picture)
  assert.equal(early, `${' '.repeat(9)}${'quick'.padEnd(22)}  ━`)
  assert.equal(late, `${' '.repeat(9)}${'quick'.padEnd(22)}${' '.repeat(19)}━`)
})

test('a token that failed unsent is all queue', () => {
  const [line] = waterfall([{ mailbox: '', label: 'unsent', queued: 0, sent: undefined, done: 50 }], picture)
  assert.equal(line, `${' '.repeat(9)}${'unsent'.padEnd(22)}··········`)
})

test('no line is wider than the picture, wherever its token lies', () => {
  const times = [-10, 0, 1, 49, 50, 99, 100, 120]
  for (const width of [51, 80, 100]) {
    for (const queued of times) {
      for (const sent of times.filter((time) => time >= queued)) {
        for (const done of times.filter((time) => time >= sent)) {
          const [line = ''] = waterfall([{ mailbox: 'INBOX', label: 'x', queued, sent, done }], { ...picture, width })
          assert.ok(line.length <= width, `${width}: ${line}`)
          assert.ok(line.includes('━'), line)
        }
      }
    }
  }
})

test('styles go around the parts and take no columns', () => {
  const style = (part: string, text: string): string => (text === '' ? '' : `<${part}>${text}</>`)
  const spans = [{ mailbox: 'INBOX', label: 'store 7', queued: 0, sent: 50, done: 100 }]
  assert.deepEqual(waterfall(spans, { ...picture, style }), [
    '<label>INBOX    store 7              </> <queued>··········</><wire>━━━━━━━━━━</>',
    `${' '.repeat(31)}<axis>0    25   50  100 ms</>`,
  ])
})

test('clip ends in an ellipsis only what does not fit', () => {
  assert.equal(clip('12345', 5), '12345')
  assert.equal(clip('123456', 5), '1234…')
})
