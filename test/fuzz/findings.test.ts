/** What fuzzing has found, for ever: each input of fuzz/findings goes through its target, which throws if it still breaks. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as decode from '../../fuzz/targets/decode.ts'
import * as encode from '../../fuzz/targets/encode.ts'
import * as roundTrip from '../../fuzz/targets/round-trip.ts'
import * as sasl from '../../fuzz/targets/sasl.ts'
import * as session from '../../fuzz/targets/session.ts'
import * as text from '../../fuzz/targets/text.ts'

const HOME = fileURLToPath(new URL('../../fuzz/', import.meta.url))

const TARGETS: Readonly<Record<string, { fuzz(data: Uint8Array): void | Promise<void> }>> = {
  decode,
  encode,
  'round-trip': roundTrip,
  sasl,
  session,
  text,
}

for (const [name, target] of Object.entries(TARGETS)) {
  for (const file of globSync(`findings/${name}/*`, { cwd: HOME }).sort()) {
    test(`${name}: ${basename(file).replaceAll('-', ' ')}`, async () => {
      await target.fuzz(readFileSync(join(HOME, file)))
    })
  }
}

test('every target is tried, and every finding has a target', () => {
  const names = globSync('targets/*.ts', { cwd: HOME }).map((file) => basename(file, '.ts'))
  assert.deepEqual(names.sort(), Object.keys(TARGETS).sort())
  for (const folder of globSync('findings/*', { cwd: HOME })) assert.ok(names.includes(basename(folder)), folder)
})
