/**
 * How fast the response parser alone is, in MB/s, best of several passes:
 *
 *     node bench/parser/run.ts [passes]
 *
 * Chunks of 64 KiB in one reused buffer, as the transport delivers them.
 */
import { latin1 } from '../../src/codec/text/latin1.ts'
import { ResponseParser } from '../../src/codec/decode/parser.ts'
import { bodyStream, envelopeStream } from './streams.ts'

const CHUNK = 64 * 1024
const passes = Number(process.argv[2] ?? 15)

function feedAll(stream: Uint8Array, parser: ResponseParser): number {
  const buffer = new Uint8Array(CHUNK)
  let responses = 0
  for (let at = 0; at < stream.length; at += CHUNK) {
    const piece = stream.subarray(at, at + CHUNK)
    buffer.set(piece)
    parser.feed(buffer.subarray(0, piece.length))
    while (parser.next() !== undefined) responses++
  }
  return responses
}

function copyAll(stream: Uint8Array): number {
  const buffer = new Uint8Array(CHUNK)
  for (let at = 0; at < stream.length; at += CHUNK) buffer.set(stream.subarray(at, at + CHUNK))
  return 0
}

function measure(name: string, octets: number, pass: () => number): void {
  const times: number[] = []
  let responses = 0
  for (let i = 0; i < passes; i++) {
    const start = performance.now()
    responses = pass()
    times.push(performance.now() - start)
  }
  const speed = (time: number): string => (octets / 1000 / time).toFixed(0).padStart(6)
  times.sort((a, b) => a - b)
  const median = times[times.length >> 1] ?? NaN
  console.log(
    `${name.padEnd(44)} best ${speed(times[0] ?? NaN)} MB/s, median ${speed(median)}  (${responses} responses)`,
  )
}

const rows = envelopeStream(20_000)
const SIZE = 1.5 * 1024 * 1024
const bodies = bodyStream(64, SIZE)
const small = bodyStream(20_000, 3000)

measure('envelopes and structures, 20,000 rows', rows.length, () => feedAll(rows, new ResponseParser()))
measure('  the same, decoded to strings only', rows.length, () => {
  let length = 0
  for (let at = 0; at < rows.length; at += 1024) length += latin1(rows, at, Math.min(rows.length, at + 1024)).length
  return length
})
measure('bodies of 1.5 MiB, to a sink', bodies.length, () => {
  const parser = new ResponseParser()
  let octets = 0
  parser.onLiteral = () => (chunk) => void (octets += chunk.length)
  return feedAll(bodies, parser)
})
measure('bodies of 1.5 MiB, kept', bodies.length, () => feedAll(bodies, new ResponseParser()))
measure('  the stream copied to the chunk buffer only', bodies.length, () => copyAll(bodies))
measure('  the same copied to new memory only', bodies.length, () => {
  let kept = 0
  for (let at = 0; at < bodies.length; at += SIZE) kept += bodies.slice(at, at + SIZE).length
  return kept === bodies.length ? 64 : 0
})
measure('bodies of 3000 octets, kept', small.length, () => feedAll(small, new ResponseParser()))
