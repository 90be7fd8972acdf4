/**
 * Whatever arguments a command is built from, it is refused with a `UsageError`, or what goes on the wire is one command
 * by the strict grammar of what the server takes, and nothing of it comes before its "+".
 *
 * Input: what the server can do, then the command.
 */
import { parseCommand, type Dialect } from '../../test/support/command-grammar.ts'
import { serialize, type WireMode, type WireSegment } from '../../src/codec/encode/command-line.ts'
import { UsageError } from '../../src/errors.ts'
import { planFor } from '../../src/session/scheduling/planning.ts'
import { defaultProfile } from '../../src/session/server/profile.ts'
import { Entry } from '../../src/session/entry.ts'
import { Selection } from '../../src/session/selection/selection.ts'
import { CAPABILITIES, POOR } from '../capabilities.ts'
import { Choices } from '../choices.ts'
import { randomCommand, RAW_PREFIX } from '../commands.ts'
import { holds } from '../finding.ts'

const LITERALS: readonly WireMode['literal'][] = ['synchronizing', 'plus', 'minus']
const NON_SYNCHRONIZING: Readonly<Record<WireMode['literal'], number>> = {
  synchronizing: 0,
  minus: 4096,
  plus: Infinity,
}

export function fuzz(data: Uint8Array): void {
  const choices = new Choices(data)
  const mode: WireMode = { literal: choices.oneOf(LITERALS), utf8: choices.flip(), binary: choices.flip() }
  const segments = refusedOr(() => planned(choices, mode))
  if (segments === undefined) return
  const octets = segments.map(textOf).join('')
  const dialect: Dialect = {
    utf8: mode.utf8,
    nonSynchronizing: NON_SYNCHRONIZING[mode.literal],
    literal8: mode.binary,
  }
  holds(octets.startsWith('A1 ') && isOneCommand(octets), `not one command: ${octets}`)
  judge(octets, dialect)
  for (const [i, segment] of segments.entries()) {
    const waits = /\{\d+\}\r\n$/.test(textOf(segment)) && i < segments.length - 1
    holds(segment.awaitContinuation === waits, 'a literal without its "+", or a "+" without its literal')
    holds(segment.octets === textOf(segment).length, 'counted otherwise')
  }
}

function planned(choices: Choices, mode: WireMode): WireSegment[] | undefined {
  const rich = choices.below(4) !== 0
  const command = randomCommand(choices)
  const selection = command.name === 'ENABLE' || choices.below(8) === 0 ? undefined : new Selection('INBOX', false)
  const facts = {
    capabilities: rich ? CAPABILITIES : POOR,
    enabled: new Set(mode.utf8 ? ['UTF8=ACCEPT', 'QRESYNC', 'CONDSTORE'] : []),
    mailbox: selection?.mailbox,
    selection,
    readOnly: false,
    notifying: false,
    correlator: true,
    commandOctets: Infinity,
    naming: { personal: { prefix: '', delimiter: '/' }, others: [] },
  }
  if (command.compose?.(facts, { push() {} }) !== undefined) return undefined
  const plan = planFor(new Entry(1, 'A1', command, {}), facts, selection, command.name !== 'LOGIN', {
    enabled: facts.enabled,
    notify: undefined,
    profile: defaultProfile,
  })
  return serialize(plan.lateLine?.() ?? plan.line, 'A1', mode)
}

/** Line breaks and NUL are in literals, and at the end. */
function isOneCommand(octets: string): boolean {
  let from = 0
  for (;;) {
    const end = octets.indexOf('\r\n', from)
    const line = octets.slice(from, end)
    if (end < 0 || /[\r\n\0]/.test(line)) return false
    const [, size] = /\{(\d+)\+?\}$/.exec(line) ?? []
    from = end + 2 + Number(size ?? 0)
    if (size === undefined) return from === octets.length
  }
}

/** What the escape hatch says is the caller's, and its argument need not be those of a command there is. */
function judge(octets: string, dialect: Dialect): void {
  if (!octets.startsWith(`A1 ${RAW_PREFIX}`)) parseCommand(octets, dialect)
}

function textOf({ pieces }: WireSegment): string {
  return pieces
    .map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece as Uint8Array).toString('latin1')))
    .join('')
}

/** Undefined if it was refused. */
function refusedOr<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}
