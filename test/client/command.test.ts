/** command(): anything else a server can do, without a way to break out of the encoder or to confuse the session. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arg, type ArgumentInput } from '../../src/codec/encode/argument.ts'
import { NumberSet } from '../../src/codec/number-set.ts'
import type { RawResult } from '../../src/session/commands/any-state/raw.ts'
import { connected, MODERN, PLAIN, selected } from '../support/scripted-peer.ts'

function shown({ untagged }: RawResult): readonly string[] {
  return untagged.map((response) =>
    response.type === 'unknown' ? Buffer.from(response.bytes).toString('latin1') : response.type,
  )
}

test('arguments are what their type says', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${MODERN} UTF8=ACCEPT` })
  const done = imap.command(
    'XFOO',
    'word',
    'two words',
    'NIL',
    '',
    7,
    2n ** 40n,
    null,
    ['a', ['b', null], []],
    arg.atom('ATOM'),
    arg.string('s'),
    arg.astring('s'),
    arg.number(1),
    arg.mailbox('Entwürfe'),
    arg.listMailbox('a%'),
    arg.set('1:3,5'),
    arg.set(NumberSet.of(9)),
    arg.flag('\\Seen'),
    arg.flags(['\\Seen', 'x']),
    arg.flags([]),
    arg.date('2026-02-01'),
    arg.dateTime(new Date(0)),
    arg.list([arg.atom('A'), 'b']),
  )
  await plays(`
    C: t1 XFOO word "two words" "NIL" "" 7 1099511627776 NIL (a (b NIL) ()) ATOM "s" s 1 "Entw&APw-rfe" "a%" 1:3,5 9 \\Seen (\\Seen x) () 1-Feb-2026 " 1-Jan-1970 00:00:00 +0000" (A b)
    S: t1 OK [XCODE a b] did it
  `)
  const { code, text, untagged } = await done
  assert.deepEqual([code, text, untagged], [{ name: 'OTHER', atom: 'XCODE', text: 'a b' }, 'did it', []])
})

test('octets go as a literal, with NUL as a literal8; what has line ends is octets, too', async (t) => {
  const { imap, plays } = await connected(t)
  const done = imap.command(
    'XFOO',
    new Uint8Array([65]),
    new Uint8Array([0]),
    arg.literal(new Uint8Array([66]), { binary: true }),
    'a\r\nb',
  )
  await plays(`
    C: t1 XFOO {1}
    S: + go ahead
    C: A ~{1}
    S: + go ahead
    C: \0 ~{1}
    S: + go ahead
    C: B {4}
    S: + go ahead
    C: a
    C: b
    S: t1 OK done
  `)
  await done
})

test('a synchronizing literal holds the line until the server wants it', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLAIN })
  const done = imap.command('XFOO', new Uint8Array([65]))
  const noop = imap.noop()
  await plays(`
    C: t1 XFOO {1}
    C:
    S: + go on
    C: A
    C:
    S: t1 OK done
    C: t2 NOOP
    S: t2 OK done
  `)
  await Promise.all([done, noop])
})

test('it runs alone: what is before it is answered first, what is behind it waits, even NOOP', async (t) => {
  const { imap, plays } = await selected(t)
  const tokens = [imap.fetch('1', { size: true }), imap.command('XFOO'), imap.noop(), imap.status('A', ['messages'])]
  await plays(`
    C: t1 UID FETCH 1 (UID RFC822.SIZE)
    C:
    S: * 1 FETCH (UID 1 RFC822.SIZE 5)
    S: t1 OK done
    C: t2 XFOO
    C:
    S: t2 OK done
    C: t3 NOOP
    C: t4 STATUS A (MESSAGES)
    S: * STATUS A (MESSAGES 1)
    S: t3 OK done
    S: t4 OK done
  `)
  await Promise.all(tokens)
})

test('it waits for the SELECT before it, and is not done when that fails to open anything it needs', async (t) => {
  const { imap, plays } = await connected(t)
  const select = imap.select('A')
  const needs = imap.command('XFOO', { state: 'selected' })
  const needsNot = imap.command('XBAR')
  await plays(`
    C: t1 SELECT A
    C:
    S: t1 NO there is none
    C: t3 XBAR
    S: t3 OK done
  `)
  await assert.rejects(select)
  await assert.rejects(needs, { code: 'ERR_IMAP_DEPENDENCY', outcome: 'unsent' })
  await needsNot
})

test('its result is all that came meanwhile; the view of the mailbox follows; each line is one event', async (t) => {
  const { imap, plays, log } = await selected(t)
  const done = imap.command('XFOO')
  await plays(`
    C: t1 XFOO
    S: * XFOO 1 {3}
    S: a)b z
    S: * SEARCH 1 2
    S: * STATUS B (MESSAGES 2)
    S: * LIST () "/" C
    S: * MYRIGHTS D lr
    S: * METADATA E /private/x
    S: * 2 FETCH (UID 2 FLAGS (\\Seen))
    S: * 1 EXPUNGE
    S: * OK [XCODE] notice
    S: * QUOTA "" (STORAGE
    S: t1 OK done
  `)
  assert.deepEqual(shown(await done), [
    '* XFOO 1 {3}\r\na)b z',
    'search',
    'mailboxStatus',
    'list',
    'myRights',
    'metadataNews',
    'fetch',
    'expunge',
    'status',
    'malformed',
  ])
  assert.equal(imap.selected?.messages, 4)
  assert.deepEqual(
    log.news().filter((line) => !line.startsWith('untagged')),
    [
      'searchResult INBOX 1:2 by t1',
      'mailboxStatus B messages=2 by t1',
      'mailboxName C listed by t1',
      'metadataChange E by unsolicited',
      'flagChange INBOX 2 (\\Seen) by unsolicited',
      'messageExpunge INBOX  +1 by unsolicited',
      'notice notice',
    ],
  )
  const lines = log.events.filter((event) => event.type === 'untagged')
  assert.deepEqual(
    lines.map(({ name, cause, malformed }) => [
      name,
      (cause as { tag: string } | undefined)?.tag,
      malformed === undefined,
    ]),
    [
      ['XFOO', 'A4', true],
      ['QUOTA', undefined, false],
    ],
  )
})

test('what comes before and after it is not its result', async (t) => {
  const { imap, plays } = await connected(t)
  const noop = imap.noop()
  const done = imap.command('XFOO')
  await plays(`
    C: t1 NOOP
    S: * XBEFORE
    S: t1 OK done
    C: t2 XFOO
    S: * XDURING
    S: t2 OK done
    S: * XAFTER
  `)
  await noop
  assert.deepEqual(shown(await done), ['* XDURING'])
})

test('with a footprint and the names of its answers it runs beside others, and gets only what it named', async (t) => {
  const { imap, plays, log } = await connected(t)
  const options = { footprint: { mutates: false }, untagged: ['XFOO'] }
  const foo = imap.command('XFOO', options)
  const again = imap.command('XFOO2', options)
  const bar = imap.command('XBAR', { ...options, untagged: ['XBAR', 'QUOTA'] })
  const status = imap.status('A', ['messages'])
  await plays(`
    C: t1 XFOO
    C: t3 XBAR
    C: t4 STATUS A (MESSAGES)
    C:
    S: * XBAR 1
    S: * STATUS A (MESSAGES 3)
    S: * XOTHER
    S: * XFOO 2
    S: * QUOTA "" ()
    S: t3 OK done
    S: t4 OK done
    S: t1 OK done
    C: t2 XFOO2
    S: * XFOO 3
    S: t2 OK done
  `)
  assert.deepEqual(shown(await foo), ['* XFOO 2'])
  assert.deepEqual(shown(await bar), ['* XBAR 1', 'quota'])
  assert.deepEqual(shown(await again), ['* XFOO 3'])
  assert.equal((await status).messages, 3)
  const lines = log.events.filter((event) => event.type === 'untagged')
  assert.deepEqual(
    lines.map(({ name, cause }) => [name, cause !== undefined]),
    [
      ['XBAR', true],
      ['XOTHER', false],
      ['XFOO', true],
      ['XFOO', true],
    ],
  )
})

test('one that runs alone and names its answers gets those alone', async (t) => {
  const { imap, plays, log } = await connected(t)
  const done = imap.command('XFOO', { untagged: ['xfoo'] })
  const noop = imap.noop()
  await plays(`
    C: t1 XFOO
    C:
    S: * XBAR 1
    S: * XFOO 2
    S: * STATUS A (MESSAGES 3)
    S: t1 OK done
    C: t2 NOOP
    S: t2 OK done
  `)
  assert.deepEqual(shown(await done), ['* XFOO 2'])
  await noop
  assert.deepEqual(log.news('mailboxStatus'), ['mailboxStatus A messages=3 by unsolicited'])
})

test('a footprint says what it changes: who reads that waits, others do not', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${MODERN} METADATA` })
  const writes = [{ kind: 'metadata', mailbox: 'A', uids: undefined }] as const
  const tokens = [
    imap.command('XSETMETADATA', arg.mailbox('A'), { footprint: { writes } }),
    imap.getMetadata('A', '/private/x'),
    imap.getMetadata('B', '/private/x'),
  ]
  await plays(`
    C: t1 XSETMETADATA A
    C: t3 GETMETADATA B "/private/x"
    C:
    S: t1 OK done
    C: t2 GETMETADATA A "/private/x"
    S: t2 OK done
    S: t3 OK done
  `)
  await Promise.all(tokens)
})

test('an answer beyond maxOctets is an error, and is not kept meanwhile', async (t) => {
  const { imap, plays } = await connected(t)
  const small = imap.command('XFOO', { maxOctets: 20 })
  const large = imap.command('XFOO', { maxOctets: 20 })
  await plays(`
    C: t1 XFOO
    S: * XFOO 0123456789
    S: t1 OK done
    C: t2 XFOO
    S: * XFOO 0123456789
    S: * XFOO 0123456789
    S: t2 OK done
  `)
  assert.equal((await small).untagged.length, 1)
  await assert.rejects(large, { code: 'ERR_IMAP_CONSUMER_TOO_SLOW', outcome: 'answered' })
})

test('a search of its own goes by its correlator, or takes turns with other searches', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLAIN })
  const mine = imap.command('UID SEARCH', arg.atom('ALL'), { footprint: { mutates: false }, untagged: ['SEARCH'] })
  const other = imap.search({ seen: true })
  await plays(`
    C: t1 UID SEARCH ALL
    C:
    S: * SEARCH 1 2
    S: t1 OK done
    C: t2 UID SEARCH SEEN
    S: * SEARCH 3
    S: t2 OK done
  `)
  assert.deepEqual(shown(await mine), ['search'])
  assert.equal(String(await other), '3')
  const tagged = await selected(t)
  const done = tagged.imap.command('UID SEARCH', arg.atom('RETURN'), [], arg.atom('ALL'))
  await tagged.plays(`
    C: t1 UID SEARCH RETURN () ALL
    S: * ESEARCH (TAG "t1") UID ALL 1:3
    S: t1 OK done
  `)
  assert.deepEqual(shown(await done), ['esearch'])
})

test('a broken line with the name it owns fails it', async (t) => {
  const { imap, plays } = await connected(t)
  const done = imap.command('XQ', { footprint: {}, untagged: ['QUOTA'] })
  await plays(`
    C: t1 XQ
    S: * QUOTA x (
    S: t1 OK done
  `)
  await assert.rejects(done, { code: 'ERR_IMAP_MALFORMED' })
})

test('a footprint that changes nothing may be used on a mailbox opened read-only, one that may change is refused', async (t) => {
  const { imap, plays } = await connected(t)
  const examine = imap.examine('A')
  await plays(`
    C: t1 EXAMINE A
    S: * 0 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 1] next
    S: t1 OK [READ-ONLY] open
  `)
  await examine
  await assert.rejects(imap.command('XW', { state: 'selected', footprint: { selection: 'reads' } }), {
    code: 'ERR_IMAP_READ_ONLY',
  })
  const reads = imap.command('XR', { state: 'selected', uidValidity: 7 })
  await plays(`
    C: t2 XR
    S: t2 OK done
  `)
  await reads
})

test('UIDs of another UIDVALIDITY are not sent', async (t) => {
  const { imap, plays } = await selected(t)
  await assert.rejects(imap.command('XFOO', arg.set('1'), { uidValidity: 8 }), { code: 'ERR_IMAP_STALE_UID' })
  await plays('C:')
})

for (const name of [
  'SELECT',
  'examine',
  'CLOSE',
  'UNSELECT',
  'ENABLE',
  'LOGOUT',
  'LOGIN',
  'AUTHENTICATE',
  'UNAUTHENTICATE',
  'STARTTLS',
  'COMPRESS',
  'IDLE',
  'DONE',
  'NOTIFY',
]) {
  test(`${name} is refused, and the error says what to use`, async (t) => {
    const { imap, plays } = await connected(t)
    await assert.rejects(imap.command(name, 'x'), { code: 'ERR_IMAP_ARGUMENT', message: /not by command\(\); use / })
    await plays('C:')
  })
}

const WRONG: Readonly<Record<string, readonly ArgumentInput[]>> = {
  'an atom with a line end': [arg.atom('x\r\nA1 DELETE y')],
  'an atom with a blank': [arg.atom('x y')],
  'an atom that looks like a literal': [arg.atom('{5}')],
  'text with NUL': ['a\0b'],
  'half a surrogate pair': ['\ud800'],
  'a flag with a line end': [arg.flag('\\Seen\r\n')],
  'a negative number': [-1],
  'a fraction': [1.5],
  'not a number': [Number.NaN],
  'a number above 2^63 - 1': [2n ** 63n],
  'an empty set': [arg.set([])],
  'a set with a line end': [arg.set('1\r\nX')],
  'a date that is none': [arg.date('2026-02-30')],
  'an object': [{ state: 'any' } as never, 'x'],
  undefined: [undefined as never],
  'a boolean': [true as never],
  'a list with an object in it': [[NumberSet.of(1) as never]],
}

for (const [what, inputs] of Object.entries(WRONG)) {
  test(`argument: ${what} is refused before anything is sent`, async (t) => {
    const { imap, plays } = await connected(t)
    await assert.rejects(imap.command('XFOO', ...inputs), { code: 'ERR_IMAP_ARGUMENT', outcome: 'unsent' })
    await plays('C:')
  })
}

for (const name of ['', 'X\r\nA1 NOOP', 'X  Y', ' X', 'X{3}', 'X\0']) {
  test(`${JSON.stringify(name)} is not the name of a command`, async (t) => {
    const { imap, plays } = await connected(t)
    await assert.rejects(imap.command(name), { code: 'ERR_IMAP_ARGUMENT' })
    await plays('C:')
  })
}

for (const [what, options] of Object.entries({
  'a state there is not': { state: 'some' },
  'an option there is not': { readonly: true },
  'UIDs without a mailbox': { state: 'any', uidValidity: 1 },
  'a footprint that changes the selection': { footprint: { selection: 'changes' } },
  'a bound that is none': { maxOctets: -1 },
  'a footprint with slots': { footprint: { slots: ['SEARCH'] } },
  'a footprint that changes the layer': { footprint: { wire: 'layer' } },
  'an answer that is the mailbox’s': { untagged: ['FETCH'] },
  'an answer that is no name': { untagged: ['X Y'] },
})) {
  test(`option: ${what} is refused before anything is sent`, async (t) => {
    const { imap, plays } = await connected(t)
    await assert.rejects(imap.command('XFOO', options as { untagged: string[] }), { code: 'ERR_IMAP_ARGUMENT' })
    await plays('C:')
  })
}

test('a secret is in no error, even when the server repeats it', async (t) => {
  const { imap, plays } = await connected(t)
  const done = imap.command('XPASS', [arg.secret('hush-hush'), 'open'])
  await plays(`
    C: t1 XPASS ("hush-hush" open)
    S: t1 NO not "hush-hush", please
  `)
  await assert.rejects(done, (error: Error & { serverText?: string }) => {
    assert.doesNotMatch(`${error.message} ${error.serverText}`, /hush/)
    return /<secret>/.test(error.message)
  })
  assert.equal(JSON.stringify(arg.secret('hush-hush')), '"<argument>"')
})

test('CHECK, which has no method, is a command like another', async (t) => {
  const { imap, plays } = await selected(t)
  const checked = imap.command('CHECK', { state: 'selected' })
  await plays(`
    C: t1 CHECK
    S: * 6 EXISTS
    S: t1 OK checked
  `)
  assert.equal((await checked).text, 'checked')
})
