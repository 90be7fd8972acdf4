/** What a person needs to see of two runs that should have ended alike. */
import { inspect, isDeepStrictEqual } from 'node:util'
import type { AccountState } from './account.ts'
import type { Operation } from './operation.ts'
import { sameFailure, type Outcome } from './outcome.ts'

const CONTEXT = 12

/** The first operation that ended differently, or undefined. */
export function differentOutcome(
  operations: readonly Operation[],
  oneByOne: readonly Outcome[],
  atOnce: readonly Outcome[],
): string | undefined {
  const place = operations.findIndex((_, n) => !same(oneByOne[n]!, atOnce[n]!))
  if (place < 0) return undefined
  const before = operations.slice(Math.max(0, place - CONTEXT), place + 1)
  const shown = before.map((operation, n) => `  ${place - before.length + 1 + n}: ${describe(operation)}`)
  return [
    `operation ${place} ended differently:`,
    ...shown,
    `one by one: ${show(oneByOne[place])}`,
    `at once:    ${show(atOnce[place])}`,
  ].join('\n')
}

function same(one: Outcome, other: Outcome): boolean {
  if ('failure' in one && 'failure' in other) return sameFailure(one.failure, other.failure)
  return isDeepStrictEqual(one, other)
}

export function differentAccount(oneByOne: AccountState, atOnce: AccountState): string | undefined {
  if (isDeepStrictEqual(oneByOne, atOnce)) return undefined
  const names = new Set([...Object.keys(oneByOne.mailboxes), ...Object.keys(atOnce.mailboxes)])
  const differing = [...names].filter((name) => !isDeepStrictEqual(oneByOne.mailboxes[name], atOnce.mailboxes[name]))
  const shown = differing.map(
    (name) => `${name}\n one by one: ${show(oneByOne.mailboxes[name])}\n at once: ${show(atOnce.mailboxes[name])}`,
  )
  return `the accounts differ in the end: ${shown.join('\n') || show([oneByOne.subscriptions, atOnce.subscriptions])}`
}

function describe({ text, after }: Operation): string {
  const short = text.length > 300 ? `${text.slice(0, 120)} … ${text.slice(-100)}` : text
  return after.length === 0 ? short : `${short} after ${after.join(', ')}`
}

function show(value: unknown): string {
  return inspect(value, { depth: 5, breakLength: Infinity, maxArrayLength: 200 }).slice(0, 2000)
}
