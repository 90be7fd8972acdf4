import { performance } from 'node:perf_hooks'
import { UsageError } from '../../errors.ts'
import type { Clock } from '../transport.ts'

/** Longer timers fire at once in Node. */
const LONGEST_TIMER = 2 ** 31 - 1

/** The real clock. Timers are never early, and delays of any length work. */
export const nodeClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after,
}

function after(ms: number, run: () => void): () => void {
  if (Number.isNaN(ms)) throw new UsageError('a delay must be a number of milliseconds')
  if (ms === Infinity) return () => {}
  const due = performance.now() + ms
  let timer = setTimeout(check, timerFor(ms))
  function check(): void {
    const left = due - performance.now()
    if (left > 0) timer = setTimeout(check, timerFor(left))
    else run()
  }
  return () => clearTimeout(timer)
}

function timerFor(ms: number): number {
  return Math.min(Math.max(Math.ceil(ms), 0), LONGEST_TIMER)
}
