/**
 * Whatever is given for an argument of a method: what is written is one command in which that argument is exactly
 * that, or the call is a `UsageError` and nothing is written.
 *
 * The judge is the strict grammar, which knows nothing of the encoder. Of each argument a harmless value is written
 * first; the command with another value must differ from that one in the argument, and nowhere else.
 */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { ImapConnection } from '../../src/client/connection.ts'
import { CommandError, ImapError, UsageError } from '../../src/errors.ts'
import { nastyText, utf8Text } from '../codec/encode/wire.ts'
import { argument, EVERYTHING, PLAIN_DIALECT, type Dialect, type ParsedCommand } from '../support/command-grammar.ts'
import { runs } from '../support/property.ts'
import { ALL_CAPABILITIES, StrictServer } from '../support/strict-server.ts'
import { drain } from '../support/virtual-clock.ts'
import { OTHERS, TEXTS } from './hostile.ts'
import type { Row } from './row.ts'
import { ADMINISTRATION } from './rows/administration.ts'
import { ANY_STATE, WITHOUT_ARGUMENTS } from './rows/any-state.ts'
import { MAILBOXES } from './rows/mailboxes.ts'
import { MESSAGES } from './rows/messages.ts'
import { OPTIONS } from './rows/options.ts'
import { SEARCHING } from './rows/searching.ts'
import { charsetOf, replaced, said } from './same-argument.ts'

const ROWS: readonly Row[] = [...ANY_STATE, ...MAILBOXES, ...ADMINISTRATION, ...SEARCHING, ...MESSAGES, ...OPTIONS]

interface World {
  readonly name: string
  readonly capabilities: string
  readonly enable: readonly string[]
  readonly dialect: Dialect
}

const WORLDS: readonly World[] = [
  {
    name: 'a server with every extension',
    capabilities: ALL_CAPABILITIES,
    enable: ['CONDSTORE', 'QRESYNC'],
    dialect: { ...EVERYTHING, utf8: false },
  },
  {
    name: 'a server with every extension and UTF-8 enabled',
    capabilities: ALL_CAPABILITIES,
    enable: ['QRESYNC', 'UTF8=ACCEPT'],
    dialect: EVERYTHING,
  },
  { name: 'a server without extensions', capabilities: 'IMAP4rev1', enable: [], dialect: PLAIN_DIALECT },
]

/** What a call came to. */
type Outcome = { readonly refused: UsageError } | { readonly commands: readonly ParsedCommand[] }

class Trial {
  readonly row: Row
  readonly #world: World
  readonly #server: StrictServer
  #harmless: Outcome | undefined

  constructor(row: Row, world: World, server: StrictServer) {
    this.row = row
    this.#world = world
    this.#server = server
  }

  static async of(t: TestContext, row: Row, world: World): Promise<Trial> {
    const server = await StrictServer.connected(t, {
      capabilities: world.capabilities,
      dialect: world.dialect,
      options: { enable: world.enable },
      selects: row.unselected !== true,
    })
    server.answer = ({ name }) => (name === 'NAMESPACE' ? undefined : ['NO refused'])
    const trial = new Trial(row, world, server)
    trial.#harmless = await trial.#outcome(row.benign)
    return trial
  }

  get harmless(): Outcome {
    return this.#harmless!
  }

  async #outcome(value: unknown): Promise<Outcome> {
    let settled: { readonly error?: unknown } | undefined
    try {
      this.row.call(this.#server.imap, value as never).then(
        () => (settled = {}),
        (error: unknown) => (settled = { error }),
      )
    } catch (error) {
      settled = { error }
    }
    for (let turns = 0; settled === undefined && turns < 50; turns++) await drain()
    const { error } = settled ?? assert.fail('never settled')
    const written = this.#server.take()
    const commands = this.row.method === 'list' ? written : written.filter((command) => !asksForNaming(command))
    if (error === undefined || error instanceof CommandError) return { commands }
    if (!(error instanceof UsageError)) throw error
    assert.deepEqual(commands, [], 'written and refused')
    assert.equal(error.outcome, 'unsent')
    return { refused: error }
  }

  /** @throws when the value does harm, gets lost or arrives as another. */
  async withText(text: string): Promise<void> {
    const given = (this.row.around ?? String)(text)
    await this.#check(given, given)
    if (this.row.around !== undefined && this.row.notAlone !== true) await this.#check(text, text)
  }

  async withOther(value: unknown): Promise<void> {
    await this.#check(value, undefined)
  }

  async #check(value: unknown, text: string | undefined): Promise<void> {
    const outcome = await this.#outcome(value)
    if ('refused' in outcome) return
    const { harmless, row } = this
    const utf8 = this.#world.dialect.utf8
    if (row.also?.(value) === true || Object.is(value, row.benign)) return
    assert.ok(row.kind !== 'other' && text !== undefined, 'was not refused')
    assert.ok('commands' in harmless, `was not refused as ${String(row.benign)} was`)
    const wire = row.wire ?? String
    const inbox = /^inbox$/i.test(text) ? 'INBOX' : text
    for (const form of [text, inbox]) {
      const expected = harmless.commands.map((command) => {
        const before = said(command, utf8)
        return replaced(before, wire(row.benign as string, utf8), wire(form, utf8)) ?? before
      })
      if (form === text && form !== inbox && !isSame(outcome.commands, expected, utf8)) continue
      assert.deepEqual(
        outcome.commands.map((command) => said(command, utf8)),
        expected,
      )
      break
    }
    checkCharset(outcome.commands, utf8)
  }
}

/** How this server makes names of paths: NAMESPACE, or LIST of nothing. */
function asksForNaming({ name, args }: ParsedCommand): boolean {
  return name === 'NAMESPACE' || (name === 'LIST' && JSON.stringify(args[2]).includes('"value":""'))
}

function isSame(commands: readonly ParsedCommand[], expected: readonly unknown[], utf8: boolean): boolean {
  try {
    assert.deepEqual(
      commands.map((command) => said(command, utf8)),
      expected,
    )
    return true
  } catch {
    return false
  }
}

function checkCharset(commands: readonly ParsedCommand[], utf8: boolean): void {
  for (const command of commands) {
    if (command.name !== 'UID SEARCH' && command.name !== 'ESEARCH') continue
    const needs = /[^\0-\x7f]/.test(JSON.stringify(said(command, utf8).args.at(-1)))
    assert.equal(charsetOf(command), needs && !utf8 ? 'UTF-8' : undefined, 'the charset')
  }
}

test('every method of a connection has its rows', () => {
  const methods: string[] = []
  let prototype: unknown = ImapConnection.prototype
  while (prototype !== Object.prototype && typeof prototype === 'object' && prototype !== null) {
    const described = Object.entries(Object.getOwnPropertyDescriptors(prototype))
    methods.push(...described.filter(([, { value }]) => typeof value === 'function').map(([name]) => name))
    prototype = Object.getPrototypeOf(prototype)
  }
  const known = new Set([...ROWS.map(({ method }) => method), ...Object.keys(WITHOUT_ARGUMENTS)])
  assert.deepEqual(
    methods.filter((name) => !known.has(name)),
    [],
  )
  const real = new Set(methods)
  assert.deepEqual(
    [...known].filter((name) => !real.has(name)),
    [],
  )
})

for (const world of WORLDS) {
  test(`what is given to a method arrives, or is refused and nothing is written: ${world.name}`, async (t) => {
    let arrived = 0
    const faults: string[] = []
    for (const row of ROWS) {
      let trial = await Trial.of(t, row, world)
      if ('commands' in trial.harmless) arrived++
      for (const value of row.kind === 'key' ? TEXTS : [...TEXTS, ...OTHERS]) {
        try {
          if (typeof value === 'string') await trial.withText(value)
          else await trial.withOther(value)
        } catch (error) {
          faults.push(`${row.method}, ${row.argument}: ${shown(value)}: ${String(error).slice(0, 300)}`)
          trial = await Trial.of(t, row, world)
        }
      }
    }
    t.diagnostic(
      `${ROWS.length} arguments, ${arrived} of which this server takes, ${TEXTS.length + OTHERS.length} values each`,
    )
    assert.deepEqual(faults, [])
    if (world.capabilities === ALL_CAPABILITIES) assert.equal(arrived, ROWS.length)
  })
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : inspect(value)
}

const OF_TEXT = ROWS.filter(({ kind }) => kind !== 'other')

test('any text arrives as it is, or is refused', async (t) => {
  const trials = new Map<Row, Promise<Trial>>()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...OF_TEXT), nastyText, async (row, text) => {
      if (!trials.has(row)) trials.set(row, Trial.of(t, row, WORLDS[0]!))
      await (await trials.get(row)!).withText(text)
    }),
    { ...runs(), numRuns: 1000 },
  )
})

/** What a login writes: the user and the password, by LOGIN or PLAIN. */
function credentialsIn({ name, args }: ParsedCommand): readonly string[] {
  const texts = args.flatMap((arg) => (arg.type === 'string' ? [utf8Text(arg.value)] : []))
  if (name === 'LOGIN') return texts
  const initial = argument({ tag: '', name, args }, 1, 'base64').value.toString('utf8')
  return initial.split('\0').slice(1)
}

/** What is written to log in with; undefined when it was refused. */
async function loginWith(t: TestContext, capabilities: string, user: string, password: string) {
  let server: StrictServer
  try {
    server = new StrictServer(t, { capabilities, dialect: PLAIN_DIALECT, options: { auth: { user, password } } })
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error))
    return undefined
  }
  await drain()
  server.peer.send(`* OK [CAPABILITY ${capabilities}] ready\r\n`)
  for (let turns = 0; turns < 5; turns++) await drain()
  const written = server.take()
  if (written.length === 0) {
    await assert.rejects(server.imap.ready, (error) => error instanceof ImapError && error.outcome === 'unsent')
  }
  server.imap.close()
  assert.ok(written.length < 2, 'more than a login')
  return written[0]
}

for (const [name, capabilities] of [
  ['LOGIN', 'IMAP4rev1'],
  ['AUTHENTICATE', 'IMAP4rev1 SASL-IR AUTH=PLAIN'],
] as const) {
  test(`users and passwords arrive, or are refused and nothing is written: ${name}`, async (t) => {
    let arrived = 0
    for (const text of TEXTS) {
      for (const [user, password] of [
        [text, 'secret'],
        ['me', text],
      ] as const) {
        const login = await loginWith(t, capabilities, user, password)
        if (login === undefined) continue
        arrived++
        // What RFC 4013 forbids in PLAIN may still go by LOGIN.
        assert.ok(login.name === name || login.name === 'LOGIN', login.name)
        assert.deepEqual(credentialsIn(login), [user, password])
      }
    }
    assert.ok(arrived > TEXTS.length, `${arrived} arrived`)
  })
}

const CONNECTION_OPTIONS: Readonly<Record<string, (text: string) => object>> = {
  'the tag': (text) => ({ randomTag: () => text }),
  'a name to enable': (text) => ({ enable: [text] }),
  'a field of id': (text) => ({ id: { [text]: 'x' } }),
  'a value of id': (text) => ({ id: { name: text } }),
}

test('options of a connection: what they write are whole commands, or they are refused', async (t) => {
  const capabilities = 'IMAP4rev1 ENABLE ID LITERAL+'
  for (const [name, optionsOf] of Object.entries(CONNECTION_OPTIONS)) {
    for (const text of TEXTS) {
      let server: StrictServer
      try {
        server = new StrictServer(t, {
          capabilities,
          dialect: { ...EVERYTHING, utf8: false },
          options: optionsOf(text),
        })
      } catch (error) {
        assert.ok(error instanceof UsageError, `${name}, ${shown(text)}: ${String(error)}`)
        continue
      }
      await drain()
      server.peer.send(`* OK [CAPABILITY ${capabilities}] ready\r\n`)
      for (let turns = 0; turns < 5; turns++) await drain()
      const names = server.take().map((command) => command.name)
      assert.deepEqual(
        names.filter((each) => !['LOGIN', 'ENABLE', 'ID', 'CAPABILITY'].includes(each)),
        [],
        shown(text),
      )
      server.imap.ready.catch(() => {})
      server.imap.close()
    }
  }
})
