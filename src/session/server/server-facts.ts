/**
 * What the server has said it can do, and what is switched on.
 */
import type { WireMode } from '../../codec/encode/command-line.ts'
import type { Id } from '../../codec/values.ts'
import { hasCapability, usable } from './capabilities.ts'
import type { Recognition } from '../quirks/recognition.ts'

export class ServerFacts {
  #capabilities: ReadonlySet<string> = new Set()
  #known = false
  readonly #enabled: Set<string> = new Set()
  readonly #recognition: Recognition
  #announced: readonly string[] = []
  #id: Id['parameters'] | undefined

  /** @param recognition knows capabilities not to be used, whatever the server says */
  constructor(recognition: Recognition) {
    this.#recognition = recognition
  }

  /** Upper case. */
  get capabilities(): ReadonlySet<string> {
    return this.#capabilities
  }

  /** The capabilities are those of the present state (RFC 9051 §6.1.1). */
  get known(): boolean {
    return this.#known
  }

  get enabled(): ReadonlySet<string> {
    return this.#enabled
  }

  announce(capabilities: readonly string[]): void {
    this.#announced = capabilities
    this.#recognition.learn({ capabilities: new Set(capabilities) })
    this.#sift()
    this.#known = true
  }

  /** Who it says it is; null when it says nothing, undefined when it has not been asked. */
  get id(): Id['parameters'] | undefined {
    return this.#id
  }

  greeted(greeting: string): void {
    this.#recognition.learn({ greeting })
  }

  /** Who it says it is may change what is thought of its capabilities. */
  identified(id: Id['parameters']): void {
    this.#id = id
    this.#recognition.learn({ id: id ?? undefined })
    if (this.#capabilities.size > 0) this.#sift()
  }

  distrust(capabilities: readonly string[]): void {
    this.#recognition.distrust(capabilities)
    this.#sift()
  }

  #sift(): void {
    this.#capabilities = usable(this.#announced, this.#recognition.profile.without)
  }

  /** Logging in has begun: the next announcement counts, the present one may be out of date. */
  doubt(): void {
    this.#known = false
  }

  /** Logged in, or TLS is up: what was announced before does not count (RFC 9051 §6.2.1, §6.2.2). */
  forgetDoubtful(): void {
    if (!this.#known) this.#capabilities = new Set()
  }

  /** Nobody is logged in any more (RFC 8437 §4.1). */
  forgetLogin(): void {
    this.#capabilities = new Set()
    this.#known = false
    this.#enabled.clear()
  }

  enable(names: readonly string[]): void {
    for (const name of names) this.#enabled.add(name)
    // RFC 7162 §3.2.3: QRESYNC implies CONDSTORE.
    if (this.#enabled.has('QRESYNC')) this.#enabled.add('CONDSTORE')
  }

  /** RFC 7162 §3.2.11, RFC 9051 §7.1: such servers owe a CLOSED when SELECT leaves a mailbox. */
  get sendsClosed(): boolean {
    return this.has('CONDSTORE') || this.has('IMAP4REV2')
  }

  /** VANISHED comes instead of EXPUNGE (RFC 7162 §3.2.10, RFC 9586 §3). */
  get removalsHaveUids(): boolean {
    return this.#enabled.has('QRESYNC') || this.#enabled.has('UIDONLY')
  }

  get canIdle(): boolean {
    return this.has('IDLE')
  }

  get wireMode(): WireMode {
    return {
      literal: this.has('LITERAL+') ? 'plus' : this.has('LITERAL-') ? 'minus' : 'synchronizing',
      utf8: this.#enabled.has('UTF8=ACCEPT') || this.#enabled.has('IMAP4REV2'),
      // RFC 6855 §4: UTF8=ACCEPT brings literal8 for APPEND.
      binary: this.has('BINARY') || this.#enabled.has('UTF8=ACCEPT'),
    }
  }

  has(name: string): boolean {
    return hasCapability(this.#capabilities, name)
  }
}
