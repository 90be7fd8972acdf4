/** Which servers are recognised as what, and what it costs a user of theirs. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { ImapConnection } from '../../src/index.ts'
import { sharedServer, type ServerName } from '../support/servers/shared.ts'
import { message, openAccount, optionsFor } from './account.ts'

const RECOGNISED: Readonly<Record<ServerName, readonly string[]>> = {
  dovecot: ['bodies-broken-by-notify'],
  dovecot24: ['bodies-broken-by-notify'],
  cyrus: [],
  courier: ['login-travels-alone'],
}

for (const [on, names] of Object.entries(RECOGNISED) as [ServerName, readonly string[]][]) {
  test(`${on} is recognised by what it says of itself`, async (t) => {
    const server = await sharedServer(t, on)
    if (server === undefined) return
    const imap = ImapConnection.start(optionsFor(server, 'recognised'))
    t.after(() => imap.close())
    const told: string[] = []
    const reading = (async () => {
      for await (const event of imap.events({ types: ['quirk'] })) if (event.type === 'quirk') told.push(event.name)
    })()
    await imap.ready
    imap.close()
    await reading
    assert.deepEqual(told, names)
  })
}

for (const on of ['dovecot', 'dovecot24', 'cyrus'] as const) {
  test(`${on}: bodies while NOTIFY tells of other mailboxes`, async (t) => {
    const account = await openAccount(t, { on, messages: [message('body')] })
    if (account === undefined) return
    const { imap } = account
    await imap.select('INBOX')
    await imap.notify({ groups: [{ filter: 'personal', events: ['messageNew', 'messageExpunge'] }] })
    const bodies = imap.fetch('1', { source: true })
    if (on === 'cyrus') assert.equal((await bodies).length, 1)
    else await assert.rejects(bodies, { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
    assert.equal((await imap.fetch('1', { envelope: true })).length, 1)
  })
}
