/** Arguments as people give them, and as nobody should. */
import type { SetInput } from '../src/codec/sequence-set.ts'
import type { CalendarDate } from '../src/codec/encode/date.ts'
import type { Choices } from './choices.ts'

const TEXTS: readonly string[] = [
  '', 'a', 'INBOX', 'inbox', 'Sent', 'a b', 'a"b', 'a\\b', '%', '*', 'NIL', '~{5}', '{5}', '{5+}', '"', '\\Seen', '\\*',
  '$Junk', 'caf\u00e9', '\u6771\u4eac', '\ud83d\ude00', '\ud83d', '\r\nA1 NOOP', '\n', '\0', '&', '&-', '&AOk-', 'a/b',
  'Lists.ietf', '/comment', '/private/comment', '/shared/vendor/x', 'value.priv', 'imap://a/;urlauth=anonymous:internal:x',
  'INTERNAL', 'UTF-8', 'en', 'x'.repeat(1001), '(', ')', '[]', ']', '1:*', '2026-02-01', '2026-02-30', 'HEADER', '1.2.MIME',
  'TEXT', '__proto__', 'constructor',
] // prettier-ignore

export function text(choices: Choices): string {
  const kind = choices.byte()
  if (kind < 160) return TEXTS[kind % TEXTS.length]!
  if (kind < 208) return choices.raw(kind & 15)
  return choices
    .octets((kind & 7) * 2)
    .reduce(
      (made, octet, i) => made + (i % 2 === 0 ? String.fromCharCode(octet * 256 + kind) : String.fromCharCode(octet)),
      '',
    )
}

const MAILBOXES: readonly string[] = [
  'INBOX',
  'Sent',
  'Archive',
  'inbox',
  'a b',
  'caf\u00e9',
  'Lists/ietf',
  '&',
  '%',
  '',
]

export function mailbox(choices: Choices): string {
  return choices.below(8) === 0 ? text(choices) : choices.oneOf(MAILBOXES)
}

const FLAGS: readonly string[] = [
  '\\Seen',
  '\\Deleted',
  '\\Flagged',
  '\\Answered',
  '\\Draft',
  '$Junk',
  'work',
  '\\Recent',
]

export function flag(choices: Choices): string {
  return choices.below(8) === 0 ? text(choices) : choices.oneOf(FLAGS)
}

const SETS: readonly SetInput[] = [
  '1:*',
  '1',
  '1:5',
  '2,4',
  '*',
  '5:*',
  3,
  [1, 2, 3],
  '8',
  '4294967295',
  '',
  '0',
  'a',
  [],
  '1:*,3',
]

export function set(choices: Choices): SetInput {
  return choices.oneOf(SETS)
}

const NUMBERS: readonly number[] = [1, 0, 2, 7, -1, 1.5, 255, 65_536, 4_294_967_295, 4_294_967_296, NaN, Infinity]

export function number(choices: Choices): number {
  return choices.flip() ? choices.oneOf(NUMBERS) : choices.word()
}

export function bigint(choices: Choices): bigint {
  return choices.oneOf([0n, 1n, 5n, 99n, 2n ** 32n, 2n ** 63n - 1n, 2n ** 63n, -1n])
}

export function date(choices: Choices): CalendarDate {
  if (choices.flip()) return choices.oneOf(['2026-02-01', '1999-12-31', '2024-02-29', '2025-02-29', '0001-01-01', 'x'])
  return { year: number(choices), month: choices.below(14), day: choices.below(33) }
}

const BODIES: readonly string[] = [
  'Subject: x\r\n\r\nhello',
  'a',
  '',
  '\0',
  'x'.repeat(5000),
  'Subject: \u00e9\r\n\r\n',
  'DONE\r\n',
]

export function content(choices: Choices): string | Uint8Array {
  return choices.flip() ? choices.oneOf(BODIES) : choices.octets(choices.byte())
}
