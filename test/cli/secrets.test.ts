/** Where the program takes a password or a token from, and that it shows neither. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { test, type TestContext } from 'node:test'
import { root } from '../../scripts/project.ts'
import { sharedDovecot, type Dovecot } from '../support/dovecot.ts'
import { run } from './run.ts'

const SECRET = 'correct-horse-battery'
const PROMPT_LIMIT_MS = 20_000

let users = 0

function target(dovecot: Dovecot): { readonly user: string; readonly url: string } {
  const user = `cli-secret-${process.pid}-${++users}`
  return { user, url: `imap+insecure://${user}@${dovecot.host}:${dovecot.port}/` }
}

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'imaplex-cli-secret-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('a secret typed where none belongs is refused and not repeated', async () => {
  const url = `imaps://me:${SECRET}@mail.example.org/`
  const wrong: readonly (readonly string[])[] = [
    ['list', url],
    [url],
    ['list', 'imaps://me@mail.example.org/', `--password=${SECRET}`],
    ['list', 'imaps://me@mail.example.org/', '--password', SECRET],
    ['list', 'imaps://me@mail.example.org/', `--token=${SECRET}`],
    ['list', url, '*', 'one', 'too-many'],
    ['list', '--debug', url],
    ['list', '--debug', url, '*', 'one', 'too-many'],
    ['list', '--debug', 'imaps://me@mail.example.org/', `--passwort=${SECRET}`],
    ['list', url, `--debgu=${SECRET}`],
    ['help', url],
  ]
  for (const args of wrong) {
    const { code, stdout, stderr } = await run(args)
    assert.ok(!`${stdout}${stderr}`.includes(SECRET), `${args.join(' ')}: ${stderr}`)
    if (args[0] === 'help') continue
    assert.equal(code, 2, `${args.join(' ')}: ${stderr}`)
    assert.match(stderr, /^imaplex: /)
  }
})

test('an option goes before the environment, and two of them contradict each other', async (t) => {
  const dovecot = await sharedDovecot(t)
  if (dovecot === undefined) return
  const { url } = target(dovecot)
  const file = join(folderOf(t), 'password')
  writeFileSync(file, `${dovecot.password}\nsecond line\n`, { mode: 0o600 })
  const env = { IMAPLEX_PASSWORD: SECRET, IMAPLEX_TOKEN: SECRET }
  const chosen = await run(['status', url, 'INBOX', '--password-file', file], { env })
  assert.deepEqual([chosen.code, chosen.stderr], [0, ''])
  const both = await run(['status', url, 'INBOX', '--password-file', file, '--token-command', 'echo x'])
  assert.equal(both.code, 2)
  assert.match(both.stderr, /^imaplex: .*--password-file/)
})

test('an access token logs in, whether it comes from a command, a file or the environment', async (t) => {
  const dovecot = await sharedDovecot(t)
  if (dovecot === undefined) return
  const { user, url } = target(dovecot)
  const token = dovecot.accessToken(user)
  const file = join(folderOf(t), 'token')
  writeFileSync(file, token, { mode: 0o600 })
  const status = ['status', url, 'INBOX']
  const results = [
    await run([...status, '--token-command', `cat '${file}'`]),
    await run([...status, '--token-file', file]),
    await run(status, { env: { IMAPLEX_TOKEN: token } }),
  ]
  for (const { code, stderr } of results) assert.deepEqual([code, stderr], [0, ''])
  const refused = await run(status, { env: { IMAPLEX_TOKEN: dovecot.accessToken('somebody-else') } })
  assert.equal(refused.code, 77, refused.stderr)
})

test('a file others can read is refused before anything is sent', async (t) => {
  const file = join(folderOf(t), 'password')
  writeFileSync(file, SECRET)
  for (const mode of [0o640, 0o604, 0o644]) {
    chmodSync(file, mode)
    const { code, stderr } = await run(['list', 'imaps://me@localhost:1/', '--password-file', file])
    assert.deepEqual([code, /chmod 600/.test(stderr), stderr.includes(SECRET)], [2, true, false], stderr)
  }
})

test('a command that fails or prints nothing is no password', async () => {
  const list = ['list', 'imaps://me@localhost:1/']
  for (const command of [`echo ${SECRET}; exit 3`, 'true']) {
    const { code, stderr } = await run([...list, '--password-command', command])
    assert.deepEqual([code, stderr.includes(SECRET)], [2, false], stderr)
    assert.match(stderr, /^imaplex: the password /)
  }
})

test('on a terminal the password is asked for and not shown', async (t) => {
  const dovecot = await sharedDovecot(t)
  if (dovecot === undefined) return
  if (spawnSync('script', ['--version']).status !== 0) return t.skip('needs script(1) for a terminal')
  const typed = await answer(`status '${target(dovecot).url}' INBOX --json`, `wrong\x15p!\x7fw\r`)
  assert.equal(typed.code, 0, typed.screen)
  assert.match(typed.screen, /^Password for cli-secret-.*: \r\n\{"mailbox":"INBOX"/)
  const given = await answer(`status '${target(dovecot).url}' INBOX`, `${SECRET}\x03`)
  assert.equal(given.code, 2)
  assert.ok(!given.screen.includes(SECRET), given.screen)
})

test('a server that repeats the LOGIN it refuses does not make the program show the password', async (t) => {
  const port = await repeatingServer(t)
  const url = `imap+insecure://me@127.0.0.1:${port}/`
  for (const password of [SECRET, 'say "friend" \\o/']) {
    for (const args of [
      ['list', url],
      ['list', url, '--debug'],
      ['watch', url],
      ['watch', url, '--json'],
    ]) {
      const { code, stdout, stderr } = await run(args, { env: { IMAPLEX_PASSWORD: password } })
      const shown = `${stdout}${stderr}`
      assert.equal(code, 77, `${args.join(' ')}: ${shown}`)
      assert.match(shown, /refused: Failed: .* LOGIN/)
      assert.ok(!/battery|friend/.test(shown), shown)
      if (args.includes('--json'))
        stdout
          .trim()
          .split('\n')
          .forEach((line) => JSON.parse(line) as unknown)
    }
  }
})

/** Says NO to LOGIN, with the whole line. */
async function repeatingServer(t: TestContext): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.write('* OK [CAPABILITY IMAP4rev1] hello\r\n')
    socket.setEncoding('latin1').on('data', (lines: string) => {
      for (const line of lines.split('\r\n').filter((each) => each !== '')) {
        const verdict = / LOGIN /.test(line) ? `NO Failed: ${line}` : 'OK done'
        socket.write(`${line.split(' ', 1)[0]} ${verdict}\r\n`, 'latin1')
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}

/** Runs the program on a terminal of its own and types `keys` once it asks. */
function answer(args: string, keys: string): Promise<{ readonly code: number | null; readonly screen: string }> {
  const command = `'${process.execPath}' '${join(root, 'src', 'cli', 'main.ts')}' ${args}`
  const { IMAPLEX_PASSWORD: _password, IMAPLEX_TOKEN: _token, ...env } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...env, NO_COLOR: '1' },
      timeout: PROMPT_LIMIT_MS,
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    let screen = ''
    let asked = false
    child.stdin.on('error', () => {})
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen += text
      if (asked || !screen.includes('Password for')) return
      asked = true
      child.stdin.write(keys)
    })
    child.on('error', reject).on('close', (code) => {
      child.stdin.destroy()
      resolve({ code, screen })
    })
  })
}
