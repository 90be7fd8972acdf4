/** Annotations, access rights, quotas, authorized URLs, languages: what is written, whose answer is whose. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import type { ImapConnection } from '../../src/client/connection.ts'
import { connected, MODERN, PLAIN } from '../support/scripted-peer.ts'

const ALL = `${MODERN} METADATA ACL RIGHTS=texk QUOTA QUOTA=RES-STORAGE QUOTA=RES-MESSAGE QUOTASET URLAUTH URLAUTH=BINARY LANGUAGE I18NLEVEL=2 JMAPACCESS ID`
const text = (octets: Uint8Array | null | undefined): string | null | undefined =>
  octets instanceof Uint8Array ? Buffer.from(octets).toString('latin1') : octets

test('GETMETADATA: values by the name they were asked by, null for an entry nobody answered for', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const got = imap.getMetadata('INBOX', ['/private/Comment', '/shared/comment', '/private/x'])
  await plays(`
    C: t1 GETMETADATA INBOX ("/private/Comment" "/shared/comment" "/private/x")
    S: * METADATA INBOX (/private/comment "mine")
    S: * METADATA INBOX (/shared/comment NIL)
    S: t1 OK done
  `)
  const { entries, tooLong } = await got
  assert.deepEqual(
    [...entries].map(([name, value]) => [name, value?.text]),
    [
      ['/private/Comment', 'mine'],
      ['/shared/comment', undefined],
      ['/private/x', undefined],
    ],
  )
  assert.equal(tooLong, undefined)
})

test('GETMETADATA with MAXSIZE tells what it left out', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const got = imap.getMetadata('', ['/shared/a', '/shared/b'], { maxSize: 10, depth: 'infinity' })
  await plays(`
    C: t1 GETMETADATA (MAXSIZE 10 DEPTH infinity) "" ("/shared/a" "/shared/b")
    S: * METADATA "" (/shared/a/x "y" /shared/b "z")
    S: t1 OK [METADATA LONGENTRIES 2199] done
  `)
  const { entries, tooLong } = await got
  assert.deepEqual([...entries.keys()], ['/shared/a/x', '/shared/b'])
  assert.deepEqual(tooLong, { largest: 2199, missing: ['/shared/a'] })
})

test('with MAXSIZE an entry that did not come may be too long, though nobody says so (Cyrus)', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const got = imap.getMetadata('A', ['/shared/a', '/shared/b'], { maxSize: 10 })
  await plays(`
    C: t1 GETMETADATA (MAXSIZE 10) A ("/shared/a" "/shared/b")
    S: * METADATA A (/shared/b NIL)
    S: t1 OK done
  `)
  const { entries, tooLong } = await got
  assert.deepEqual([...entries], [['/shared/b', null]])
  assert.deepEqual(tooLong, { largest: undefined, missing: ['/shared/a'] })
})

test('METADATA without values is news, even for the mailbox somebody is asking about', async (t) => {
  const { imap, plays, log } = await connected(t, { capabilities: ALL })
  const got = imap.getMetadata('A', '/private/x')
  const other = imap.getMetadata('B', '/private/x')
  await plays(`
    C: t1 GETMETADATA A "/private/x"
    C: t2 GETMETADATA B "/private/x"
    S: * METADATA A /private/x /private/y
    S: * METADATA B (/private/x "of b")
    S: * METADATA A (/private/x "of a")
    S: * METADATA C (/private/x "of c")
    S: t1 OK done
    S: t2 OK done
  `)
  assert.equal((await got).entries.get('/private/x')?.text, 'of a')
  assert.equal((await other).entries.get('/private/x')?.text, 'of b')
  assert.deepEqual(log.news('metadataChange', 'serverReply'), [
    'metadataChange A by unsolicited',
    'serverReply metadata by t2',
    'serverReply metadata by t1',
    'serverReply metadata by unsolicited',
  ])
  const [change] = log.events.filter((event) => event.type === 'metadataChange')
  assert.deepEqual(change?.entries, ['/private/x', '/private/y'])
})

test('SETMETADATA: text, octets, NIL; octets with NUL as literal8; a read of the same mailbox waits for it', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const set = imap.setMetadata('A', { '/private/a': 'x "y"', '/private/b': null, '/private/c': new Uint8Array([0, 1]) })
  const got = imap.getMetadata('A', '/private/a')
  const elsewhere = imap.getMetadata('B', '/private/a')
  await plays(`
    C: t1 SETMETADATA A ("/private/a" "x \\"y\\"" "/private/b" NIL "/private/c" ~{2}
    S: + go ahead
    C: \0\x01)
    C: t3 GETMETADATA B "/private/a"
    C:
    S: t3 OK done
    S: t1 OK done
    C: t2 GETMETADATA A "/private/a"
    S: t2 OK done
  `)
  await Promise.all([set, got, elsewhere])
})

test('SETMETADATA of a special use changes what LIST tells (RFC 6154 §4)', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const set = imap.setMetadata('A', { '/private/specialuse': '\\Sent' })
  const list = imap.list('A')
  await plays(`
    C: t1 SETMETADATA A ("/private/specialuse" "\\\\Sent")
    C:
    S: t1 OK done
    C: t2 LIST "" "A"
    S: t2 OK done
  `)
  await Promise.all([set, list])
})

test('a refusal of SETMETADATA says why', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const set = imap.setMetadata('A', { '/private/a': 'x' })
  await plays(`
    C: t1 SETMETADATA A ("/private/a" "x")
    S: t1 NO [METADATA MAXSIZE 5] too long
  `)
  await assert.rejects(set, { code: 'ERR_IMAP_NO', responseCode: 'METADATA' })
})

test('a METADATA line nobody can read fails who waits for one, and no other', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const got = imap.getMetadata('A', '/private/x')
  const quota = imap.getQuotaRoot('A')
  await plays(`
    C: t1 GETMETADATA A "/private/x"
    C: t2 GETQUOTAROOT A
    S: * METADATA A (/private/x
    S: * QUOTAROOT A
    S: t1 OK done
    S: t2 OK done
  `)
  await assert.rejects(got, { code: 'ERR_IMAP_MALFORMED' })
  assert.deepEqual(await quota, [])
})

test('GETACL, MYRIGHTS and LISTRIGHTS of several mailboxes run at once', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const acl = imap.getAcl('A')
  const mine = imap.myRights('A')
  const grantable = imap.listRights('A', 'fred')
  const other = imap.myRights('inbox')
  await plays(`
    C: t1 GETACL A
    C: t2 MYRIGHTS A
    C: t3 LISTRIGHTS A fred
    C: t4 MYRIGHTS INBOX
    S: * MYRIGHTS INBOX lr
    S: t4 OK done
    S: * LISTRIGHTS A fred l r te
    S: * MYRIGHTS A lrswipkxtea
    S: * ACL A me lrswipkxtea -fred w
    S: t1 OK done
    S: t2 OK done
    S: t3 OK done
  `)
  assert.deepEqual(
    (await acl).map(({ identifier, negative, rights }) => [identifier, negative, rights.letters]),
    [
      ['me', false, 'lrswipkxtea'],
      ['-fred', true, 'w'],
    ],
  )
  assert.equal((await mine).has('administer'), true)
  assert.equal((await other).letters, 'lr')
  const { required, optional } = await grantable
  assert.deepEqual([required.letters, optional.map(String)], ['l', ['r', 'te']])
})

test('SETACL adds, removes and replaces; rights read behind it are those after it', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const tokens = [
    imap.setAcl('A', 'fred', { add: ['lookup', 'read'] }),
    imap.setAcl('B', 'fred', { remove: 'w' }),
    imap.setAcl('C', '-fred', { replace: '' }),
    imap.deleteAcl('D', 'a b'),
    imap.myRights('A'),
  ]
  await plays(`
    C: t1 SETACL A fred "+lr"
    C: t2 SETACL B fred "-w"
    C: t3 SETACL C "-fred" ""
    C: t4 DELETEACL D "a b"
    C:
    S: t4 OK done
    S: t3 OK done
    S: t2 OK done
    S: t1 OK done
    C: t5 MYRIGHTS A
    S: * MYRIGHTS A lr
    S: t5 OK done
  `)
  await Promise.all(tokens)
})

test('rights that RFC 2086 does not have are not sent to a server that knows no other', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${PLAIN} ACL` })
  await assert.rejects(imap.setAcl('A', 'fred', { add: ['expunge'] }), {
    code: 'ERR_IMAP_CAPABILITY',
    outcome: 'unsent',
  })
  const set = imap.setAcl('A', 'fred', { replace: 'lrcd' })
  await plays(`
    C: t1 SETACL A fred lrcd
    S: t1 OK done
  `)
  await set
})

test('GETQUOTAROOT gives each root with its quota, and takes turns with GETQUOTA', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const roots = imap.getQuotaRoot('INBOX')
  const one = imap.getQuota('')
  await plays(`
    C: t1 GETQUOTAROOT INBOX
    C:
    S: * QUOTA "b" (STORAGE 1 2 MESSAGE 3 4)
    S: * QUOTAROOT INBOX "" "b"
    S: * QUOTA "" (STORAGE 5 -1)
    S: t1 OK done
    C: t2 GETQUOTA ""
    S: * QUOTA "" (STORAGE 6 7)
    S: t2 OK done
  `)
  assert.deepEqual(
    (await roots).map(({ root, resources }) => [root, resources.get('STORAGE')]),
    [
      ['', { usage: 5, limit: null }],
      ['b', { usage: 1, limit: 2 }],
    ],
  )
  assert.deepEqual((await one).resources.get('STORAGE'), { usage: 6, limit: 7 })
})

test('quotas of two roots are read at once; a root without its quota is an error, not a shorter list', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const a = imap.getQuota('a')
  const b = imap.getQuota('b')
  await plays(`
    C: t1 GETQUOTA a
    C: t2 GETQUOTA b
    S: * QUOTA b (STORAGE 1 2)
    S: * QUOTA a (STORAGE 3 4)
    S: t1 OK done
    S: t2 OK done
  `)
  assert.equal((await a).resources.get('STORAGE')?.usage, 3)
  assert.equal((await b).resources.get('STORAGE')?.usage, 1)
  const roots = imap.getQuotaRoot('A')
  await plays(`
    C: t3 GETQUOTAROOT A
    S: * QUOTAROOT A x
    S: t3 OK done
  `)
  await assert.rejects(roots, { code: 'ERR_IMAP_INCOMPLETE' })
})

test('a broken QUOTA line fails GETQUOTAROOT, too', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const roots = imap.getQuotaRoot('A')
  await plays(`
    C: t1 GETQUOTAROOT A
    S: * QUOTAROOT A
    S: * QUOTA x (STORAGE
    S: t1 OK done
  `)
  await assert.rejects(roots, { code: 'ERR_IMAP_MALFORMED' })
})

test('SETQUOTA: the quota the server tells, or undefined where it tells none', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const told = imap.setQuota('', { storage: 512, MESSAGE: 2n ** 40n })
  const silent = imap.setQuota('b', {})
  await plays(`
    C: t1 SETQUOTA "" (STORAGE 512 MESSAGE 1099511627776)
    C: t2 SETQUOTA b ()
    S: * QUOTA "" (STORAGE 1 512)
    S: t1 OK done
    S: t2 OK done
  `)
  assert.deepEqual((await told)?.resources.get('STORAGE'), { usage: 1, limit: 512 })
  assert.equal(await silent, undefined)
})

test('RFC 9208 §3: QUOTASET and the resource must be announced, unless the server is of RFC 2087', async (t) => {
  const { imap } = await connected(t, { capabilities: `${MODERN} QUOTA QUOTA=RES-STORAGE` })
  await assert.rejects(imap.setQuota('', { STORAGE: 1 }), { message: /QUOTASET/ })
  const full = await connected(t, { capabilities: ALL })
  await assert.rejects(full.imap.setQuota('', { MAILBOX: 1 }), { message: /QUOTA=RES-MAILBOX/ })
  const old = await connected(t, { capabilities: `${PLAIN} QUOTA` })
  const set = old.imap.setQuota('', { MAILBOX: 1 })
  await old.plays(`
    C: t1 SETQUOTA "" (MAILBOX 1)
    S: t1 OK done
  `)
  await set
})

test('GENURLAUTH and URLFETCH: by URL, NIL is null, and an access URL is in no error', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const urls = imap.genUrlAuth(['imap://h/INBOX/;UID=1;URLAUTH=anonymous', 'imap://h/INBOX/;UID=2;URLAUTH=user+me'])
  await plays(`
    C: t1 GENURLAUTH "imap://h/INBOX/;UID=1;URLAUTH=anonymous" INTERNAL "imap://h/INBOX/;UID=2;URLAUTH=user+me" INTERNAL
    S: * GENURLAUTH "imap://h/1:internal:aa" "imap://h/2:internal:bb"
    S: t1 OK done
  `)
  const [a = '', b = ''] = await urls
  const contents = imap.urlFetch([a, b])
  await plays(`
    C: t2 URLFETCH "imap://h/1:internal:aa" "imap://h/2:internal:bb"
    S: * URLFETCH imap://h/2:internal:bb NIL
    S: * URLFETCH imap://h/1:internal:aa "abc"
    S: t2 OK done
  `)
  const found = await contents
  assert.deepEqual([text(found.get(a)), text(found.get(b))], ['abc', null])
  const broken = imap.urlFetch([a])
  await plays(`
    C: t3 URLFETCH "imap://h/1:internal:aa"
    S: t3 OK done
  `)
  await assert.rejects(
    broken,
    (error: Error) => /content of URL 1/.test(error.message) && !/internal/.test(error.message),
  )
})

test('URLFETCH with parts (RFC 5524)', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const parts = imap.urlFetch(['imap://a', 'imap://b'], { parts: ['binary', 'structure'] })
  await plays(`
    C: t1 URLFETCH ("imap://a" BINARY BODYPARTSTRUCTURE) ("imap://b" BINARY BODYPARTSTRUCTURE)
    S: * URLFETCH imap://a (BODYPARTSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 4 1)) (BINARY "abc") imap://b NIL
    S: t1 OK done
  `)
  const found = await parts
  assert.equal(text(found.get('imap://a')?.binary), 'abc')
  assert.equal(found.get('imap://a')?.structure?.subtype, 'plain')
  assert.equal(found.get('imap://b'), null)
})

test('RESETKEY comes before the URLs that are made behind it', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const tokens = [imap.resetKey('A', { mechanisms: ['INTERNAL'] }), imap.genUrlAuth(['imap://h/A;URLAUTH=x'])]
  await plays(`
    C: t1 RESETKEY A INTERNAL
    C:
    S: t1 OK done
    C: t2 GENURLAUTH "imap://h/A;URLAUTH=x" INTERNAL
    S: * GENURLAUTH imap://h/y
    S: t2 OK done
  `)
  await Promise.all(tokens)
})

test('LANGUAGE lists, and sets with the translated NAMESPACE as part of its answer (RFC 5255 §3.4)', async (t) => {
  const { imap, plays, log } = await connected(t, { capabilities: ALL })
  const all = imap.languages()
  const one = imap.language(['DE-AT', 'default'])
  await plays(`
    C: t1 LANGUAGE
    C:
    S: * LANGUAGE (EN DE i-default)
    S: t1 OK done
    C: t2 LANGUAGE DE-AT default
    S: * LANGUAGE (DE)
    S: * NAMESPACE (("" "/")) NIL NIL
    S: t2 OK fertig
  `)
  assert.deepEqual(await all, ['EN', 'DE', 'i-default'])
  assert.equal(await one, 'DE')
  assert.deepEqual(log.news('serverReply'), [
    'serverReply language by t1',
    'serverReply language by t2',
    'serverReply namespace by t2',
  ])
})

test('COMPARATOR with arguments is a barrier: searches behind it compare by it', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const asked = imap.comparator()
  const set = imap.comparator(['cz;*', 'i;basic'])
  const list = imap.list('A')
  await plays(`
    C: t1 COMPARATOR
    C:
    S: * COMPARATOR i;basic
    S: t1 OK done
    C: t2 COMPARATOR "cz;*" "i;basic"
    C:
    S: * COMPARATOR i;basic (i;basic i;x)
    S: t2 OK done
    C: t3 LIST "" "A"
    S: t3 OK done
  `)
  assert.deepEqual(
    [await asked, await set],
    [
      { active: 'i;basic', matching: [] },
      { active: 'i;basic', matching: ['i;basic', 'i;x'] },
    ],
  )
  await list
})

test('GETJMAPACCESS gives the URL and follows nothing', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const url = imap.getJmapAccess()
  await plays(`
    C: t1 GETJMAPACCESS
    S: * JMAPACCESS "https://jmap.example.org/"
    S: t1 OK done
  `)
  assert.equal(await url, 'https://jmap.example.org/')
})

test('who the server is is known once it has said so', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: ALL })
  const before = imap.serverId
  assert.equal(before, undefined)
  const id = imap.id({ name: 'x', version: null })
  await plays(`
    C: t1 ID ("name" "x" "version" NIL)
    S: * ID ("Name" "Dovecot")
    S: t1 OK done
  `)
  await id
  assert.equal(imap.serverId?.get('name'), 'Dovecot')
})

const NEEDS: Readonly<Record<string, (imap: ImapConnection) => PromiseLike<unknown>>> = {
  METADATA: (imap) => imap.getMetadata('A', '/private/x'),
  'METADATA or METADATA-SERVER': (imap) => imap.setMetadata('', { '/private/x': 'y' }),
  ACL: (imap) => imap.setAcl('A', 'x', { add: 'l' }),
  QUOTA: (imap) => imap.getQuotaRoot('A'),
  URLAUTH: (imap) => imap.urlFetch(['imap://x']),
  'URLAUTH=BINARY': (imap) => imap.urlFetch(['imap://x'], { parts: ['body'] }),
  LANGUAGE: (imap) => imap.languages(),
  'I18NLEVEL=2': (imap) => imap.comparator(),
  JMAPACCESS: (imap) => imap.getJmapAccess(),
}

for (const [capability, run] of Object.entries(NEEDS)) {
  test(`without ${capability} nothing is sent, and the error names it`, async (t) => {
    const { imap, plays } = await connected(t, { capabilities: PLAIN })
    await assert.rejects(
      async () => run(imap),
      (error: Error & { code?: string }) => {
        assert.ok(error.message.endsWith(`the server lacks the capability ${capability}`), error.message)
        return error.code === 'ERR_IMAP_CAPABILITY'
      },
    )
    await plays('C:')
  })
}

test('METADATA-SERVER is enough for the server, not for a mailbox', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${PLAIN} METADATA-SERVER` })
  await assert.rejects(imap.getMetadata('A', '/shared/x'), { code: 'ERR_IMAP_CAPABILITY' })
  const got = imap.getMetadata('', '/shared/x')
  await plays(`
    C: t1 GETMETADATA "" "/shared/x"
    S: t1 OK done
  `)
  await got
})

const WRONG: Readonly<Record<string, (imap: ImapConnection) => PromiseLike<unknown>>> = {
  'an entry without a slash': (imap) => imap.getMetadata('A', 'comment'),
  'an entry with an empty component': (imap) => imap.getMetadata('A', '/private//x'),
  'an entry that ends in a slash': (imap) => imap.getMetadata('A', '/private/'),
  'an entry with a wildcard': (imap) => imap.getMetadata('A', '/private/*'),
  'an entry beyond ASCII': (imap) => imap.getMetadata('A', '/private/ä'),
  'no entry': (imap) => imap.getMetadata('A', []),
  'no value': (imap) => imap.setMetadata('A', {}),
  'a depth there is not': (imap) => imap.getMetadata('A', '/private', { depth: 2 as 1 }),
  'a size below 0': (imap) => imap.getMetadata('A', '/private', { maxSize: -1 }),
  'two ways to change rights': (imap) => imap.setAcl('A', 'x', { add: 'l', remove: 'r' } as { add: string }),
  'nothing to add': (imap) => imap.setAcl('A', 'x', { add: '' }),
  'no identifier': (imap) => imap.deleteAcl('A', ''),
  'a right there is not': (imap) => imap.setAcl('A', 'x', { add: ['inserts' as 'insert'] }),
  'a limit below 0': (imap) => imap.setQuota('', { STORAGE: -1 }),
  'a resource that is no atom': (imap) => imap.setQuota('', { 'A B': 1 }),
  'a URL without URLAUTH': (imap) => imap.genUrlAuth(['imap://h/INBOX']),
  'no URL': (imap) => imap.urlFetch([]),
  'a part there is not': (imap) => imap.urlFetch(['imap://x'], { parts: ['head' as 'body'] }),
  'mechanisms of no mailbox': (imap) => imap.resetKey(undefined, { mechanisms: ['INTERNAL'] }),
  'a mechanism with a slash': (imap) => imap.resetKey('A', { mechanisms: ['INTERNAL/X'] }),
  'no language': (imap) => imap.language([]),
  'a language with a space in it': (imap) => imap.language(['de', 'de AT']),
  'a language with an underscore': (imap) => imap.language(['de_AT']),
  'a field name of 31 octets': (imap) => imap.id({ ['x'.repeat(31)]: 'y' }),
  'a field of 1025 octets': (imap) => imap.id({ name: 'x'.repeat(1025) }),
  '31 fields': (imap) => imap.id(Object.fromEntries(Array.from({ length: 31 }, (_, n) => [`f${n}`, 'x']))),
}

for (const [what, run] of Object.entries(WRONG)) {
  test(`${what}: an error before anything is sent`, async (t) => {
    const { imap, plays } = await connected(t, { capabilities: ALL })
    await assert.rejects(async () => run(imap), { code: 'ERR_IMAP_ARGUMENT', outcome: 'unsent' })
    await plays('C:')
  })
}

test('RFC 4467 §5: the part of a URL that gives access is in no error', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${MODERN} URLAUTH` })
  const token = '91354a473744909de610943775f92038'
  const url = `imap://example.org/INBOX/;uid=1;urlauth=submit+me:internal:${token}`
  const content = imap.urlFetch([url])
  await plays(`
    C: t1 URLFETCH "${url}"
    S: t1 NO [BADURL "${url}"] cannot read ${url}
  `)
  const error = (await content.catch((failure: unknown) => failure)) as Error
  assert.match(error.message, /urlauth=submit\+me:internal:<secret>/)
  assert.ok(!inspect(error, { depth: 9 }).includes(token))
})
