/** Downloads: complete or an error, whatever the server makes of stretches; a window's worth is held. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Download, ImapConnection } from '../../src/index.ts'
import { MODERN, selected, type Connected, type ScriptOptions } from '../support/scripted-peer.ts'
import { drain } from '../support/virtual-clock.ts'

const KiB = 1024
const SINGLE = (encoding: string, size: number, type = '"APPLICATION" "PDF" ("NAME" "a.pdf")'): string =>
  `(${type} NIL NIL "${encoding}" ${size}${type.startsWith('"TEXT"') ? ' 1' : ''} NIL ("ATTACHMENT" ("FILENAME" "a b.pdf")))`

interface Mail {
  readonly content: string
  readonly structure?: string
  /** RFC822.SIZE; that of the content unless given. */
  readonly size?: number
  /** What it makes of `<from.length>`: the octets and the place it tells. */
  readonly answer?: (mail: Mail, from: number, length: number) => { octets: string; origin?: number } | undefined
}

const honest = ({ content }: Mail, from: number, length: number) => ({
  octets: content.slice(from, from + length),
  origin: from,
})

/** A server with one message, UID 5, that answers when it is let. */
class Server {
  readonly #peer: Connected['peer']
  readonly mail: Mail
  /** The stretches asked for, in order. */
  readonly asked: [from: number, length: number][] = []
  /** Octets of content sent. */
  sent = 0
  paused = false
  readonly #waiting: string[] = []

  constructor({ peer }: Connected, mail: Mail) {
    this.#peer = peer
    this.mail = mail
    let rest = ''
    peer.onWrite = (octets) => {
      const lines = (rest + octets).split('\r\n')
      rest = lines.pop()!
      this.#waiting.push(...lines)
      if (!this.paused) setImmediate(() => this.answer())
    }
  }

  /** Answers so many commands. */
  answer(commands = Infinity): void {
    for (const line of this.#waiting.splice(0, commands)) this.#peer.send(this.#answerTo(line))
  }

  /** Another has answered them. */
  drop(): readonly string[] {
    return this.#waiting.splice(0)
  }

  get waiting(): readonly string[] {
    return this.#waiting
  }

  #answerTo(line: string): string {
    const [tag = ''] = line.split(' ')
    const { content, size = content.length, structure = SINGLE('7BIT', content.length), answer = honest } = this.mail
    if (line.includes('RFC822.SIZE')) {
      return `* 4 FETCH (UID 5 RFC822.SIZE ${size} BODYSTRUCTURE ${structure})\r\n${tag} OK done\r\n`
    }
    const [, item, section, from, length] = /(BODY|BINARY)\.PEEK\[(.*)\]<(\d+)\.(\d+)>/.exec(line) ?? []
    if (item === undefined) return `${tag} OK done\r\n`
    this.asked.push([Number(from), Number(length)])
    const given = answer(this.mail, Number(from), Number(length))
    if (given === undefined) return `${tag} OK no such message\r\n`
    this.sent += given.octets.length
    const place = given.origin === undefined ? '' : `<${given.origin}>`
    return `* 4 FETCH (UID 5 ${item}[${section}]${place} {${given.octets.length}}\r\n${given.octets})\r\n${tag} OK done\r\n`
  }
}

async function serving(
  t: TestContext,
  mail: Mail,
  options: ScriptOptions = {},
): Promise<Connected & { server: Server; imap: ImapConnection }> {
  const connection = await selected(t, options)
  return { ...connection, server: new Server(connection, mail) }
}

async function read(download: Download): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of download.content) chunks.push(chunk)
  return Buffer.concat(chunks).toString('latin1')
}

function letters(count: number): string {
  return Array.from({ length: Math.ceil(count / 8) }, (_, i) => i.toString(36).padStart(7, '.') + '\n')
    .join('')
    .slice(0, count)
}

test('a small message: its description and its beginning in one round trip', async (t) => {
  const { imap, plays } = await selected(t)
  const token = imap.download(5)
  await plays(`
    C: t1 UID FETCH 5 (UID RFC822.SIZE BODYSTRUCTURE)
    C: t2 UID FETCH 5 (UID BODY.PEEK[]<0.131072>)
    S: * 4 FETCH (UID 5 BODY[]<0> {5}
    S: hello)
    S: t2 OK done
    S: * 4 FETCH (UID 5 RFC822.SIZE 5 BODYSTRUCTURE ${SINGLE('7BIT', 1)})
    S: t1 OK done
  `)
  const download = await token
  assert.deepEqual(download.meta, {
    ...{ uid: 5, mailbox: 'INBOX', uidValidity: 7, part: undefined, size: 5, type: 'message/rfc822' },
    ...{ parameters: new Map(), disposition: undefined, fileName: undefined, encoding: '8bit', decoded: true },
  })
  assert.equal(await read(download), 'hello')
  await plays('C:')
})

test('a part: what is known of it, and its transfer encoding undone', async (t) => {
  const content = Buffer.from(letters(300 * KiB))
    .toString('base64')
    .replaceAll(/.{76}/g, '$&\r\n')
  const { imap, server } = await serving(t, { content, structure: SINGLE('BASE64', content.length) })
  const download = await imap.download(5, '1')
  const { size, type, disposition, fileName, encoding, decoded, part } = download.meta
  assert.deepEqual(
    { size, type, disposition, fileName, encoding, decoded, part },
    {
      ...{ size: content.length, type: 'application/pdf', disposition: 'attachment', fileName: 'a b.pdf' },
      ...{ encoding: 'base64', decoded: true, part: '1' },
    },
  )
  assert.equal(await read(download), letters(300 * KiB))
  assert.equal(server.sent, content.length)
  const raw = await imap.download(5, '1', { decode: false })
  assert.deepEqual([raw.meta.decoded, await read(raw)], [false, content])
})

for (const [what, mail] of [
  ['is honest', {}],
  ['ignores the range', { answer: ({ content }: Mail) => ({ octets: content }) }],
  [
    'ignores the length',
    { answer: ({ content }: Mail, from: number) => ({ octets: content.slice(from), origin: from }) },
  ],
  [
    'gives less at a time',
    { answer: (mail: Mail, from: number, length: number) => honest(mail, from, Math.min(length, 30_000)) },
  ],
  ['announces too little', { size: 200_000 }],
  ['announces too much', { size: 900_000 }],
] as const) {
  test(`all of the content from a server that ${what}`, async (t) => {
    const content = letters(700_001)
    const { imap } = await serving(t, { content, ...mail })
    assert.equal(await read(await imap.download(5)), content)
    assert.equal(imap.inFlight, 0)
  })
}

test('a section of which nobody tells the size ends where an answer is empty', async (t) => {
  for (const size of [0, 10, 128 * KiB, 700_001]) {
    const content = letters(size)
    const { imap } = await serving(t, { content })
    const download = await imap.download(5, 'TEXT')
    assert.deepEqual([download.meta.size, download.meta.type], [undefined, 'application/pdf'])
    assert.equal(await read(download), content)
  }
})

test('the connection is lost, the content is not shorter but an error', async (t) => {
  const { imap, server, peer } = await serving(t, { content: letters(700_001) })
  const download = await imap.download(5)
  server.paused = true
  await drain()
  peer.finish()
  await assert.rejects(read(download), { code: 'ERR_IMAP_CLOSED' })
})

for (const [what, answer] of [
  ['no row', undefined],
  ['NO [EXPUNGEISSUED]', 'NO [EXPUNGEISSUED] gone'],
] as const) {
  test(`a message that is removed in between is an error: ${what}`, async (t) => {
    const content = letters(700_001)
    const { imap, server, peer } = await serving(t, {
      content,
      answer: (mail, from, length) => (from === 0 ? honest(mail, from, length) : undefined),
    })
    server.paused = true
    const token = imap.download(5)
    await drain()
    server.answer()
    const download = await token
    await drain()
    if (answer === undefined) server.answer()
    else for (const line of server.drop()) peer.send(`${line.split(' ')[0]} ${answer}\r\n`)
    await assert.rejects(read(download), {
      code: 'ERR_IMAP_NO_MESSAGE',
      outcome: 'answered',
      message: /has been removed/,
    })
    // one more may have been asked for when the first was read
    server.paused = false
    server.answer()
    await imap.noop()
    assert.equal(imap.inFlight, 0)
  })
}

test('no such message, no such part', async (t) => {
  const { imap, plays } = await selected(t)
  const gone = imap.download(4)
  await plays(`
    C: t1 UID FETCH 4 (UID RFC822.SIZE BODYSTRUCTURE)
    C: t2 UID FETCH 4 (UID BODY.PEEK[]<0.131072>)
    S: t1 OK done
    S: t2 OK done
  `)
  await assert.rejects(gone, { code: 'ERR_IMAP_NO_MESSAGE', message: /no message with UID 4 in INBOX/ })
  const none = imap.download(5, '2')
  await plays(`
    C: t3 UID FETCH 5 (UID RFC822.SIZE BODYSTRUCTURE)
    C: t4 UID FETCH 5 (UID BODY.PEEK[2]<0.131072>)
    S: * 4 FETCH (UID 5 RFC822.SIZE 5 BODYSTRUCTURE ${SINGLE('7BIT', 1)})
    S: t3 OK done
    S: * 4 FETCH (UID 5 BODY[2]<0> NIL)
    S: t4 OK done
  `)
  await assert.rejects(none, { code: 'ERR_IMAP_NO_MESSAGE', message: /no part 2/ })
})

test('a reader that waits has no more than the window sent, and others are served', async (t) => {
  const content = letters(4 * KiB * KiB)
  const { imap, server } = await serving(t, { content })
  const { content: stream } = await imap.download(5, undefined, { window: 512 * KiB })
  for (let turn = 0; turn < 20; turn++) await drain()
  assert.ok(server.sent <= 512 * KiB, String(server.sent))
  await imap.noop()
  const reader = stream.getReader()
  let got = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    got += next.value.length
    assert.ok(server.sent - got <= 512 * KiB + 1, `${server.sent} sent, ${got} read`)
    await drain()
  }
  assert.equal(got, content.length)
})

test('a command of another caller is written between the stretches', async (t) => {
  const { imap, server } = await serving(t, { content: letters(4 * KiB * KiB) })
  server.paused = true
  const token = imap.download(5, undefined, { window: 512 * KiB })
  await drain()
  server.answer()
  const download = await token
  await drain()
  const before = server.waiting.length
  const noop = imap.noop()
  await drain()
  assert.ok(before > 0 && before <= 8, String(before))
  assert.match(server.waiting[before]!, / NOOP$/)
  server.answer()
  await noop
  server.paused = false
  await download.content.cancel()
})

test('leaving the loop costs what is on its way: nothing more is asked for, and the connection goes on', async (t) => {
  const { imap, server } = await serving(t, { content: letters(4 * KiB * KiB) })
  const { content } = await imap.download(5, undefined, { window: 256 * KiB })
  for await (const chunk of content) {
    assert.ok(chunk.length > 0)
    break
  }
  for (let turn = 0; turn < 10; turn++) await drain()
  assert.ok(server.sent <= 1024 * KiB, String(server.sent))
  await imap.noop()
  assert.equal(imap.inFlight, 0)
})

test('the signal ends it, before the token is there and while it is read', async (t) => {
  const { imap, server } = await serving(t, { content: letters(4 * KiB * KiB) })
  server.paused = true
  const early = new AbortController()
  const token = imap.download(5, undefined, { signal: early.signal })
  await drain()
  early.abort(new Error('enough'))
  await assert.rejects(token, /enough/)
  server.answer()
  server.paused = false
  const late = new AbortController()
  const { content } = await imap.download(5, undefined, { signal: late.signal })
  const reading = async (): Promise<void> => {
    for await (const chunk of content) if (chunk.length > 0) late.abort(new Error('enough'))
  }
  await assert.rejects(reading(), /enough/)
  await imap.noop()
  assert.equal(imap.inFlight, 0)
})

test('the UID is of the mailbox it began in: the same selected again changes nothing, another ends it', async (t) => {
  const content = letters(900_000)
  const { imap, server, peer } = await serving(t, { content })
  const selects = async (mailbox: string): Promise<void> => {
    server.paused = true
    const opening = imap.select(mailbox)
    await drain()
    const [tag] = server.waiting[0]!.split(' ')
    server.drop()
    const data = '* OK [CLOSED] x\r\n* 5 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] x'
    peer.send(`${data}\r\n${tag} OK [READ-WRITE] open\r\n`)
    await opening
    server.paused = false
  }
  const download = await imap.download(5, undefined, { window: 128 * KiB })
  const other = await imap.download(5, undefined, { window: 128 * KiB })
  await drain()
  await selects('INBOX')
  assert.equal(await read(download), content)
  await selects('Elsewhere')
  await assert.rejects(read(other), { code: 'ERR_IMAP_STATE', outcome: 'unsent', message: /UID 5 is of INBOX/ })
})

test('resume begins where it is told to', async (t) => {
  const content = letters(700_001)
  for (const from of [0, 5, 131_072, 700_000, 700_001]) {
    const { imap, server } = await serving(t, { content })
    const download = await imap.download(5, undefined, { resume: { from }, uidValidity: 7 })
    assert.equal(await read(download), content.slice(from))
    assert.equal(server.asked[0]![0], from)
  }
  const whole = await serving(t, { content, answer: (mail) => ({ octets: mail.content }) })
  assert.equal(await read(await whole.imap.download(5, undefined, { resume: { from: 7 } })), content.slice(7))
  const { imap } = await serving(t, { content: 'YQ==', structure: SINGLE('BASE64', 4) })
  await assert.rejects(imap.download(5, '1', { resume: { from: 2 } }), {
    code: 'ERR_IMAP_ARGUMENT',
    message: /decode: false/,
  })
  await assert.rejects(imap.download(5, undefined, { resume: { from: 9 } }), { message: /ends at octet 4/ })
  await assert.rejects(imap.download(5, undefined, { uidValidity: 8 }), {
    code: 'ERR_IMAP_STALE_UID',
    outcome: 'unsent',
  })
})

test('text comes in the charset of the part, characters that are cut in two stretches too', async (t) => {
  const text = 'aé€'.repeat(60_000)
  const content = Buffer.from(text).toString('latin1')
  const type = '"TEXT" "PLAIN" ("CHARSET" "UTF-8")'
  const { imap } = await serving(t, { content, structure: SINGLE('8BIT', content.length, type) })
  const { content: stream } = await imap.download(5, '1', { text: true })
  let got = ''
  for await (const piece of stream) got += piece
  assert.equal(got, text)
  const other = await serving(t, { content: 'x', structure: SINGLE('8BIT', 1) })
  await assert.rejects(other.imap.download(5, '1', { text: true }), { message: /text: the part is application\/pdf/ })
  const odd = '"TEXT" "PLAIN" ("CHARSET" "X-NONE")'
  const unknown = await serving(t, { content: 'x', structure: SINGLE('8BIT', 1, odd) })
  await assert.rejects(unknown.imap.download(5, '1', { text: true }), { message: /charset "X-NONE"/ })
})

test('maxOctets counts what is handed out', async (t) => {
  const { imap } = await serving(t, { content: letters(1000), structure: SINGLE('7BIT', 1000) })
  assert.equal((await read(await imap.download(5, '1', { maxOctets: 1000 }))).length, 1000)
  await assert.rejects(imap.download(5, '1', { maxOctets: 999 }), { code: 'ERR_IMAP_TOO_BIG' })
  const header = await imap.download(5, 'HEADER', { maxOctets: 999 })
  await assert.rejects(read(header), { code: 'ERR_IMAP_TOO_BIG' })
})

test('BINARY has the server undo the encoding; without it that is done here', async (t) => {
  const there = await serving(t, { content: 'hello', structure: SINGLE('BASE64', 8) })
  const download = await there.imap.download(5, '1', { binary: true })
  assert.deepEqual([download.meta.decoded, await read(download)], [true, 'hello'])
  assert.match(there.peer.written, /BINARY\.PEEK\[1\]<0\.131072>/)
  const capabilities = MODERN.replace(' BINARY', '')
  const without = await serving(t, { content: 'aGVsbG8=', structure: SINGLE('BASE64', 8) }, { capabilities })
  assert.equal(await read(await without.imap.download(5, '1', { binary: true })), 'hello')
  assert.doesNotMatch(without.peer.written, /BINARY/)
})

test('an encoding nobody knows is refused, and taken as it is when asked to', async (t) => {
  const { imap } = await serving(t, { content: 'begin', structure: SINGLE('X-UUENCODE', 5) })
  await assert.rejects(imap.download(5, '1'), { code: 'ERR_IMAP_ARGUMENT', message: /no decoder for "x-uuencode"/ })
  assert.equal(await read(await imap.download(5, '1', { decode: false })), 'begin')
})

test('events tell how much came, and keep none of it', async (t) => {
  const { imap, log } = await serving(t, { content: letters(300_000) })
  await read(await imap.download(5))
  const rows = log.events.flatMap((event) => (event.type === 'fetch' ? (event.row.attributes.sections ?? []) : []))
  assert.ok(rows.length > 1)
  assert.ok(rows.every(({ value }) => value !== null && !(value instanceof Uint8Array) && 'streamed' in value))
})

test('a server that sends all at once is not allowed to fill the memory', async (t) => {
  const { imap } = await serving(
    t,
    { content: letters(700_001), answer: ({ content }) => ({ octets: content }) },
    { options: { maxUnreadOctets: 100_000 } },
  )
  const download = await imap.download(5)
  for (let turn = 0; turn < 5; turn++) await drain()
  await assert.rejects(read(download), { code: 'ERR_IMAP_CONSUMER_TOO_SLOW' })
  await imap.noop()
})

test('what cannot be is refused before anything is sent', async (t) => {
  const { imap, plays } = await selected(t)
  for (const [part, options] of [
    ['x', {}],
    ['1.', {}],
    ['MIME', {}],
    ['1', { window: 5 }],
    ['1', { maxOctets: -1 }],
    ['1', { resume: { from: -1 } }],
    ['1', { binary: true, decode: false }],
  ] as const) {
    await assert.rejects(imap.download(5, part, options), { code: 'ERR_IMAP_ARGUMENT', outcome: 'unsent' })
  }
  await assert.rejects(imap.download('1:2' as never), { code: 'ERR_IMAP_ARGUMENT', outcome: 'unsent' })
  await plays('C:')
})
