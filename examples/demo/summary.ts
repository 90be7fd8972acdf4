/** What it came to: the same commands together and one at a time. */
import { mostInFlight, roundTrips, type Span } from './spans.ts'

export function summary(together: readonly Span[], oneByOne: readonly Span[]): string[] {
  const saved = roundTrips(oneByOne) - roundTrips(together)
  const factor = elapsed(oneByOne) / elapsed(together)
  return [
    row('one at a time', oneByOne),
    row('together', together),
    `${factor.toFixed(1)} times as fast: ${saved} round trips saved`,
  ]
}

function row(name: string, spans: readonly Span[]): string {
  const ms = elapsed(spans).toFixed(0)
  const trips = roundTrips(spans)
  return [
    name.padEnd(14),
    `${String(spans.length).padStart(3)} commands`,
    `${ms.padStart(5)} ms`,
    `${String(trips).padStart(3)} round trips`,
    `${String(mostInFlight(spans)).padStart(3)} in flight at most`,
  ].join('  ')
}

/** From the first command queued to the last answer. */
export function elapsed(spans: readonly Span[]): number {
  return Math.max(...spans.map(({ done, queued }) => done ?? queued)) - Math.min(...spans.map(({ queued }) => queued))
}
