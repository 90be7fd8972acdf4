import { absent, isInteger64, isNumber, key, other, text, type Row } from '../row.ts'

const ofMailbox = {
  also: (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string') && value.length > 0,
}
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string')

export const ADMINISTRATION: readonly Row[] = [
  text('getMetadata', 'the mailbox', (imap, value) => imap.getMetadata(value, '/shared/x'), ofMailbox),
  text('getMetadata', 'the entry', (imap, value) => imap.getMetadata('x', value), {
    around: (name) => `/shared/${name}`,
  }),
  text('getMetadata', 'one of several entries', (imap, value) => imap.getMetadata('x', ['/shared/x', value]), {
    around: (name) => `/shared/${name}`,
  }),
  other('getMetadata', 'depth', 1, (imap, value) => imap.getMetadata('x', '/shared/x', { depth: value }), {
    also: (value) => absent(value) || value === 0,
  }),
  other('getMetadata', 'maxSize', 7, (imap, value) => imap.getMetadata('x', '/shared/x', { maxSize: value }), {
    also: isNumber(0, 2 ** 32 - 1),
  }),
  text('setMetadata', 'the mailbox', (imap, value) => imap.setMetadata(value, { '/shared/x': 'y' }), ofMailbox),
  key('setMetadata', 'an entry', (imap, value) => imap.setMetadata('x', { [value]: 'y' }), {
    around: (name) => `/shared/${name}`,
  }),
  text('setMetadata', 'a value', (imap, value) => imap.setMetadata('x', { '/shared/x': value }), {
    also: (value) => value === null || value instanceof Uint8Array,
  }),
  other('setMetadata', 'values', { '/shared/x': 'y' }, (imap, value) => imap.setMetadata('x', value)),

  text('getAcl', 'the mailbox', (imap, value) => imap.getAcl(value), ofMailbox),
  text('setAcl', 'the mailbox', (imap, value) => imap.setAcl(value, 'x', { add: 'l' }), ofMailbox),
  text('setAcl', 'the identifier', (imap, value) => imap.setAcl('x', value, { add: 'l' })),
  other('setAcl', 'the edit', { add: 'l' }, (imap, value) => imap.setAcl('x', 'y', value)),
  ...['add', 'remove', 'replace'].map((mode) =>
    other('setAcl', mode, 'lr', (imap, value) => imap.setAcl('x', 'y', { [mode]: value } as never), {
      also: (value) =>
        typeof value === 'string' ? /^[a-z0-9]*$/.test(value) : Array.isArray(value) && value.length === 0,
    }),
  ),
  text('deleteAcl', 'the mailbox', (imap, value) => imap.deleteAcl(value, 'x'), ofMailbox),
  text('deleteAcl', 'the identifier', (imap, value) => imap.deleteAcl('x', value)),
  text('listRights', 'the mailbox', (imap, value) => imap.listRights(value, 'x'), ofMailbox),
  text('listRights', 'the identifier', (imap, value) => imap.listRights('x', value)),
  text('myRights', 'the mailbox', (imap, value) => imap.myRights(value), ofMailbox),

  text('getQuota', 'the root', (imap, value) => imap.getQuota(value)),
  text('getQuotaRoot', 'the mailbox', (imap, value) => imap.getQuotaRoot(value), ofMailbox),
  text('setQuota', 'the root', (imap, value) => imap.setQuota(value, { storage: 5 })),
  other('setQuota', 'a resource', 'STORAGE', (imap, value) => imap.setQuota('', { [value]: 5 }), {
    also: (value) => typeof value === 'symbol',
  }),
  other('setQuota', 'a limit', 5, (imap, value) => imap.setQuota('', { storage: value }), {
    also: (value) => value !== undefined && isInteger64(0n)(value),
  }),
  other('setQuota', 'limits', { storage: 5 }, (imap, value) => imap.setQuota('', value), {
    also: (value) => typeof value === 'object' && value !== null && Object.keys(value).length === 0,
  }),

  text('genUrlAuth', 'a URL', (imap, value) => imap.genUrlAuth(['imap://x/;urlauth=user+y', value]), {
    around: (url) => `imap://x/;URLAUTH=${url}`,
  }),
  other('genUrlAuth', 'URLs', ['imap://x/;urlauth=user+y'], (imap, value) => imap.genUrlAuth(value)),
  text(
    'genUrlAuth',
    'the mechanism',
    (imap, value) => imap.genUrlAuth(['imap://x/;urlauth=user+y'], { mechanism: value }),
    { also: absent },
  ),
  text('resetKey', 'the mailbox', (imap, value) => imap.resetKey(value), {
    also: (value) => absent(value) || ofMailbox.also(value),
  }),
  text('resetKey', 'a mechanism', (imap, value) => imap.resetKey('x', { mechanisms: [value] })),
  other('resetKey', 'mechanisms', ['INTERNAL'], (imap, value) => imap.resetKey('x', { mechanisms: value }), {
    also: (value) => absent(value) || isTexts(value),
  }),
  text('urlFetch', 'a URL', (imap, value) => imap.urlFetch(['imap://x', value])),
  text('urlFetch', 'a URL with parts', (imap, value) => imap.urlFetch([value], { parts: ['body'] })),
  other('urlFetch', 'URLs', ['imap://x'], (imap, value) => imap.urlFetch(value), { also: isTexts }),
  other('urlFetch', 'parts', ['binary'], (imap, value) => imap.urlFetch(['x'], { parts: value }), { also: absent }),
  other('urlFetch', 'a part', 'binary', (imap, value) => imap.urlFetch(['x'], { parts: [value] })),

  text('language', 'a range', (imap, value) => imap.language(['en', value])),
  other('language', 'ranges', ['en'], (imap, value) => imap.language(value), { also: isTexts }),
  text('comparator', 'one of the order', (imap, value) => imap.comparator(['basic', value])),
  other('comparator', 'the order', ['basic'], (imap, value) => imap.comparator(value), {
    also: (value) => absent(value) || isTexts(value),
  }),
]
