import type { ImapConnection } from '../../../src/client/connection.ts'
import { absent, other, type Row } from '../row.ts'

/** Each method with the options that come last, everything before them being good. */
const LAST: readonly (readonly [method: keyof ImapConnection & string, call: Row['call'], unselected?: true])[] = [
  ['capability', (imap, options) => imap.capability(options)],
  ['noop', (imap, options) => imap.noop(options)],
  ['id', (imap, options) => imap.id(null, options)],
  ['enable', (imap, options) => imap.enable(['X'], options), true],
  ['namespace', (imap, options) => imap.namespace(options)],
  ['list', (imap, options) => imap.list('*', options)],
  ['lsub', (imap, options) => imap.lsub('*', options)],
  ['xlist', (imap, options) => imap.xlist('*', options)],
  ['rlist', (imap, options) => imap.rlist('*', options)],
  ['rlsub', (imap, options) => imap.rlsub('*', options)],
  ['status', (imap, options) => imap.status('x', ['messages'], options)],
  ['select', (imap, options) => imap.select('x', options)],
  ['examine', (imap, options) => imap.examine('x', options)],
  ['notify', (imap, options) => imap.notify('none', options)],
  ['create', (imap, options) => imap.create('x', options)],
  ['delete', (imap, options) => imap.delete('x', options)],
  ['rename', (imap, options) => imap.rename('x', 'y', options)],
  ['subscribe', (imap, options) => imap.subscribe('x', options)],
  ['unsubscribe', (imap, options) => imap.unsubscribe('x', options)],
  ['closeMailbox', (imap, options) => imap.closeMailbox(options)],
  ['unselect', (imap, options) => imap.unselect(options)],
  ['getMetadata', (imap, options) => imap.getMetadata('x', '/shared/x', options)],
  ['setMetadata', (imap, options) => imap.setMetadata('x', { '/shared/x': null }, options)],
  ['getAcl', (imap, options) => imap.getAcl('x', options)],
  ['setAcl', (imap, options) => imap.setAcl('x', 'y', { add: 'l' }, options)],
  ['deleteAcl', (imap, options) => imap.deleteAcl('x', 'y', options)],
  ['listRights', (imap, options) => imap.listRights('x', 'y', options)],
  ['myRights', (imap, options) => imap.myRights('x', options)],
  ['getQuota', (imap, options) => imap.getQuota('', options)],
  ['getQuotaRoot', (imap, options) => imap.getQuotaRoot('x', options)],
  ['setQuota', (imap, options) => imap.setQuota('', {}, options)],
  ['genUrlAuth', (imap, options) => imap.genUrlAuth(['imap://x/;urlauth=user+y'], options)],
  ['resetKey', (imap, options) => imap.resetKey('x', options)],
  ['urlFetch', (imap, options) => imap.urlFetch(['x'], options)],
  ['languages', (imap, options) => imap.languages(options)],
  ['language', (imap, options) => imap.language(['en'], options)],
  ['comparator', (imap, options) => imap.comparator([], options)],
  ['getJmapAccess', (imap, options) => imap.getJmapAccess(options)],
  ['search', (imap, options) => imap.search({ all: true }, options)],
  ['sort', (imap, options) => imap.sort(['date'], { all: true }, options)],
  ['thread', (imap, options) => imap.thread('refs', { all: true }, options)],
  ['searchUpdates', (imap, options) => imap.searchUpdates({ all: true }, options)],
  ['sortUpdates', (imap, options) => imap.sortUpdates(['date'], { all: true }, options)],
  ['uidBatches', (imap, options) => imap.uidBatches(500, options)],
  ['fetch', (imap, options) => imap.fetch('1:*', { flags: true }, options)],
  ['fetchOne', (imap, options) => imap.fetchOne(5, { flags: true }, options)],
  ['fetchBodies', (imap, options) => imap.fetchBodies('5', () => () => {}, options)],
  ['download', (imap, options) => imap.download(5, '1', options)],
  ['append', (imap, options) => imap.append('x', 'a', options)],
  ['appendMany', (imap, options) => imap.appendMany('x', [{ message: 'a' }], options)],
  ['replace', (imap, options) => imap.replace(5, 'x', 'a', options)],
  ['store', (imap, options) => imap.store('5', { add: ['x'] }, options)],
  ['copy', (imap, options) => imap.copy('5', 'x', options)],
  ['move', (imap, options) => imap.move('5', 'x', options)],
  ['expunge', (imap, options) => imap.expunge('5', options)],
  ['deleteMessages', (imap, options) => imap.deleteMessages('5', options)],
  ['unauthenticate', (imap, options) => imap.unauthenticate(options)],
  ['logout', (imap, options) => imap.logout(options)],
]

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0)

/** An option that is misspelt is refused: it must not be left out without a word. */
export const OPTIONS: readonly Row[] = LAST.flatMap(([method, call, unselected]) => {
  const place = unselected === undefined ? {} : { unselected }
  return [
    other(method, 'options', {}, call, { ...place, also: isEmpty }),
    other(
      method,
      'an unknown option',
      undefined,
      (imap, value) => call(imap, (value === undefined ? {} : { noSuchOption: value }) as never),
      { ...place, also: absent },
    ),
  ]
})
