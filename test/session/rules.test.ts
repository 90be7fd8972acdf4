import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Exchange } from '../../src/auth/exchange.ts'
import { plain } from '../../src/auth/mechanisms/plain.ts'
import { SavedSearch } from '../../src/codec/sequence-set.ts'
import type { MailboxArgument } from '../../src/codec/encode/command-line.ts'
import type { Command, Facts } from '../../src/session/command.ts'
import { append, appendMany } from '../../src/session/commands/changing/append.ts'
import { capability, enable, id, logout, namespace, noop } from '../../src/session/commands/any-state/basic.ts'
import { copy } from '../../src/session/commands/changing/copy.ts'
import { move } from '../../src/session/commands/changing/move.ts'
import { replace } from '../../src/session/commands/changing/replace.ts'
import { expungeAll, uidExpunge } from '../../src/session/commands/changing/expunge.ts'
import { fetch } from '../../src/session/commands/fetching/fetch.ts'
import { list } from '../../src/session/commands/mailboxes/list.ts'
import { lsub } from '../../src/session/commands/mailboxes/one-list.ts'
import { authenticate, compress, login, starttls } from '../../src/session/commands/any-state/login.ts'
import { create, remove, rename, subscribe, unsubscribe } from '../../src/session/commands/mailboxes/names.ts'
import { multiSearch } from '../../src/session/commands/searching/multi-search.ts'
import { search } from '../../src/session/commands/searching/search.ts'
import { sort } from '../../src/session/commands/searching/sort.ts'
import { thread } from '../../src/session/commands/searching/thread.ts'
import { uidBatches } from '../../src/session/commands/searching/uid-batches.ts'
import { cancelUpdate, searchUpdates } from '../../src/session/commands/searching/updates.ts'
import { close, select, unselect } from '../../src/session/commands/mailboxes/select.ts'
import { status } from '../../src/session/commands/mailboxes/status.ts'
import { store } from '../../src/session/commands/changing/store.ts'
import { everything, footprint, onlyReads, type Footprint } from '../../src/session/footprint.ts'
import { mustWait, type RuleName } from '../../src/session/scheduling/rules.ts'
import { MODERN } from '../support/scripted-peer.ts'

const facts: Facts = {
  capabilities: new Set(
    `${MODERN} COMPRESS=DEFLATE SEARCHRES SORT ESORT THREAD=REFERENCES MULTISEARCH CONTEXT=SEARCH UIDBATCHES`
      .toUpperCase()
      .split(' '),
  ),
  enabled: new Set(['CONDSTORE', 'QRESYNC']),
  mailbox: 'INBOX',
  selection: undefined,
  readOnly: false,
  correlator: true,
  naming: undefined,
  notifying: false,
  commandOctets: Infinity,
}

function of(command: Command<unknown, never>, over: Partial<Facts> = {}): Footprint {
  return command.plan({ ...facts, ...over }).footprint
}

const CATENATE: Partial<Facts> = { capabilities: new Set(['CATENATE']) }

/** INBOX is selected; the SEARCHes are answered by ESEARCH unless they are called plain. */
const COMMANDS = {
  capability: of(capability()),
  noop: of(noop()),
  id: of(id(null), { capabilities: new Set(['ID']) }),
  namespace: of(namespace()),
  logout: of(logout()),
  enable: of(enable(['QRESYNC']), { mailbox: undefined }),
  starttls: of(starttls()),
  compress: of(compress()),
  login: of(login('me', 'secret')),
  authenticate: of(authenticate(new Exchange(plain({ user: 'me', password: 'secret' })))),
  select: of(select('INBOX', false)),
  selectArchive: of(select('Archive', false)),
  examineArchive: of(select('Archive', true)),
  unselect: of(unselect()),
  close: of(close()),
  create: of(create('Lists')),
  createBelow: of(create('Lists/node')),
  createArchive: of(create('Archive')),
  deleteArchive: of(remove('Archive')),
  renameArchive: of(rename('Archive', 'Old')),
  subscribeArchive: of(subscribe('Archive')),
  unsubscribeArchive: of(unsubscribe('Archive')),
  list: of(list('*', {}) as Command<unknown, never>),
  listStatus: of(list('*', { status: ['messages', 'unseen'] }) as Command<unknown, never>),
  lsub: of(lsub('*', '') as Command<unknown, never>),
  statusArchive: of(status('Archive', ['messages', 'uidNext'])),
  statusArchiveUnseen: of(status('Archive', ['unseen'])),
  statusLists: of(status('Lists', ['messages'])),
  statusInboxUnseen: of(status('INBOX', ['unseen'])),
  appendInbox: of(append('INBOX', 'x', {})),
  appendArchive: of(append('Archive', 'x', {})),
  searchAll: of(search({ all: true })),
  searchUnseen: of(search({ seen: false })),
  searchKeyword: of(search({ or: [{ from: 'a' }, { not: { keyword: 'k' } }] })),
  searchNumbers: of(search({ sequence: '1:3' })),
  plainSearchAll: of(search({ all: true }), { capabilities: new Set() }),
  plainSearchUnseen: of(search({ seen: false }), { correlator: false }),
  searchSaving: of(search({ all: true }, { save: new SavedSearch() })),
  sort: of(sort(['date'], { seen: false })),
  plainSort: of(sort(['date'], { all: true }), { capabilities: new Set(['SORT']) }),
  thread: of(thread('references', { all: true })),
  searchArchive: of(
    multiSearch({ all: true }, [{ mailboxes: ['Archive'] }], ['all'], (name) => name as MailboxArgument) as Command<
      unknown,
      never
    >,
  ),
  searchPersonal: of(
    multiSearch({ seen: true }, ['personal'], ['all'], (name) => name as MailboxArgument) as Command<unknown, never>,
  ),
  searchUpdates: of(searchUpdates({ all: true }) as Command<unknown, never>),
  cancelUpdate: of(cancelUpdate('A1', () => {})),
  uidBatches: of(uidBatches(500, {})),
  fetchEnvelopes: of(fetch('1:5', { envelope: true }, {}) as Command<unknown, never>),
  fetchFlags: of(fetch('1:5', { flags: true }, {}) as Command<unknown, never>),
  fetchFlagsElsewhere: of(fetch('6:9', { flags: true }, {}) as Command<unknown, never>),
  fetchModSeq: of(fetch('1:5', { modSeq: true }, {}) as Command<unknown, never>),
  fetchChanged: of(fetch('1:5', { envelope: true }, { changedSince: 4n }) as Command<unknown, never>),
  fetchLast: of(fetch('*', { envelope: true }, {}) as Command<unknown, never>),
  fetchMarkingSeen: of(fetch('1:5', { source: true, markSeen: true }, {}) as Command<unknown, never>),
  fetchNumbers: of(fetch('1:5', { envelope: true }, { by: 'sequence' }) as Command<unknown, never>),
  store: of(store('1:5', { add: ['\\Seen', '\\Deleted', 'k'] }, {})),
  storeKeyword: of(store('1:5', { add: ['$Work'] }, {})),
  storeElsewhere: of(store('6:9', { add: ['\\Seen', '\\Deleted', 'k'] }, {})),
  copyArchive: of(copy('1:5', 'Archive', {})),
  copyElsewhereToLists: of(copy('6:9', 'Lists', {})),
  moveArchive: of(move('1:5', 'Archive', {})),
  moveElsewhereToLists: of(move('6:9', 'Lists', {})),
  replaceByLists: of(replace(3, 'Lists', 'new', {}), { capabilities: new Set(['REPLACE']) }),
  replaceHere: of(replace(3, 'INBOX', 'new', {}), { capabilities: new Set(['REPLACE']) }),
  catenateFromArchive: of(append('Lists', { catenate: [{ mailbox: 'Archive', uid: 1 }] }, {}), CATENATE),
  catenateRelative: of(append('Lists', { catenate: [{ url: ';UID=1' }] }, {}), CATENATE),
  appendMany: of(appendMany('Archive', [{ message: 'one' }, { message: 'two' }], {})),
  uidExpunge: of(uidExpunge('1:5', {})),
  uidExpungeElsewhere: of(uidExpunge('6:9', {})),
  expunge: of(expungeAll()),
} as const satisfies Record<string, Footprint>

type Name = keyof typeof COMMANDS

/** The reason, as `R6`, or `R4 written` where following on the wire is enough; `-` for none. */
function wait(earlier: Name, later: Name, without?: ReadonlySet<RuleName>): string {
  const found = mustWait(COMMANDS[earlier], COMMANDS[later], without)
  if (found === undefined) return '-'
  return found.until === 'written' ? `${found.rule} written` : found.rule
}

function rows(table: readonly (readonly [earlier: Name, later: readonly Name[], wanted: string])[]): void {
  for (const [earlier, all, wanted] of table) {
    for (const later of all) assert.equal(wait(earlier, later), wanted, `${earlier}, then ${later}`)
  }
}

test('R2: nothing travels with a command that changes the layer, before or behind it', () => {
  for (const layer of ['starttls', 'compress', 'authenticate'] as const) {
    for (const other of Object.keys(COMMANDS) as Name[]) {
      assert.equal(wait(layer, other), 'R2', `${layer}, then ${other}`)
      assert.equal(wait(other, layer), 'R2', `${other}, then ${layer}`)
    }
  }
})

test('searches of every kind go together but for those whose answers carry no tag, and wait for what they read', () => {
  rows([
    ['plainSort', ['plainSort'], 'R7'],
    ['thread', ['thread'], 'R7'],
    ['plainSort', ['plainSearchAll', 'thread', 'sort', 'searchAll'], '-'],
    ['sort', ['sort', 'searchUnseen', 'searchPersonal', 'searchUpdates', 'cancelUpdate', 'uidBatches', 'noop'], '-'],
    ['store', ['sort', 'searchPersonal'], 'R6'],
    ['store', ['thread', 'plainSort', 'searchArchive', 'searchUpdates', 'uidBatches'], '-'],
    ['appendArchive', ['searchArchive', 'searchPersonal'], 'R6'],
    ['appendInbox', ['sort', 'thread', 'uidBatches', 'searchPersonal'], 'R6'],
    ['appendInbox', ['searchArchive'], '-'],
    ['deleteArchive', ['searchArchive', 'searchPersonal'], 'R6'],
    ['selectArchive', ['sort', 'thread', 'searchUpdates', 'uidBatches'], 'R4 written'],
    ['selectArchive', ['searchArchive'], '-'],
    ['sort', ['selectArchive'], 'R4'],
    ['searchSaving', ['searchSaving'], 'R6 written'],
    ['searchSaving', ['searchAll', 'sort'], '-'],
  ])
})

test('R2: LOGOUT waits until everything before it is answered', () => {
  for (const other of Object.keys(COMMANDS) as Name[]) {
    assert.match(wait(other, 'logout'), /^R\d$/, `${other}, then logout`)
  }
})

test('R3: reads ride behind LOGIN and ENABLE, changes wait for their OK', () => {
  rows([
    ['login', ['enable', 'select', 'searchUnseen', 'fetchFlags', 'statusArchive', 'list', 'noop'], 'R3 written'],
    ['login', ['create', 'appendArchive', 'store', 'uidExpunge', 'copyArchive', 'close', 'subscribeArchive'], 'R3'],
    ['enable', ['select', 'fetchFlags', 'list', 'statusArchive'], 'R3 written'],
    ['enable', ['deleteArchive', 'renameArchive', 'moveArchive', 'fetchMarkingSeen'], 'R3'],
  ])
})

test('R4 (RFC 9051 §6.3.2): reads may ride behind SELECT, changes may not', () => {
  const reads: readonly Name[] = [
    'fetchEnvelopes',
    'fetchFlags',
    'searchAll',
    'searchUnseen',
    'plainSearchAll',
    'fetchLast',
  ]
  const changes: readonly Name[] = [
    'store',
    'copyArchive',
    'moveArchive',
    'expunge',
    'uidExpunge',
    'fetchMarkingSeen',
    'appendInbox',
  ]
  for (const opening of ['select', 'selectArchive', 'examineArchive'] as const) {
    rows([
      [opening, reads, 'R4 written'],
      [opening, changes, 'R4'],
      [opening, ['select', 'selectArchive', 'examineArchive', 'unselect', 'close'], 'R4'],
    ])
  }
})

test('R4: SELECT, CLOSE and UNSELECT wait for everything that works in the selected mailbox', () => {
  const working: readonly Name[] = [
    'fetchEnvelopes',
    'fetchNumbers',
    'searchUnseen',
    'store',
    'copyArchive',
    'moveArchive',
    'uidExpunge',
    'expunge',
    'appendInbox',
  ]
  for (const earlier of working) {
    rows([[earlier, ['select', 'selectArchive', 'examineArchive', 'close', 'unselect'], 'R4']])
  }
})

test('R4: what does not touch the selected mailbox passes a SELECT', () => {
  rows([
    ['selectArchive', ['noop', 'list', 'statusLists', 'subscribeArchive', 'capability', 'namespace'], '-'],
    ['noop', ['selectArchive'], '-'],
    ['statusLists', ['selectArchive'], '-'],
    ['list', ['selectArchive'], '-'],
    ['statusArchiveUnseen', ['selectArchive'], '-'],
  ])
})

test('R5 (RFC 9051 §5.5): sequence numbers wait for whatever may bring EXPUNGE', () => {
  const breaking: readonly Name[] = [
    'noop',
    'searchAll',
    'searchNumbers',
    'fetchEnvelopes',
    'store',
    'copyArchive',
    'statusArchive',
    'appendArchive',
    'list',
    'subscribeArchive',
  ]
  for (const earlier of breaking) rows([[earlier, ['fetchNumbers', 'searchNumbers'], 'R5']])
  rows([
    ['expunge', ['fetchNumbers'], 'R5'],
    ['uidExpunge', ['fetchNumbers'], 'R5'],
    ['selectArchive', ['fetchNumbers'], 'R5'],
  ])
})

test('R5: FETCH by number, then NOOP, is legal in that order on the wire', () => {
  rows([
    ['fetchNumbers', ['noop', 'fetchEnvelopes', 'searchAll', 'list'], 'R5 written'],
    ['fetchNumbers', ['fetchNumbers'], '-'],
  ])
})

test('R6: flags: reading, changing and copying them take turns where messages overlap', () => {
  rows([
    [
      'store',
      ['searchUnseen', 'searchKeyword', 'plainSearchUnseen', 'fetchFlags', 'fetchModSeq', 'fetchChanged'],
      'R6',
    ],
    [
      'store',
      ['store', 'copyArchive', 'moveArchive', 'uidExpunge', 'expunge', 'fetchMarkingSeen', 'statusInboxUnseen'],
      'R6',
    ],
    ['store', ['listStatus'], 'R6'],
    ['store', ['fetchEnvelopes', 'searchAll', 'fetchFlagsElsewhere', 'storeElsewhere', 'copyElsewhereToLists'], '-'],
    ['store', ['uidExpungeElsewhere', 'noop', 'statusArchive', 'statusArchiveUnseen', 'appendArchive'], '-'],
    ['searchUnseen', ['store', 'fetchMarkingSeen'], 'R6'],
    ['fetchFlags', ['store', 'fetchMarkingSeen'], 'R6'],
    ['fetchMarkingSeen', ['searchUnseen', 'fetchFlags', 'fetchModSeq', 'store', 'statusInboxUnseen'], 'R6'],
    ['fetchMarkingSeen', ['fetchEnvelopes', 'searchAll', 'fetchFlagsElsewhere'], '-'],
    ['fetchFlags', ['fetchFlags', 'searchUnseen', 'fetchModSeq', 'copyArchive'], '-'],
  ])
})

test('R6: members of a mailbox: adding and removing messages take turns with whoever looks', () => {
  rows([
    ['appendInbox', ['fetchEnvelopes', 'fetchLast', 'searchAll', 'statusInboxUnseen', 'listStatus', 'store'], 'R6'],
    [
      'appendArchive',
      ['statusArchive', 'selectArchive', 'copyArchive', 'moveArchive', 'deleteArchive', 'listStatus'],
      'R6',
    ],
    ['appendArchive', ['appendArchive'], 'R6 written'],
    ['appendArchive', ['appendInbox', 'fetchEnvelopes', 'searchAll', 'statusLists', 'list'], '-'],
    ['copyArchive', ['statusArchive', 'appendArchive', 'copyArchive', 'listStatus', 'deleteArchive'], 'R6'],
    ['copyArchive', ['statusLists', 'fetchEnvelopes', 'searchAll', 'copyElsewhereToLists', 'list'], '-'],
    [
      'moveArchive',
      ['searchAll', 'fetchEnvelopes', 'fetchLast', 'statusArchive', 'uidExpunge', 'statusInboxUnseen'],
      'R6',
    ],
    [
      'uidExpunge',
      ['searchAll', 'fetchEnvelopes', 'fetchLast', 'expunge', 'statusInboxUnseen', 'copyArchive', 'store'],
      'R6',
    ],
    ['uidExpunge', ['fetchFlagsElsewhere', 'copyElsewhereToLists', 'storeElsewhere', 'uidExpungeElsewhere'], '-'],
    ['expunge', ['searchAll', 'fetchFlagsElsewhere', 'storeElsewhere', 'moveArchive', 'appendInbox'], 'R6'],
    ['close', ['statusInboxUnseen'], 'R6'],
    ['searchAll', ['uidExpunge', 'appendInbox', 'moveArchive'], 'R6'],
  ])
})

test('R6: names, subscriptions and what hangs on them', () => {
  rows([
    ['create', ['createBelow', 'create', 'list', 'lsub', 'listStatus', 'copyElsewhereToLists', 'statusLists'], 'R6'],
    ['create', ['subscribeArchive', 'deleteArchive', 'selectArchive', 'statusArchive', 'fetchFlags'], '-'],
    ['createArchive', ['selectArchive', 'appendArchive', 'copyArchive', 'statusArchive', 'subscribeArchive'], 'R6'],
    ['deleteArchive', ['selectArchive', 'appendArchive', 'list', 'statusArchiveUnseen', 'unsubscribeArchive'], 'R6'],
    ['renameArchive', ['appendArchive', 'list', 'lsub', 'statusLists', 'store', 'searchUnseen', 'selectArchive'], 'R6'],
    ['subscribeArchive', ['lsub', 'list', 'unsubscribeArchive', 'subscribeArchive', 'createArchive'], 'R6'],
    ['subscribeArchive', ['statusArchive', 'selectArchive', 'appendArchive', 'fetchFlags'], '-'],
    ['list', ['create', 'deleteArchive', 'renameArchive', 'subscribeArchive'], 'R6'],
    ['selectArchive', ['renameArchive', 'deleteArchive'], 'R6'],
  ])
})

test('R6: capabilities and what is enabled are read and written in turns', () => {
  rows([['enable', ['capability'], 'R6']])
  assert.match(wait('enable', 'enable'), /^R[67]$/)
})

test('R7: two owners of an answer without a tag take turns', () => {
  rows([
    ['plainSearchAll', ['plainSearchAll', 'plainSearchUnseen'], 'R7'],
    ['plainSearchAll', ['searchAll', 'searchUnseen', 'fetchFlags'], '-'],
    ['searchAll', ['searchAll', 'searchUnseen', 'plainSearchAll'], '-'],
    ['statusArchive', ['statusArchive', 'statusArchiveUnseen'], 'R7'],
    ['statusArchive', ['statusLists', 'statusInboxUnseen'], '-'],
    ['list', ['list', 'listStatus'], 'R7'],
    ['list', ['lsub', 'statusArchive'], '-'],
    ['lsub', ['lsub'], 'R7'],
    ['capability', ['capability'], 'R7'],
    ['namespace', ['namespace'], 'R7'],
    ['id', ['id'], 'R7'],
    ['moveArchive', ['moveElsewhereToLists'], 'R7'],
  ])
})

test('R7: LIST with STATUS and STATUS of one mailbox take turns', () => {
  rows([
    ['listStatus', ['statusArchive', 'statusLists'], 'R7'],
    ['statusArchive', ['listStatus'], 'R7'],
  ])
})

test('NOOP waits for nothing and nobody waits for it, but sequence numbers', () => {
  for (const other of Object.keys(COMMANDS) as Name[]) {
    const { usesSequence, wire, last, prepares } = COMMANDS[other]
    if (wire === 'layer' || last || prepares) continue
    assert.equal(wait('noop', other), usesSequence ? 'R5' : '-', `noop, then ${other}`)
    assert.equal(wait(other, 'noop'), usesSequence ? 'R5 written' : '-', `${other}, then noop`)
  }
})

test('a command nobody knows anything about conflicts with every other', () => {
  const unknown = footprint({ reads: [everything], writes: [everything] })
  for (const [name, other] of Object.entries(COMMANDS)) {
    if (other.reads.length + other.writes.length + other.adds.length === 0) continue
    assert.notEqual(mustWait(unknown, other, undefined), undefined, name)
    assert.notEqual(mustWait(other, unknown, undefined), undefined, name)
  }
})

test('each rule can be switched off, and then only that rule', () => {
  assert.equal(wait('starttls', 'noop', new Set(['R2'])), '-')
  assert.equal(wait('login', 'create', new Set(['R3'])), '-')
  assert.equal(wait('selectArchive', 'store', new Set(['R4'])), '-')
  assert.equal(wait('noop', 'fetchNumbers', new Set(['R5'])), '-')
  assert.equal(wait('store', 'searchUnseen', new Set(['R6'])), '-')
  assert.equal(wait('plainSearchAll', 'plainSearchUnseen', new Set(['R7'])), '-')
  assert.equal(wait('expunge', 'fetchNumbers', new Set(['R5'])), 'R6')
})

test('commands that count as pure reads never conflict with one another', () => {
  const pure = (Object.keys(COMMANDS) as Name[]).filter(
    (name) => onlyReads(COMMANDS[name]) && COMMANDS[name].slots.length === 0,
  )
  assert.ok(pure.includes('fetchFlags') && pure.includes('searchUnseen') && pure.includes('noop'))
  for (const earlier of pure) for (const later of pure) assert.equal(wait(earlier, later), '-', `${earlier}, ${later}`)
})

test('R6: one flag does not disturb who asks for another', () => {
  assert.equal(wait('storeKeyword', 'searchUnseen'), '-')
  assert.equal(wait('searchUnseen', 'storeKeyword'), '-')
  assert.equal(wait('storeKeyword', 'statusInboxUnseen'), '-')
  assert.equal(wait('storeKeyword', 'fetchFlags'), 'R6')
})

test('R4, R6: REPLACE removes from the selected mailbox and adds to another', () => {
  rows([
    ['replaceByLists', ['store', 'uidExpunge', 'fetchFlags', 'copyArchive', 'searchAll', 'statusLists'], 'R6'],
    ['replaceByLists', ['storeElsewhere', 'statusArchive', 'noop'], '-'],
    ['replaceByLists', ['select', 'selectArchive', 'unselect'], 'R4'],
    ['select', ['replaceByLists', 'replaceHere'], 'R4'],
    ['store', ['replaceByLists'], 'R6'],
    ['appendInbox', ['replaceHere'], 'R6'],
    ['replaceByLists', ['fetchNumbers'], 'R5'],
  ])
})

test('R6: CATENATE reads the mailbox its parts come from', () => {
  rows([
    ['appendArchive', ['catenateFromArchive', 'catenateRelative'], 'R6'],
    ['appendMany', ['catenateFromArchive', 'statusArchive', 'selectArchive'], 'R6'],
    ['appendMany', ['appendArchive', 'appendMany'], 'R6 written'],
    ['catenateFromArchive', ['appendArchive', 'deleteArchive'], 'R6'],
    ['catenateFromArchive', ['store', 'fetchFlags', 'selectArchive'], '-'],
    ['selectArchive', ['catenateRelative'], 'R4'],
    ['catenateRelative', ['selectArchive'], 'R4'],
  ])
})
