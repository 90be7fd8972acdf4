/** Messages to test with: always the same octets, in every shape a FETCH response can take. */
import type { RawImap } from './raw-imap.ts'

export interface SampleMessage {
  readonly name: string
  readonly bytes: Uint8Array
  readonly flags: readonly string[]
  readonly internalDate: Date
}

/** Repeatable random numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const MINUTE = 60_000
const EPOCH = Date.UTC(2026, 0, 5, 9, 0, 0)
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

const dateOf = (n: number): Date => new Date(EPOCH + n * 37 * MINUTE)
const two = (n: number): string => String(n).padStart(2, '0')
const clock = (d: Date): string => `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`

/** As in a Date header. */
function mailDate(date: Date): string {
  const day = `${WEEKDAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
  return `${day} ${date.getUTCFullYear()} ${clock(date)} +0000`
}

/** As IMAP writes a date-time. */
export function imapDate(date: Date): string {
  const day = String(date.getUTCDate()).padStart(2, ' ')
  return `"${day}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()} ${clock(date)} +0000"`
}

/** Text becomes octets as UTF-8; where a message has other octets, they are given as octets. */
type Piece = string | Uint8Array

const lines = (...texts: readonly string[]): string => texts.join('\r\n') + '\r\n'
const octets = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)
const base64 = (content: string | Uint8Array): string =>
  Buffer.from(content).toString('base64').replaceAll(/.{76}/g, '$&\r\n')

function header(n: number, subject: string, ...more: readonly string[]): string {
  return lines(
    'From: Ada Sender <ada@example.org>',
    'To: Ben Reader <ben@example.org>',
    `Subject: ${subject}`,
    `Date: ${mailDate(dateOf(n))}`,
    `Message-ID: <sample-${n}@example.org>`,
    'MIME-Version: 1.0',
    ...more,
    '',
  )
}

const multipart = (boundary: string, ...parts: readonly string[]): string =>
  parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('') + `--${boundary}--\r\n`

const part = (headers: readonly string[], body: string): string => lines(...headers, '', body)

function deepMessage(levels: number): string {
  let body = part(['Content-Type: text/plain'], 'the innermost part')
  for (let level = 0; level < levels; level++) {
    const boundary = `level${level}`
    body = part([`Content-Type: multipart/mixed; boundary=${boundary}`], multipart(boundary, body))
  }
  return body
}

const innerMessage = lines(
  'From: Inner Author <inner@example.org>',
  'To: Ada Sender <ada@example.org>',
  'Subject: the "inner" subject',
  `Date: ${mailDate(dateOf(0))}`,
  'Message-ID: <inner@example.org>',
  'Content-Type: multipart/alternative; boundary=inner',
  '',
  multipart(
    'inner',
    part(['Content-Type: text/plain'], 'inner plain text'),
    part(['Content-Type: message/rfc822'], lines('Subject: one more level', '', 'innermost text')),
  ),
)

const SHAPES: readonly (readonly [name: string, flags: string, ...pieces: readonly Piece[]])[] = [
  ['plain text', '', header(1, 'Plain text'), lines('Nothing special here.', '', '-- ', 'Ada')],
  [
    'encoded words and address groups',
    '\\Seen',
    lines(
      'From: =?UTF-8?Q?J=C3=BCrgen_Stra=C3=9Fer?= <juergen@example.org>',
      'Sender: "a \\"quoted\\" name" <sender@example.org>',
      'Reply-To: answers (with a comment) <answers@example.org>',
      'To: readers: "Ben, the reader" <ben@example.org>, cleo@example.org;, dan@example.org',
      'Cc: undisclosed-recipients:;',
      'Bcc: =?ISO-8859-1?B?RulsaXg=?= <felix@example.org>',
      'Subject: =?UTF-8?Q?Sch=C3=B6ne_Gr=C3=BC?= =?UTF-8?B?w59lIGF1cyBLw7Zsbg==?=',
      `Date: ${mailDate(dateOf(2))}`,
      'Message-ID: <sample-2@example.org>',
      'In-Reply-To: <sample-1@example.org>',
      'References: <sample-1@example.org>',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8; format=flowed',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'A soft line =',
      'break, =C3=A4=C3=B6=C3=BC and =E2=82=AC 5.',
    ),
  ],
  [
    'alternative with preamble and epilogue',
    '\\Flagged',
    header(
      3,
      'Two versions',
      'In-Reply-To: <sample-2@example.org>',
      'Content-Type: multipart/alternative; boundary="=_v"',
    ),
    'belongs to no part\r\n',
    multipart(
      '=_v',
      part(['Content-Type: text/plain; charset=us-ascii'], 'the plain version'),
      part(
        ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64'],
        base64('<p>the <b>größere</b> version</p>'),
      ),
    ),
    'nor does this\r\n',
  ],
  [
    'mixed with attachments',
    '',
    header(4, 'With attachments', 'Content-Type: multipart/mixed; boundary=outer', 'Content-Language: en, de'),
    '--outer\r\nContent-Type: multipart/related; boundary="inner"; type="text/html"\r\n\r\n',
    '--inner\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>caf',
    octets(0xe9),
    '</p>\r\n',
    '--inner\r\n',
    part(
      [
        'Content-Type: image/gif; name="dot.gif"',
        'Content-Transfer-Encoding: base64',
        'Content-ID: <dot@example.org>',
        'Content-Disposition: inline; filename="dot.gif"',
      ],
      'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
    ),
    '--inner--\r\n--outer\r\n',
    part(
      [
        'Content-Type: application/pdf',
        'Content-Transfer-Encoding: base64',
        'Content-MD5: bm90IHJlYWxseSBhIHN1bQ==',
        "Content-Disposition: attachment; filename*0*=UTF-8''%E2%82%AC%20prices; filename*1*=%20and%20more.pdf; size=300",
        'Content-Location: https://example.org/prices.pdf',
        'Content-Description: a "quoted" \\ description',
      ],
      base64(Uint8Array.from({ length: 300 }, (_, i) => (i * 41) % 256)),
    ),
    '--outer\r\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n--outer--\r\n',
  ],
  [
    'forwarded message',
    '',
    header(5, 'Fwd: the inner subject', 'Content-Type: multipart/mixed; boundary=fwd'),
    multipart(
      'fwd',
      part([], 'see below'),
      part(['Content-Type: message/rfc822', 'Content-Disposition: attachment'], innerMessage),
    ),
  ],
  [
    'delivery report',
    '',
    header(6, 'Not delivered', 'Content-Type: multipart/report; report-type=delivery-status; boundary=report'),
    multipart(
      'report',
      part([], 'Your message was not delivered.'),
      part(
        ['Content-Type: message/delivery-status'],
        lines('Reporting-MTA: dns; mx.example.org', '', 'Final-Recipient: rfc822; ben@example.org', 'Status: 5.1.1'),
      ),
      part(['Content-Type: text/rfc822-headers'], 'Subject: the original'),
    ),
  ],
  ['hardly a header', '', lines('From: nobody', '', '')],
  ['no header', '', '\r\nonly a body\r\n'],
  [
    'raw 8-bit header',
    '',
    'From: J',
    octets(0xfc),
    'rgen <juergen@example.org>\r\nSubject: Latin-1 ',
    octets(0xe9, 0xe8),
    ` and UTF-8 é\r\nMessage-ID: <sample-9@example.org>\r\n\r\nbody `,
    octets(0xff, 0xfe, 0xe9),
    '\r\n',
  ],
  [
    'folded header',
    '',
    header(
      10,
      'a subject that goes on\r\n over several lines\r\n\twith a tab, "quotes", \\backslashes\\ and {42}',
      `References: ${Array.from({ length: 30 }, (_, i) => `<ref-${i}.${'x'.repeat(20)}@example.org>`).join('\r\n\t')}`,
    ),
    'body\r\n',
  ],
  ['long lines', '', header(11, 'Long lines'), lines('x'.repeat(5000), 'y'.repeat(998))],
  [
    'multipart without an end',
    '',
    header(12, 'Cut off', 'Content-Type: multipart/mixed; boundary="never"'),
    lines('--never', 'Content-Type: text/plain', '', 'one part, then nothing'),
  ],
  ['multipart without a part', '', header(13, 'Empty', 'Content-Type: multipart/mixed; boundary=no'), 'preamble\r\n'],
  ['twelve levels', '', header(14, 'Deep').slice(0, -2), deepMessage(12)],
  [
    'large',
    '\\Seen \\Answered',
    header(15, 'Large'),
    Array.from({ length: 4000 }, (_, i) => `line ${i} ${'words and more words '.repeat(3)}\r\n`).join(''),
  ],
  [
    'odd date and addresses',
    '\\Draft',
    lines(
      'From: a@b',
      'Cc: <@route.example:x@example.org>, "no end <y@example.org>',
      'Subject: odd',
      'Date: the day before',
      'Message-ID: no-brackets',
      'Content-Type: nonsense',
      'Content-Transfer-Encoding: x-unknown',
      '',
      'body',
    ),
  ],
  [
    'repeated header fields',
    '$Forwarded',
    header(17, 'first', 'Subject: second', 'X-Empty:', 'X-Spaces:   ', 'From: other@example.org'),
    'body\r\n',
  ],
  [
    'UTF-8 header',
    '',
    lines(
      'From: "Jürgen Straßer" <jürgen@köln.example>',
      'To: 读者@例子.例',
      'Subject: UTF-8 im Betreff 日本語',
      `Date: ${mailDate(dateOf(18))}`,
      'Message-ID: <sample-18@example.org>',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      'Grüße 日本語 🎉',
    ),
  ],
]

/** One message of every shape: nested multiparts, encoded words, 8-bit octets, broken MIME, large and tiny. */
export function corpus(): SampleMessage[] {
  return SHAPES.map(([name, flags, ...pieces], n) => ({
    name,
    flags: flags === '' ? [] : flags.split(' '),
    internalDate: dateOf(n + 1),
    bytes: Buffer.concat(pieces.map((piece) => Buffer.from(piece))),
  }))
}

const NAMES = [
  'Ada Sender',
  'Ben Reader',
  'Cleo Writer',
  'Dan Lister',
  'Eve Watcher',
  'Finn Poster',
  'Gus Quoter',
] as const

const copied = (n: number): string =>
  NAMES.slice(0, 3 + (n % 5))
    .map((name, i) => `"${name}" <${name.split(' ')[1]}.${n % 31}${i}@lists.example.org>`)
    .join(',\r\n ')

/** Message `n` of a large mailbox; about `size` octets, in threads, a quarter of them unseen, a third in parts. */
export function bulkMessage(n: number, size: number = 0): SampleMessage {
  const thread = n - (n % 7)
  const reply =
    thread === n ? [] : [`In-Reply-To: <bulk-${thread}@example.org>`, `References: <bulk-${thread}@example.org>`]
  const head = lines(
    `From: Sender ${n % 23} <sender${n % 23}@example.org>`,
    'To: Everybody <list@example.org>, "Ben Reader" <ben@example.org>',
    `Cc: ${copied(n)}`,
    `Subject: ${reply.length > 0 ? 'Re: ' : ''}topic ${thread}${n % 10 === 0 ? ' =?UTF-8?Q?=C3=BCber_alles?=' : ''} (${n})`,
    `Date: ${mailDate(dateOf(n))}`,
    `Message-ID: <bulk-${n}@example.org>`,
    ...reply,
    'MIME-Version: 1.0',
    n % 3 === 0 ? 'Content-Type: multipart/mixed; boundary="=_bulk"' : 'Content-Type: text/plain; charset=utf-8',
    '',
  )
  const room = Math.max(0, size - head.length - (n % 3 === 0 ? 250 : 2))
  const text = 'The quick brown fox jumps over the lazy dog, then over another one.\r\n'
  const fill = text.repeat(Math.ceil(room / text.length)).slice(0, room)
  return {
    name: `bulk ${n}`,
    flags: n % 4 === 0 ? [] : ['\\Seen'],
    internalDate: dateOf(n),
    bytes: Buffer.from(head + (n % 3 === 0 ? withAttachment(fill, n) : `${fill}\r\n`)),
  }
}

const withAttachment = (text: string, n: number): string =>
  multipart(
    '=_bulk',
    part(['Content-Type: text/plain; charset=utf-8'], text),
    part(
      ['Content-Type: application/octet-stream', `Content-Disposition: attachment; filename="file-${n}.bin"`],
      'not much in it',
    ),
  )

/** Octets of one APPEND command; servers bound a command's total. */
const BATCH_OCTETS = 16 << 20
const BATCH_MESSAGES = 500

/** Puts messages into a mailbox, many with each APPEND (RFC 3502) where the server can. */
export async function appendAll(imap: RawImap, mailbox: string, messages: Iterable<SampleMessage>): Promise<void> {
  const atOnce = (await imap.has('MULTIAPPEND')) ? BATCH_MESSAGES : 1
  const plus = (await imap.has('LITERAL+')) ? '+' : ''
  let batch: (string | Uint8Array)[] = []
  let count = 0
  let size = 0
  const flush = async (): Promise<void> => {
    if (count > 0) await imap.ok(`APPEND "${mailbox}"`, ...batch)
    batch = []
    count = size = 0
  }
  for (const { flags, internalDate, bytes } of messages) {
    batch.push(` (${flags.join(' ')}) ${imapDate(internalDate)} {${bytes.length}${plus}}\r\n`, bytes)
    count++
    size += bytes.length
    if (count >= atOnce || size >= BATCH_OCTETS) await flush()
  }
  await flush()
}
