#!/usr/bin/env node
import process from 'node:process'
import { exitCodeOf, EXIT } from './exit-code.ts'
import { explain } from './explain.ts'
import { escapeText } from './output/escape.ts'
import { program } from './program.ts'
import { withoutSecrets } from './secret.ts'

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.io))

try {
  await program().parseAsync(process.argv)
} catch (error) {
  const line = explain(error)
  if (line !== '') process.stderr.write(`imaplex: ${line}\n`)
  const debugging = line !== '' && process.argv.includes('--debug')
  if (debugging && error instanceof Error) process.stderr.write(`${escapeText(withoutSecrets(error.stack ?? ''))}\n`)
  process.exitCode = exitCodeOf(error)
}
