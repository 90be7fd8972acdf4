/**
 * Every TypeScript snippet of the README is run, in order, on a real server.
 */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { root, runNode, tsc } from '../../scripts/project.ts'
import { sharedDovecot } from '../support/dovecot.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const snippets = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code!)

/** One module of all snippets, so that later ones see what earlier ones declare; each in a block of its own. */
function program(): string {
  const imports: string[] = []
  const blocks = snippets.map((code, place) => {
    const body = code.replaceAll(/^import .*$/gm, (line) => {
      imports.push(line.replace("'imaplex'", "'../../src/index.ts'"))
      return ''
    })
    // The connection of the first snippet serves the others.
    return place === 0 ? body : `{\n${body}\n}`
  })
  return [
    ...new Set(imports),
    'export async function run({ host, port, certificate, user, password, deliver, log }: {',
    '  host: string; port: number; certificate: string; user: string; password: string',
    '  deliver: () => void; log: (...args: unknown[]) => void',
    '}): Promise<void> {',
    'const console = { log }',
    blocks[0]!.replaceAll('auth: {', 'tls: { ca: certificate }, auth: {'),
    ...blocks
      .slice(1)
      .map((block) =>
        (block.includes('imap.events(') ? `deliver()\n${block}` : block).replaceAll(
          'auth: {',
          'tls: { ca: certificate }, auth: {',
        ),
      ),
    'await imap.logout()',
    '}',
  ].join('\n')
}

test('every snippet of the README compiles and runs', { timeout: 60_000 }, async (t) => {
  const dovecot = await sharedDovecot(t)
  if (dovecot === undefined) return
  mkdirSync(join(root, '.tmp'), { recursive: true })
  const folder = mkdtempSync(join(root, '.tmp', 'readme-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'snippets.ts')
  writeFileSync(file, program())
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.json',
      compilerOptions: { noUnusedLocals: false },
      include: ['snippets.ts'],
    }),
  )
  const compiled = runNode(tsc, ['-p', folder])
  assert.ok(compiled.ok, compiled.output)

  const user = `readme-${process.pid}`
  const raw = await dovecot.raw(user)
  await raw.command('CREATE Archive')
  await raw.close()
  for (const n of [1, 2, 3]) await dovecot.deliver(user, 'INBOX', `Subject: number ${n}\r\n\r\nbody\r\n`)
  const lines: string[] = []
  const { run } = (await import(pathToFileURL(file).href)) as { run: (given: object) => Promise<void> }
  await run({
    host: 'localhost',
    port: dovecot.tlsPort,
    certificate: dovecot.certificate,
    user,
    password: dovecot.password,
    deliver: () => void setTimeout(() => void dovecot.deliver(user, 'INBOX', 'Subject: new\r\n\r\nbody\r\n'), 50),
    log: (...args: unknown[]) => lines.push(args.join(' ')),
  })
  assert.ok(snippets.length >= 7)
  assert.ok(lines.includes('1 number 1'), lines.join('\n'))
  assert.ok(lines.includes('ERR_IMAP_NO answered'))
  assert.ok(lines.some((line) => line.startsWith('INBOX 4 from outside')))
})
