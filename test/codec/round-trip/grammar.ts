/**
 * Random responses, made from the grammar and not from our encoder: every production offers its alternatives, strings
 * are atoms, quoted or literals, blanks come in the numbers that the decoder is to bear. One character an octet.
 */
import fc from 'fast-check'

export type Octets = fc.Arbitrary<string>

const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

/** Parts in order. */
export function seq(...parts: readonly (string | Octets)[]): Octets {
  return fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((texts) => texts.join(''))
}

export function alt(...options: readonly (string | Octets)[]): Octets {
  return fc.oneof(...options.map((option) => (typeof option === 'string' ? fc.constant(option) : option)))
}

/** SP, now and then more of it. */
export const SP: Octets = fc.oneof({ weight: 12, arbitrary: fc.constant(' ') }, fc.constant('  '), fc.constant('   '))
/** Where the grammar has no space and the decoder bears some. */
export const PAD: Octets = fc.oneof({ weight: 12, arbitrary: fc.constant('') }, fc.constant(' '))

export function spaced(items: readonly string[], gaps: readonly string[]): string {
  return items.map((item, at) => (at === 0 ? item : `${gaps[at % gaps.length] ?? ' '}${item}`)).join('')
}

/** Items with blanks between. */
export function many(item: Octets, minLength = 0, maxLength = 4): Octets {
  return fc
    .tuple(fc.array(item, { minLength, maxLength }), fc.array(SP, { minLength: 1, maxLength: 3 }))
    .map(([items, gaps]) => spaced(items, gaps))
}

/** `( … )` */
export function parens(inside: Octets): Octets {
  return seq('(', PAD, inside, PAD, ')')
}

export const number: Octets = fc.oneof(fc.nat(9), fc.nat(0xffff_ffff)).map(String)
export const nzNumber: Octets = fc
  .oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 0xffff_ffff }))
  .map(String)
export const number64: Octets = fc.oneof(fc.nat(9), fc.maxSafeNat()).map(String)
export const modSequence: Octets = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }).map(String)

export const NIL: Octets = fc.constantFrom('NIL', 'NIL', 'NIL', 'nil', 'Nil')

export const optional = (part: Octets): Octets => fc.oneof(fc.constant(''), part)
export const nilOr = (part: Octets): Octets => fc.oneof(NIL, part)

const ATOM_CHARS = "ABCDXYZabcdxyz0123456789!#$&'+-./:;<=>?@^_`|}~"
export const atom: Octets = fc
  .string({ unit: fc.constantFrom(...ATOM_CHARS.split('')), minLength: 1, maxLength: 8 })
  .filter((text) => !/^nil$/i.test(text) && !/^[~&]/.test(text))

/** Text as people write it: 8-bit, quotes, backslashes, what looks like an encoded word, like a literal, like a line. */
export const humanText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    '',
    'NIL',
    '"',
    '\\',
    '{3}',
    '=?utf-8?q?caf=C3=A9?=',
    '=?iso-8859-1?B?6Q==?= =?iso-8859-1?B?6Q==?=',
    '=?x?',
    'Grüße',
    '日本語',
    'a b',
    '(',
    ')',
    '* OK',
  ),
)

function quoted(octets: string): string {
  return `"${octets.replaceAll(/["\\]/g, '\\$&')}"`
}

function literal(octets: string): string {
  return `{${octets.length}}\r\n${octets}`
}

/** The ways to write a string. */
export function stringOf(octets: string): Octets {
  const forms = [fc.constant(literal(octets))]
  if (!/[\r\n\0]/.test(octets)) forms.push(fc.constant(quoted(octets)), fc.constant(quoted(octets)))
  return fc.oneof(...forms)
}

export const string: Octets = fc.oneof(
  humanText.filter((text) => !text.includes('\0')).chain((text) => stringOf(utf8(text))),
  // 8-bit octets that are no UTF-8, and line ends, which need a literal.
  fc.constantFrom('caf\xe9', '\x80\x92', 'two\r\nlines', 'lf\nalone').chain(stringOf),
)
export const nstring: Octets = fc.oneof(string, NIL)
export const astring: Octets = fc.oneof(atom, string)

/** Names in modified UTF-7, names that are none of ours, INBOX in any case. */
export const mailbox: Octets = fc.oneof(
  astring,
  fc.constantFrom(
    'INBOX',
    'inbox',
    '"iNbOx"',
    'Lists/ietf',
    '"Gesendete Objekte"',
    'Entw&APw-rfe',
    '"a&b"',
    '&-',
    '"&AEE-"',
  ),
)

export const flag: Octets = fc.oneof(
  atom,
  fc.constantFrom(
    '\\Seen',
    '\\Answered',
    '\\Deleted',
    '\\*',
    '\\Recent',
    '$Forwarded',
    'NonJunk',
    'OIB-Seen-[Gmail]/All',
  ),
)
export const flagList: Octets = parens(many(flag, 0, 4))

/** Ranges in any order, reversed ones too. */
export const sequenceSet: Octets = fc
  .array(
    fc.oneof(
      nzNumber,
      fc.tuple(nzNumber, nzNumber).map(([a, b]) => `${a}:${b}`),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((ranges) => ranges.join(','))

/** Numbers that only grow. */
export const ascendingSet: Octets = fc
  .uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 6 })
  .map((numbers) => numbers.sort((a, b) => a - b).join(','))

/** tagged-ext-val, of any depth. */
export const extension: Octets = fc.letrec<{ value: string; list: string }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, nstring, number, atom, tie('list')),
  list: parens(many(tie('value'), 0, 3)),
})).value

export const dateTime: Octets = fc
  .tuple(
    fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }),
    fc.constantFrom('+0000', '-0800', '+0530', '-0000'),
  )
  .map(([date, zone]) => {
    const month = date.toLocaleString('en', { month: 'short', timeZone: 'UTC' })
    const day = String(date.getUTCDate()).padStart(2, ' ')
    return `"${day}-${month}-${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} ${zone}"`
  })
