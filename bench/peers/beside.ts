/** A big thing under way, and small commands of somebody else beside it. */
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Prepared } from './peer.ts'

/** Between two small commands, in milliseconds. */
const PAUSE_MS = 20

/** Runs `big` and, all the while, `small` again and again. */
export function besideEachOther(
  big: () => Promise<number>,
  small: () => Promise<unknown>,
  close: () => Promise<void>,
): Prepared {
  const figures: Record<string, number> = {}
  return {
    close,
    figures,
    async run() {
      // What is loaded and compiled at first use is not the download's.
      await small()
      const before = process.memoryUsage.rss()
      let most = before
      let over = false
      const took: number[] = []
      const smallOnes = (async () => {
        for (; !over; await sleep(PAUSE_MS)) {
          const started = performance.now()
          await small()
          took.push(performance.now() - started)
          most = Math.max(most, process.memoryUsage.rss())
        }
      })()
      const done = await big()
      over = true
      await smallOnes
      took.sort((a, b) => a - b)
      figures['small ms p50'] = took[took.length >> 1]!
      figures['p99'] = took[Math.min(took.length - 1, Math.floor(took.length * 0.99))]!
      figures['of'] = took.length
      figures['RSS grown MiB'] = (most - before) / 1024 / 1024
      return done
    },
  }
}
