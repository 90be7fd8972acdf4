/** Fills the accounts of the benchmark's server once; later runs find them as they were. */
import { createWriteStream, existsSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Dovecot } from '../test/support/dovecot.ts'
import { appendAll, bulkMessage, type SampleMessage, seededRandom } from '../test/support/mail.ts'
import {
  BODIES,
  ENVELOPES,
  HUGE_MIB,
  INBOX_OF_BOXES,
  MAILBOXES,
  MESSAGES_PER_MAILBOX,
  RECORDED_BODIES,
  type Recording,
  type User,
} from './workloads.ts'

export const mailboxNames: readonly string[] = Array.from(
  { length: MAILBOXES },
  (_, n) => `box${String(n + 1).padStart(3, '0')}`,
)

function* messages(count: number, smallest: number, largest: number): Iterable<SampleMessage> {
  const random = seededRandom(count)
  for (let n = 0; n < count; n++) yield bulkMessage(n, Math.floor(smallest + random() * (largest - smallest)))
}

const FILL: Readonly<Record<User, (server: Dovecot) => Promise<void>>> = {
  many: (server) => fill(server, 'many', messages(ENVELOPES, 2 << 10, 8 << 10)),
  large: (server) => fill(server, 'large', messages(BODIES, 1 << 20, 2 << 20)),
  boxes: async (server) => {
    await fill(server, 'boxes', messages(INBOX_OF_BOXES, 2 << 10, 8 << 10))
    const imap = await server.raw('boxes')
    for (const name of mailboxNames) {
      await imap.ok(`CREATE ${name}`)
      await appendAll(imap, name, messages(MESSAGES_PER_MAILBOX, 500, 1500))
    }
    await imap.close()
  },
  new: (server) => fill(server, 'new', messages(1, 500, 1500)),
  huge: (server) => fill(server, 'huge', [bulkMessage(1, 2048), bulkMessage(2, (HUGE_MIB << 20) + 4096)]),
}

async function fill(server: Dovecot, user: User, content: Iterable<SampleMessage>): Promise<void> {
  const imap = await server.raw(user)
  await appendAll(imap, 'INBOX', content)
  await imap.close()
}

/** Makes sure that these accounts are filled and that the server has cached what the workloads ask for. */
export async function seed(server: Dovecot, users: Iterable<User>): Promise<void> {
  for (const user of users) {
    const marker = join(server.folder, `seeded-${user}`)
    if (existsSync(marker)) continue
    console.error(`Filling the mailboxes of ${user} …`)
    await FILL[user](server)
    await record(server, user, 'UID FETCH 1:* (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)', undefined)
    writeFileSync(marker, '')
  }
}

const RECORD: Readonly<Record<Recording, readonly [User, string]>> = {
  envelopes: ['many', 'UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)'],
  bodies: ['large', `UID FETCH 1:${RECORDED_BODIES} BODY.PEEK[]`],
}

/** The path of what the server answered, recorded at first use. */
export async function recording(server: Dovecot, name: Recording): Promise<{ path: string; octets: number }> {
  const path = join(server.folder, `recorded-${name}`)
  if (!existsSync(path)) {
    const [user, command] = RECORD[name]
    await record(server, user, command, path)
  }
  return { path, octets: statSync(path).size }
}

/** Runs one command on INBOX and keeps the octets of its answer, or drops them. */
async function record(server: Dovecot, user: User, command: string, path: string | undefined): Promise<void> {
  const file = path === undefined ? undefined : createWriteStream(path)
  const socket = connect(server.port, server.host)
  socket.write(`a LOGIN ${user} ${server.password}\r\nb SELECT INBOX\r\n`)
  let started = false
  let tail = ''
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    tail = (tail + chunk.toString('latin1')).slice(-4096)
    if (started) file?.write(chunk)
    else if (/^b OK[^\n]*\n/m.test(tail)) {
      started = true
      socket.write(`c ${command}\r\n`)
    }
    if (started && /\nc (OK|NO|BAD)[^\n]*\n$/.test(tail)) break
  }
  socket.destroy()
  if (file !== undefined) await new Promise<void>((resolve) => file.end(() => resolve()))
}
