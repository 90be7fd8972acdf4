import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, globSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { corpus } from '../mail.ts'
import { RawImap } from '../raw-imap.ts'
import { SERVER_NAMES, sharedServer, UNPACKED } from './shared.ts'

for (const name of SERVER_NAMES) {
  test(`${name}: any user name logs in with the password pw and with no other`, async (t) => {
    const server = await sharedServer(t, name)
    if (server === undefined) return
    const user = randomUUID()
    const imap = await server.raw(user)
    await imap.close()
    if (name === 'courier') return // which answers that after five seconds
    await assert.rejects(RawImap.open({ host: server.host, port: server.port, user, password: 'wrong' }), /NO|closed/)
  })

  test(`${name}: its certificate is good for localhost`, async (t) => {
    const server = await sharedServer(t, name)
    if (server === undefined) return
    const { host, tlsPort: port, certificate: ca } = server
    const socket = connectTls({ host, port, ca, servername: 'localhost' })
    t.after(() => socket.destroy())
    const greeting = await new Promise<Buffer>((resolve, reject) => socket.once('data', resolve).once('error', reject))
    assert.match(String(greeting), /^\* OK/)
  })

  test(`${name}: delivered messages come back octet for octet`, async (t) => {
    const server = await sharedServer(t, name)
    if (server === undefined) return
    const user = randomUUID()
    // Cyrus takes no messages without a header
    const messages = corpus().filter(({ bytes }) => !(name === 'cyrus' && bytes[0] === 13))
    await server.deliver(user, 'INBOX', ...messages)
    const imap = await server.raw(user)
    t.after(() => imap.close())
    await imap.ok('SELECT INBOX')
    const { untagged } = await imap.ok('UID FETCH 1:* BODY.PEEK[]')
    const bodies = untagged
      .map((line) => /\{\d+\}\r\n([\s\S]*)\)$/.exec(line)?.[1])
      .filter((body) => body !== undefined)
    assert.equal(bodies.length, messages.length)
    for (const [n, { name: what, bytes }] of messages.entries()) {
      assert.equal(bodies[n], Buffer.from(bytes).toString('latin1'), what)
    }
  })

  test(`${name}: mailboxes are called as its namespace says`, async (t) => {
    const server = await sharedServer(t, name)
    if (server === undefined) return
    const imap = await server.raw(randomUUID())
    t.after(() => imap.close())
    const { prefix, separator } = server.naming
    const [line] = (await imap.ok('NAMESPACE')).untagged
    assert.ok(line?.startsWith(`* NAMESPACE (("${prefix}" "${separator}"))`), line)
    await imap.ok(`CREATE "${server.nameOf('A', 'B')}"`)
  })
}

/** Those of a server that has changed its root. */
const processesIn = (root: string): readonly string[] =>
  globSync('/proc/[0-9]*/root').filter((path) => {
    try {
      return readlinkSync(path) === root
    } catch {
      return false // gone, or not ours
    }
  })

for (const name of Object.keys(UNPACKED)) {
  test(`${name} ends with the process that started it, even when that is killed`, async (t) => {
    if ((await sharedServer(t, name as keyof typeof UNPACKED)) === undefined) return
    const script = `
      const { startInRoot } = await import(${JSON.stringify(new URL('debian-root.ts', import.meta.url).href)})
      const { UNPACKED } = await import(${JSON.stringify(new URL('shared.ts', import.meta.url).href)})
      const { folder } = await startInRoot(UNPACKED.${name})
      console.log(folder)
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = new Promise((resolve) => child.once('exit', resolve))
    const folder = String(await new Promise<Buffer>((resolve) => child.stdout.once('data', resolve))).trim()
    assert.notDeepEqual(processesIn(join(folder, 'root')), [])
    child.kill('SIGKILL')
    await exited
    for (let n = 0; existsSync(folder) && n < 400; n++) await sleep(20)
    assert.ok(!existsSync(folder), `${folder} is still there`)
    assert.deepEqual(processesIn(join(folder, 'root')), [])
  })
}
