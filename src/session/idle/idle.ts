/**
 * IDLE (RFC 2177) as a state of the scheduler, not a mode of the interface.
 *
 *            quiet              "+"              command queued
 *     off ──────────▶ asked ──────────▶ idling ─────────────────▶ leaving
 *      ▲                │  command queued                            │
 *      │                ▼                 "+"                        │
 *      │              regret ────────────────────────────────────────┤
 *      └──────────────────────── tagged reply ◀──────────────────────┘
 *
 * `regret` is easily forgotten: we asked to idle, changed our mind, and may not write DONE before the "+",
 * because a server may still refuse with a tagged NO. Anything else written there would be taken for
 * a broken DONE.
 */
export type IdleState = 'off' | 'asked' | 'idling' | 'regret' | 'leaving'
export type IdleInput = 'start' | 'continuation' | 'stop' | 'tagged'

export const IDLE: Readonly<Record<IdleState, Readonly<Partial<Record<IdleInput, IdleState>>>>> = {
  off: { start: 'asked' },
  asked: { continuation: 'idling', stop: 'regret', tagged: 'off' },
  idling: { stop: 'leaving', tagged: 'off' },
  regret: { stop: 'regret', continuation: 'leaving', tagged: 'off' },
  leaving: { stop: 'leaving', tagged: 'off' },
}

/** DONE is due exactly on entering `leaving`. */
export function writesDone(from: IdleState, to: IdleState): boolean {
  return from !== 'leaving' && to === 'leaving'
}

/** Commands may be written while nothing is between `IDLE` and its `DONE`. */
export function lineIsFree(state: IdleState): boolean {
  return state === 'off' || state === 'leaving'
}

/** The "+" has come. */
export function idleHasBegun(state: IdleState): boolean {
  return state === 'idling' || state === 'leaving'
}
