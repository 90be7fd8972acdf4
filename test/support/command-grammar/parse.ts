/** From the octets of one command to its name and arguments. */
import { ADDING } from './adding.ts'
import { ADMINISTRATION } from './administration.ts'
import { ANY_STATE } from './any-state.ts'
import { rest, type Arguments } from './arguments.ts'
import { MAILBOXES } from './mailboxes.ts'
import { MESSAGES } from './messages.ts'
import { EVERYTHING, latin1, Scanner, WORD_CHARS, type Arg, type Dialect } from './scanner.ts'
import { SEARCHING } from './searching.ts'

export interface ParsedCommand {
  readonly tag: string
  /** Upper case; with UID: `UID FETCH`. */
  readonly name: string
  readonly args: readonly Arg[]
}

const COMMANDS: ReadonlyMap<string, Arguments> = new Map([
  ...ANY_STATE,
  ...MAILBOXES,
  ...ADMINISTRATION,
  ...ADDING,
  ...SEARCHING,
  ...MESSAGES,
])

/**
 * One command, from its tag to its CRLF.
 *
 *     command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF   ; RFC 9051 §9
 *
 * @throws GrammarError with the position
 */
export function parseCommand(octets: Uint8Array | string, dialect: Dialect = EVERYTHING): ParsedCommand {
  const s = new Scanner(latin1(octets), dialect)
  const tag = s.tag()
  s.sp()
  let name = s.keyword()
  if (name === 'UID') {
    s.sp()
    name = `UID ${s.keyword()}`
  }
  const read = COMMANDS.get(name) ?? (name.startsWith('X') ? experimental : undefined)
  if (read === undefined) return s.fail(`no such command: ${name}`)
  const args = read(s)
  s.end()
  return { tag, name, args }
}

/** x-command = "X" atom <experimental command arguments>   ; RFC 3501 §9. The arguments as in RFC 4466 §3. */
function experimental(s: Scanner): readonly Arg[] {
  return rest(s, anyArgument)
}

function anyArgument(s: Scanner): Arg {
  if (s.next === '(') return s.list(() => anyArgument(s), { empty: true })
  if (s.next === '\\') return s.flag()
  if (/["{~]/.test(s.next) && !/^~[^{]/.test(s.octets.slice(s.position, s.position + 2))) return s.string()
  return { type: 'string', value: s.run(WORD_CHARS, 'an argument'), form: 'atom' }
}

/** An argument of the type one expects. */
export function argument<T extends Arg['type']>(command: ParsedCommand, index: number, type: T): Arg & { type: T } {
  const found = command.args[index]
  if (found?.type !== type) throw new Error(`${command.name}: argument ${index} is ${found?.type}, not ${type}`)
  return found as Arg & { type: T }
}

/** A mailbox name as people read it, in modified UTF-7 (RFC 3501 §5.1.3) or UTF-8. */
export function mailboxText(octets: string, utf8: boolean): string {
  if (utf8) return Buffer.from(octets, 'latin1').toString('utf8')
  return octets.replaceAll(/&([^-]*)-/g, (_, run: string) => {
    if (run === '') return '&'
    const utf16 = Buffer.from(run.replaceAll(',', '/'), 'base64')
    return utf16
      .subarray(0, utf16.length & ~1)
      .swap16()
      .toString('utf16le')
  })
}
