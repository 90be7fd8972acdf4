/**
 * An IMAP server for one mailbox of 100 messages, enough of one to try a client on any runtime.
 *
 * It holds back its answers to FETCH until `hold` of them are waiting and then gives them in reverse order: a client
 * that sends one command at a time never gets past the first.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

export interface ScriptedServer {
  readonly port: number
  /** The most FETCH commands that waited for an answer at the same time. */
  readonly mostWaiting: number
  /** Tells whoever has the mailbox open that there is one more message. */
  addMessage(): void
  close(): Promise<void>
}

export interface ScriptedServerOptions {
  readonly hold: number
  readonly tls?: { readonly key: string; readonly cert: string }
}

/** What the client's messages must be, and the answers: the example of RFC 7677 §3. */
const SCRAM: readonly (readonly [says: string, answer: string])[] = [
  [
    'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
    'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  ],
  [
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  ],
]

const CAPABILITIES =
  'IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-256 ESEARCH UIDPLUS IDLE NAMESPACE ENABLE UNSELECT'

export async function startScriptedServer({ hold, tls }: ScriptedServerOptions): Promise<ScriptedServer> {
  const sockets = new Set<Socket>()
  const idling = new Set<{ readonly socket: Socket; tag: string | undefined }>()
  let exists = 100
  let mostWaiting = 0

  const serve = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    const say = (...lines: readonly string[]): void => void socket.write(lines.map((line) => `${line}\r\n`).join(''))
    const session = { socket, tag: undefined as string | undefined }
    idling.add(session)
    let waiting: (readonly string[])[] = []

    const answer = (line: string): void => {
      const [tag = '', name = '', ...rest] = line.split(' ')
      const command = name.toUpperCase() === 'UID' ? `UID ${rest.shift()?.toUpperCase()}` : name.toUpperCase()
      const done = `${tag} OK ${command} completed`
      switch (command) {
        case 'DONE':
        case '':
          return
        case 'CAPABILITY':
          return say(`* CAPABILITY ${CAPABILITIES}`, done)
        case 'AUTHENTICATE':
          scram = { tag, step: 0 }
          return proceed(rest[1] ?? '')
        case 'LOGIN':
          return say(`${tag} OK [CAPABILITY ${CAPABILITIES}] logged in`)
        case 'NAMESPACE':
          return say('* NAMESPACE (("" "/")) NIL NIL', done)
        case 'SELECT':
        case 'EXAMINE':
          return say(
            '* FLAGS (\\Seen \\Flagged \\Deleted)',
            `* ${exists} EXISTS`,
            '* OK [PERMANENTFLAGS (\\Seen \\Flagged \\*)] flags',
            '* OK [UIDVALIDITY 7] valid',
            `* OK [UIDNEXT ${exists + 1}] next`,
            `${tag} OK [READ-WRITE] selected`,
          )
        case 'STATUS':
          return say(`* STATUS ${rest[0]} (MESSAGES 3 UNSEEN 1)`, done)
        case 'UID SEARCH':
          return say(`* ESEARCH (TAG "${tag}") UID ALL 1:3,7`, done)
        case 'UID FETCH': {
          const [uid = ''] = rest
          const numbers = /^\d+$/.test(uid) ? [Number(uid)] : [exists]
          waiting.push([...numbers.map((n) => `* ${n} FETCH (UID ${n} FLAGS (\\Seen) RFC822.SIZE ${n * 10})`), done])
          mostWaiting = Math.max(mostWaiting, waiting.length)
          if (waiting.length < hold && numbers[0] !== exists) return
          const answers = waiting.reverse().flat()
          waiting = []
          return say(...answers)
        }
        case 'IDLE':
          session.tag = tag
          return say('+ idling')
        case 'LOGOUT':
          say('* BYE see you', done)
          return void socket.end()
        default:
          return say(done)
      }
    }

    let scram: { readonly tag: string; step: number } | undefined
    const proceed = (response: string): void => {
      const { tag, step } = scram!
      const [expected = '', reply] = SCRAM[step] ?? []
      scram = reply === undefined || atob(response) !== expected ? undefined : { tag, step: step + 1 }
      if (scram !== undefined) return say(`+ ${btoa(reply!)}`)
      say(response === '' ? `${tag} OK [CAPABILITY ${CAPABILITIES}] logged in` : `${tag} NO not ${expected}`)
    }

    let received = ''
    socket.on('data', (chunk) => {
      received += chunk.toString()
      const lines = received.split('\r\n')
      received = lines.pop() ?? ''
      for (const line of lines) {
        if (scram !== undefined) proceed(line)
        else if (line.toUpperCase() === 'DONE' && session.tag !== undefined) {
          say(`${session.tag} OK idled`)
          session.tag = undefined
        } else answer(line)
      }
    })
    say(`* OK [CAPABILITY ${CAPABILITIES}] ready`)
  }

  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    get mostWaiting() {
      return mostWaiting
    },
    addMessage() {
      exists++
      for (const { socket, tag } of idling) if (tag !== undefined) socket.write(`* ${exists} EXISTS\r\n`)
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
