import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../../scripts/project.ts'
import { CliUsageError, exitCodeOf } from '../../src/cli/exit-code.ts'
import { escapeLine, escapeText } from '../../src/cli/output/escape.ts'
import { jsonLine } from '../../src/cli/output/json.ts'
import { displayWidth, fit, table } from '../../src/cli/output/table.ts'
import { queryOf } from '../../src/cli/query-words.ts'
import { parseTarget, proxyUrl } from '../../src/cli/url.ts'
import { VERSION } from '../../src/cli/version.ts'
import { NumberSet } from '../../src/codec/number-set.ts'
import { AuthenticationError, CommandError, ConnectionError, ProtocolError, UsageError } from '../../src/errors.ts'

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  assert.equal(VERSION, version)
})

test('a URL says how to connect, and TLS is never optional', () => {
  const user = 'me@example.org'
  const at = 'me%40example.org@mail.example.org'
  const host = 'mail.example.org'
  assert.deepEqual(parseTarget(`imaps://${at}/`), { host, port: 993, security: 'tls', user })
  assert.deepEqual(parseTarget(`imap://${at}`), { host, port: 143, security: 'starttls', user })
  assert.deepEqual(parseTarget(`imap+starttls://${at}:1143`), { host, port: 1143, security: 'starttls', user })
  assert.deepEqual(parseTarget(`imap+insecure://${at}`), { host, port: 143, security: 'insecure-plaintext', user })
  assert.equal(parseTarget('imaps://me@[::1]:1993/').host, '::1')
})

test('a password in the URL is refused and not repeated', () => {
  assert.throws(
    () => parseTarget('imaps://me:hunter2@mail.example.org/'),
    (error: Error) => error instanceof CliUsageError && !error.message.includes('hunter2'),
  )
  for (const wrong of ['mail.example.org', 'https://me@x/', 'imaps://mail.example.org/', 'imaps://%ff@x/']) {
    assert.throws(() => parseTarget(wrong), CliUsageError, wrong)
  }
})

test('a proxy comes from the option, else from the environment, and a password only from there', () => {
  assert.equal(proxyUrl(undefined, undefined), undefined)
  assert.equal(proxyUrl(undefined, ''), undefined)
  assert.equal(proxyUrl(undefined, 'socks5://me:hunter2@h:1'), 'socks5://me:hunter2@h:1')
  assert.equal(proxyUrl('http://me@h:1', 'socks5://h:2'), 'http://me@h:1')
  assert.throws(
    () => proxyUrl('socks5://me:hunter2@h:1', undefined),
    (error: Error) => error instanceof CliUsageError && !error.message.includes('hunter2'),
  )
})

test('search words become a query in which all must hold', () => {
  assert.deepEqual(queryOf([]), { all: true })
  assert.deepEqual(queryOf(['unseen']), { seen: false })
  assert.deepEqual(queryOf(['from:boss', 'not:subject:a: b', 'larger:1M']), {
    and: [{ from: 'boss' }, { not: { subject: 'a: b' } }, { larger: 1024 ** 2 }],
  })
  assert.deepEqual(queryOf(['header:List-Id=x=y']), { header: [['List-Id', 'x=y']] })
})

test('a word nobody knows is named, never ignored', () => {
  assert.throws(() => queryOf(['unseeen']), /unknown search word "unseeen"/)
  assert.throws(() => queryOf(['constructor:x']), /unknown search word/)
  assert.throws(() => queryOf(['seen:yes']), /search word seen: takes no value/)
  assert.throws(() => queryOf(['from']), /search word from: needs a value/)
  assert.throws(() => queryOf(['larger:huge']), /search word larger/)
})

test('nothing that steers a terminal gets through', () => {
  assert.equal(escapeText('a\x1b]0;title\x07b\x9b2J\u202ec\r'), 'a\\x1b]0;title\\x07b\\x9b2J\\u202ec\\x0d')
  assert.equal(escapeText('line\n\ttab ü 日本'), 'line\n\ttab ü 日本')
  assert.equal(escapeLine('a\r\nb\tc'), 'a b c')
})

test('columns align by how wide characters are shown', () => {
  assert.equal(displayWidth('日本e\u0301🎉'), 7)
  assert.deepEqual(
    table([
      ['日本', 'x'],
      ['abc', 'y'],
    ]),
    ['日本  x', 'abc   y'],
  )
  assert.equal(fit('日本語', 5), '日本…')
})

test('JSON has texts for sets, mod-sequences and dates, base64 for octets', () => {
  const line = jsonLine({
    uids: NumberSet.parse('1:5,9'),
    modSeq: 2n ** 60n,
    at: new Date(0),
    octets: Uint8Array.of(1, 2, 255),
    map: new Map([['__proto__', 1]]),
  })
  assert.equal(
    line,
    '{"uids":"1:5,9","modSeq":"1152921504606846976","at":"1970-01-01T00:00:00.000Z","octets":"AQL/","map":{"__proto__":1}}',
  )
})

test('each kind of failure has its exit code', () => {
  const no = { status: 'NO', serverText: '' } as const
  assert.equal(exitCodeOf(new CliUsageError('')), 2)
  assert.equal(exitCodeOf(new UsageError('')), 2)
  assert.equal(exitCodeOf(new UsageError('', 'ERR_IMAP_CAPABILITY')), 1)
  assert.equal(exitCodeOf(new AuthenticationError('', { ...no, retryable: false })), 77)
  assert.equal(exitCodeOf(new AuthenticationError('', { ...no, retryable: true })), 75)
  assert.equal(exitCodeOf(new CommandError('', no)), 1)
  assert.equal(exitCodeOf(new CommandError('', { ...no, responseCode: 'INUSE' })), 75)
  assert.equal(exitCodeOf(new ConnectionError('', 'ERR_IMAP_DNS')), 69)
  assert.equal(exitCodeOf(new ProtocolError('', 'ERR_IMAP_SYNTAX')), 76)
  assert.equal(exitCodeOf(Object.assign(new Error('x'), { syscall: 'open' })), 74)
})
