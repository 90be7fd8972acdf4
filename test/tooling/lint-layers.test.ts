import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { oxlint, root, runNode } from '../../scripts/project.ts'

/** Lints files with the project's configuration in a folder of their own; gives one line a finding. */
function lint(t: TestContext, files: Readonly<Record<string, string>>, ...options: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'imaplex-lint-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules')) // where oxlint looks for its type checker
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const { output } = runNode(oxlint, ['--format=unix', ...options, '.'], { cwd: folder })
  return output.split('\n').filter((line) => /^\S+:\d+:\d+:/.test(line))
}

/** A file of a layer that imports one thing. */
const importing = (path: string, specifier: string): [string, string] => [
  path,
  `import type { X } from '${specifier}'\nexport type Y = X\n`,
]

test('every import against the layers is reported, type imports included', (t) => {
  const forbidden = [
    importing('src/errors.ts', './codec/values.ts'),
    importing('src/codec/a.ts', 'node:buffer'),
    importing('src/codec/b.ts', '../session/x.ts'),
    importing('src/codec/c.ts', 'commander'),
    importing('src/codec/parse/d.ts', '../../client/x.ts'),
    importing('src/auth/a.ts', 'node:crypto'),
    importing('src/auth/b.ts', '../session/x.ts'),
    importing('src/session/a.ts', 'node:net'),
    importing('src/session/b.ts', '../transport/x.ts'),
    importing('src/session/c.ts', '../client/x.ts'),
    importing('src/session/commands/d.ts', '../../client/x.ts'),
    importing('src/transport/a.ts', '../session/x.ts'),
    importing('src/transport/b.ts', '../client/x.ts'),
    importing('src/transport/c.ts', 'socks'),
    importing('src/client/a.ts', '../watch/x.ts'),
    importing('src/client/b.ts', '../cli/x.ts'),
    importing('src/client/c.ts', 'commander'),
    importing('src/client/d.ts', 'node:net'),
    importing('src/watch/a.ts', '../cli/x.ts'),
    importing('src/watch/b.ts', 'commander'),
    importing('src/testing/a.ts', '../cli/x.ts'),
    importing('src/cli/a.ts', 'imapflow'),
    importing('src/index.ts', './cli/main.ts'),
  ]
  const found = lint(t, Object.fromEntries(forbidden)).filter((line) => line.includes('no-restricted-imports'))
  assert.deepEqual(found.map((line) => line.replace(/:\d+:\d+:.*/, '')).sort(), forbidden.map(([path]) => path).sort())
})

test('imports downward are not reported', (t) => {
  const allowed = [
    importing('src/codec/a.ts', '../errors.ts'),
    importing('src/codec/parse/b.ts', '../values.ts'),
    importing('src/auth/a.ts', '../codec/x.ts'),
    importing('src/session/a.ts', '../codec/x.ts'),
    importing('src/session/b.ts', '../auth/x.ts'),
    importing('src/transport/a.ts', 'node:tls'),
    importing('src/client/a.ts', '../session/x.ts'),
    importing('src/client/b.ts', '../transport/x.ts'),
    importing('src/watch/a.ts', '../client/x.ts'),
    importing('src/cli/a.ts', 'commander'),
    importing('src/cli/b.ts', 'node:fs'),
    importing('src/index.ts', './client/x.ts'),
  ]
  assert.deepEqual(lint(t, Object.fromEntries(allowed)), [])
})

test('a circle of imports is reported', (t) => {
  const found = lint(t, {
    'src/codec/a.ts': "import { b } from './b.ts'\nexport const a = (): number => b()\n",
    'src/codec/b.ts': "import { a } from './a.ts'\nexport const b = (): number => a()\n",
  })
  assert.match(found.join('\n'), /no-cycle/)
})

test('a promise nobody waits for, a half switch and an any are reported; a bare test() is not', (t) => {
  const found = lint(
    t,
    {
      'tsconfig.json': JSON.stringify({
        compilerOptions: { strict: true, module: 'nodenext', target: 'es2024', noEmit: true, types: ['node'] },
        include: ['src'],
      }),
      'src/promise.ts': 'export function go(f: () => Promise<void>): void {\n  f()\n}\n',
      'src/misused.ts': 'export const go = (f: () => Promise<boolean>): number => (f() ? 1 : 2)\n',
      'src/switch.ts': "export function go(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      break\n  }\n}\n",
      'src/any.ts': 'export const go = (x: any): unknown => x\n',
      'src/tests.ts': "import test from 'node:test'\ntest('x', () => {})\n",
    },
    '--type-aware',
  )
  const rules = found.map((line) => /^\S*?([\w-]+)\.ts:.*?([\w-]+)\)?\]?$/.exec(line)?.slice(1).join(' ') ?? line)
  assert.deepEqual(rules.sort(), [
    'any no-explicit-any',
    'misused no-misused-promises',
    'promise no-floating-promises',
    'switch switch-exhaustiveness-check',
  ])
})
