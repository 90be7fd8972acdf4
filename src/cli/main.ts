#!/usr/bin/env node
import process from 'node:process'
import { exitCodeOf, explain } from './exit-code.ts'
import { escapeText } from './output/escape.ts'
import { program } from './program.ts'

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 74))

try {
  await program().parseAsync(process.argv)
} catch (error) {
  const line = explain(error)
  if (line !== '') process.stderr.write(`imaplex: ${escapeText(line)}\n`)
  if (process.argv.includes('--debug') && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  process.exitCode = exitCodeOf(error)
}
