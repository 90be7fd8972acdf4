/** What should not be given to a method, and what must arrive whole if it may. */

/** Texts that mean harm, or that somebody reads otherwise than they are written. */
export const TEXTS: readonly string[] = [
  ...['\r', '\n', '\0', '\r\n', 'a\r\nX1 NOOP', 'a\r\nX1 LOGOUT\r\n', '\r\nX1 DELETE INBOX\r\n', 'a\0b'],
  ...['"', 'a"b', '" X', '\\', 'a\\"b', '\\"', 'a\\', '{3}', '{3+}', '{3}\r\nabc', 'a {0+}\r\n', '~{3}', 'x{5'],
  ...['(', ')', '()', ') X (', 'a (b) c', '%', '*', 'a*b%', ']', 'a]b', '[', 'BODY[', '<0.5>'],
  ...['', ' ', 'a b', '  a', 'a ', '\t', '\x1b[0m', '\x7f', '-', '+', '~', '#', '$', '=', ':', ',', '.', '/', '\\Seen'],
  ...['NIL', 'nil', 'INBOX', 'inbox', 'ALL', '1', '1:*', '*:1', '1,2', '0', '007', '-1', 'UTF8', 'true', '__proto__'],
  ...['é', '\x80', '\xff', '日本', '😀', '\ufeff', '\u2028', 'ﬀ', '\ud800', 'a\udc00b', '&', '&-', '&AOk-', '\\Recent'],
  ...['x'.repeat(1000), 'x'.repeat(1001), '"'.repeat(600), 'x'.repeat(70_000), 'é'.repeat(3000), ' \r\n'.repeat(500)],
]

/** Everything but a text. */
export const OTHERS: readonly unknown[] = [
  ...[0, 1, 5, -1, 0.5, NaN, Infinity, 2 ** 32, 2 ** 53, 5n, 0n, -1n, 2n ** 63n],
  ...[null, undefined, true, false, Symbol('x')],
  ...[{}, { x: 1 }, { toString: () => 'a\r\nX1 NOOP' }, { length: 1, 0: 'a' }, new String('a\r\nb'), new Date(NaN)],
  ...[[], [[]], [null], ['a\r\nX1 NOOP'], [{ toString: () => 'a\r\nb' }], new Map(), new Set(['a'])],
  ...[() => 'a', new Uint8Array([13, 10]), new Uint8Array()],
]
