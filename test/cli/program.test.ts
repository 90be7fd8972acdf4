import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { sharedDovecot, type Dovecot } from '../support/dovecot.ts'
import { run } from './run.ts'

const MESSAGE = 'From: "Eve \\u001b[31m" <eve@example.org>\r\nSubject: =?utf-8?q?h=C3=A9llo=1B=5B2J?=\r\n\r\nbody\r\n'

interface Place {
  readonly dovecot: Dovecot
  readonly url: string
  readonly user: string
  readonly folder: string
  readonly ca: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

let users = 0

async function place(t: TestContext): Promise<Place | undefined> {
  const dovecot = await sharedDovecot(t)
  if (dovecot === undefined) return undefined
  const user = `cli-${process.pid}-${++users}`
  const folder = mkdtempSync(join(tmpdir(), 'imaplex-cli-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'ca.pem'), dovecot.certificate)
  const url = `imaps://${user}@localhost:${dovecot.tlsPort}/`
  return {
    dovecot,
    url,
    user,
    folder,
    ca: ['--ca', join(folder, 'ca.pem')],
    env: { IMAPLEX_PASSWORD: dovecot.password },
  }
}

test('append, search, fetch, status and list do their work, for people and as JSON Lines', async (t) => {
  const at = await place(t)
  if (at === undefined) return
  const { url, ca, env } = at
  const appended = await run(['append', url, 'INBOX', '--flags', '\\Flagged,$Work', '--json', ...ca], {
    env,
    input: MESSAGE,
  })
  assert.equal(appended.stderr, '')
  assert.equal((JSON.parse(appended.stdout) as { uid: number }).uid, 1)

  const found = await run(['search', url, 'INBOX', 'unseen', 'flagged', 'from:eve', ...ca], { env })
  assert.deepEqual([found.code, found.stdout], [0, '1\n'])
  const counted = await run(['search', url, 'INBOX', 'seen', '--count', '--json', ...ca], { env })
  assert.deepEqual(JSON.parse(counted.stdout), { mailbox: 'INBOX', count: 0 })

  const rows = await run(['fetch', url, 'INBOX', '1:*', '--json', ...ca], { env })
  const row = JSON.parse(rows.stdout) as { uid: number; envelope: { subject: string } }
  assert.deepEqual([row.uid, row.envelope.subject], [1, 'héllo\x1b[2J'])
  const shown = await run(['fetch', url, 'INBOX', '1', ...ca], { env })
  assert.match(shown.stdout, /héllo/)
  assert.doesNotMatch(shown.stdout, /\x1b/)
  const source = await run(['fetch', url, 'INBOX', '1', '--source', ...ca], { env })
  assert.equal(source.stdout, MESSAGE)

  const status = await run(['status', url, 'INBOX', 'Sent', '--json', '--items', 'messages,unseen', ...ca], { env })
  assert.deepEqual(
    status.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
    [
      { mailbox: 'INBOX', messages: 1, unseen: 1 },
      { mailbox: 'Sent', messages: 0, unseen: 0 },
    ],
  )
  const list = await run(['list', url, ...ca], { env })
  assert.match(list.stdout, /^MAILBOX +ATTRIBUTES\n[\s\S]*^INBOX/m)
  const capabilities = await run(['capabilities', url, ...ca], { env })
  assert.match(capabilities.stdout, /^IMAP4REV1$/m)
})

test('watch prints what happens while it happens, and Ctrl-C logs out', async (t) => {
  const at = await place(t)
  if (at === undefined) return
  const { dovecot, url, user, ca, env } = at
  let delivered = false
  const onOutput = (stdout: string): void => {
    if (delivered || !stdout.includes('"mailboxSelected"')) return
    delivered = true
    void dovecot.deliver(user, 'INBOX', MESSAGE)
  }
  const watched = await run(['watch', url, '--json', ...ca], { env, onOutput, interruptAt: '"messageNew"' })
  const events = watched.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; uids?: string; mailbox?: string })
  assert.equal(watched.code, 0, watched.stderr)
  assert.deepEqual(
    events.filter(({ type }) => type === 'messageNew').map(({ uids, mailbox }) => [mailbox, uids]),
    [['INBOX', '1']],
  )
  assert.equal(events.at(-1)?.type, 'disconnected')
})

test('each failure has one line and its exit code, and shows no secret', async (t) => {
  const at = await place(t)
  if (at === undefined) return
  const { dovecot, url, ca, env } = at
  const secret = 'correct-horse-battery'
  const cases: readonly (readonly [number, readonly string[], Readonly<Record<string, string>>])[] = [
    [77, ['list', url, ...ca], { IMAPLEX_PASSWORD: secret }],
    [69, ['list', url], env],
    [69, ['list', `imaps://me@localhost:1/`, ...ca], env],
    [69, ['list', `imaps://me@localhost:${dovecot.port}/`, ...ca], env],
    [1, ['search', url, 'No such mailbox', 'all', ...ca], env],
    [2, ['search', url, 'INBOX', 'unseeen', ...ca], env],
    [2, ['search'], env],
    [2, ['lst', url], env],
    [2, ['list', 'nonsense'], env],
    [2, ['list', url, ...ca], {}],
    [74, ['append', url, 'INBOX', '/nonexistent/message.eml', ...ca], env],
  ]
  for (const [code, args, variables] of cases) {
    const result = await run(args, { env: variables })
    assert.equal(result.code, code, `${args.join(' ')}: ${result.stderr}`)
    assert.match(result.stderr, /^imaplex: /)
    assert.equal(result.stdout, '')
    assert.ok(!result.stderr.includes(secret) && !/\n\s+at /.test(result.stderr), result.stderr)
  }
})

test('the password comes from a command or a private file', async (t) => {
  const at = await place(t)
  if (at === undefined) return
  const { url, ca, folder, dovecot } = at
  const file = join(folder, 'password')
  writeFileSync(file, `${dovecot.password}\n`, { mode: 0o600 })
  assert.equal((await run(['status', url, 'INBOX', '--password-file', file, ...ca])).code, 0)
  assert.equal((await run(['status', url, 'INBOX', '--password-command', `cat ${file}`, ...ca])).code, 0)
  assert.equal((await run(['status', url, 'INBOX', '--password-command', 'exit 1', ...ca])).code, 2)
  chmodSync(file, 0o644)
  const exposed = await run(['status', url, 'INBOX', '--password-file', file, ...ca])
  assert.equal(exposed.code, 2)
  assert.match(exposed.stderr, /chmod 600/)
})

test('help and version go to stdout; a reader that leaves is no failure', async (t) => {
  const help = await run(['--help'])
  assert.deepEqual([help.code, help.stderr], [0, ''])
  assert.match(help.stdout, /^Examples:/)
  assert.match((await run(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/)
  const at = await place(t)
  if (at === undefined) return
  const left = await run(['capabilities', at.url, ...at.ca], { env: at.env, closeStdout: true })
  assert.deepEqual([left.code, left.stderr], [0, ''])
})
