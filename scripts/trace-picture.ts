/**
 * The picture in the README, made from a recorded trace: `npm run picture`. With --record the trace is recorded anew,
 * which needs Dovecot; with --check it only compares.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { readTraceFile } from '../test/support/trace-format.ts'
import { root } from './project.ts'
import { traceDrawing } from './trace-drawing.ts'
import { recordTrace } from './trace-recording.ts'

const TRACE: string = join(root, 'docs', 'images', 'trace.json')
const PICTURE: string = join(root, 'docs', 'images', 'trace.svg')

const CAPTION = {
  title: 'Ten callers, one connection, a server 50 ms away',
  description:
    'A trace recorded on Dovecot. Each lane holds one command at a time, first queued, then on the wire; many are on the wire at once.',
}

/** The picture as it should be. */
export function tracePicture(): string {
  return traceDrawing(readTraceFile(readFileSync(TRACE, 'utf8')), CAPTION)
}

/** The picture as it is committed. */
export function committedPicture(): string {
  return readFileSync(PICTURE, 'utf8')
}

async function main(options: readonly string[]): Promise<void> {
  if (options.includes('--check')) {
    if (committedPicture() === tracePicture()) return
    console.error('docs/images/trace.svg is not made from docs/images/trace.json: npm run picture')
    process.exitCode = 1
    return
  }
  if (options.includes('--record')) {
    const lines = (await recordTrace()).map((record) => JSON.stringify(record))
    const head = '{"displayTimeUnit":"ms","otherData":{"program":"imaplex"},"traceEvents":['
    writeFileSync(TRACE, `${head}\n${lines.join(',\n')}\n]}\n`)
  }
  writeFileSync(PICTURE, tracePicture())
}

if (import.meta.main) await main(process.argv.slice(2))
