import { drain } from '../../support/virtual-clock.ts'
import { itemsOf, numberOf, textOf, textsOf, wordOf, keyOf, type Requests, type World } from './world.ts'
import type { Arg } from '../../support/command-grammar.ts'
import type { RightsEdit } from '../../../src/session/commands/administration/acl.ts'

const PLAIN = { user: 'test', password: 'test', authzid: 'test' } as const

/** AUTHENTICATE: the option `auth`, the server being one that would be talked to like that. */
async function authenticate([mechanism, initial]: readonly Arg[], world: World): Promise<void> {
  const name = wordOf(mechanism)
  const withInitial = initial?.type === 'base64' ? ' SASL-IR' : ''
  const capabilities = `IMAP4rev1${withInitial} AUTH=${name}`
  if (name === 'PLAIN') return world.greeted(capabilities, { auth: PLAIN }, initial?.type === 'base64' ? [] : [''])
  if (name === 'EXTERNAL') {
    return world.greeted(capabilities, { auth: { external: true } }, initial?.type === 'base64' ? [] : [''])
  }
  const auth = { user: 'user', password: 'pencil' }
  const options = { auth, randomNonce: () => 'rOprNGfwEbeRWgbNEkqO' }
  return world.greeted(capabilities, options, [...SCRAM_CHALLENGES])
}

/** What the server of RFC 9051 §8 says. */
const SCRAM_CHALLENGES: readonly string[] = [
  'cj1yT3ByTkdmd0ViZVJXZ2JORWtxTyVodllEcFdVYTJSYVRDQWZ1eEZJbGopaE5sRiRrMCxzPVcyMlphSjBTTlk3c29Fc1VFamI2Z1E9PSxpPTQwOTY=',
  'dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5NUc0PQ==',
]

const MODES = { '+': 'add', '-': 'remove' } as const

function editOf(rights: string): RightsEdit {
  const sign = rights[0]
  if (sign === '+' || sign === '-') return { [MODES[sign]]: rights.slice(1) } as RightsEdit
  return { replace: rights }
}

export const SESSION: Requests = {
  CAPABILITY: (_, { imap }) => void imap.capability(),
  NOOP: (_, { imap }) => void imap.noop(),
  LOGOUT: (_, { imap }) => void imap.logout(),
  STARTTLS: (_, world) => world.greeted('IMAP4rev1 STARTTLS', { security: 'starttls' }),
  LOGIN: ([user, password], world) =>
    world.greeted('IMAP4rev1', { auth: { user: textOf(user), password: textOf(password) } }),
  AUTHENTICATE: authenticate,
  ENABLE: (names, { imap }) => void imap.enable(names.map(wordOf)),
  ID: ([pairs], { imap }) => {
    const fields = pairs?.type === 'nil' ? [] : itemsOf(pairs).map((pair) => itemsOf(pair).map(textOf))
    void imap.id(fields.length === 0 ? null : (Object.fromEntries(fields) as Readonly<Record<string, string>>))
  },
  LANGUAGE: (ranges, { imap }) => void (ranges.length === 0 ? imap.languages() : imap.language(ranges.map(textOf))),
  COMPARATOR: (order, { imap }) => void imap.comparator(order.map(textOf)),
  COMPRESS: (_, world) => world.greeted('IMAP4rev1 COMPRESS=DEFLATE', { compress: true }),
  IDLE: async (_, { server }) => server.clock.pass(1000),
}

export const ADMINISTRATION: Requests = {
  GETACL: ([mailbox], { imap }) => void imap.getAcl(textOf(mailbox)),
  SETACL: ([mailbox, identifier, rights], { imap }) =>
    void imap.setAcl(textOf(mailbox), textOf(identifier), editOf(textOf(rights))),
  DELETEACL: ([mailbox, identifier], { imap }) => void imap.deleteAcl(textOf(mailbox), textOf(identifier)),
  LISTRIGHTS: ([mailbox, identifier], { imap }) => void imap.listRights(textOf(mailbox), textOf(identifier)),
  MYRIGHTS: ([mailbox], { imap }) => void imap.myRights(textOf(mailbox)),
  GETQUOTA: ([root], { imap }) => void imap.getQuota(textOf(root)),
  GETQUOTAROOT: ([mailbox], { imap }) => void imap.getQuotaRoot(textOf(mailbox)),
  SETQUOTA: ([root, limits], { imap }) => {
    const pairs = itemsOf(limits).map((each) => [wordOf(each), numberOf(keyOf(each).args[0])])
    void imap.setQuota(textOf(root), Object.fromEntries(pairs) as Readonly<Record<string, bigint>>)
  },
  GETMETADATA: ([options, mailbox, entries], { imap }) => {
    const given = itemsOf(options).map((each) => {
      const [value] = keyOf(each).args
      return wordOf(each) === 'MAXSIZE'
        ? { maxSize: Number(numberOf(value)) }
        : { depth: Number(wordOf(value)) as 0 | 1 }
    })
    void imap.getMetadata(textOf(mailbox), textsOf(entries), Object.assign({}, ...given) as { maxSize?: number })
  },
  SETMETADATA: ([mailbox, values], { imap }) => {
    const pairs = itemsOf(values).map((pair) => {
      const [entry, value] = itemsOf(pair)
      return [textOf(entry), value?.type === 'nil' ? null : textOf(value)]
    })
    void imap.setMetadata(textOf(mailbox), Object.fromEntries(pairs) as Readonly<Record<string, string | null>>)
  },
}

const NOTHING = Buffer.alloc(0)

/** Lines that stand inside a command: the command is made, and the line is among those that follow it. */
export async function lineInside(line: string, mechanism: string, world: World): Promise<boolean> {
  if (mechanism === 'IDLE') {
    await SESSION['IDLE']!([], world)
    void world.imap.noop()
    await drain()
  } else {
    const scram = line === '' || line.startsWith('Yz1i')
    if (scram)
      await authenticate(
        [
          { type: 'atom', value: 'SCRAM-SHA-256' },
          { type: 'base64', value: NOTHING },
        ],
        world,
      )
    else await authenticate([{ type: 'atom', value: 'PLAIN' }], world)
  }
  return world.server.lines.includes(line)
}
