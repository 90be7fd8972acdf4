/** Who a server is, by what it says of itself; and reads that get a second chance. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { append } from '../../src/session/commands/changing/append.ts'
import { store } from '../../src/session/commands/changing/store.ts'
import { fetch } from '../../src/session/commands/fetching/fetch.ts'
import { select } from '../../src/session/commands/mailboxes/select.ts'
import { status } from '../../src/session/commands/mailboxes/status.ts'
import type { Occurrence } from '../../src/session/events.ts'
import { defaultProfile, tightened } from '../../src/session/server/profile.ts'
import { isBelow, isHostOf, NOBODY, type ServerIdentity } from '../../src/session/quirks/identity.ts'
import { Recognition, type RecognitionOptions } from '../../src/session/quirks/recognition.ts'
import { SERVER_QUIRKS } from '../../src/session/quirks/table.ts'
import { MODERN } from '../support/scripted-peer.ts'
import { SessionPeer } from './session-peer.ts'

function recognised(said: Partial<ServerIdentity>): readonly string[] {
  return Object.entries(SERVER_QUIRKS)
    .filter(([, { recognise }]) => recognise({ ...NOBODY, ...said }))
    .map(([name]) => name)
}

test('greetings tell', () => {
  assert.deepEqual(recognised({ greeting: 'Dovecot (Debian) ready.' }), ['bodies-broken-by-notify'])
  assert.deepEqual(recognised({ greeting: 'Stalwart IMAP4rev2 at your service.' }), ['done-travels-alone'])
  assert.deepEqual(recognised({ greeting: 'Courier-IMAP ready.' }), ['login-travels-alone'])
  const exchange = ['few-commands', 'short-commands']
  assert.deepEqual(recognised({ greeting: 'The Microsoft Exchange IMAP4 service is ready. [QQBN]' }), exchange)
  assert.deepEqual(recognised({ greeting: 'Microsoft Exchange Server 2003 IMAP4rev1 server' }), exchange)
  assert.deepEqual(recognised({ greeting: 'mail.example.org IMAP4rev1 ready' }), [])
})

test('so do capabilities and ID', () => {
  const apple = ['capabilities-rewritten', 'enable-without-enabled', 'qresync-unreliable']
  assert.deepEqual(recognised({ capabilities: new Set(['IMAP4REV1', 'XAPPLELITERAL']) }), apple)
  // Others have the same push service.
  assert.deepEqual(recognised({ capabilities: new Set(['IMAP4REV1', 'XAPPLEPUSHSERVICE']) }), [])
  const id = (name: string, version: string | null): Partial<ServerIdentity> => ({
    id: new Map([
      ['name', name],
      ['version', version],
    ]),
  })
  assert.deepEqual(recognised(id('Stalwart IMAP', '0.9.4')), ['done-travels-alone'])
  assert.deepEqual(recognised(id('Stalwart IMAP', 'v0.11.0')), [])
  assert.deepEqual(recognised(id('RZimapd', null)), ['rev2-broken'])
  assert.deepEqual(recognised({ host: 'imap.rambler.ru' }), ['idle-one-minute'])
})

test('versions compare by number, hosts by whole names', () => {
  assert.deepEqual(
    ['0.9.4', '0.9', '0.10', '0.10.1', '1.0', '0', ''].map((version) => isBelow(version, '0.10')),
    [true, true, false, false, false, true, false],
  )
  const at = (host: string): boolean => isHostOf({ ...NOBODY, host }, 'rambler.ru')
  assert.deepEqual(['rambler.ru', 'IMAP.Rambler.ru', 'notrambler.ru', 'rambler.ru.evil'].map(at), [
    true,
    true,
    false,
    false,
  ])
})

function recognition(options: RecognitionOptions): { readonly who: Recognition; readonly told: string[] } {
  const told: string[] = []
  const emit = (event: Occurrence<unknown>): void => {
    if (event.type === 'quirk') told.push(`${event.name} ${event.active}`)
  }
  return { who: new Recognition(options, { emit }), told }
}

test('each is told once, and once more when it turns out not to be', () => {
  const { who, told } = recognition({})
  who.learn({ greeting: 'Stalwart IMAP4rev2 at your service.' })
  who.learn({ capabilities: new Set(['IMAP4REV2']) })
  assert.equal(who.profile.coalesceDone, false)
  who.learn({ id: new Map([['version', '0.15.5']]) })
  assert.equal(who.profile.coalesceDone, true)
  assert.deepEqual(told, ['done-travels-alone true', 'done-travels-alone false'])
})

test('a profile only ever gets tighter (rule R10), and the user’s own stays', () => {
  const { who } = recognition({ profile: { window: 2, without: ['MOVE'] }, timing: { idleRenew: 1000 } })
  who.learn({
    greeting: 'The Microsoft Exchange IMAP4 service is ready.',
    capabilities: new Set(['XYMHIGHESTMODSEQ', 'X-CM-EXT-1']),
  })
  assert.deepEqual([who.profile.window, who.profile.commandOctets, who.timing.idleRenew], [2, 8000, 1000])
  assert.deepEqual(who.profile.without, ['MOVE', 'IDLE'])
  assert.deepEqual(tightened(defaultProfile, {}), defaultProfile)
})

async function inbox(capabilities = MODERN): Promise<SessionPeer> {
  const peer = SessionPeer.open(capabilities, {}, 'QRESYNC')
  await peer.selects(select('INBOX', false), [1, 2, 3, 5, 8])
  return peer
}

test('no change gets a second chance, and no read that has given something', async () => {
  const peer = await inbox()
  const first = peer.submit(status('A', ['messages']))
  const change = peer.submit(store('1', { add: ['\\Seen'] }, {}))
  const given = peer.submit(fetch('2:3', { size: true }, {}))
  peer.take()
  peer.send(`* 2 FETCH (UID 2 RFC822.SIZE 5)\r\n${given.tag} BAD what?\r\n${change.tag} BAD what?\r\n`)
  assert.equal(peer.take(), '')
  assert.throws(() => peer.resultOf(given), { code: 'ERR_IMAP_BAD' })
  assert.throws(() => peer.resultOf(change), { code: 'ERR_IMAP_BAD' })
  peer.send(`${first.tag} BAD what?\r\n`)
  assert.throws(() => peer.resultOf(first), { code: 'ERR_IMAP_BAD' }, 'it was the first: nothing was under way')
  assert.deepEqual(peer.log.news('degraded'), [])
})

test('what waits for a read goes on waiting while it has its second chance', async () => {
  const peer = await inbox()
  const other = peer.submit(status('A', ['messages']))
  const read = peer.submit(fetch('1:2', { flags: true }, {}))
  const change = peer.submit(store('1', { add: ['\\Seen'] }, {}))
  peer.take()
  const tag = read.tag
  peer.send(`${tag} BAD what?\r\n`)
  assert.equal(peer.take(), '', 'it waits to be alone')
  peer.send(`* STATUS A (MESSAGES 1)\r\n${other.tag} OK done\r\n`)
  assert.equal(peer.take(), `${read.tag} UID FETCH 1:2 (UID FLAGS)\r\n`)
  assert.notEqual(read.tag, tag)
  peer.send(`* 1 FETCH (UID 1 FLAGS ())\r\n* 2 FETCH (UID 2 FLAGS ())\r\n${read.tag} OK done\r\n`)
  assert.equal(peer.take(), `${change.tag} UID STORE 1 +FLAGS (\\Seen)\r\n`)
  assert.equal(peer.itemsOf(read).length, 2)
  peer.send(`${change.tag} OK done\r\n`)
  assert.deepEqual(peer.settledTwice, [])
})

test('BAD again is the answer, and the window stays as it was', async () => {
  const peer = await inbox()
  const other = peer.submit(status('A', ['messages']))
  const read = peer.submit(fetch('1:2', { flags: true }, {}))
  peer.take()
  peer.send(`${read.tag} BAD what?\r\n* STATUS A (MESSAGES 1)\r\n${other.tag} OK done\r\n`)
  peer.take()
  peer.send(`${read.tag} BAD what?\r\n`)
  assert.throws(() => peer.resultOf(read), { code: 'ERR_IMAP_BAD' })
  assert.deepEqual(peer.log.news('degraded'), [])
})

test('a command that is cancelled while it waits for its second chance is not sent', async () => {
  const peer = await inbox()
  const other = peer.submit(status('A', ['messages']))
  const read = peer.submit(fetch('1:2', { flags: true }, {}))
  peer.take()
  peer.send(`${read.tag} BAD what?\r\n`)
  peer.session.cancel(read)
  peer.send(`* STATUS A (MESSAGES 1)\r\n${other.tag} OK done\r\n`)
  assert.equal(peer.take(), '')
  const next = peer.submit(status('B', ['messages']))
  assert.equal(peer.take(), `${next.tag} STATUS B (MESSAGES)\r\n`)
})

test('short commands are short without their literals', async () => {
  const peer = SessionPeer.open('IMAP4rev1 LITERAL+', { profile: { commandOctets: 60 } })
  const message = peer.submit(append('A', 'x'.repeat(500), {}))
  assert.match(peer.take(), /APPEND A \{500\+\}\r\nx{500}\r\n$/)
  peer.send(`${message.tag} OK done\r\n`)
  const long = peer.submit(status('B'.repeat(70), ['messages']))
  assert.equal(peer.take(), '')
  assert.throws(() => peer.resultOf(long), { code: 'ERR_IMAP_ARGUMENT', outcome: 'unsent' })
})
