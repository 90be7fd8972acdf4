#!/usr/bin/env node
import process from 'node:process'
import { exitCodeOf, EXIT } from './exit-code.ts'
import { explain, trace } from './explain.ts'
import { program } from './program.ts'

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.io))

try {
  await program().parseAsync(process.argv)
} catch (error) {
  const line = explain(error)
  if (line !== '') process.stderr.write(`imaplex: ${line}\n`)
  if (line !== '' && process.argv.includes('--debug')) process.stderr.write(`${trace(error)}\n`)
  process.exitCode = exitCodeOf(error)
}
