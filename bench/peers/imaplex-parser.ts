/** The response parser alone: every response made into values. */
import { readFile } from 'node:fs/promises'
import { ResponseParser } from 'imaplex/codec'
import type { Peer } from './peer.ts'

const CHUNK = 64 << 10

/** A pass over the recording; with `sink` bodies are handed on chunk by chunk, as to a download. */
function parseBy(sink: boolean): Peer {
  return {
    parse: async ({ recording }) => {
      const octets = await readFile(recording)
      return { run: async () => parse(octets, sink), close: async () => undefined }
    },
  }
}

function parse(octets: Uint8Array, sink: boolean): number {
  // one buffer for all chunks, as the transport has
  const buffer = new Uint8Array(CHUNK)
  const parser = new ResponseParser()
  let streamed = 0
  if (sink) parser.onLiteral = () => (chunk) => void (streamed += chunk.length)
  let responses = 0
  for (let at = 0; at < octets.length; at += CHUNK) {
    const chunk = octets.subarray(at, at + CHUNK)
    buffer.set(chunk)
    parser.feed(buffer.subarray(0, chunk.length))
    while (parser.next() !== undefined) responses++
  }
  return responses
}

export const imaplexParser: Peer = parseBy(false)
export const imaplexSink: Peer = parseBy(true)
