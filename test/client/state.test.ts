/** What a connection tells of itself. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConnectionState } from '../../src/client/connection.ts'
import { MODERN, started } from '../support/scripted-peer.ts'

test('RFC 9051 §3: the state follows the words of the server', async (t) => {
  const { imap, plays } = started(t)
  const states: ConnectionState[] = [imap.state]
  const see = (): void => void states.push(imap.state)
  assert.equal(imap.greeting, undefined)
  await plays(`
    S: * OK [CAPABILITY ${MODERN}] Hello
    C: t1 LOGIN "me" "secret-word"
    C: t2 ENABLE CONDSTORE QRESYNC
  `)
  see()
  assert.equal(imap.greeting, 'Hello')
  await plays(`
    S: t1 OK [CAPABILITY ${MODERN}] in
    S: * ENABLED QRESYNC
    S: t2 OK done
  `)
  see()
  const opening = imap.select('INBOX')
  await plays(`
    C: t3 SELECT INBOX
    S: * 0 EXISTS
    S: * OK [UIDVALIDITY 7] valid
  `)
  await plays('S: t3 OK [READ-WRITE] open')
  await opening
  see()
  const closing = imap.unselect()
  await plays(`
    C: t4 UNSELECT
    S: t4 OK closed
  `)
  await closing
  see()
  imap.close()
  see()
  assert.deepEqual(states, ['connecting', 'notAuthenticated', 'authenticated', 'selected', 'authenticated', 'logout'])
})

test('octets are counted in both directions', async (t) => {
  const { imap, peer, plays } = started(t)
  assert.deepEqual(imap.octets, { received: 0, sent: 0 })
  const greeting = `* OK [CAPABILITY ${MODERN}] Hello\r\n`
  await plays(`S: ${greeting.trimEnd()}`)
  assert.deepEqual(imap.octets, { received: greeting.length, sent: peer.written.length })
  assert.ok(peer.written.length > 0)
})

test('a function that gives the credentials can see what the server can do', async (t) => {
  let seen: readonly string[] = []
  const connection = started(t, {
    options: {
      auth: () => {
        seen = [...connection.imap.capabilities]
        return { user: 'me', password: 'secret-word' }
      },
    },
  })
  await connection.plays(`
    S: * OK Hello
    C: t1 CAPABILITY
    S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
    S: t1 OK done
    C: t2 LOGIN "me" "secret-word"
  `)
  assert.deepEqual(seen, ['IMAP4REV1', 'AUTH=PLAIN'])
})
