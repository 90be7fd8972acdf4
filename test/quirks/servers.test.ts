/** Quirks of servers and of logging in: each has a transcript of two parts, with it and without. */
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { AUTH_QUIRKS } from '../../src/auth/quirks.ts'
import { QUIRKS, type QuirkName } from '../../src/client/quirks.ts'
import { CODEC_QUIRKS } from '../../src/codec/quirks/table.ts'
import { ImapConnection, UsageError } from '../../src/index.ts'
import { BEHAVIOUR_QUIRKS, SERVER_QUIRKS } from '../../src/session/quirks/table.ts'
import { started } from '../support/scripted-peer.ts'
import { partOf, play } from './transcript.ts'

const NAMES = Object.keys({ ...AUTH_QUIRKS, ...SERVER_QUIRKS, ...BEHAVIOUR_QUIRKS }) as QuirkName[]

for (const name of NAMES) {
  test(`${name}: ${QUIRKS[name].effect}`, (t) => play(t, partOf(name, 'on'), {}))
  test(`${name}, switched off`, (t) => play(t, partOf(name, 'off'), { quirks: { [name]: false } }))
}

test('every quirk has a transcript, and every transcript is of a quirk', () => {
  const transcripts = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.transcript'))
  assert.deepEqual(transcripts.map((file) => file.replace('.transcript', '')).sort(), Object.keys(QUIRKS).sort())
})

test('a name stands for one quirk, whatever its layer', () => {
  const all = [CODEC_QUIRKS, AUTH_QUIRKS, SERVER_QUIRKS, BEHAVIOUR_QUIRKS].flatMap((table) => Object.keys(table))
  assert.equal(new Set(all).size, all.length)
})

test('true treats a server as one that was recognised', async (t) => {
  const { plays, log } = started(t, { options: { quirks: { 'login-travels-alone': true } } })
  await plays(`
    S: * OK [CAPABILITY IMAP4rev1 ENABLE QRESYNC] anybody
    C: t1 LOGIN "me" "secret-word"
    C:
  `)
  assert.deepEqual(log.news(), ['quirk login-travels-alone'])
})

for (const [quirks, message] of [
  [{ 'no-such-quirk': false }, /option quirks: no such quirk: "no-such-quirk"/],
  [{ throttling: 'off' }, /option quirks: throttling: expected true or false, got string/],
] as const) {
  test(`${JSON.stringify(quirks)} is refused before connecting`, () => {
    const options = { host: 'x', auth: { user: 'me', password: 'x' }, quirks: quirks as object }
    assert.throws(
      () => ImapConnection.start(options),
      (error) => error instanceof UsageError && message.test(error.message),
    )
  })
}
