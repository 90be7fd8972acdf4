/**
 * Streams as servers send them, for measuring parsers: pure functions of their arguments, the same octets each time.
 */

const CRLF = '\r\n'
const FIRST = ['Alice', 'Bob', 'Carol', 'Dave', 'Erin', 'Frank', 'Grace', 'Heidi']
const LAST = ['Example', 'Miller', 'Lovelace', 'Hopper', 'Turing', 'Ritchie', 'Allen', 'Knuth']
const SUBJECTS = [
  'Re: minutes of the meeting on Thursday',
  'Invoice 2026-0042',
  '[devel] patch review: reduce allocations in the reader, version 3',
  '=?UTF-8?Q?Gr=C3=BC=C3=9Fe_aus_M=C3=BCnchen?=',
  'Your order has been shipped',
  '=?UTF-8?B?5Lya6K2w44Gu6K2w5LqL6Yyy?= =?UTF-8?B?44KS6YCB44KK44G+44GZ?=',
  'lunch?',
  'Fwd: quarterly figures (draft, please do not forward any further)',
  'Re: Re: \\"quoted\\" words in a subject',
  '=?ISO-8859-1?Q?caf=E9_tomorrow?=',
]

/** Pseudo-random numbers below `n`: a linear congruential generator, good enough for variety. */
function dice(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) % n
  }
}

type Dice = (n: number) => number

function person(roll: Dice): string {
  const first = FIRST[roll(FIRST.length)] ?? ''
  const last = LAST[roll(LAST.length)] ?? ''
  const name = roll(12) === 0 ? '"=?UTF-8?Q?J=C3=BCrgen_M=C3=BCller?="' : `"${first} ${last}"`
  return `(${roll(5) === 0 ? 'NIL' : name} NIL "${first.toLowerCase()}.${last.toLowerCase()}" "mail${roll(9)}.example.org")`
}

function people(roll: Dice, most: number): string {
  return `(${Array.from({ length: 1 + roll(most) }, () => person(roll)).join('')})`
}

function envelope(roll: Dice, n: number): string {
  const from = `(${person(roll)})`
  const subject = SUBJECTS[roll(SUBJECTS.length)] ?? ''
  const cc = roll(4) === 0 ? people(roll, 3) : 'NIL'
  const inReplyTo = roll(2) === 0 ? 'NIL' : `"<${roll(1e6)}.${n}@mail.example.org>"`
  const date = `"Mon, ${1 + (n % 28)} Jan 2026 10:${10 + roll(50)}:00 +0100"`
  return `(${date} "${subject}" ${from} ${from} ${from} ${people(roll, 3)} ${cc} NIL ${inReplyTo} "<${n}.${roll(1e9)}@mail.example.org>")`
}

function text(roll: Dice, subtype: string): string {
  const encoding = roll(2) === 0 ? '7bit' : 'quoted-printable'
  return `("text" "${subtype}" ("charset" "utf-8") NIL NIL "${encoding}" ${200 + roll(9000)} ${5 + roll(200)} NIL NIL NIL NIL)`
}

function attachment(roll: Dice, n: number): string {
  return (
    `("application" "pdf" ("name" "report-${n}.pdf") NIL NIL "base64" ${10_000 + roll(900_000)} NIL ` +
    `("attachment" ("filename" "report-${n}.pdf")) NIL NIL)`
  )
}

function bodyStructure(roll: Dice, n: number): string {
  const boundary = `("boundary" "----=_Part_${n}_${roll(1e9)}.${roll(1e9)}")`
  const alternative = `(${text(roll, 'plain')}${text(roll, 'html')} "alternative" ${boundary} NIL NIL NIL)`
  switch (roll(4)) {
    case 0:
      return text(roll, 'plain')
    case 1:
      return `(${alternative}${attachment(roll, n)} "mixed" ${boundary} NIL NIL NIL)`
    default:
      return alternative
  }
}

/** `rows` lines of FETCH (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE) and a tagged OK. */
export function envelopeStream(rows: number): Uint8Array {
  const roll = dice(42)
  const lines: string[] = []
  for (let n = 1; n <= rows; n++) {
    const flags = ['', '\\Seen', '\\Answered \\Seen', '\\Flagged \\Seen $Forwarded'][roll(4)]
    lines.push(
      `* ${n} FETCH (UID ${n * 3} FLAGS (${flags}) INTERNALDATE "${String(1 + (n % 28)).padStart(2, '0')}-Jan-2026 09:00:00 +0000" ` +
        `RFC822.SIZE ${1000 + roll(90_000)} ENVELOPE ${envelope(roll, n)} BODYSTRUCTURE ${bodyStructure(roll, n)})`,
    )
  }
  lines.push('a1 OK Fetch completed.')
  return new TextEncoder().encode(lines.join(CRLF) + CRLF)
}

/** `messages` lines of FETCH (UID BODY[]) with content of `size` octets each, and a tagged OK. */
export function bodyStream(messages: number, size: number): Uint8Array {
  const encoder = new TextEncoder()
  const line = encoder.encode('The quick brown fox jumps over the lazy dog, and the dog does not mind at all.\r\n')
  const content = new Uint8Array(size)
  for (let at = 0; at < size; at += line.length) content.set(line.subarray(0, size - at), at)
  const parts: Uint8Array[] = []
  for (let n = 1; n <= messages; n++) {
    parts.push(encoder.encode(`* ${n} FETCH (UID ${n} BODY[] {${size}}${CRLF}`), content, encoder.encode(`)${CRLF}`))
  }
  parts.push(encoder.encode(`a1 OK Fetch completed.${CRLF}`))
  const stream = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    stream.set(part, at)
    at += part.length
  }
  return stream
}
