/**
 * Plays a quirk's transcript with a whole connection. Of two parts, `--- on` shows what is done for such a server, `--- off`
 * what happens when the quirk is switched off. Besides the lines of a dialogue (test/support/scripted-peer.ts):
 *
 *     options {"host": "x"}    options of the connection, in the first line; `binding` makes SCRAM-PLUS possible
 *     do fetch 1:3 flags       what the user does; ACTIONS has the rest
 *     wait 60000               milliseconds pass
 *     result ok                how the earliest command whose end was not told yet has ended, or its error's code
 *     result [3]               …, or its result as JSON
 *     event quirk few-commands has happened since the last `event`
 *     no event quirk           has not
 *     ready                    the connection is up
 *     failed ERR_IMAP_…        connecting has failed
 *     closed                   the connection has ended
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import type { ConnectionOptions, ImapConnection } from '../../src/index.ts'
import type { TlsSession } from '../../src/transport/transport.ts'
import { certificates } from '../support/certificates.ts'
import { started, type Connected } from '../support/scripted-peer.ts'
import { drain } from '../support/virtual-clock.ts'

type Action = (imap: ImapConnection, ...words: readonly string[]) => PromiseLike<unknown>

const ACTIONS: Readonly<Record<string, Action>> = {
  select: (imap, mailbox = '') => imap.select(mailbox),
  status: (imap, mailbox = '') => imap.status(mailbox, ['messages']),
  search: (imap, word = '') => imap.search(word === 'unseen' ? { seen: false } : { seen: true }),
  flags: (imap, set = '') => imap.fetch(set, { flags: true }).then((rows) => rows.map(({ uid }) => uid)),
  source: (imap, set = '') => imap.fetch(set, { source: true }).then((rows) => rows.map(({ uid }) => uid)),
  seen: (imap, set = '') => imap.store(set, { add: ['\\Seen'] }),
  list: (imap, pattern = '') =>
    imap.list(pattern, { status: ['messages'] }).then((all) => all.map(({ mailbox, status }) => [mailbox, status])),
  noop: (imap) => imap.noop(),
  id: (imap) => imap.id(null),
  logout: (imap) => imap.logout(),
  notify: (imap, filter = '') =>
    imap.notify(filter === '' ? {} : { groups: [{ filter: 'personal', events: ['messageNew', 'messageExpunge'] }] }),
}

export type Part = 'on' | 'off'

export function partOf(name: string, part: Part): readonly string[] {
  const text = readFileSync(new URL(`${name}.transcript`, import.meta.url), 'utf8')
  const parts = text.split(/^--- /m).slice(1)
  const found = parts.find((each) => each.startsWith(`${part}\n`))
  assert.ok(found !== undefined, `${name}.transcript has no part "${part}"`)
  return found.split('\n').slice(1)
}

export async function play(t: TestContext, lines: readonly string[], given: Partial<ConnectionOptions>): Promise<void> {
  const [first = '', ...rest] = lines
  const hasOptions = first.startsWith('options ')
  const { binding, ...options } = (hasOptions ? JSON.parse(first.slice('options '.length)) : {}) as Options
  const peer = binding === undefined ? {} : { tls: tlsSession(binding) }
  const player = new Player(started(t, { peer, options: { randomNonce: () => 'nonce', ...options, ...given } }))
  for (const line of hasOptions ? rest : lines) await player.step(expanded(line))
  await player.end()
}

/** `binding`: what is known of the TLS connection, that SCRAM-PLUS could bind itself to. */
type Options = Partial<ConnectionOptions> & { readonly binding?: readonly string[] }

function tlsSession(binding: readonly string[]): TlsSession {
  const certificate = Buffer.from(certificates().good.cert.replace(/-----.*-----|\n/g, ''), 'base64')
  const known = Object.fromEntries(binding.map((name) => [name, new Uint8Array(32)]))
  return { protocol: 'TLSv1.3', cipher: 'x', fingerprint256: 'x', ...known, certificate }
}

/** `<1,3,…,99>` is every other number: for sets that are long. */
function expanded(line: string): string {
  return line.replace(/<(\d+),(\d+),…,(\d+)>/g, (_, from: string, next: string, to: string) => {
    const step = Number(next) - Number(from)
    const count = (Number(to) - Number(from)) / step + 1
    return Array.from({ length: count }, (__, i) => Number(from) + i * step).join(',')
  })
}

class Player {
  readonly #connection: Connected
  readonly #results: Promise<unknown>[] = []
  #script = ''
  #news: readonly string[] = []

  constructor(connection: Connected) {
    this.#connection = connection
    connection.imap.ready.catch(() => {})
  }

  async step(line: string): Promise<void> {
    if (/^[CS]:/.test(line)) return void (this.#script += `${Buffer.from(line).toString('latin1')}\n`)
    if (line.trim() === '' || line.startsWith('#')) return
    await this.#flush()
    const [word = '', ...words] = line.split(' ')
    await this.#instruction(word, words)
  }

  async end(): Promise<void> {
    await this.#flush()
    assert.deepEqual(this.#results.length, 0, 'a command whose end nobody told')
  }

  async #flush(): Promise<void> {
    const script = this.#script
    this.#script = ''
    await this.#connection.plays(script)
  }

  async #instruction(word: string, words: readonly string[]): Promise<void> {
    const { imap, clock } = this.#connection
    switch (word) {
      case 'do':
        return this.#do(words)
      case 'wait':
        return clock.pass(Number(words[0]))
      case 'ready':
        return imap.ready
      case 'failed':
        return assert.rejects(imap.ready, { code: words[0] })
      case 'closed':
        await drain()
        return assert.equal(imap.closed, true)
      case 'result':
        return this.#result(words.join(' '))
      case 'event':
        return assert.ok(this.#happened(words.join(' ')), `no ${words.join(' ')} among ${this.#news.join('; ')}`)
      case 'no':
        return assert.ok(!this.#happened(words.slice(1).join(' ')), this.#news.join('; '))
      default:
        assert.fail(`no such instruction: ${word}`)
    }
  }

  #do([name = '', ...words]: readonly string[]): void {
    const action = ACTIONS[name]
    assert.ok(action !== undefined, `no such action: ${name}`)
    const result = Promise.resolve(action(this.#connection.imap, ...words))
    result.catch(() => {})
    this.#results.push(result)
  }

  async #result(wanted: string): Promise<void> {
    const result = this.#results.shift()
    assert.ok(result !== undefined, 'no command left')
    const ended = await Promise.race([
      result.then(
        (value) => ({ value }),
        (error: unknown) => ({ error: (error as { code?: string }).code ?? String(error) }),
      ),
      drain().then(drain),
    ])
    assert.ok(ended !== undefined, `not settled; wanted ${wanted}`)
    if ('error' in ended || wanted.startsWith('ERR_')) return assert.deepEqual(ended, { error: wanted })
    if (wanted !== 'ok') assert.equal(JSON.stringify(ended.value), wanted)
  }

  #happened(event: string): boolean {
    this.#news = [...this.#news, ...this.#connection.log.news()]
    return this.#news.some((each) => each === event || each.startsWith(`${event} `))
  }
}
