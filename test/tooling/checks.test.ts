import assert from 'node:assert/strict'
import { homedir } from 'node:os'
import test from 'node:test'
import { lockProblems } from '../../scripts/check-lock.ts'
import { sourceProblems } from '../../scripts/check-sources.ts'
import { root } from '../../scripts/project.ts'

test('an RFC reference of another form is found, one of the right form is not', () => {
  const right = [
    '// RFC 9051 §6.4.8',
    '// as RFC 7162 says (RFC 9051 §7.1, RFC 5530).',
    "const item = 'RFC822.SIZE'",
    '// message/rfc822',
    '// RFC 9051 §A',
  ]
  for (const line of right) assert.deepEqual(sourceProblems('src/codec/x.ts', line), [], line)
  const wrong = [
    '// RFC9051',
    '// rfc 9051',
    '// RFC-9051',
    '// RFC 9051 section 6.4.8',
    '// RFC 9051, 6.4.8',
    '// RFC 9051 6.4.8',
    '// RFC 9051 § 6.4.8',
    '// RFC 9051§6.4.8',
  ]
  for (const line of wrong) assert.equal(sourceProblems('src/codec/x.ts', line).length, 1, line)
})

test('paths of a machine and registry hosts are found in any file', () => {
  const lines = [`see ${homedir()}/notes`, `${root}/src/x`, `https:${'//registry'}.example.org/x`]
  assert.deepEqual(
    sourceProblems('docs/x.md', lines.join('\n')).map((problem) => problem.replace(/: .*/, '')),
    ['docs/x.md:1', 'docs/x.md:2', 'docs/x.md:3'],
  )
  assert.deepEqual(sourceProblems('docs/x.md', 'https://example.org/registry and /roots/ are fine'), [])
})

test('an index file that does more than re-export is found', () => {
  const text = `/** Doc. */\nexport { a, type B } from './a.ts'\nexport type { C } from './c.ts'\nexport * as d from './d.ts'\n`
  assert.deepEqual(sourceProblems('src/index.ts', text), [])
  assert.deepEqual(sourceProblems('src/codec/index.ts', `${text}export const x = 1\n`), [
    'src/codec/index.ts:5: an index file re-exports and does nothing else',
  ])
})

test('a dynamic import in a layer is found; that of the transport by the client is meant', () => {
  const dynamic = (path: string): string => `const x = await import('${path}')`
  assert.equal(sourceProblems('src/session/x.ts', dynamic('../transport/x.ts')).length, 1)
  assert.equal(sourceProblems('src/client/x.ts', dynamic('../cli/x.ts')).length, 1)
  assert.deepEqual(sourceProblems('src/client/x.ts', dynamic('../transport/node/connect.ts')), [])
  assert.deepEqual(sourceProblems('src/client/x.ts', "type X = import('./y.ts').Y"), [])
})

test('a lock file without a platform package, or with the place of a download, is found', () => {
  const lock = (packages: object): string => JSON.stringify({ packages })
  const tool = { version: '1.0.0', optionalDependencies: { '@tool/linux': '1.0.0', '@tool/mac': '1.0.0' } }
  const linux = { version: '1.0.0', optional: true }
  const complete = { 'node_modules/tool': tool, 'node_modules/@tool/linux': linux, 'node_modules/@tool/mac': linux }
  assert.deepEqual(lockProblems(lock(complete)), [])
  assert.deepEqual(lockProblems(lock({ ...complete, 'node_modules/@tool/mac': undefined })), [
    'node_modules/tool lists @tool/mac, which is not locked: pin a version that has it',
  ])
  const nested = {
    'node_modules/a/node_modules/tool': tool,
    'node_modules/a/node_modules/@tool/linux': linux,
    'node_modules/@tool/mac': linux,
  }
  assert.deepEqual(lockProblems(lock(nested)), [])
  assert.equal(lockProblems(lock({ 'node_modules/x': { version: '1', resolved: 'anything' } })).length, 1)
})

test('any in the public interface is found, the word in a comment is not', () => {
  assert.equal(sourceProblems('api/x.d.ts', 'export declare function f(a: any): void').length, 1)
  assert.equal(sourceProblems('api/x.d.ts', 'export type A = Map<string, any>').length, 1)
  assert.deepEqual(sourceProblems('api/x.d.ts', '/** any: of these */\nexport declare const any: string'), [])
})
