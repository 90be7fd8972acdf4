import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nodeClock } from '../../src/transport/node/clock.ts'

test('a timer runs once and never early', async () => {
  for (const ms of [0, 0.4, 1, 2.7, 15]) {
    const start = nodeClock.now()
    let runs = 0
    await new Promise<void>((resolve) => {
      nodeClock.after(ms, () => {
        runs++
        resolve()
      })
    })
    assert.ok(nodeClock.now() - start >= ms, `${ms} ms`)
    assert.equal(runs, 1)
  }
})

test('a cancelled timer does not run, and cancelling again does no harm', async () => {
  let runs = 0
  const cancel = nodeClock.after(5, () => runs++)
  cancel()
  cancel()
  nodeClock.after(-1, () => runs--)()
  await new Promise((resolve) => setTimeout(resolve, 15))
  assert.equal(runs, 0)
})

test('a delay of a hundred days or for ever does not run at once', async () => {
  let runs = 0
  const cancels = [2 ** 31, 100 * 86_400_000, Infinity].map((ms) => nodeClock.after(ms, () => runs++))
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(runs, 0)
  for (const cancel of cancels) cancel()
})

test('a delay beyond the longest timer of the system is waited for in parts', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const start = performance.now()
  const month = 30 * 86_400_000
  let elapsed = 0
  t.mock.method(performance, 'now', () => start + elapsed)
  let runs = 0
  nodeClock.after(month, () => runs++)
  for (const step of [2 ** 31 - 1, month - (2 ** 31 - 1) - 1]) {
    elapsed += step
    t.mock.timers.tick(step)
    assert.equal(runs, 0)
  }
  elapsed += 1
  t.mock.timers.tick(1)
  assert.equal(runs, 1)
})

test('a timer that the system fires early waits for the rest', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let time = 0
  t.mock.method(performance, 'now', () => time)
  let runs = 0
  nodeClock.after(10, () => runs++)
  time = 9.5
  t.mock.timers.tick(10)
  assert.equal(runs, 0)
  time = 10.5
  t.mock.timers.tick(1)
  assert.equal(runs, 1)
})

test('the system never gets a delay that it would take for 1 ms', (t) => {
  const delays: unknown[] = []
  const original = globalThis.setTimeout
  t.mock.method(globalThis, 'setTimeout', (run: () => void, ms: number) => {
    delays.push(ms)
    return original(run, ms)
  })
  for (const ms of [2 ** 31 - 1, 2 ** 31, 1e12, Infinity]) nodeClock.after(ms, () => {})()
  assert.deepEqual(delays, [2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1])
})

test('NaN is a mistake, not a delay', () => {
  assert.throws(() => nodeClock.after(Number.NaN, () => {}), { code: 'ERR_IMAP_ARGUMENT' })
})

test('wall is the time of day, now only grows', () => {
  assert.ok(Math.abs(nodeClock.wall() - Date.now()) < 1000)
  assert.ok(nodeClock.now() <= nodeClock.now())
})
