/** The escape hatch: commands this library has no method for. */
import { putArgument, type ArgumentInput } from '../../../codec/encode/argument.ts'
import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { Malformed, ResponseCode, Untagged } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import type { Collector, Command } from '../../command.ts'
import { ANYTHING_SLOT, everything, footprint, LIST_SLOT, type Footprint } from '../../footprint.ts'
import { maskOf } from '../../login/mask.ts'

/** What the library may know of the command. Nothing of it is needed. */
export interface RawOptions {
  /** Where the command is legal; after login unless given. */
  readonly state?: Footprint['state']
  /** The UIDVALIDITY its UIDs were learned under; under another it fails unsent. */
  readonly uidValidity?: number
  /**
   * What it needs and touches, so that it may run beside others. Without it the command waits for all before it and all
   * behind it wait for it.
   */
  readonly footprint?: Partial<
    Pick<Footprint, 'mutates' | 'usesSequence' | 'breaksSequence' | 'reads' | 'writes' | 'adds'>
  > & { readonly selection?: 'ignores' | 'reads' }
  /**
   * Names of the untagged responses that are its answer, such as `['XFOO']`; nothing else with such an answer runs at
   * the same time. Without it, and without `footprint`, all that comes while it runs.
   */
  readonly untagged?: readonly string[]
  /** Octets its answer may have, about; 64 MiB unless given. Past it the command fails. */
  readonly maxOctets?: number
}

export interface RawResult {
  /** The response code of the tagged OK. */
  readonly code: ResponseCode | undefined
  /** The server's words. Untrusted text. */
  readonly text: string
  /**
   * The untagged responses that are its answer, in order; `unknown` ones, and `malformed` ones when it was told
   * everything, with their octets.
   */
  readonly untagged: readonly Untagged[]
}

/** What changes the state of the session has a method that follows the change. */
const METHODS: ReadonlyMap<string, string> = new Map([
  ['SELECT', 'select()'],
  ['EXAMINE', 'examine()'],
  ['CLOSE', 'closeMailbox()'],
  ['UNSELECT', 'unselect()'],
  ['ENABLE', 'enable()'],
  ['LOGOUT', 'logout()'],
  ['LOGIN', 'the option auth, or reauthenticate()'],
  ['AUTHENTICATE', 'the option auth, or reauthenticate()'],
  ['UNAUTHENTICATE', 'unauthenticate()'],
  ['STARTTLS', "the option security: 'starttls'"],
  ['COMPRESS', 'the option compress'],
  ['IDLE', 'nothing: the connection idles by itself'],
  ['DONE', 'nothing: the connection idles by itself'],
  ['NOTIFY', 'notify()'],
])

/** What is about the connection or the selected mailbox is nobody's answer. */
const NEVER_ANSWERS: ReadonlySet<string> = new Set([
  ...['OK', 'NO', 'BAD', 'BYE', 'PREAUTH', 'CAPABILITY', 'ENABLED'],
  ...['EXISTS', 'RECENT', 'EXPUNGE', 'VANISHED', 'FETCH', 'UIDFETCH', 'FLAGS'],
])

const MAX_OCTETS = 64 * 1024 * 1024
/** What a response without long text takes, about. */
const SMALL = 100

/** Any command with typed arguments. @throws UsageError */
export function raw(name: string, inputs: readonly ArgumentInput[], options: RawOptions): Command<RawResult> {
  // Dovecot does not read the `{n+}` literal of a command it does not know, and would run its octets as commands.
  const line = new CommandLine(name).askBeforeLiterals()
  const method = METHODS.get(name.split(' ')[0]!.toUpperCase())
  if (method !== undefined) throw new UsageError(`${name}: not by command(); use ${method}`)
  const secrets = inputs.flatMap((input) => putArgument(line, input))
  const parts = footprintOf(name, options)
  const { maxOctets = MAX_OCTETS } = options
  if (typeof maxOctets !== 'number' || !(maxOctets >= 0))
    throw new UsageError(`${name} maxOctets: not a number of octets`)
  return {
    name,
    uidValidity: options.uidValidity,
    adapts: true,
    plan: () => ({
      line,
      footprint: parts,
      collector: rawCollector(name, maxOctets),
      mask: maskOf(secrets),
    }),
  }
}

const STATES: readonly unknown[] = ['any', 'notAuthenticated', 'authenticated', 'selected']
const PARTS: ReadonlySet<string> = new Set([
  ...['mutates', 'usesSequence', 'breaksSequence', 'reads', 'writes', 'adds', 'selection'],
])

function footprintOf(name: string, { state, uidValidity, footprint: parts, untagged = [] }: RawOptions): Footprint {
  if (state !== undefined && !STATES.includes(state)) throw new UsageError(`${name} state: no such state`)
  const slots = untagged.map((each) => slotFor(name, each))
  const common = { state: state ?? (uidValidity === undefined ? 'authenticated' : 'selected') } as const
  if (uidValidity !== undefined && common.state !== 'selected') {
    throw new UsageError(`${name} uidValidity: only in the state 'selected'`)
  }
  if (parts !== undefined) {
    checkParts(name, parts)
    return footprint({ mutates: true, ...parts, ...common, slots })
  }
  return footprint({
    ...common,
    wire: 'alone',
    // It may be one that only reads: alone on the wire it has nothing to wait for that `mutates` would add.
    mutates: false,
    selection: common.state === 'selected' ? 'reads' : 'ignores',
    writes: [everything],
    slots: untagged.length === 0 ? [ANYTHING_SLOT] : slots,
  })
}

/** Others than these have consequences that only the library's own commands can have. */
function checkParts(name: string, parts: object): void {
  if (typeof parts !== 'object' || parts === null) throw new UsageError(`${name} footprint: not an object`)
  for (const key of Object.keys(parts)) {
    if (!PARTS.has(key)) throw new UsageError(`${name} footprint: ${JSON.stringify(key)} cannot be given here`)
  }
  const selection: unknown = Reflect.get(parts, 'selection')
  if (selection === undefined || selection === 'ignores' || selection === 'reads') return
  throw new UsageError(`${name} footprint: selection can only be 'ignores' or 'reads'`)
}

function slotFor(command: string, name: string): string {
  if (typeof name !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9.=+-]*$/.test(name)) {
    throw new UsageError(
      `${command} untagged: not the name of a response: ${JSON.stringify(String(name).slice(0, 40))}`,
    )
  }
  const word = name.toUpperCase()
  if (NEVER_ANSWERS.has(word)) throw new UsageError(`${command} untagged: ${word} is never an answer; see events()`)
  return word === 'LIST' ? LIST_SLOT : `${word}:*`
}

function octetsOf(response: Untagged): number {
  if (response.type === 'fetch') return response.octets
  return 'bytes' in response ? response.bytes.length : SMALL
}

function rawCollector(name: string, maxOctets: number): Collector<RawResult> {
  let untagged: Untagged[] = []
  let octets = 0
  let latest: Untagged | undefined
  let spoiled: Malformed | undefined
  return {
    // A response may be offered for more than one reason.
    take(response) {
      if (response === latest) return true
      latest = response
      octets += octetsOf(response)
      if (octets <= maxOctets) untagged.push(response)
      else untagged = []
      return true
    },
    spoil(line) {
      spoiled = line
    },
    finish({ code, text }) {
      if (octets > maxOctets) {
        const reason = `${name}: the answer has more than ${maxOctets} octets; ask for less, or raise maxOctets`
        throw new UsageError(reason, 'ERR_IMAP_CONSUMER_TOO_SLOW', { outcome: 'answered' })
      }
      // One that is told everything is told this, too.
      if (spoiled !== undefined && !untagged.some(({ type }) => type === 'malformed')) {
        const reason = `${name}: the answer could not be read: ${spoiled.reason}`
        throw new ProtocolError(reason, 'ERR_IMAP_MALFORMED', { outcome: 'answered' })
      }
      return { code, text, untagged }
    },
  }
}
