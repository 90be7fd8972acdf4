/** A connection on which a request of an example is made again. */
import type { TestContext } from 'node:test'
import type { ConnectionOptions } from '../../../src/client/options.ts'
import { SavedSearch } from '../../../src/codec/sequence-set.ts'
import { EVERYTHING, type Arg, type ParsedCommand } from '../../support/command-grammar.ts'
import { StrictServer } from '../../support/strict-server.ts'
import { drain } from '../../support/virtual-clock.ts'

/** Makes the request by a method of the connection; what is written then must say the same. */
export type Request = (args: readonly Arg[], world: World) => Promise<void> | void
export type Requests = Readonly<Record<string, Request>>

/** Commands that go before a mailbox is selected, or where it is of no matter. */
const UNSELECTED: ReadonlySet<string> = new Set(['ENABLE'])

const DIALECT = { ...EVERYTHING, utf8: false }

export class World {
  readonly #t: TestContext
  server: StrictServer
  /** The result of a search that was made before: `$`. */
  readonly saved: SavedSearch = new SavedSearch()

  private constructor(t: TestContext, server: StrictServer) {
    this.#t = t
    this.server = server
  }

  static async for(t: TestContext, { name, args }: ParsedCommand): Promise<World> {
    const server = await StrictServer.connected(t, { dialect: DIALECT, selects: !UNSELECTED.has(name) })
    const world = new World(t, server)
    if (JSON.stringify(args, withoutBigints).includes('"$"')) await world.#save()
    server.answer = ({ name: said }) => (said === 'NAMESPACE' ? undefined : ['NO refused'])
    return world
  }

  get imap(): StrictServer['imap'] {
    return this.server.imap
  }

  async #save(): Promise<void> {
    this.server.answer = ({ tag }) => [`* ESEARCH (TAG "${tag}") UID ALL 1:3`, 'OK saved']
    await this.imap.search({ all: true }, { save: this.saved })
    this.server.take()
  }

  /** Another connection, up to where it is ready. */
  async greeted(capabilities: string, options: Partial<ConnectionOptions>, challenges: string[] = []): Promise<void> {
    this.server = new StrictServer(this.#t, { capabilities, dialect: DIALECT, options })
    this.server.challenges = challenges
    await drain()
    this.server.peer.send(`* OK [CAPABILITY ${capabilities}] ready\r\n`)
    await this.server.imap.ready
  }
}

function withoutBigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

// --- reading arguments --------------------------------------------------------------------------------

type Of<Type extends Arg['type']> = Arg & { readonly type: Type }

function typed<Type extends Arg['type']>(arg: Arg | undefined, type: Type): Of<Type> {
  if (arg?.type !== type) throw new Error(`expected ${type}, got ${arg?.type}`)
  return arg as Of<Type>
}

/** Text, a mailbox name or a flag. */
export function textOf(arg: Arg | undefined): string {
  if (arg?.type !== 'string' && arg?.type !== 'mailbox' && arg?.type !== 'flag') throw new Error('expected a text')
  return Buffer.from(arg.value, 'latin1').toString('utf8')
}

export const itemsOf = (arg: Arg | undefined): readonly Arg[] => typed(arg, 'list').items
export const textsOf = (arg: Arg | undefined): readonly string[] => itemsOf(arg).map(textOf)
export const numberOf = (arg: Arg | undefined): bigint => typed(arg, 'number').value
export const keyOf = (arg: Arg | undefined): Of<'key'> => typed(arg, 'key')

/** An atom, or the name of a key with what is in it. */
export function wordOf(arg: Arg | undefined): string {
  return arg?.type === 'key' ? arg.name.toUpperCase() : typed(arg, 'atom').value.toUpperCase()
}

export const wordsOf = (arg: Arg | undefined): readonly string[] => itemsOf(arg).map(wordOf)

/** A set, `$` being what was saved. */
export function setOf(arg: Arg | undefined, { saved }: World): string | SavedSearch {
  const { value } = typed(arg, 'set')
  return value === '$' ? saved : value
}

/** MESSAGES is `messages`, SPECIAL-USE `specialUse`; words are split where the names of the library are. */
export function camel(word: string, names: readonly string[]): string {
  const plain = word.replaceAll(/[^A-Z0-9]/gi, '').toLowerCase()
  const found = names.find((name) => name.toLowerCase() === plain)
  if (found === undefined) throw new Error(`none of ${names.join(', ')}: ${word}`)
  return found
}
