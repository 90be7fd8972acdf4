import { mailboxText } from '../../support/command-grammar.ts'
import { aBoolean, absent, isInteger64, isNumber, isSet, other, text, type Row } from '../row.ts'

/** A mailbox may be a path: then it is a list of texts. */
const ofMailbox = {
  also: (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string') && value.length > 0,
}
const UIDS = { also: (value: unknown): boolean => absent(value) || isSet(value) }

export const MAILBOXES: readonly Row[] = [
  text('enable', 'a name', (imap, value) => imap.enable([value]), { unselected: true }),
  other('enable', 'names', ['X'], (imap, value) => imap.enable(value), {
    unselected: true,
  }),

  text('list', 'a pattern', (imap, value) => imap.list(value), { also: absent }),
  text('list', 'one of several patterns', (imap, value) => imap.list(['a', value])),
  text('list', 'reference', (imap, value) => imap.list('*', { reference: value }), { also: absent }),
  ...['subscribed', 'specialUse', 'remote', 'subscriptions', 'children', 'specialUses', 'myRights'].map((option) =>
    other('list', option, true, (imap, value) => imap.list('*', { [option]: value }), { also: aBoolean }),
  ),
  other('list', 'recursiveMatch', true, (imap, value) => imap.list('*', { subscribed: true, recursiveMatch: value }), {
    also: aBoolean,
  }),
  other('list', 'status', ['messages'], (imap, value) => imap.list('*', { status: value }), { also: absent }),
  other('list', 'a status item', 'messages', (imap, value) => imap.list('*', { status: [value] })),
  other('list', 'metadata', ['/shared/x'], (imap, value) => imap.list('*', { metadata: value }), { also: absent }),
  text('list', 'an entry of metadata', (imap, value) => imap.list('*', { metadata: [value] }), {
    around: (name) => `/private/${name}`,
  }),
  ...(['lsub', 'xlist', 'rlist', 'rlsub'] as const).flatMap((method) => [
    text(method, 'the pattern', (imap, value) => imap[method](value), { also: absent }),
    text(method, 'reference', (imap, value) => imap[method]('*', { reference: value }), { also: absent }),
  ]),

  text('status', 'the mailbox', (imap, value) => imap.status(value, ['messages']), ofMailbox),
  other('status', 'items', ['messages'], (imap, value) => imap.status('x', value)),
  other('status', 'an item', 'messages', (imap, value) => imap.status('x', [value])),

  ...(['select', 'examine'] as const).flatMap((method) => [
    text(method, 'the mailbox', (imap, value) => imap[method](value), ofMailbox),
    text(method, 'a wire name', (imap, value) => imap[method]({ wireName: value }), { wire: mailboxText }),
    text(method, 'a component of a path', (imap, value) => imap[method](['a', value]), {
      wire: (given) => `a/${given}`,
    }),
    other(method, 'condstore', true, (imap, value) => imap[method]('x', { condstore: value }), { also: aBoolean }),
    other(method, 'annotate', true, (imap, value) => imap[method]('x', { annotate: value }), { also: aBoolean }),
    other(
      method,
      'resync',
      { uidValidity: 5, highestModSeq: 5n },
      (imap, value) => imap[method]('x', { resync: value }),
      { also: absent },
    ),
    other(
      method,
      'resync uidValidity',
      5,
      (imap, value) => imap[method]('x', { resync: { uidValidity: value, highestModSeq: 5n } }),
      { also: (value) => value !== undefined && isNumber(1, 2 ** 32 - 1)(value) },
    ),
    other(
      method,
      'resync highestModSeq',
      5n,
      (imap, value) => imap[method]('x', { resync: { uidValidity: 5, highestModSeq: value } }),
      { also: (value) => value !== undefined && isInteger64(1n)(value) },
    ),
    other(
      method,
      'resync knownUids',
      '1:5',
      (imap, value) => imap[method]('x', { resync: { uidValidity: 5, highestModSeq: 5n, knownUids: value } }),
      UIDS,
    ),
    ...['sequences', 'uids'].map((side) =>
      other(
        method,
        `resync sequenceMatch ${side}`,
        '5',
        (imap, value) => {
          const sequenceMatch = { sequences: '5', uids: '5', [side]: value }
          return imap[method]('x', { resync: { uidValidity: 5, highestModSeq: 5n, sequenceMatch } })
        },
        { also: isSet },
      ),
    ),
  ]),

  text('create', 'the mailbox', (imap, value) => imap.create(value), ofMailbox),
  text('create', 'a use', (imap, value) => imap.create('x', { specialUse: value }), {
    around: (use) => `\\${use}`,
    also: absent,
  }),
  other('create', 'uses', ['\\Sent'], (imap, value) => imap.create('x', { specialUse: value }), {
    also: (value) => absent(value) || (typeof value === 'string' && value.startsWith('\\')),
  }),
  text('delete', 'the mailbox', (imap, value) => imap.delete(value), ofMailbox),
  text('rename', 'from', (imap, value) => imap.rename(value, 'x'), ofMailbox),
  text('rename', 'to', (imap, value) => imap.rename('x', value), ofMailbox),
  text('subscribe', 'the mailbox', (imap, value) => imap.subscribe(value), ofMailbox),
  text('unsubscribe', 'the mailbox', (imap, value) => imap.unsubscribe(value), ofMailbox),

  other('notify', 'the request', 'none', (imap, value) => imap.notify(value), {
    also: (value) => typeof value === 'object' && value !== null && Object.keys(value).length === 0,
  }),
  other('notify', 'selected', 'none', (imap, value) => imap.notify({ selected: value }), {
    also: (value) => absent(value) || (typeof value === 'object' && value !== null && Object.keys(value).length === 0),
  }),
  other(
    'notify',
    'events of selected',
    ['messageNew', 'messageExpunge'],
    (imap, value) => imap.notify({ selected: { events: value } }),
    { also: absent },
  ),
  other('notify', 'delayed', true, (imap, value) => imap.notify({ selected: { delayed: value } }), { also: aBoolean }),
  other('notify', 'fetch', { size: true }, (imap, value) => imap.notify({ selected: { fetch: value } }), {
    also: (value) => absent(value) || (typeof value === 'object' && value !== null && Object.keys(value).length === 0),
  }),
  text('notify', 'a header field', (imap, value) => imap.notify({ selected: { fetch: { headers: [value] } } }), {
    wire: (given) => given.toUpperCase(),
  }),
  other('notify', 'status', true, (imap, value) => imap.notify({ status: value }), { also: aBoolean }),
  other('notify', 'groups', [{ filter: 'personal', events: 'none' }], (imap, value) => imap.notify({ groups: value }), {
    also: (value) => absent(value) || (Array.isArray(value) && value.length === 0),
  }),
  other('notify', 'a filter', 'personal', (imap, value) =>
    imap.notify({ groups: [{ filter: value, events: 'none' }] }),
  ),
  other('notify', 'events of a group', ['mailboxName'], (imap, value) =>
    imap.notify({ groups: [{ filter: 'personal', events: value }] }),
  ),
  text(
    'notify',
    'a subtree',
    (imap, value) => imap.notify({ groups: [{ filter: { subtree: value }, events: 'none' }] }),
    { also: (value) => Array.isArray(value) },
  ),
  text(
    'notify',
    'one of several mailboxes',
    (imap, value) => imap.notify({ groups: [{ filter: { mailboxes: ['a', value] }, events: 'none' }] }),
    ofMailbox,
  ),
]
