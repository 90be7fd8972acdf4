import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mostInFlight, roundTrips, Spans, type Span } from '../../examples/demo/spans.ts'
import { elapsed, summary } from '../../examples/demo/summary.ts'
import { selected } from '../support/scripted-peer.ts'

const span = (queued: number, sent: number | undefined, done: number | undefined): Span => ({
  mailbox: 'INBOX',
  label: 'x',
  queued,
  sent,
  done,
})

test('tokens are in flight together from written to answered', () => {
  assert.equal(mostInFlight([]), 0)
  assert.equal(mostInFlight([span(0, 0, 50), span(0, 50, 100)]), 1)
  assert.equal(mostInFlight([span(0, 0, 50), span(0, 10, 60), span(0, 49, 90), span(0, 60, 100)]), 3)
  assert.equal(mostInFlight([span(0, 0, 50), span(0, undefined, 20)]), 1)
})

test('round trips are the longest row of tokens one after another', () => {
  assert.equal(roundTrips([]), 0)
  assert.equal(roundTrips([span(0, 0, 50), span(0, 0, 50), span(0, 0, 51)]), 1)
  assert.equal(roundTrips([span(0, 0, 50), span(0, 50, 100), span(0, 100, 150)]), 3)
  assert.equal(roundTrips([span(0, 0, 150), span(0, 0, 50), span(0, 60, 100), span(0, 70, 120)]), 2)
  assert.equal(roundTrips([span(0, 0, 50), span(0, undefined, undefined)]), 1)
})

test('the summary compares times, round trips and tokens in flight', () => {
  const together = [span(0, 0, 50), span(0, 0, 50), span(0, 50, 100), span(20, 50, 100)]
  const oneByOne = [span(5, 5, 55), span(55, 55, 105), span(105, 105, 155), span(155, 155, 255)]
  assert.equal(elapsed(oneByOne), 250)
  assert.deepEqual(summary(together, oneByOne), [
    'one at a time     4 commands    250 ms    4 round trips    1 in flight at most',
    'together          4 commands    100 ms    2 round trips    2 in flight at most',
    '2.5 times as fast: 2 round trips saved',
  ])
})

test('spans take times and mailboxes from the events of each token', async (t) => {
  const { imap, plays, clock } = await selected(t)
  const spans = new Spans()
  const reading = (async () => {
    for await (const event of imap.events()) spans.take(event)
  })()
  const start = clock.now()
  const adding = imap.store('1', { add: ['k'] })
  spans.submitted(adding.tag, 'add \x1b[31mk', start)
  await clock.pass(10)
  const removing = imap.store('1', { remove: ['k'] })
  await plays('C: t1 UID STORE 1 +FLAGS (k)')
  await clock.pass(40)
  await plays(`
    S: t1 OK done
    C: t2 UID STORE 1 -FLAGS (k)
  `)
  await clock.pass(50)
  await plays('S: t2 OK done')
  await Promise.all([adding, removing])
  imap.close()
  await reading
  const [first, second] = spans.after(0).map(({ queued, sent, done, ...rest }) => ({
    ...rest,
    sent: sent! - start,
    done: done! - start,
    waited: queued < sent!,
  }))
  assert.deepEqual(first, { mailbox: 'INBOX', label: 'add \\x1b[31mk', sent: 0, done: 50, waited: false })
  assert.deepEqual(second, { mailbox: 'INBOX', label: 'UID STORE', sent: 50, done: 100, waited: true })
  assert.equal(spans.count, 2)
  assert.equal(spans.after(1).length, 1)
})
