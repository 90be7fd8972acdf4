import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { checklistProblems, checklistRows } from '../../scripts/checklist.ts'
import { peerHandles } from '../../scripts/peer-tables.ts'
import { root } from '../../scripts/project.ts'

const page = readFileSync(join(root, 'docs/checklist.md'), 'utf8')

function problems(...row: readonly [answer: string, tests: string]): string[] {
  return checklistProblems(
    `| row | what | answer | test |\n| --- | --- | --- | --- |\n| X1 | x | ${row.join(' | ')} |`,
    [],
  )
}

test('every row of the peers’ tables has its answer and its test', () => {
  assert.deepEqual(checklistProblems(page, peerHandles()), [])
  assert.ok(checklistRows(page).length > 300)
})

test('a test, a method, a type, an option that do not exist are found', () => {
  const path = 'test/tooling/checklist.test.ts'
  assert.deepEqual(problems('`search()`, `ImapConnection.open()`, `SearchQuery`, `seen`, `mailboxTree()`', path), [])
  assert.deepEqual(problems('`search()`', 'test/none.test.ts'), ['X1: there is no test/none.test.ts'])
  assert.deepEqual(problems('`find()`', path), ['X1: there is no find()'])
  assert.deepEqual(problems('`ImapConnection.dial()`', path), ['X1: there is no ImapConnection.dial()'])
  assert.deepEqual(problems('`SearchQueries`', path), ['X1: there is no SearchQueries'])
  assert.deepEqual(problems('`unseenOnly`', path), ['X1: there is no unseenOnly'])
})

test('a row without an answer, or with neither a test nor a reason, is found', () => {
  assert.deepEqual(problems('', ''), ['X1: no answer'])
  assert.deepEqual(problems('`search()`', '–'), ['X1: neither a test nor a reason'])
  assert.deepEqual(problems('No: it would be wrong', '–'), [])
  assert.deepEqual(problems('A later version: soon', '–'), [])
})

test('a row of the peers that is missing is found, under the heading it belongs to', () => {
  const two = '### A\n\n| row | what | answer | test |\n| a, b | x | No: x | – |\n\n### B\n\n| c | x | No: x | – |\n'
  assert.deepEqual(checklistProblems(two, [{ part: 'A', handles: ['a', 'b', 'a, b'] }]), [])
  assert.deepEqual(checklistProblems(two, [{ part: 'B', handles: ['a', 'c'] }]), ['B: a has no row'])
  assert.deepEqual(checklistProblems(two, [{ part: '', handles: ['c', 'd'] }]), [': d has no row'])
})
