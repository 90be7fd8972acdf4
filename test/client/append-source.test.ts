/** Messages that are read from somewhere while they are sent: never half of one with an answer, never another's octets in it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connected, MODERN } from '../support/scripted-peer.ts'
import { drain } from '../support/virtual-clock.ts'

const KiB = 1024
const piece = (letter: string, octets = 100 * KiB): Uint8Array => Buffer.alloc(octets, letter)

/** Runs of one letter in short. */
const short = (written: string): string => written.replaceAll(/([a-z])\1{999,}/g, '<$1>')

/** A source that gives when it is told to. */
class Tap implements AsyncIterable<Uint8Array> {
  readonly #given: Uint8Array[] = []
  #end: { error?: unknown } | undefined
  #wake: (() => void) | undefined
  returned = false

  give(...pieces: Uint8Array[]): Promise<void> {
    this.#given.push(...pieces)
    this.#wake?.()
    return drain()
  }

  end(error?: unknown): Promise<void> {
    this.#end = error === undefined ? {} : { error }
    this.#wake?.()
    return drain()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const next = this.#given.shift()
        if (next !== undefined) yield next
        else if (this.#end !== undefined) {
          if (this.#end.error !== undefined) throw this.#end.error
          return
        } else await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    } finally {
      this.returned = true
    }
  }
}

test('a short source is read first, and becomes an APPEND like any other', async (t) => {
  for (const source of [
    new Blob(['hel', 'lo']),
    [Buffer.from('hel'), Buffer.from('lo')],
    new Blob(['hello']).stream(),
  ]) {
    const { imap, plays } = await connected(t)
    const token = imap.append('x', source as Iterable<Uint8Array>, { flags: ['\\Seen'] })
    await drain()
    await plays(`
      C: t1 APPEND x (\\Seen) {5+}
      C: hello
      S: t1 OK [APPENDUID 7 9] done
    `)
    assert.equal((await token).uid, 9)
  }
})

test('a long one is sent as it is read; what others submit meanwhile comes behind its last octet', async (t) => {
  const { imap, peer } = await connected(t)
  const tap = new Tap()
  const told: number[] = []
  const size = 500 * KiB
  const token = imap.append('x', tap, { size, onProgress: (sent) => told.push(sent) })
  await tap.give(piece('a'), piece('b'), piece('c'))
  const from = peer.written.lastIndexOf('APPEND')
  assert.equal(short(peer.written.slice(from)), 'APPEND x {512000+}\r\n<a><b><c>')
  const noop = imap.noop()
  await drain()
  assert.ok(!peer.written.includes('NOOP'))
  await tap.give(piece('d'), piece('e'))
  await tap.end()
  assert.equal(short(peer.written.slice(from)), `APPEND x {512000+}\r\n<a><b><c><d><e>\r\n${noop.tag} NOOP\r\n`)
  peer.send(`${noop.tag} OK\r\n${token.tag} OK [APPENDUID 7 9] done\r\n`)
  await noop
  assert.equal((await token).uid, 9)
  assert.deepEqual([told[0], told.at(-1)], [300 * KiB, size])
})

test('without LITERAL+ it is read on when the server has said "+", and not at all when it says NO', async (t) => {
  const capabilities = MODERN.replace(' LITERAL+', '')
  const { imap, peer, plays } = await connected(t, { capabilities })
  const tap = new Tap()
  const token = imap.append('x', tap, { size: 400 * KiB })
  await tap.give(piece('a'), piece('b'), piece('c'), piece('d'))
  await tap.end()
  await plays('C: t1 APPEND x {409600}')
  await plays('C:')
  await plays('S: + go on')
  assert.ok(short(peer.written).endsWith('<a><b><c><d>\r\n'))
  await plays('S: t1 OK done')
  await token
  const refused = imap.append('y', [piece('a'), piece('b'), piece('c'), piece('d')], { size: 400 * KiB })
  await drain()
  peer.send(`${refused.tag} NO [TRYCREATE] no\r\n`)
  await assert.rejects(refused, { code: 'ERR_IMAP_NO' })
  assert.ok(peer.written.endsWith('APPEND y {409600}\r\n'))
})

for (const [what, stop, message] of [
  ['fails', (tap: Tap) => tap.end(new Error('disk')), /the source of the message failed/],
  ['is too short', (tap: Tap) => tap.end(), /gives 307200 octets, its size was to be 512000/],
  ['is too long', (tap: Tap) => tap.give(piece('d', 300 * KiB)), /gives more octets/],
  ['gives NUL', (tap: Tap) => tap.give(piece('\0')), /NUL/],
] as const) {
  test(`a source that ${what} in the midst of the literal ends the connection, and its message is unsent`, async (t) => {
    const { imap, peer } = await connected(t)
    const tap = new Tap()
    const token = imap.append('x', tap, { size: 500 * KiB })
    await tap.give(piece('a'), piece('b'), piece('c'))
    await stop(tap)
    await assert.rejects(token, { code: 'ERR_IMAP_CLOSED', outcome: 'unsent', message })
    assert.equal(imap.closed, true)
    assert.equal(peer.left, 'destroyed')
    await drain()
    assert.equal(tap.returned, true)
  })
}

for (const [what, source, options, error] of [
  ['fails at once', new Tap(), { size: 500 * KiB }, { code: 'ERR_IMAP_ARGUMENT' }],
  ['is shorter than it said', [piece('a', 5)], { size: 6 }, { code: 'ERR_IMAP_ARGUMENT', message: /gives 5 octets/ }],
  ['is longer than it said', [piece('a', 500 * KiB)], { size: 6 }, { code: 'ERR_IMAP_ARGUMENT' }],
  [
    'is long and of unknown size',
    [piece('a')],
    { maxBuffered: 1000 },
    { code: 'ERR_IMAP_TOO_BIG', message: /tell its size/ },
  ],
  ['gives text', ['hello' as never], {}, { code: 'ERR_IMAP_ARGUMENT', message: /no Uint8Array/ }],
  ['is empty', [], {}, { code: 'ERR_IMAP_ARGUMENT', message: /empty/ }],
] as const) {
  test(`nothing is sent of a source that ${what}`, async (t) => {
    const { imap, peer } = await connected(t)
    if (source instanceof Tap) void source.end(new Error('disk'))
    await assert.rejects(imap.append('x', source, options), { ...error, outcome: 'unsent' })
    assert.ok(!peer.written.includes('APPEND'))
    assert.equal(imap.closed, false)
  })
}

test('cancelled before it is sent nothing is; cancelled in the midst it is sent to its end, and the connection goes on', async (t) => {
  const { imap, peer } = await connected(t)
  const early = new Tap()
  const unsent = imap.append('x', early, { size: 500 * KiB })
  await drain()
  unsent.cancel()
  await assert.rejects(unsent, { code: 'ERR_IMAP_CANCELLED', outcome: 'unsent' })
  await early.give(piece('a', 500 * KiB))
  assert.ok(!peer.written.includes('APPEND'))
  const late = new Tap()
  const begun = imap.append('y', late, { size: 400 * KiB })
  await late.give(piece('a'), piece('b'), piece('c'))
  begun.cancel()
  await assert.rejects(begun, { code: 'ERR_IMAP_CANCELLED', outcome: 'unknown' })
  await late.give(piece('d'))
  await late.end()
  peer.send(`${begun.tag} OK done\r\n`)
  const noop = imap.noop()
  await drain()
  assert.ok(short(peer.written).endsWith(`<d>\r\n${noop.tag} NOOP\r\n`))
  peer.send(`${noop.tag} OK\r\n`)
  await noop
})

test('a server is not given up while a long message is on its way', async (t) => {
  const { imap, peer, clock } = await connected(t)
  const tap = new Tap()
  const token = imap.append('x', tap, { size: 800 * KiB })
  await tap.give(piece('a'), piece('b'), piece('c'))
  for (let n = 0; n < 5; n++) {
    await clock.pass(40_000)
    await tap.give(piece('d'))
  }
  await tap.end()
  peer.send(`${token.tag} OK done\r\n`)
  await token
})
