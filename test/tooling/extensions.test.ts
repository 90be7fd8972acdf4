import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { extensionProblems, publicMethods } from '../../scripts/extensions.ts'
import { root } from '../../scripts/project.ts'

const page = readFileSync(join(root, 'docs/extensions.md'), 'utf8')

test('docs/extensions.md says what the sources do', () => {
  assert.deepEqual(extensionProblems(page), [])
})

test('a method, a capability and a test that are missing or made up are found', () => {
  assert.deepEqual(extensionProblems(page.replaceAll('`getAcl()`', '')), ['getAcl() has no row'])
  assert.deepEqual(extensionProblems(page.replaceAll('`REPLACE`', '')), ['REPLACE is asked for in src and has no row'])
  assert.deepEqual(extensionProblems(`${page}\n\`getMail()\``), ['there is no getMail()'])
  assert.deepEqual(extensionProblems(`${page}\ntest/none.test.ts`), ['there is no test/none.test.ts'])
})

test('the methods of a connection are those of its whole chain of classes', () => {
  const methods = publicMethods()
  for (const name of ['noop', 'select', 'getAcl', 'search', 'fetch', 'append', 'close'])
    assert.ok(methods.includes(name))
})
