/**
 * Every line that a client says in an example of an RFC: the same request, made by a method of a connection, is written
 * as a command that asks for the same.
 */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { arg, type ArgumentInput } from '../../src/codec/encode/argument.ts'
import { UsageError } from '../../src/errors.ts'
import { RFCS } from '../../scripts/rfc-dialogues.ts'
import { parseCommand, type ParsedCommand } from '../support/command-grammar.ts'
import { drain } from '../support/virtual-clock.ts'
import { clientMessages } from './client-messages.ts'
import { stored, type Message } from './dialogues.ts'
import { MAILBOXES } from './requests/mailboxes.ts'
import { MESSAGES } from './requests/messages.ts'
import { SEARCHING } from './requests/searching.ts'
import { ADMINISTRATION, lineInside, SESSION } from './requests/session.ts'
import { World, type Requests } from './requests/world.ts'
import { formOf, MAY_BE_ADDED, returnsOf, uidForm } from './same-request.ts'

const REQUESTS: Requests = { ...SESSION, ...MAILBOXES, ...ADMINISTRATION, ...SEARCHING, ...MESSAGES }

const keyOf = ({ rfc, line }: Message): string => `${rfc}:${line}`

interface ByCommand {
  readonly inputs: (world: World) => readonly [name: string, ...inputs: ArgumentInput[]]
  readonly why: string
}

const KOI8 = 'texts are sent as UTF-8, which every server must take; another charset is for command()'
const COUNTED = 'searchUpdates and sortUpdates tell every UID, so they do not ask for a number'
const JUNK = [arg.atom('KEYWORD'), arg.flag('$Junk')]
const UPDATE_COUNT = [arg.atom('RETURN'), [arg.atom('UPDATE'), arg.atom('COUNT')]]
const koi8 = ({ saved }: World): readonly ArgumentInput[] => [
  ...[arg.atom('CHARSET'), arg.atom('KOI8-R'), [arg.atom('OR'), arg.set(saved), arg.set('1,3000:3021')]],
  ...[arg.atom('TEXT'), 'XXXX'],
]

/** For what there is no method: why, and how `command()` does it. */
const BY_COMMAND: Readonly<Record<string, ByCommand>> = {
  '3501:2648': { inputs: () => ['CHECK'], why: 'IMAP4rev2 has no CHECK, and NOOP does as well (RFC 9051 §E)' },
  '3501:3449': { inputs: () => ['XPIG-LATIN'], why: 'an invented command' },
  '9051:4866': { inputs: () => ['XPIG-LATIN'], why: 'an invented command' },
  '5267:539': {
    inputs: () => ['CANCELUPDATE', arg.string('B01')],
    why: 'sent when a token of searchUpdates is cancelled (search-updates.test.ts)',
  },
  '5267:351': { inputs: () => ['UID SEARCH', ...UPDATE_COUNT, arg.atom('DELETED'), ...JUNK], why: COUNTED },
  '5267:380': {
    inputs: () => ['UID SORT', ...UPDATE_COUNT, [arg.atom('DATE')], arg.atom('UTF-8'), ...JUNK],
    why: COUNTED,
  },
  '5257:1110': {
    inputs: () => [
      'SORT',
      [arg.atom('ANNOTATION'), '/altsubject', arg.atom('value.shared')],
      arg.atom('UTF-8'),
      arg.atom('ALL'),
    ],
    why: 'no server is known to sort by annotations',
  },
  '5182:294': { inputs: (world) => ['SEARCH', ...koi8(world)], why: KOI8 },
  '9051:4224': { inputs: (world) => ['SEARCH', arg.atom('RETURN'), [arg.atom('SAVE')], ...koi8(world)], why: KOI8 },
}

/** Lines inside a command, and in which. */
const INSIDE: Readonly<Record<string, string>> = {
  '2177:129': 'IDLE',
  '2177:144': 'IDLE',
  '4959:159': 'PLAIN',
  '4959:195': 'EXTERNAL',
  '9051:1576': 'PLAIN',
  '9051:3603': 'IDLE',
  '9051:3618': 'IDLE',
  '9051:6216': 'SCRAM-SHA-256',
  '9051:6221': 'SCRAM-SHA-256',
}

const GSSAPI = 'Kerberos is not among the mechanisms of the library'

/** What the library does not say at all. */
const NOT_SAID: Readonly<Record<string, string>> = {
  '2193:185': GSSAPI,
  '2193:204': GSSAPI,
  '5257:1017': 'annotations of a message that is added: store() gives them to it afterwards',
  '3501:1632': GSSAPI,
  '3501:1634': GSSAPI,
  '3501:1651': GSSAPI,
  '3501:1654': GSSAPI,
  '9051:1524': GSSAPI,
  '9051:1526': GSSAPI,
  '9051:1543': GSSAPI,
  '9051:1546': GSSAPI,
  '4314:474': 'wrong on purpose, the server answers BAD: setAcl refuses a right in upper case',
  '5465:870': 'UPDATE with items of FETCH: no server is known to have it, and no typed argument is a body section',
}

/** How often each way was gone. */
const counts = { methods: 0, command: 0, inside: 0, notSaid: 0 }

async function byMethod(t: TestContext, command: ParsedCommand): Promise<void> {
  const request = REQUESTS[command.name]
  assert.ok(request !== undefined, `${command.name} has no request`)
  const world = await World.for(t, command)
  await request(command.args, world)
  for (let turns = 0; turns < 3; turns++) await drain()
  const all = world.server.take()
  const written = all.find(({ name }) => name === command.name)
  if (written === undefined) return assert.fail(`not written, but ${all.map(({ name }) => name).join(', ')}`)
  assert.deepEqual(formOf(written), formOf(command))
  checkReturns(written, command)
  world.imap.close()
}

function checkReturns(ours: ParsedCommand, theirs: ParsedCommand): void {
  const wanted = returnsOf(theirs)
  if (wanted === undefined) return
  const asked = returnsOf(ours)!
  assert.deepEqual(
    wanted.filter((each) => !asked.includes(each)),
    [],
    'not asked for',
  )
  const added = asked.filter((each) => !wanted.includes(each))
  assert.deepEqual(
    added.filter((each) => !MAY_BE_ADDED.has(each)),
    [],
    'asked for in addition',
  )
}

async function byCommand(t: TestContext, message: Message, command: ParsedCommand): Promise<void> {
  const world = await World.for(t, command)
  void world.imap.command(...BY_COMMAND[keyOf(message)]!.inputs(world))
  await drain()
  const [written, ...more] = world.server.take()
  assert.deepEqual(more, [])
  assert.deepEqual(formOf(written!), formOf(command))
  checkReturns(written!, command)
  world.imap.close()
}

async function same(t: TestContext, message: Message): Promise<void> {
  const key = keyOf(message)
  if (NOT_SAID[key] !== undefined) return void counts.notSaid++
  if (INSIDE[key] !== undefined) {
    const world = await World.for(t, parseCommand('A1 NOOP\r\n'))
    assert.ok(await lineInside(message.text.replaceAll(' ', ''), INSIDE[key], world), 'the line was not said')
    return void counts.inside++
  }
  const command = parseCommand(`${message.text}\r\n`)
  if (BY_COMMAND[key] === undefined) {
    await byMethod(t, uidForm(command))
    counts.methods++
  } else {
    await byCommand(t, message, command)
    counts.command++
  }
}

const { messages, leftOut } = clientMessages()

for (const rfc of RFCS) {
  const said = messages.filter((message) => message.rfc === rfc)
  test(`RFC ${rfc}: ${said.length} requests of clients in examples are made again`, async (t) => {
    for (const message of said) {
      try {
        await same(t, message)
      } catch (error) {
        throw new Error(`RFC ${rfc}, line ${message.line}: ${message.text.slice(0, 200)}`, { cause: error })
      }
    }
  })
}

test('no example line of a client is skipped', (t) => {
  const lines = stored().filter(({ from }) => from === 'C').length
  assert.equal(messages.reduce((sum, message) => sum + message.lines, 0) + leftOut, lines)
  const { methods, command, inside, notSaid } = counts
  t.diagnostic(
    `${lines} client lines, ${messages.length} messages: ${methods} by typed methods, ${command} by command(), ` +
      `${inside} inside commands, ${notSaid} not said by the library; ${leftOut} lines are no commands`,
  )
  assert.deepEqual(counts, { methods: 647, command: 9, inside: 9, notSaid: 13 })
})

test('a right in upper case is refused, as the server of RFC 4314 §3.1 refuses it', async (t) => {
  const { imap, server } = await World.for(t, parseCommand('A1 NOOP\r\n'))
  await assert.rejects(imap.setAcl('INBOX/Drafts', 'John', { replace: 'lrQswicda' }), UsageError)
  assert.deepEqual(server.take(), [])
})
