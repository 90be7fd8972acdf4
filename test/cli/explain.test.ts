import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommanderError } from 'commander'
import { exitCodeOf, Interrupted, NotFoundError } from '../../src/cli/exit-code.ts'
import { explain, trace } from '../../src/cli/explain.ts'
import { AuthenticationError, CommandError, ConnectionError } from '../../src/errors.ts'

const no = { status: 'NO', serverText: '' } as const

test('an error is one line, whatever the server put into it', () => {
  const error = new CommandError('SELECT x: the server said NO: a\r\nimaplex: b\x1b[2J\u202e', no)
  assert.equal(explain(error), 'SELECT x: the server said NO: a imaplex: b\\x1b[2J\\u202e')
})

test('what to do is said in words of the command line', () => {
  const certificate = new ConnectionError('self-signed; give it as tls.ca', 'ERR_IMAP_CERTIFICATE')
  assert.equal(explain(certificate), 'self-signed; give it as --ca FILE')
  const port = new ConnectionError("use security: 'starttls' (port 143)", 'ERR_IMAP_WRONG_PORT')
  assert.equal(explain(port), 'use imap:// (port 143)')
  const refused = new AuthenticationError('LOGIN was refused', { ...no, retryable: false })
  assert.equal(explain(refused), 'LOGIN was refused (check the user name and the password or token)')
  const later = new AuthenticationError('LOGIN was refused', { ...no, retryable: true })
  assert.equal(explain(later), 'LOGIN was refused (try again later)')
})

test('what was typed is repeated without anything that may be a password', () => {
  const typed = (code: string, message: string): string => explain(new CommanderError(1, `commander.${code}`, message))
  assert.equal(
    typed('unknownOption', "error: unknown option '--tokn-file=hunter2'\n(Did you mean --token-file?)"),
    "unknown option '--tokn-file' (Did you mean --token-file?)",
  )
  assert.equal(typed('unknownOption', "error: unknown option '-xhunter2'"), "unknown option '-x'")
  for (const option of ['--password', '--password=hunter2', '-phunter2', '--pass=hunter2', '--pw']) {
    assert.match(typed('unknownOption', `error: unknown option '${option}'`), /^there is no option for a password/)
  }
  assert.equal(
    typed('unknownCommand', "error: unknown command 'imaps://me:h@nter2@host/'"),
    "unknown command 'imaps://me:…@host/'",
  )
  assert.equal(
    typed('excessArguments', "error: too many arguments for 'list'. Expected 2 arguments but got 3: a, hunter2."),
    "too many arguments for 'list'. Expected 2 arguments but got 3.",
  )
})

test('help and Ctrl-C are no complaint', () => {
  assert.equal(explain(new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)')), '')
  assert.equal(explain(new CommanderError(1, 'commander.help', '(outputHelp)')), '')
  assert.equal(explain(new Interrupted('interrupted')), '')
  assert.equal(exitCodeOf(new CommanderError(0, 'commander.version', '')), 0)
  assert.equal(exitCodeOf(new CommanderError(1, 'commander.help', '')), 2)
  assert.equal(exitCodeOf(new Interrupted('')), 130)
  assert.equal(exitCodeOf(new NotFoundError('')), 1)
})

test('errors of the system name the file and the reason', () => {
  const error = Object.assign(new Error("ENOENT: no such file or directory, open 'a.eml'"), {
    errno: -2,
    code: 'ENOENT',
    syscall: 'open',
    path: 'a.eml',
  })
  assert.equal(explain(error), 'a.eml: no such file or directory')
})

test('a trace has frames and the words of causes, not those of the error itself', () => {
  const cause = new Error('why\x1b[31m')
  const shown = trace(new Error('hunter2', { cause }))
  assert.match(shown, /^ {4}at /)
  assert.match(shown, /\n {2}because of: why\\x1b\[31m\n {4}at /)
  assert.doesNotMatch(shown, /hunter2/)
})
