import assert from 'node:assert/strict'
import { arg, CommandError } from '../../../../src/index.ts'
import type { Row } from '../row.ts'
import { namesSeen } from '../seen.ts'

export const ANY_STATE: readonly Row[] = [
  {
    method: 'capability',
    command: 'CAPABILITY',
    async run({ imap, raw }) {
      const { capabilities } = await imap.capability()
      for (const name of capabilities) assert.ok(await raw.has(name.toUpperCase()), name)
      assert.ok(capabilities.includes('IMAP4REV1'))
    },
  },
  {
    method: 'noop',
    command: 'NOOP',
    async run({ imap, raw }) {
      await imap.select('INBOX')
      await raw.ok('APPEND INBOX {19}\r\n', 'Subject: new\r\n\r\nNew')
      await imap.noop()
      assert.equal(imap.selected?.messages, 4)
    },
  },
  {
    method: 'id',
    command: 'ID',
    needs: ['ID'],
    async run({ imap }) {
      const { parameters } = await imap.id({ name: 'imaplex' })
      assert.ok(parameters?.get('name'))
    },
  },
  {
    method: 'events',
    command: 'IDLE',
    needs: ['IDLE'],
    async run({ imap, raw }) {
      await imap.select('INBOX')
      const news = imap.events({ types: ['messageNew'] })
      await raw.ok('APPEND INBOX {19}\r\n', 'Subject: new\r\n\r\nNew')
      const { value } = await news.next()
      assert.ok(value?.type === 'messageNew')
      assert.equal(imap.selected?.messages, 4)
    },
  },
  {
    method: 'command',
    command: 'any other',
    async run({ imap, raw, name }) {
      await imap.command('CREATE', arg.mailbox(name('Made')))
      assert.ok((await namesSeen(raw)).includes(name('Made')))
    },
  },
  {
    method: 'command',
    command: 'one it does not know',
    async run({ imap, raw, name }) {
      const evil = Buffer.from(`\r\nx1 CREATE ${name('Evil')}\r\n`)
      await assert.rejects(imap.command('XUNHEARD', evil), CommandError)
      await imap.noop()
      assert.ok(!(await namesSeen(raw)).includes(name('Evil')))
    },
  },
  {
    method: 'unauthenticate',
    command: 'UNAUTHENTICATE',
    needs: ['UNAUTHENTICATE'],
    async run({ imap }) {
      await imap.unauthenticate()
    },
  },
  {
    method: 'reauthenticate',
    command: 'UNAUTHENTICATE, then LOGIN',
    needs: ['UNAUTHENTICATE'],
    async run({ imap, server, user }) {
      await imap.unauthenticate()
      await imap.reauthenticate({ user, password: server.password })
    },
  },
  {
    method: 'logout',
    command: 'LOGOUT',
    async run({ imap }) {
      const end = imap.events({ types: ['disconnected'] })
      await imap.logout()
      assert.equal((await end.next()).value?.type, 'disconnected')
      assert.ok(imap.closed)
    },
  },
]
