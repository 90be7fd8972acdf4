import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { sharedDovecot, type Dovecot } from './dovecot.ts'
import { appendAll, bulkMessage, corpus } from './mail.ts'
import { RawImap } from './raw-imap.ts'

test('any user name logs in with the password pw and with no other', async (t) => {
  const server = await sharedDovecot(t)
  if (server === undefined) return
  const imap = await server.raw('support-login')
  t.after(() => imap.close())
  const { untagged } = await imap.ok('CAPABILITY')
  const capabilities = new Set(untagged[0]?.split(' '))
  for (const name of [
    'LITERAL+',
    'ESEARCH',
    'QRESYNC',
    'NOTIFY',
    'MOVE',
    'UIDPLUS',
    'MULTIAPPEND',
    'METADATA',
    'QUOTA',
  ]) {
    assert.ok(capabilities.has(name), name)
  }
  await assert.rejects(
    RawImap.open({ host: server.host, port: server.port, user: 'support-login', password: 'no' }),
    /NO/,
  )
})

async function authenticateXoauth2(server: Dovecot, user: string, token: string): Promise<string> {
  const imap = await RawImap.open({ host: server.host, port: server.port })
  const response = Buffer.from(`user=${user}\x01auth=Bearer ${token}\x01\x01`).toString('base64')
  imap.write(`x AUTHENTICATE XOAUTH2 ${response}\r\n`)
  for (;;) {
    const line = await imap.line()
    if (line.startsWith('+')) imap.write('\r\n')
    if (!line.startsWith('x ')) continue
    await imap.close()
    return line.split(' ')[1]!
  }
}

test('an access token of its own logs in by XOAUTH2; an expired one and that of somebody else do not', async (t) => {
  const server = await sharedDovecot(t)
  if (server === undefined) return
  assert.equal(await authenticateXoauth2(server, 'ann', server.accessToken('ann')), 'OK')
  assert.equal(await authenticateXoauth2(server, 'ann', server.accessToken('ann', -60)), 'NO')
  assert.equal(await authenticateXoauth2(server, 'ann', server.accessToken('ben')), 'NO')
})

test('its certificate is good for localhost and 127.0.0.1', async (t) => {
  const server = await sharedDovecot(t)
  if (server === undefined) return
  for (const host of ['localhost', '127.0.0.1']) {
    const socket = connectTls({ host: server.host, port: server.tlsPort, ca: server.certificate, checkServerIdentity })
    function checkServerIdentity(_name: string, certificate: { subjectaltname?: string }): undefined {
      assert.match(certificate.subjectaltname ?? '', new RegExp(`:${host.replaceAll('.', '\\.')}(,|$)`))
    }
    t.after(() => socket.destroy())
    const greeting = await new Promise<Buffer>((resolve, reject) => socket.once('data', resolve).once('error', reject))
    assert.match(String(greeting), /^\* OK/)
  }
})

test('delivered messages come back octet for octet', async (t) => {
  const server = await sharedDovecot(t)
  if (server === undefined) return
  const messages = corpus()
  await server.deliver('support-corpus', 'INBOX', ...messages)
  const imap = await server.raw('support-corpus')
  t.after(() => imap.close())
  await imap.ok('SELECT INBOX')
  const { untagged } = await imap.ok('UID FETCH 1:* BODY.PEEK[]')
  const bodies = untagged.map((line) => /\{(\d+)\}\r\n([\s\S]*)\)$/.exec(line)?.[2])
  assert.equal(bodies.length, messages.length)
  for (const [n, { name, bytes }] of messages.entries())
    assert.equal(bodies[n], Buffer.from(bytes).toString('latin1'), name)
})

test('bulk messages have about the size that was asked for, and the same octets each time', () => {
  for (const n of [0, 1, 2, 3]) {
    const { length } = bulkMessage(n, 4000).bytes
    assert.ok(Math.abs(length - 4000) < 100, `message ${n} has ${length} octets`)
    assert.deepEqual(bulkMessage(n, 4000), bulkMessage(n, 4000))
  }
})

test('a thousand messages are in a mailbox within seconds', async (t) => {
  const server = await sharedDovecot(t)
  if (server === undefined) return
  const imap = await server.raw('support-bulk')
  t.after(() => imap.close())
  await appendAll(
    imap,
    'INBOX',
    Array.from({ length: 1000 }, (_, n) => bulkMessage(n)),
  )
  assert.match((await imap.ok('STATUS INBOX (MESSAGES)')).untagged[0]!, /MESSAGES 1000\)/)
})

test('the server ends with the process that started it, even when that is killed', async (t) => {
  if ((await sharedDovecot(t)) === undefined) return
  const script = `
    const { startDovecot } = await import(${JSON.stringify(new URL('dovecot.ts', import.meta.url).href)})
    const { folder } = await startDovecot()
    console.log(folder)
    if (process.argv[1] === 'stay') setInterval(() => {}, 1000)`
  for (const how of ['exit', 'SIGKILL'] as const) {
    const args = ['--input-type=module', '-e', script, how === 'exit' ? 'leave' : 'stay']
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const exited = new Promise((resolve) => child.once('exit', resolve))
    const folder = String(await new Promise<Buffer>((resolve) => child.stdout.once('data', resolve))).trim()
    if (how === 'SIGKILL') {
      assert.ok(existsSync(join(folder, 'run', 'master.pid')))
      child.kill('SIGKILL')
    }
    await exited
    for (let n = 0; existsSync(folder) && n < 200; n++) await sleep(20)
    assert.ok(!existsSync(folder), `${how}: ${folder} is still there`)
  }
})
