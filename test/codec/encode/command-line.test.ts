import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import {
  CommandLine,
  needsUtf8Decision,
  redacted,
  serialize,
  synchronizes,
  type WireMode,
} from '../../../src/codec/encode/command-line.ts'
import { sequenceSet, SequenceSet } from '../../../src/codec/sequence-set.ts'
import { NumberSet } from '../../../src/codec/number-set.ts'
import { CommandReader, argument, mailboxText } from '../../support/command-grammar.ts'
import {
  BASIC,
  MODES,
  accepts,
  isText,
  isUsageError,
  itemsOf,
  nastyText,
  received,
  textOf,
  utf8Text,
  wire,
} from './wire.ts'

const MANY = { numRuns: 1500 }
const mode = fc.constantFrom(...MODES)

test('an astring arrives as it was given, or was refused because it cannot (C1)', () => {
  fc.assert(
    fc.property(nastyText, nastyText, fc.boolean(), mode, (user, password, secret, wireMode) => {
      const line = new CommandLine('LOGIN')
      const accepted = accepts(() => line.astring(user, { secret }).astring(password))
      assert.equal(accepted, isText(user) && isText(password))
      if (!accepted) return
      const command = received(line, wireMode)
      assert.deepEqual([textOf(command, 0), textOf(command, 1)], [user, password])
    }),
    MANY,
  )
})

test('ID values arrive as strings or NIL, whatever they hold (C4)', () => {
  fc.assert(
    fc.property(fc.option(nastyText), mode, (value, wireMode) => {
      const line = new CommandLine('ID')
      const accepted = accepts(() => line.list((pairs) => pairs.string('name').nstring(value, { binary: true })))
      assert.equal(accepted, value === null || value.isWellFormed())
      if (!accepted || (!wireMode.binary && value?.includes('\0'))) return
      const [pair] = itemsOf(received(line, wireMode).args[0])
      const arrived = itemsOf(pair)[1]!
      assert.equal(arrived.type === 'string' ? utf8Text(arrived.value) : null, value)
    }),
    MANY,
  )
})

test('text with NUL needs a binary literal, and a server that takes one (C1)', () => {
  assert.throws(() => new CommandLine('LOGIN').astring('a\0b'), isUsageError)
  const line = new CommandLine('LOGIN').astring('u').astring('a\0b', { binary: true })
  assert.throws(
    () => serialize(line, 'T1', BASIC),
    (error) => isUsageError(error) && (error as { code?: string }).code === 'ERR_IMAP_CAPABILITY',
  )
  assert.equal(wire(line, { ...BASIC, binary: true }), 'T1 LOGIN u ~{3}\r\na\0b\r\n')
})

test('a mailbox name arrives as it was given, or was refused (C2)', () => {
  fc.assert(
    fc.property(nastyText, nastyText, mode, (from, to, wireMode) => {
      const line = new CommandLine('RENAME')
      if (!accepts(() => line.mailbox(from).mailbox(to))) {
        const sendable = (name: string): boolean => isText(name) && !/[\r\n]/.test(name) && name.length < 300
        assert.ok(!sendable(from) || !sendable(to))
        return
      }
      const command = received(line, wireMode)
      const names = [0, 1].map((i) => mailboxText(argument(command, i, 'mailbox').value, wireMode.utf8))
      assert.deepEqual(
        names,
        [from, to].map((name) => (name.toLowerCase() === 'inbox' ? 'INBOX' : name)),
      )
    }),
    MANY,
  )
})

test('a list pattern keeps its wildcards and arrives as one pattern (C2)', () => {
  fc.assert(
    fc.property(nastyText, mode, (pattern, wireMode) => {
      const line = new CommandLine('LIST').mailbox('')
      if (!accepts(() => line.listMailbox(pattern))) return
      const [arrived] = itemsOf(received(line, wireMode).args[2])
      assert.ok(arrived?.type === 'mailbox')
      const expected = pattern.toLowerCase() === 'inbox' ? 'INBOX' : pattern
      assert.equal(mailboxText(arrived.value, wireMode.utf8), expected)
    }),
    MANY,
  )
})

test('octets that a server used as a name go back unchanged (I7)', () => {
  const octets = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1'))
  fc.assert(
    fc.property(octets, mode, (wireName, wireMode) => {
      const line = new CommandLine('SELECT')
      const accepted = accepts(() => line.mailbox({ mailbox: 'x', wireName }))
      assert.equal(accepted, !/[\0\r\n]/.test(wireName))
      if (!accepted) return
      assert.equal(argument(received(line, wireMode), 0, 'mailbox').value, wireName)
    }),
    MANY,
  )
  assert.equal(wire(new CommandLine('SELECT').mailbox({ mailbox: 'Sent', wireName: undefined })), 'T1 SELECT Sent\r\n')
  assert.throws(() => new CommandLine('SELECT').mailbox({ wireName: '日' }), isUsageError)
  assert.throws(() => new CommandLine('SELECT').mailbox({} as never), isUsageError)
  assert.throws(() => new CommandLine('SELECT').mailbox(undefined as never), isUsageError)
})

test('octets that are not UTF-8 are a literal even with UTF-8 enabled', () => {
  const line = new CommandLine('SELECT').mailbox({ wireName: 'caf\xe9' })
  assert.equal(wire(line, { ...BASIC, utf8: true }), 'T1 SELECT {4}\r\ncaf\xe9\r\n')
})

test('a flag arrives as it was given, or was refused (C3)', () => {
  fc.assert(
    fc.property(fc.array(nastyText, { minLength: 1, maxLength: 3 }), fc.boolean(), mode, (flags, prefix, wireMode) => {
      const named = prefix ? flags.map((flag) => `\\${flag}`) : flags
      const line = new CommandLine('UID STORE').set(sequenceSet(1, 'uids')).atom('+FLAGS')
      if (!accepts(() => line.flags(named))) return
      const arrived = itemsOf(received(line, wireMode).args[3])
      assert.deepEqual(
        arrived.map((flag) => (flag.type === 'flag' ? flag.value : undefined)),
        named,
      )
    }),
    MANY,
  )
})

test('a flag that is none is named in the error (C3)', () => {
  const line = (): CommandLine => new CommandLine('UID STORE')
  for (const flag of [
    '',
    '\\',
    '\\Seen) \r\nX NOOP (',
    'a b',
    'a"',
    'é',
    '\\*',
    '*',
    'a]',
    '\\Recent',
    '\\rEcEnT',
    7,
  ]) {
    assert.throws(() => line().flag(flag as string), isUsageError, String(flag))
    assert.throws(
      () => line().flags(['\\Seen', flag as string], 'keywords'),
      (error) => isUsageError(error) && (error as Error).message.startsWith('UID STORE: keywords: '),
    )
  }
  for (const flag of ['\\Seen', '$Forwarded', 'NIL', '\\X-Thing', 'a[b', "it's"]) line().flag(flag)
})

test('an empty flag list must be asked for (C14)', () => {
  assert.throws(() => new CommandLine('UID STORE').flags([]), isUsageError)
  assert.throws(() => new CommandLine('UID STORE').flags('\\Seen' as never), isUsageError)
  assert.equal(wire(new CommandLine('APPEND').flags([], 'flags', { empty: true })), 'T1 APPEND ()\r\n')
})

test('an atom is an atom', () => {
  fc.assert(
    fc.property(nastyText, (text) => {
      const line = new CommandLine('ENABLE')
      if (accepts(() => line.atom(text)))
        assert.deepEqual(received(line, BASIC).args, [{ type: 'atom', value: text.toUpperCase() }])
    }),
    MANY,
  )
  for (const text of ['', 'a b', 'a\r\n', '(', ')', '{1}', '"', '\\', '%', '*', ']', '\x7f', 'é', undefined]) {
    assert.throws(() => new CommandLine('ENABLE').atom(text as string), isUsageError, text)
  }
})

test('the name of a command is atoms with single spaces between them', () => {
  for (const name of ['', ' ', 'UID ', ' UID', 'UID  FETCH', 'NOOP\r\nX', 'A (B)', 'É', undefined]) {
    assert.throws(() => new CommandLine(name as string), isUsageError, name)
  }
  assert.equal(new CommandLine('UID FETCH').name, 'UID FETCH')
})

test('a tag is a tag', () => {
  const line = new CommandLine('NOOP')
  for (const tag of ['', 'a b', 'a+', '*', 'a\r\n', '"']) assert.throws(() => serialize(line, tag, BASIC), isUsageError)
  assert.equal(wire(line), 'T1 NOOP\r\n')
})

test('numbers outside of the grammar are refused (C12)', () => {
  const line = (): CommandLine => new CommandLine('UID FETCH')
  for (const n of [NaN, Infinity, -Infinity, -1, 1.5, 1e21, 2 ** 32, '1', '1 2', 1n, null, undefined]) {
    assert.throws(() => line().number(n as number), isUsageError, String(n))
  }
  for (const n of [NaN, Infinity, -1, 1.5, 1e21, 2 ** 53 + 2, -1n, 2n ** 63n, '1', null, undefined]) {
    assert.throws(() => line().bigint(n as bigint), isUsageError, String(n))
  }
  assert.equal(
    wire(
      line()
        .number(0)
        .number(4294967295)
        .bigint(2n ** 63n - 1n)
        .bigint(2 ** 53 - 1),
    ).trim(),
    'T1 UID FETCH 0 4294967295 9223372036854775807 9007199254740991',
  )
})

test('a set is a SequenceSet and nothing that looks like one (C5)', () => {
  const forged = Object.create(SequenceSet.prototype, { toString: { value: () => '1\r\nX NOOP' } })
  for (const set of ['1:*', { toString: () => '1' }, NumberSet.of(1), forged, undefined]) {
    assert.throws(() => new CommandLine('UID COPY').set(set as SequenceSet), isUsageError)
  }
  const odd = new SequenceSet(NumberSet.of(1), '5\r\nX NOOP' as never, false)
  assert.throws(() => new CommandLine('UID COPY').set(odd), isUsageError)
  const command = received(new CommandLine('UID COPY').set(sequenceSet('5:*,1', 'uids')).mailbox('x'), BASIC)
  assert.equal(argument(command, 0, 'set').value, '1,5:*')
})

test('text that ends like a literal does not begin one (C7)', () => {
  for (const text of ['{0}', '{0+}', 'x {3}', '~{1}', '"{0}', '{0}\r\n', '{5}\r\nAAAAA']) {
    for (const wireMode of MODES) {
      const command = received(new CommandLine('LOGIN').astring('u').string(text), wireMode)
      assert.equal(textOf(command, 1), text)
    }
  }
})

test('a literal waits for "+" unless the server takes it without (C8, RFC 7888)', () => {
  const sizes = [1, 4096, 4097, 16384, 16385, 1_000_000]
  const waits = (line: CommandLine, literal: WireMode['literal']): boolean =>
    synchronizes(line, { literal, utf8: false, binary: true })
  const text = (n: number): CommandLine => new CommandLine('LOGIN').string('\n'.repeat(n))
  const message = (n: number): CommandLine => new CommandLine('APPEND').literal(new Uint8Array(n).fill(65))
  const binary = (n: number): CommandLine => new CommandLine('APPEND').literal(new Uint8Array(n), { binary: true })
  const table = (make: (n: number) => CommandLine, literal: WireMode['literal']): boolean[] =>
    sizes.map((n) => waits(make(n), literal))
  const always = [true, true, true, true, true, true]
  const never = [false, false, false, false, false, false]
  assert.deepEqual(table(text, 'synchronizing'), always)
  assert.deepEqual(table(text, 'minus'), [false, false, true, true, true, true])
  assert.deepEqual(table(text, 'plus'), [false, false, false, false, true, true])
  assert.deepEqual(table(message, 'synchronizing'), always)
  assert.deepEqual(table(message, 'minus'), [false, false, true, true, true, true])
  assert.deepEqual(table(message, 'plus'), never)
  assert.deepEqual(table(binary, 'minus'), always)
  assert.deepEqual(table(binary, 'plus'), never)
  const asking = (n: number): CommandLine =>
    new CommandLine('APPEND').askBeforeLiterals().literal(new Uint8Array(n).fill(65))
  assert.deepEqual(table(asking, 'plus'), always)
  assert.match(wire(asking(3), { literal: 'plus', utf8: false, binary: true }), /\{3\}\r\n/)
})

test('octets of a waiting literal stand behind the cut, and no sooner (C9)', () => {
  const line = new CommandLine('LOGIN').astring('a\nb').astring('c\r\n')
  assert.deepEqual(serialize(line, 'T1', BASIC), [
    { pieces: ['T1 LOGIN {3}\r\n'], octets: 14, awaitContinuation: true },
    { pieces: ['a\nb {3}\r\n'], octets: 9, awaitContinuation: true },
    { pieces: ['c\r\n\r\n'], octets: 5, awaitContinuation: false },
  ])
  const reader = new CommandReader()
  reader.push(wire(line))
  assert.throws(() => reader.next(), /octets before the "\+"/)
})

test('only " and \\ are escaped in quotes; control characters are legal there (C10)', () => {
  const line = new CommandLine('LOGIN').string('a"b\\c\td\x7f\x1b').string('')
  assert.equal(wire(line), 'T1 LOGIN "a\\"b\\\\c\td\x7f\x1b" ""\r\n')
  assert.equal(textOf(received(line, BASIC), 0), 'a"b\\c\td\x7f\x1b')
})

test('quotes are left out only where nobody can misread it', () => {
  const written = (text: string): string => wire(new CommandLine('LOGIN').astring(text)).slice(9, -2)
  assert.deepEqual(['me', 'a.b-c_d/e', '123'].map(written), ['me', 'a.b-c_d/e', '123'])
  for (const text of ['NIL', 'nil', '', '$x', '+a', 'a]', '~a', 'a b', 'x@y', '&'])
    assert.equal(written(text), `"${text}"`)
  assert.equal(wire(new CommandLine('SELECT').mailbox('NIL')), 'T1 SELECT "NIL"\r\n')
})

test('text beyond ASCII is a literal, and quoted once UTF-8 is enabled', () => {
  const line = new CommandLine('LOGIN').astring('zoë').astring('x')
  assert.equal(wire(line), 'T1 LOGIN {4}\r\nzo\xc3\xab x\r\n')
  assert.equal(wire(line, { ...BASIC, utf8: true }), 'T1 LOGIN "zo\xc3\xab" x\r\n')
})

test('text of more than 1000 octets is a literal', () => {
  assert.equal(wire(new CommandLine('LOGIN').string('x'.repeat(1000))).slice(0, 12), 'T1 LOGIN "xx')
  assert.equal(wire(new CommandLine('LOGIN').string('x'.repeat(1001))).slice(0, 17), 'T1 LOGIN {1001}\r\n')
  assert.equal(wire(new CommandLine('LOGIN').astring('x'.repeat(1001))).slice(0, 17), 'T1 LOGIN {1001}\r\n')
})

test('a name is written for the session it is sent in, and says when that matters', () => {
  const line = new CommandLine('CREATE').mailbox('R&D/é')
  assert.equal(needsUtf8Decision(line), true)
  assert.equal(wire(line), 'T1 CREATE "R&-D/&AOk-"\r\n')
  assert.equal(wire(line, { ...BASIC, utf8: true }), 'T1 CREATE "R&D/\xc3\xa9"\r\n')
  assert.equal(needsUtf8Decision(new CommandLine('LIST').mailbox('').listMailbox('é%')), true)
  assert.equal(needsUtf8Decision(new CommandLine('CREATE').mailbox('R&D')), true)
  assert.equal(needsUtf8Decision(new CommandLine('CREATE').mailbox('plain name')), false)
  assert.equal(needsUtf8Decision(new CommandLine('LOGIN').astring('é')), false)
})

test('a name that is too long in one of the two encodings is refused at once', () => {
  assert.throws(() => new CommandLine('CREATE').mailbox('日'.repeat(334)), isUsageError)
  assert.throws(() => new CommandLine('CREATE').mailbox('&'.repeat(501)), isUsageError)
})

test('octets of a message arrive as they are (C11)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), mode, (octets, binary, wireMode) => {
      const line = new CommandLine('APPEND').mailbox('x').flags(['\\Seen']).dateTime(new Date(1e12))
      const accepted = accepts(() => line.literal(octets, { binary }))
      assert.equal(accepted, binary || !octets.includes(0))
      if (!accepted || (binary && !wireMode.binary)) return
      const command = received(line, wireMode)
      const message = argument(command, 3, 'string')
      assert.deepEqual(
        [message.value, message.form],
        [Buffer.from(octets).toString('latin1'), binary ? 'literal8' : 'literal'],
      )
      assert.equal(argument(command, 2, 'dateTime').value.getTime(), 1e12)
    }),
    MANY,
  )
  assert.throws(() => new CommandLine('APPEND').literal('text' as never), isUsageError)
})

test('octets of a message are passed on, not copied', () => {
  const octets = new Uint8Array(100_000).fill(65)
  const segments = serialize(new CommandLine('APPEND').mailbox('x').literal(octets), 'T1', {
    ...BASIC,
    literal: 'plus',
  })
  assert.ok(segments[0]!.pieces.includes(octets))
})

test('SASL octets are base64, and none at all are "=" (RFC 9051 §6.2.2)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (octets, secret) => {
      const command = received(new CommandLine('AUTHENTICATE').atom('PLAIN').base64(octets, { secret }), BASIC)
      assert.deepEqual(argument(command, 1, 'base64').value, Buffer.from(octets))
    }),
  )
  assert.equal(
    wire(new CommandLine('AUTHENTICATE').atom('EXTERNAL').base64(new Uint8Array())),
    'T1 AUTHENTICATE EXTERNAL =\r\n',
  )
})

test('lists nest, and no space stands inside their parentheses', () => {
  const line = new CommandLine('X')
    .list(() => undefined)
    .list((outer) => outer.atom('a').list((inner) => inner.list((deep) => deep.atom('b')).atom('c')))
    .atom('d')
  assert.equal(wire(line), 'T1 X () (a ((b) c)) d\r\n')
})

test('no secret is ever shown, in whatever form it is sent (B10)', () => {
  const shown = new Set<string>()
  fc.assert(
    fc.property(nastyText.filter(isText), (password) => {
      const line = new CommandLine('LOGIN').astring('me').astring(password, { secret: true })
      shown.add(redacted(line))
      shown.add(redacted(new CommandLine('LOGIN').astring('me').base64(Buffer.from(password), { secret: true })))
    }),
    MANY,
  )
  assert.deepEqual([...shown], ['LOGIN me <secret>'])
  assert.throws(
    () => new CommandLine('LOGIN').astring('hunter2\0', { secret: true, what: 'password' }),
    (error) =>
      isUsageError(error) &&
      (error as Error).message.startsWith('LOGIN: password ') &&
      !String(error).includes('hunter2'),
  )
})

test('printing a command line as an object tells nothing of its arguments (B10)', () => {
  const line = new CommandLine('LOGIN').astring('me').astring('hunter2', { secret: true })
  const printed =
    inspect(line, { showHidden: true, depth: 9 }) + JSON.stringify(line) + Object.prototype.toString.call(line)
  assert.ok(!printed.includes('hunter2'), printed)
})

test('what is shown of a command is one line without control characters (I3, I4)', () => {
  fc.assert(
    fc.property(nastyText.filter(isText), nastyText, (text, name) => {
      const line = new CommandLine('X').string(text).literal(Buffer.from('a\nb'))
      accepts(() => line.mailbox(name))
      assert.match(redacted(line), /^[^\0-\x1f\x7f-\x9f]*$/)
    }),
    MANY,
  )
})

test('what is shown of a command tells literals by their size', () => {
  const line = new CommandLine('APPEND')
    .mailbox('Entwürfe')
    .flags(['\\Seen'])
    .literal(new Uint8Array(7), { binary: true })
  assert.equal(redacted(line), 'APPEND "Entwürfe" (\\Seen) ~{7}')
  assert.equal(redacted(new CommandLine('X').string('é').string('a\nb')), 'X {2} {3}')
})

test('a section is one of the grammar (C6)', () => {
  type Arguments = Parameters<CommandLine['section']>
  const section = (...args: Arguments): string => wire(new CommandLine('X').section(...args)).slice(5, -2)
  assert.equal(section('BODY', { part: '1.2', fields: ['a'] }), 'BODY[1.2.HEADER.FIELDS (A)]')
  assert.equal(section('BINARY.PEEK', {}, { start: 0, length: 2 ** 53 - 1 }), 'BINARY.PEEK[]<0.9007199254740991>')
  const bad: readonly Arguments[] = [
    ['BODY]', {}],
    ['RFC822', {}],
    ['BODY', { text: 'TEXT', fields: ['a'] }],
    ['BODY', { text: 'MIME' }],
    ['BODY', { text: 'FOO' }],
    ['BODY', { part: '' }],
    ['BODY', { part: '1\r\n' }],
    ['BODY', { fields: 'a' }],
    ['BINARY', { part: '1', text: 'TEXT' }],
    ['BINARY.SIZE', { part: '1', fields: ['a'] }],
    ['BINARY.SIZE', { part: '1' }, { start: 0, length: 1 }],
    ['BODY', {}, { start: 0, length: NaN }],
    ['BODY', {}, { start: '0', length: 1 }],
    ['BODY', {}, {}],
  ] as never
  for (const args of bad) assert.throws(() => section(...args), isUsageError, JSON.stringify(args))
})

test('a line can be written more than once, for different sessions', () => {
  const line = new CommandLine('LOGIN').astring('é').astring('b\n')
  const first = wire(line)
  for (const wireMode of MODES) wire(line, wireMode)
  assert.equal(wire(line), first)
})

test('arguments of the wrong type are refused, not converted', () => {
  const wrong: readonly ((line: CommandLine) => unknown)[] = [
    (line) => line.string(7 as never),
    (line) => line.astring(['a'] as never),
    (line) => line.nstring(undefined as never),
    (line) => line.base64('x' as never),
    (line) => line.date(new Date() as never),
    (line) => line.dateTime('2020-01-01' as never),
    (line) => line.dateTime(new Date(NaN)),
    (line) => line.section('BODY[]' as never, {}),
  ]
  for (const add of wrong) assert.throws(() => add(new CommandLine('X')), isUsageError, add.toString())
})
