/** Commands of every kind, drawn by lot, as values that can be run on any connection and shown when they went wrong. */
import {
  SavedSearch,
  type CommandToken,
  type FetchQuery,
  type FlagEdit,
  type ImapConnection,
  type SearchQuery,
  type SortCriteria,
  type StatusItem,
} from '../../../src/index.ts'
import { MAILBOXES, World, type WorldOptions } from './world.ts'

type AnyToken = CommandToken<unknown, unknown>

interface Options {
  readonly after?: readonly AnyToken[]
}

export interface Operation {
  /** As one would type it. */
  readonly text: string
  /** Places of the operations whose OK this one needs. */
  readonly after: readonly number[]
  submit(imap: ImapConnection, options: Options): AnyToken
}

type Draft = Omit<Operation, 'after'> & { readonly selects: boolean }

const SELECTING: ReadonlySet<string> = new Set(['select', 'examine', 'unselect', 'closeMailbox'])

function draft(name: string, args: readonly unknown[], submit: Draft['submit']): Draft {
  const text = `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`
  return { text, submit, selects: SELECTING.has(name) }
}

const FLAGS = ['\\Seen', '\\Answered', '\\Flagged', '\\Draft', '$Work', '$Forwarded', 'later'] as const
const WORDS = ['apple', 'river', 'stone', 'Übermut', 'invoice', 'meeting', 'weekend', '日本', 'lamp', 'zebra'] as const
const STATUS_ITEMS: readonly StatusItem[] = [
  'messages',
  'uidNext',
  'uidValidity',
  'unseen',
  'size',
  'recent',
  'highestModSeq',
]
const HEADERS = ['subject', 'from', 'to', 'date', 'message-id', 'x-none'] as const
const DAY = 86_400_000
const FIRST_DAY = Date.UTC(2026, 0, 5)

function flags(world: World): readonly string[] {
  const chosen = world.some<string>(FLAGS, 3)
  return world.chance(0.25) ? [...chosen, '\\Deleted'] : chosen
}

function select(world: World): Draft {
  const name = world.chance(0.8) ? world.pick(['INBOX', 'A', 'B', 'Sent']) : world.mailbox()
  const readOnly = world.chance(0.15)
  world.open = name
  world.readOnly = readOnly
  const local = world.local(name)
  return readOnly
    ? draft('examine', [local], (imap, options) => imap.examine(local, options))
    : draft('select', [local], (imap, options) => imap.select(local, options))
}

function leave(world: World): Draft {
  world.open = undefined
  return world.chance(0.5)
    ? draft('unselect', [], (imap, options) => imap.unselect(options))
    : draft('closeMailbox', [], (imap, options) => imap.closeMailbox(options))
}

function fetchQuery(world: World): FetchQuery {
  const query: Record<string, unknown> = {}
  for (const item of world.some(['flags', 'envelope', 'bodyStructure', 'size', 'internalDate', 'modSeq'], 3)) {
    query[item] = true
  }
  const body = world.random()
  if (body < 0.2) query['headers'] = world.chance(0.3) ? true : world.some(HEADERS, 3)
  else if (body < 0.3)
    query['source'] = world.chance(0.6) ? true : { start: world.below(300), length: 1 + world.below(200) }
  else if (body < 0.35) query['text'] = true
  else if (body < 0.45) query['parts'] = world.chance(0.5) ? ['1'] : ['1.MIME', { part: '1', start: 3, length: 20 }]
  if (body < 0.35 && world.chance(0.08)) query['markSeen'] = true
  return query as FetchQuery
}

function fetch(world: World): Draft {
  const query = fetchQuery(world)
  if (world.chance(0.06)) {
    const set = world.pick(['1:*', '1', '*'])
    return draft('fetch', [set, query, { by: 'sequence' }], (imap, options) =>
      imap.fetch(set, query, { ...options, by: 'sequence' }),
    )
  }
  const set = world.uids()
  return draft('fetch', [set, query], (imap, options) => imap.fetch(set, query, options))
}

function searchQuery(world: World, depth: number): SearchQuery {
  const day = new Date(FIRST_DAY + world.below(80) * DAY).toISOString().slice(0, 10)
  const text = world.pick(WORDS)
  const leaf = world.pick<() => SearchQuery>([
    () => ({ all: true }),
    () => ({ seen: world.chance(0.5) }),
    () => ({ flagged: true, deleted: false }),
    () => ({ answered: world.chance(0.5) }),
    () => ({ keyword: '$Work' }),
    () => ({ unkeyword: 'later' }),
    () => ({ subject: text }),
    () => ({ body: text }),
    () => ({ from: 'sender1', larger: 400 }),
    () => ({ smaller: 900 }),
    () => ({ header: { 'message-id': 'example.org' } }),
    () => ({ since: day }),
    () => ({ before: day }),
    () => ({ uid: world.uids() }),
    () => ({ sequence: '1:*' }),
    () => ({ modSeq: 1 }),
  ])
  if (depth > 1 || world.chance(0.6)) return leaf()
  const two = [searchQuery(world, depth + 1), searchQuery(world, depth + 1)]
  return world.pick<SearchQuery>([{ or: two }, { and: two }, { not: two[0]! }])
}

function search(world: World): Draft {
  const query = searchQuery(world, 0)
  if (world.chance(0.6)) return draft('search', [query], (imap, options) => imap.search(query, options))
  const returns = world.some(['min', 'max', 'count', 'all'] as const, 3)
  return draft('search', [query, { return: returns }], (imap, options) =>
    imap.search(query, { ...options, return: returns }),
  )
}

/** By what does not depend on when the server got round to what. */
function sort(world: World): Draft {
  const query = searchQuery(world, 0)
  const criteria = world.pick<SortCriteria>([[{ reverse: 'size' }], ['size', 'subject'], ['subject', 'from']])
  if (world.chance(0.6)) return draft('sort', [criteria, query], (imap, options) => imap.sort(criteria, query, options))
  const returns = [
    'min',
    'max',
    {
      partial: world.pick([
        { from: 1, to: 3 },
        { from: -1, to: -2 },
      ]),
    },
  ] as const
  return draft('sort', [criteria, query, { return: returns }], (imap, options) =>
    imap.sort(criteria, query, { ...options, return: returns }),
  )
}

/** `$`, and what is read or changed through it at once. */
function saved(world: World): Draft {
  const query = searchQuery(world, 0)
  if (world.readOnly || world.chance(0.6)) {
    return draft('saved fetch', [query], (imap, options) => {
      const save = new SavedSearch()
      imap.search(query, { ...options, save })
      return imap.fetch(save, { size: true }, options)
    })
  }
  const edit: FlagEdit = { add: ['$Saved'] }
  return draft('saved store', [query], (imap, options) => {
    const save = new SavedSearch()
    imap.search(query, { ...options, save })
    return imap.store(save, edit, options)
  })
}

function store(world: World): Draft {
  const set = world.uids()
  const chosen = flags(world)
  const edit = world.pick<FlagEdit>([{ add: chosen }, { add: chosen }, { remove: chosen }, { replace: chosen }])
  return draft('store', [set, edit], (imap, options) => imap.store(set, edit, options))
}

function copy(world: World): Draft {
  const set = world.uids()
  const to = world.target(world.mailbox())
  world.grow(to, 4)
  const target = world.local(to)
  if (world.chance(0.4)) return draft('move', [set, target], (imap, options) => imap.move(set, target, options))
  return draft('copy', [set, target], (imap, options) => imap.copy(set, target, options))
}

function expunge(world: World): Draft {
  if (world.chance(0.3)) {
    return draft('expunge', [{ everythingDeleted: true }], (imap, options) =>
      imap.expunge({ ...options, everythingDeleted: true }),
    )
  }
  const set = world.uids()
  if (world.chance(0.3)) return draft('deleteMessages', [set], (imap, options) => imap.deleteMessages(set, options))
  return draft('expunge', [set], (imap, options) => imap.expunge(set, options))
}

function letter(world: World): string {
  const sender = world.below(4)
  const body = Array.from({ length: world.below(60) }, () => world.pick(WORDS)).join(' ')
  return [
    `From: Sender ${sender} <sender${sender}@example.org>`,
    `Subject: ${world.pick(WORDS)} and ${world.pick(WORDS)}`,
    `Message-ID: <${world.below(1e9)}@example.org>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `${body}\r\n`,
  ].join('\r\n')
}

function append(world: World): Draft {
  const to = world.target(world.chance(0.5) ? (world.open ?? 'INBOX') : world.mailbox())
  const mailbox = world.local(to)
  const date = new Date(FIRST_DAY + world.below(80) * DAY + world.below(DAY / 1000) * 1000)
  const message = letter(world)
  const chosen = world.chance(0.5) ? flags(world) : []
  const how = { flags: chosen, ...(world.chance(0.8) ? { date } : {}) }
  world.grow(to, 1)
  const form = world.random()
  if (form < 0.15) {
    world.grow(to, 1)
    const items = [{ message, ...how }, { message: letter(world) }]
    return draft('appendMany', [mailbox, items], (imap, options) => imap.appendMany(mailbox, items, options))
  }
  if (form < 0.3) {
    const content = {
      catenate: [message, { mailbox: world.local(world.mailbox()), uid: 1 + world.below(20), section: 'TEXT' }],
    }
    return draft('append', [mailbox, content, how], (imap, options) =>
      imap.append(mailbox, content, { ...options, ...how }),
    )
  }
  if (form < 0.4) {
    const uid = 1 + world.below(40)
    return draft('replace', [uid, mailbox, message, how], (imap, options) =>
      imap.replace(uid, mailbox, message, { ...options, ...how }),
    )
  }
  return draft('append', [mailbox, message, how], (imap, options) =>
    imap.append(mailbox, message, { ...options, ...how }),
  )
}

function status(world: World): Draft {
  const mailbox = world.local(world.mailbox())
  const items = world.some(STATUS_ITEMS, 4)
  return draft('status', [mailbox, items], (imap, options) => imap.status(mailbox, items, options))
}

function list(world: World): Draft {
  const pattern = world.pick(['*', '%', world.local('A*'), world.local('A/%'), 'INBOX', 'nothing'])
  if (world.chance(0.35)) return draft('lsub', [pattern], (imap, options) => imap.lsub(pattern, options))
  const how = world.pick([
    {},
    { subscribed: true },
    { subscriptions: true },
    { status: ['messages', 'unseen', 'uidNext'] as const },
  ])
  return draft('list', [pattern, how], (imap, options) => imap.list(pattern, { ...options, ...how }))
}

function changeNames(world: World): Draft {
  const form = world.random()
  const any = world.local(world.pick(MAILBOXES))
  if (form < 0.3) return draft('create', [any], (imap, options) => imap.create(any, options))
  if (form < 0.5) return draft('subscribe', [any], (imap, options) => imap.subscribe(any, options))
  if (form < 0.6) return draft('unsubscribe', [any], (imap, options) => imap.unsubscribe(any, options))
  const loose = world.looseMailbox()
  if (loose === undefined) return draft('create', [any], (imap, options) => imap.create(any, options))
  const from = world.local(loose)
  if (form < 0.75 || world.keepsNames) return draft('delete', [from], (imap, options) => imap.delete(from, options))
  const to = world.local(world.looseMailbox()!)
  return draft('rename', [from, to], (imap, options) => imap.rename(from, to, options))
}

function small(world: World): Draft {
  return world.pick<Draft>([
    draft('noop', [], (imap, options) => imap.noop(options)),
    draft('noop', [], (imap, options) => imap.noop(options)),
    draft('namespace', [], (imap, options) => imap.namespace(options)),
    draft('id', [null], (imap, options) => imap.id(null, options)),
    draft('capability', [], (imap, options) => imap.capability(options)),
  ])
}

const KINDS: readonly (readonly [weight: number, make: (world: World) => Draft])[] = [
  [24, fetch],
  [12, search],
  [3, sort],
  [3, saved],
  [15, store],
  [9, copy],
  [6, expunge],
  [9, append],
  [7, status],
  [5, list],
  [7, changeNames],
  [5, small],
  [5, select],
  [2, leave],
]
const TOTAL = KINDS.reduce((sum, [weight]) => sum + weight, 0)

function drawn(world: World): Draft {
  if (world.open === undefined && world.chance(0.4)) return select(world)
  let left = world.random() * TOTAL
  for (const [weight, make] of KINDS) if ((left -= weight) < 0) return make(world)
  return small(world)
}

/** The same list for the same seed. */
export function drawOperations(
  seed: number,
  count: number,
  initial: Readonly<Record<string, number>>,
  options: WorldOptions = {},
): readonly Operation[] {
  const world = new World(seed, initial, options)
  return Array.from({ length: count }, (_, place) => {
    const depends = place > 5 && world.chance(0.06)
    const operation = drawn(world)
    // What stands behind a SELECT was planned for its mailbox, so it would fail with it instead of running elsewhere.
    return { ...operation, after: depends && !operation.selects ? [place - 1 - world.below(5)] : [] }
  })
}
