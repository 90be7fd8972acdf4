/** A server that only lets people in: AUTHENTICATE as RFC 9051 §6.2.2 has it, over whatever carries the octets. */

/** One run of a mechanism on the server's side; `ScramServer` is one. */
export interface ServerRun {
  /** The answer to a message of the client; undefined when it was the last one. */
  answer(message: string): string | undefined
  readonly accepted: boolean
  /** The mechanism begins with a challenge. */
  readonly speaksFirst?: boolean
}

export interface SaslPeerOptions {
  readonly capabilities: string
  /** Begins a run, or says in its place why there is none. */
  readonly mechanism: (name: string) => ServerRun | string
  readonly send: (octets: string) => void
  /** What a failed run ends with. */
  readonly refusal?: string
}

const encode = (text: string): string => Buffer.from(text).toString('base64')
const decode = (text: string): string => Buffer.from(text, 'base64').toString()

export class SaslPeer {
  readonly #options: SaslPeerOptions
  #buffer = ''
  #run: ServerRun | undefined
  #tag = ''
  /** Lines of the client. */
  readonly lines: string[] = []

  constructor(options: SaslPeerOptions) {
    this.#options = options
  }

  greet(): void {
    this.#options.send(`* OK [CAPABILITY ${this.#options.capabilities}] ready\r\n`)
  }

  receive(octets: string): void {
    this.#buffer += octets
    for (let end = this.#buffer.indexOf('\r\n'); end >= 0; end = this.#buffer.indexOf('\r\n')) {
      const line = this.#buffer.slice(0, end)
      this.#buffer = this.#buffer.slice(end + 2)
      this.lines.push(line)
      if (this.#run === undefined) this.#command(line)
      else this.#message(line)
    }
  }

  #command(line: string): void {
    const [tag = '', name, mechanism = '', initial] = line.split(' ')
    this.#tag = tag
    if (name !== 'AUTHENTICATE') return this.#say(`${tag} OK done`)
    const run = this.#options.mechanism(mechanism)
    if (typeof run === 'string') return this.#say(`${tag} ${run}`)
    this.#run = run
    if (initial !== undefined) return this.#message(initial === '=' ? '' : initial)
    if (run.speaksFirst === true) return this.#message('')
    this.#say('+ ')
  }

  #message(line: string): void {
    const run = this.#run!
    const answer = line === '*' ? undefined : run.answer(decode(line))
    if (answer !== undefined) return this.#say(`+ ${encode(answer)}`)
    this.#run = undefined
    if (line === '*') return this.#say(`${this.#tag} BAD cancelled`)
    const { capabilities, refusal = 'NO [AUTHENTICATIONFAILED] refused' } = this.#options
    this.#say(`${this.#tag} ${run.accepted ? `OK [CAPABILITY ${capabilities}] in` : refusal}`)
  }

  #say(line: string): void {
    this.#options.send(`${line}\r\n`)
  }
}
