import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { test, type TestContext } from 'node:test'
import { TraceFile } from '../../src/cli/trace-file.ts'
import { sharedDovecot } from '../support/dovecot.ts'
import { readTraceFile } from '../support/trace-format.ts'
import { root } from '../../scripts/project.ts'
import { COMPILE_CACHE, run } from './run.ts'

function temporary(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'imaplex-trace-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

interface Place {
  readonly url: string
  readonly file: string
  readonly options: readonly string[]
  readonly password: string
  readonly env: Readonly<Record<string, string>>
}

let users = 0

async function place(t: TestContext): Promise<Place | undefined> {
  const dovecot = await sharedDovecot(t)
  if (dovecot === undefined) return undefined
  const folder = temporary(t)
  writeFileSync(join(folder, 'ca.pem'), dovecot.certificate)
  const file = join(folder, 'trace.json')
  const { password } = dovecot
  return {
    url: `imaps://trace-${process.pid}-${++users}@localhost:${dovecot.tlsPort}/`,
    file,
    options: ['--ca', join(folder, 'ca.pem'), '--trace', file],
    password,
    env: { IMAPLEX_PASSWORD: password },
  }
}

test('--trace writes what was in flight, from the login to the logout, without the password', async (t) => {
  const at = await place(t)
  if (at === undefined) return
  const { code, stderr } = await run(['status', at.url, 'INBOX', 'Sent', 'Drafts', ...at.options], at)
  assert.deepEqual([code, stderr], [0, ''])
  const text = readFileSync(at.file, 'utf8')
  assert.ok(!text.includes(at.password))
  const { slices, instants, names } = readTraceFile(text)
  const wire = slices.filter(({ cat }) => cat === 'wire').map(({ name }) => name)
  for (const name of ['STATUS INBOX', 'STATUS Sent', 'STATUS Drafts', 'LOGOUT']) assert.ok(wire.includes(name), name)
  assert.equal(names.get(0), 'localhost')
  for (const { ended } of slices.filter(({ cat }) => cat === 'wire')) assert.deepEqual(ended, { status: 'OK' })
  assert.deepEqual(
    instants.filter(({ cat }) => cat === 'connection').map(({ name }) => name),
    ['connected', 'disconnected'],
  )
})

test('a trace is complete when the program is interrupted', async (t) => {
  const at = await place(t)
  if (at === undefined) return
  const { code } = await run(['watch', at.url, ...at.options], { env: at.env, interruptAt: 'mailboxSelected' })
  assert.equal(code, 0)
  const { slices, instants } = readTraceFile(readFileSync(at.file, 'utf8'))
  assert.ok(slices.some(({ name }) => name === 'EXAMINE INBOX') && slices.some(({ name }) => name === 'LOGOUT INBOX'))
  assert.ok(instants.some(({ name }) => name === 'disconnected'))
  assert.ok(slices.every(({ to }) => to !== undefined))
})

test('a trace is complete when the login is refused', async (t) => {
  const at = await place(t)
  if (at === undefined) return
  const { code } = await run(['list', at.url, ...at.options], { env: { IMAPLEX_PASSWORD: 'not this one' } })
  assert.equal(code, 77)
  const text = readFileSync(at.file, 'utf8')
  assert.ok(!text.includes('not this one'))
  const { slices } = readTraceFile(text)
  const login = slices.find(({ name }) => name === 'LOGIN' || name === 'AUTHENTICATE')
  assert.equal(login?.ended['status'], 'NO')
  assert.equal(slices.find(({ name }) => name === 'LIST')?.ended['status'], 'failed')
})

test('a file that cannot be written is an error before anything is sent', async (t) => {
  const file = join(temporary(t), 'missing', 'trace.json')
  const options = { env: { IMAPLEX_PASSWORD: 'x' } }
  const { code, stderr } = await run(['list', 'imaps://me@localhost:1/', '--trace', file], options)
  assert.equal(code, 74)
  assert.match(stderr, /^imaplex: .*trace\.json/)
})

test('a trace that could not be written to its end is an error', async (t) => {
  const at = await place(t)
  if (at === undefined) return
  const program = [process.execPath, join(root, 'src', 'cli', 'main.ts')]
  const { status, stderr } = spawnSync(
    '/bin/sh',
    ['-c', 'ulimit -f 1 && exec "$0" "$@"', ...program, 'status', at.url, 'INBOX', 'Sent', 'Drafts', ...at.options],
    { env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, ...at.env }, encoding: 'utf8', timeout: 20_000 },
  )
  assert.match(stderr, /^imaplex: .*file too large/)
  assert.equal(status, 74)
})

test('the file is JSON after every single write, so that it is even when the program is killed', (t) => {
  const file = join(temporary(t), 'trace.json')
  const trace = new TraceFile(file)
  readTraceFile(readFileSync(file, 'utf8'))
  const lane = { pid: 1, tid: 2 } as const
  trace.add([{ ph: 'M', name: 'thread_name', ...lane, args: { name: 'in flight 1' } }])
  for (let n = 0; n < 5; n++) {
    trace.add([{ ph: 'B', name: 'queued', cat: 'queue', ...lane, ts: n, args: { mailbox: 'Entwürfe\u2028' } }])
    trace.add([])
    const { slices } = readTraceFile(readFileSync(file, 'utf8'))
    assert.deepEqual([slices.length, slices.at(-1)!.args['mailbox']], [n + 1, 'Entwürfe\u2028'])
  }
})
