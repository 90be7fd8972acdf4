/** What the commands print, and how they end, when things go differently. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { test, type TestContext } from 'node:test'
import { root } from '../../scripts/project.ts'
import { sharedDovecot } from '../support/dovecot.ts'
import { proxyPeer } from '../support/proxy-peer.ts'
import { closedPort } from '../support/tcp-peer.ts'
import { COMPILE_CACHE, run } from './run.ts'

/** Everything a line for people may hold. */
const HARMLESS = /^[^\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/

const NASTY = [
  'From: =?utf-8?q?=1B]0;owned=07_=E2=80=AE?= <eve@example.org>',
  'Subject: =?utf-8?q?=C2=9B2J_=E2=80=A8line=0D=0A_two?=',
  'Content-Type: text/plain; name="=?utf-8?q?=1B[2J?="',
  '',
  'body \u009b2J \x1b[31m',
  '',
].join('\r\n')

let users = 0

async function account(t: TestContext): Promise<{ url: string; env: Record<string, string> } | undefined> {
  const dovecot = await sharedDovecot(t)
  if (dovecot === undefined) return undefined
  const user = `cli-commands-${process.pid}-${++users}`
  await dovecot.deliver(user, 'INBOX', NASTY, 'Subject: second\r\n\r\nbody\r\n')
  return {
    url: `imap+insecure://${user}@${dovecot.host}:${dovecot.port}/`,
    env: { IMAPLEX_PASSWORD: dovecot.password },
  }
}

test('no octet a sender chose steers a terminal, and JSON keeps it all', async (t) => {
  const at = await account(t)
  if (at === undefined) return
  const { url, env } = at
  const items = 'flags,envelope,size,date,structure,headers,source'
  const shown = [
    await run(['fetch', url, 'INBOX', '1:2'], { env }),
    await run(['fetch', url, 'INBOX', '1', '--items', items], { env }),
  ]
  for (const { code, stdout, stderr } of shown) {
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(stdout, HARMLESS)
  }
  assert.match(shown[0]!.stdout, /^ +1 .*\n +2 .*second\n$/)
  assert.match(shown[1]!.stdout, /^UID 1\n {2}flags[\s\S]*\n {2}structure\n[\s\S]*\n {2}source\n/)

  const { stdout } = await run(['fetch', url, 'INBOX', '1', '--items', items, '--json'], { env })
  assert.match(stdout.trimEnd(), /^[^\n\x7f-\x9f\u202e\u2028]*$/)
  const row = JSON.parse(stdout) as { source: string; envelope: { subject: string }; headers: [string, string][] }
  assert.equal(Buffer.from(row.source, 'base64').toString(), NASTY)
  assert.match(row.envelope.subject, /\u009b2J/)
  assert.ok(row.headers.some(([name]) => name === 'subject'))
})

test('a message on a terminal is text that cannot steer it, in a pipe it is what it is', async (t) => {
  const at = await account(t)
  if (at === undefined) return
  if (spawnSync('script', ['--version']).status !== 0) return t.skip('needs script(1) for a terminal')
  const piped = await run(['fetch', at.url, 'INBOX', '1', '--source'], { env: at.env })
  assert.equal(piped.stdout, NASTY)
  const screen = await onTerminal(`fetch '${at.url}' INBOX 1 --source`, at.env)
  assert.match(screen.replace(/\r\n/g, '\n'), HARMLESS)
  assert.match(screen, /body \\x9b2J \\x1b\[31m/)
})

test('only the looks of the program reach a terminal, and none with NO_COLOR', async (t) => {
  const at = await account(t)
  if (at === undefined) return
  if (spawnSync('script', ['--version']).status !== 0) return t.skip('needs script(1) for a terminal')
  const status = `status '${at.url}' INBOX`
  const heading = /^\x1b\[1mMAILBOX +MESSAGES.*\x1b\[22m\r\n/
  assert.match(await onTerminal(status, { ...at.env, TERM: 'xterm' }), heading)
  assert.match(await onTerminal(`${status} --no-color`, { ...at.env, TERM: 'xterm' }), /^MAILBOX/)
  assert.match(await onTerminal(status, { ...at.env, TERM: 'dumb' }), /^MAILBOX/)
  assert.match(await onTerminal(status, { ...at.env, TERM: 'xterm', NO_COLOR: '1' }), /^MAILBOX/)
})

test('what is not there is a failure, what cannot be meant is found before connecting', async (t) => {
  const at = await account(t)
  if (at === undefined) return
  const { url, env } = at
  const missing = await run(['fetch', url, 'INBOX', '99', '--source'], { env })
  assert.deepEqual(
    [missing.code, missing.stdout, missing.stderr],
    [1, '', 'imaplex: INBOX has no message with UID 99\n'],
  )
  const nowhere = await run(['watch', url, 'No such mailbox', '--types', 'messageNew'], { env })
  assert.deepEqual([nowhere.code, nowhere.stdout], [1, ''])
  assert.match(nowhere.stderr, /^imaplex: EXAMINE No such mailbox: .*\n$/)

  const unreachable = 'imaps://me@localhost:1/'
  const wrong: readonly (readonly string[])[] = [
    ['fetch', unreachable, 'INBOX', '0'],
    ['fetch', unreachable, 'INBOX', '1', '--items', 'flags,nope'],
    ['fetch', unreachable, 'INBOX', '1:2', '--source'],
    ['fetch', unreachable, 'INBOX', '1', '--source', '--json'],
    ['search', unreachable, 'INBOX', 'since:2026-02-30'],
    ['search', unreachable, 'INBOX', 'younger:1'],
    ['status', unreachable, 'INBOX', '--items', 'nope'],
    ['append', unreachable, 'INBOX', '--date', 'yesterday'],
    ['append', unreachable, 'INBOX'],
    ['watch', unreachable, '--types', 'nope'],
    ['list', unreachable, '--timeout', '0'],
    ['list', `${unreachable}INBOX`],
  ]
  const results = await Promise.all(wrong.map((args) => run(args, { env })))
  for (const [place, { code, stderr }] of results.entries()) {
    assert.equal(code, 2, `${wrong[place]!.join(' ')}: ${stderr}`)
    assert.match(stderr, /^imaplex: [^\n]*\n$/)
  }
})

test('watch prints the types asked for and nothing else', async (t) => {
  const at = await account(t)
  if (at === undefined) return
  const args = ['watch', at.url, '--types', 'mailboxSelected,bye', '--json']
  const { code, stdout } = await run(args, { env: at.env, interruptAt: '"mailboxSelected"' })
  const records = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; at: string })
  assert.deepEqual([code, records.map(({ type }) => type)], [0, ['mailboxSelected', 'bye']])
  assert.ok(records.every(({ at: time }) => Math.abs(Date.parse(time) - Date.now()) < 60_000))
})

test('Ctrl-C ends a command that would never end', async (t) => {
  const port = await stallingServer(t, '* OK [CAPABILITY IMAP4rev1] hello\r\n')
  const args = ['fetch', `imap+insecure://me@127.0.0.1:${port}/`, 'INBOX', '1:*', '--items', 'flags', '--json']
  const { code, stdout, stderr } = await run(args, { env: { IMAPLEX_PASSWORD: 'x' }, interruptAt: '"uid":1' })
  assert.deepEqual([code, stdout, stderr], [130, '{"uid":1,"sequence":1,"flags":[]}\n', ''])
})

test('Ctrl-C twice ends what is not ready for an orderly end', async (t) => {
  const port = await stallingServer(t, '')
  const args = ['watch', `imap+insecure://me@127.0.0.1:${port}/`]
  const { code } = await run(args, { env: { IMAPLEX_PASSWORD: 'x' }, interruptAt: 'EXAMINE', insist: true })
  assert.equal(code, 130)
})

/** Sends one row of every FETCH, and never the rest. */
async function stallingServer(t: TestContext, greeting: string): Promise<number> {
  const answer = (line: string): string => {
    const [tag, ...words] = line.split(' ')
    const done = `${tag} OK done\r\n`
    if (words[0] === 'CAPABILITY') return `* CAPABILITY IMAP4rev1\r\n${done}`
    if (words[0] === 'EXAMINE') return `* 2 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n${done}`
    if (words[1] === 'FETCH') return '* 1 FETCH (UID 1 FLAGS ())\r\n'
    return words[0] === 'LOGOUT' ? `* BYE bye\r\n${done}` : done
  }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).setEncoding('latin1')
    socket.write(greeting)
    socket.on('data', (text: string) => {
      for (const line of text.split('\r\n').filter((each) => each !== '')) socket.write(answer(line), 'latin1')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** What the program writes to a terminal of its own. */
function onTerminal(args: string, variables: Readonly<Record<string, string>>): Promise<string> {
  const command = `'${process.execPath}' '${join(root, 'src', 'cli', 'main.ts')}' ${args}`
  // Node shows no colours where CI is set, whatever the terminal can do.
  const { CI: _ci, NO_COLOR: _noColor, FORCE_COLOR: _forceColor, IMAPLEX_TOKEN: _token, ...env } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...env, NODE_COMPILE_CACHE: COMPILE_CACHE, ...variables },
      timeout: 20_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let screen = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text))
    child.on('error', reject).on('close', () => resolve(screen))
  })
}

test('--proxy goes by a proxy, and a proxy that is not there is unavailable', async (t) => {
  const at = await account(t)
  if (at === undefined) return
  const { url, env } = at
  const target = new URL(url)
  const proxy = await proxyPeer(t, { port: Number(target.port) })
  const found = await run(['search', url, 'INBOX', '--count', '--proxy', `socks5://127.0.0.1:${proxy.port}`], { env })
  assert.deepEqual([found.code, found.stdout, found.stderr], [0, '2\n', ''])
  assert.deepEqual(proxy.asked, [`socks5 ${target.host}`])
  const nowhere = `socks5://me:hunter2@127.0.0.1:${await closedPort()}`
  const lost = await run(['search', url, 'INBOX', '--count'], { env: { ...env, IMAPLEX_PROXY: nowhere } })
  assert.equal(lost.code, 69)
  assert.match(lost.stderr, /the proxy 127\.0\.0\.1:\d+ cannot be reached/)
  assert.ok(!lost.stderr.includes('hunter2'))
})
