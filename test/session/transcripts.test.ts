/**
 * Recorded sessions through the whole session: however the octets are cut, the events are the same.
 *
 * What the server said goes in as it was recorded. Of what the client had said only SELECT and EXAMINE are said again,
 * because they decide to which mailbox the rest belongs; the rest is news to the session, as to somebody who looks on.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { select } from '../../src/session/commands/mailboxes/select.ts'
import { Session } from '../../src/session/session.ts'
import type { EventOf } from '../../src/session/events.ts'

const FOLDER = new URL('../transcripts/', import.meta.url)
/** In larger sessions cuts are tried at so many places, spread over all of it. */
const PLACES = 400

interface Line {
  readonly dir: 'S' | 'C'
  readonly conn?: number
  readonly line: string
}

/** Octets of the server, or the opening of a mailbox whose reply stands among them. */
type Step = { readonly octets: string } | { readonly open: string; readonly readOnly: boolean; readonly tag: string }

function steps(lines: readonly Line[]): Step[] {
  const opened = new Map<string, Step>()
  const found: Step[] = []
  for (const { dir, line } of lines) {
    const [tag = '', name = '', mailbox = ''] = line.split(' ')
    if (dir === 'C' && (name === 'SELECT' || name === 'EXAMINE') && /^"?[\w/ ]+"?$/.test(mailbox)) {
      const step = { open: mailbox.replaceAll('"', ''), readOnly: name === 'EXAMINE', tag }
      opened.set(tag, step)
      found.push(step)
    }
    if (
      dir === 'S' &&
      (line.startsWith('* ') || opened.has(tag)) &&
      !/^\* (OK|PREAUTH|BYE)\b.*(ready|BYE|logg)/i.test(line)
    ) {
      found.push({ octets: `${line}\r\n` })
    }
  }
  return found
}

function describe(event: EventOf<unknown>): string {
  return JSON.stringify({ ...event, at: undefined }, (key, value: unknown) => {
    if (key === 'cause') return value === 'unsolicited' ? value : 'command'
    return typeof value === 'bigint' ? value.toString() : value instanceof Map ? [...value] : value
  })
}

/** Runs a recording; `cut` divides the octets of the server, which are counted over the whole session. */
function play(session: readonly Step[], cut: (octets: Uint8Array, from: number) => Iterable<Uint8Array>): string[] {
  const events: string[] = []
  let own: string[] = []
  const machine = new Session({
    tagPrefix: 'Q',
    generation: 1,
    now: 0,
    timing: { idleAfter: Infinity, response: Infinity },
    sink: {
      event: (event) => events.push(describe(event)),
      item: () => {},
      settled: () => {},
      layer: () => {},
      ended: () => {},
    },
  })
  const tags = new Map<string, string>()
  /** The session's own commands get an OK at once; those of the recording have theirs in it. */
  const flush = (): void => {
    own = machine
      .flush(0)
      .map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece as Uint8Array).toString('latin1')))
      .join('')
      .split('\r\n')
      .filter((line) => line !== '' && !/ (SELECT|EXAMINE) /.test(line))
    for (const line of own) machine.receive(Buffer.from(`${line.split(' ')[0]} OK own\r\n`), 0)
    if (own.length > 0) flush()
  }
  machine.receive(
    Buffer.from('* PREAUTH [CAPABILITY IMAP4rev1 ESEARCH CONDSTORE QRESYNC UIDPLUS LITERAL+] ready\r\n'),
    0,
  )
  machine.settleIn()
  let passed = 0
  for (const step of session) {
    if ('open' in step) {
      tags.set(step.tag, machine.submit(select(step.open, step.readOnly)).tag)
      flush()
      continue
    }
    const [tag = ''] = step.octets.split(' ', 1)
    const octets = Buffer.from(tags.has(tag) ? step.octets.replace(tag, tags.get(tag)!) : step.octets, 'latin1')
    for (const piece of cut(octets, passed)) machine.receive(piece.slice(), 0)
    passed += octets.length
    flush()
  }
  assert.ok(!machine.ended, events.at(-1))
  return events
}

const whole = (octets: Uint8Array): Iterable<Uint8Array> => [octets]
const bytes = (octets: Uint8Array): Iterable<Uint8Array> => Array.from(octets, (_, at) => octets.subarray(at, at + 1))
const at =
  (place: number) =>
  (octets: Uint8Array, from: number): Iterable<Uint8Array> =>
    place <= from || place >= from + octets.length
      ? [octets]
      : [octets.subarray(0, place - from), octets.subarray(place - from)]

for (const file of readdirSync(FOLDER)) {
  const lines = readFileSync(new URL(file, FOLDER), 'utf8').trimEnd().split('\n')
  const recorded = lines.map((line) => JSON.parse(line) as Line)
  for (const [connection, said] of Map.groupBy(recorded, ({ conn }) => conn ?? 1)) {
    test(`${file.replace('.jsonl', '')}, connection ${connection}: any cut of the octets gives the same events`, () => {
      const session = steps(said)
      const expected = play(session, whole)
      assert.ok(
        session.length === 0 || expected.length > session.length / 2,
        `${expected.length} events of ${session.length} lines`,
      )
      assert.deepEqual(play(session, bytes), expected)
      const size = session.reduce((sum, step) => sum + ('octets' in step ? step.octets.length : 0), 0)
      const stride = Math.max(1, Math.floor((size * session.length) / 400_000), Math.floor(size / PLACES))
      for (let place = 1; place < size; place += stride) assert.deepEqual(play(session, at(place)), expected)
    })
  }
}
