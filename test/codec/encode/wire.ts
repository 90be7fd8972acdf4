/** What the encoder writes, read by the independent grammar as a server would read it. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { CommandLine, serialize, synchronizes, type WireMode } from '../../../src/codec/encode/command-line.ts'
import { UsageError } from '../../../src/errors.ts'
import { CommandReader, argument, type Arg, type Dialect, type ParsedCommand } from '../../support/command-grammar.ts'

export const LITERALS = ['synchronizing', 'plus', 'minus'] as const

export const MODES: readonly WireMode[] = LITERALS.flatMap((literal) =>
  [false, true].flatMap((utf8) => [false, true].map((binary) => ({ literal, utf8, binary }))),
)

export const BASIC: WireMode = { literal: 'synchronizing', utf8: false, binary: false }

export function dialect(mode: WireMode): Dialect {
  const nonSynchronizing = { synchronizing: 0, plus: Infinity, minus: 4096 }[mode.literal]
  return { utf8: mode.utf8, nonSynchronizing, literal8: mode.binary }
}

/** All octets, one a character. */
export function wire(line: CommandLine, mode: WireMode = BASIC): string {
  return serialize(line, 'T1', mode)
    .flatMap(({ pieces }) => pieces)
    .map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece as Uint8Array).toString('latin1')))
    .join('')
}

/** Sends the segments to a strict server, which gives "+" where one is due and nowhere else. */
export function received(line: CommandLine, mode: WireMode): ParsedCommand {
  const segments = serialize(line, 'T1', mode)
  assert.equal(segments.length > 1, synchronizes(line, mode))
  const reader = new CommandReader(dialect(mode))
  for (const [i, segment] of segments.entries()) {
    for (const piece of segment.pieces) {
      assert.ok(typeof piece !== 'string' || /^[\0-\xff]*$/.test(piece), 'a piece holds octets')
      reader.push(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : (piece as Uint8Array))
    }
    assert.equal(
      segment.octets,
      segment.pieces.reduce((sum, piece) => sum + piece.length, 0),
    )
    assert.equal(segment.awaitContinuation, i < segments.length - 1)
    const event = reader.next()
    if (segment.awaitContinuation) {
      assert.equal(event?.type, 'literal')
      reader.proceed()
      continue
    }
    assert.ok(event?.type === 'command')
    assert.equal(reader.takeRest(), '', 'one command and no more')
    assert.equal(event.command.tag, 'T1')
    assert.equal(event.command.name, line.name)
    return event.command
  }
  return assert.fail('no command came out')
}

export function utf8Text(octets: string): string {
  return Buffer.from(octets, 'latin1').toString('utf8')
}

/** Text of an argument: octets read as UTF-8. */
export function textOf(command: ParsedCommand, index: number): string {
  return utf8Text(argument(command, index, 'string').value)
}

export function itemsOf(arg: Arg | undefined): readonly Arg[] {
  assert.equal(arg?.type, 'list')
  return (arg as Arg & { type: 'list' }).items
}

const PIECES =
  '\r|\n|\r\n|\0|"|\\|\\"|{|}|(|)|[|]|%|*|+|~|,|-| |  |\t|\x1b|\x7f|\x80|é|日本|😀|\ud800|\udc00|\ufeff|&|&-|&AOk-|NIL|INBOX|{0}|{3+}|{0}\r\n|~{1}|\r\nX1 NOOP\r\n|a|B|9|:|$|.|\\Seen'.split(
    '|',
  )

/** Text that means harm. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(1000), 'x'.repeat(1001), 'é'.repeat(3000), '"'.repeat(5000)) },
)

/** Half a surrogate pair has no octets, and NUL only fits a literal8. */
export function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

export function isUsageError(error: unknown): boolean {
  return error instanceof UsageError && error.outcome === 'unsent'
}

/** Adds an argument; false when it was refused. */
export function accepts(add: () => unknown): boolean {
  try {
    add()
    return true
  } catch (error) {
    assert.ok(isUsageError(error), String(error))
    return false
  }
}
