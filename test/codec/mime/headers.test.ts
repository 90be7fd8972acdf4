import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MessageHeaders } from '../../../src/codec/mime/headers.ts'

function headers(text: string): MessageHeaders {
  return new MessageHeaders(Buffer.from(text, 'latin1'))
}

test('fields are unfolded and decoded, in order, and may come twice', () => {
  const block = headers('Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n =?utf-8?Q?!?=\r\nX: 1\r\nbroken\r\nx:  2 \r\n\r\n')
  assert.equal(block.get('SUBJECT'), 'Grüße!')
  assert.deepEqual(block.getAll('x'), ['1', '2'])
  assert.equal(block.get('y'), undefined)
  assert.deepEqual(JSON.stringify(block), '[["subject","Grüße!"],["x","1"],["x","2"]]')
})

test('a value with parameters', () => {
  const block = headers(
    'Content-Type: Text/HTML; charset="utf-8";\r\n\tname*0*=utf-8\'\'%E2%82; name*1*=%AC; Format = flowed ; name="x;y"\r\n' +
      'Content-Disposition: attachment; filename="a \\"b\\" \\\\ c.pdf"; size=7; size=8\r\n\r\n',
  )
  const type = block.parameterized('content-type')
  assert.equal(type?.value, 'text/html')
  assert.deepEqual(Object.fromEntries(type.parameters), { charset: 'utf-8', format: 'flowed', name: '€' })
  const disposition = block.parameterized('Content-Disposition')
  assert.equal(disposition?.value, 'attachment')
  assert.deepEqual(Object.fromEntries(disposition.parameters), { filename: 'a "b" \\ c.pdf', size: '7' })
  assert.equal(block.parameterized('x'), undefined)
})

test('parameters as they are seen: words encoded in them, quotes not closed, nothing but semicolons', () => {
  const parameters = (text: string): unknown =>
    Object.fromEntries(headers(`A: ${text}\r\n\r\n`).parameterized('a')!.parameters)
  assert.deepEqual(parameters('b; name="=?utf-8?B?4oKs?="'), { name: '€' })
  assert.deepEqual(parameters('b; name="open; x=1'), { name: 'open', x: '1' })
  assert.deepEqual(parameters('b;;; ; =1; x; y='), { y: '' })
  assert.deepEqual(parameters(''), {})
})

test('many parameters that are none take no time', () => {
  const text = `A: b${';a="\\"'.repeat(20_000)}\r\n\r\n`
  const start = performance.now()
  headers(text).parameterized('a')
  assert.ok(performance.now() - start < 2000)
})

test('the date of a message', () => {
  assert.deepEqual(headers('Date: Tue, 2 Jan 2024 10:00:00 +0200\r\n\r\n').date, new Date('2024-01-02T08:00:00Z'))
  assert.equal(headers('Date: soon\r\n\r\n').date, undefined)
  assert.equal(headers('\r\n').date, undefined)
})
