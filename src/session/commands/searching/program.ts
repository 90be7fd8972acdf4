/** What all searching commands share: their criteria on the wire, and what these depend on. */
import type { CommandLine } from '../../../codec/encode/command-line.ts'
import type { SearchQuery } from '../../../codec/encode/search/query.ts'
import type { Key } from '../../../codec/encode/search/key.ts'
import { keysOf } from '../../../codec/encode/search/read.ts'
import { describeKeys, type SearchTraits } from '../../../codec/encode/search/traits.ts'
import { putKeys } from '../../../codec/encode/search/write.ts'
import type { Malformed, Tagged, Untagged } from '../../../codec/values.ts'
import { ProtocolError } from '../../../errors.ts'
import type { Collector, Facts, Plan } from '../../command.ts'
import { flagsOf, footprint, membersOf, sessionResource, type Footprint, type Resource } from '../../footprint.ts'
import { requireCapability } from '../../server/capabilities.ts'

/** The criteria of one command, checked. */
export class Program {
  readonly traits: SearchTraits
  /** Read once: what was checked is what is sent, whatever becomes of the object, and an iterator gives its UIDs once. */
  readonly #keys: readonly Key[]

  /** @throws UsageError naming the key that is wrong. */
  constructor(line: CommandLine, query: SearchQuery) {
    this.#keys = keysOf(query, 'search', 0)
    this.traits = describeKeys(this.#keys)
    putKeys(line, this.#keys)
  }

  /** @throws UsageError naming the capability that is missing. */
  check(command: string, facts: Facts): void {
    for (const capability of this.traits.needs) requireCapability(command, facts.capabilities, capability)
  }

  /** `CHARSET UTF-8` where it is needed and allowed (RFC 9051 §6.4.4, RFC 6855 §3), then the keys. */
  put(line: CommandLine, facts: Facts): CommandLine {
    const utf8 = facts.enabled.has('UTF8=ACCEPT') || facts.enabled.has('IMAP4REV2')
    if (this.traits.needsUtf8Charset && !utf8) line.atom('CHARSET').atom('UTF-8')
    putKeys(line, this.#keys)
    return line
  }

  /** SORT and THREAD always name the charset (RFC 5256 §3). */
  putWithCharset(line: CommandLine): void {
    line.atom('UTF-8')
    putKeys(line, this.#keys)
  }

  /** Whether a charset is to be named is known when an ENABLE that is on its way has been answered. */
  lines(build: () => CommandLine): Pick<Plan<unknown>, 'line' | 'lateLine'> {
    return { line: build(), ...(this.traits.needsUtf8Charset && { lateLine: build }) }
  }

  footprint(facts: Facts, slots: readonly string[]): Footprint {
    return footprint({
      state: 'selected',
      selection: 'reads',
      usesSequence: this.traits.usesSequence,
      reads: this.reads(facts.mailbox),
      slots,
    })
  }

  /** The members of a mailbox, and the flags that count; undefined is any mailbox. */
  reads(mailbox: string | undefined): readonly Resource[] {
    const flags = this.traits.readsFlags
    const members = membersOf(mailbox)
    const decided = this.traits.needsUtf8Charset ? [sessionResource] : []
    if (flags === 'any') return [members, flagsOf(mailbox), ...decided]
    return [members, ...(flags.length === 0 ? [] : [flagsOf(mailbox, undefined, flags)]), ...decided]
  }
}

/** A collector that fails when a line that may have been its own could not be read. */
export function collector<Result, Item = never>(
  command: string,
  take: (response: Untagged) => boolean,
  finish: (reply: Tagged) => Result,
): Collector<Result, Item> {
  let spoiled: Malformed | undefined
  return {
    take,
    spoil(line) {
      spoiled = line
    },
    finish(reply) {
      if (spoiled !== undefined) throw unreadable(command, spoiled)
      return finish(reply)
    },
  }
}

export function unreadable(command: string, line: Malformed): ProtocolError {
  const text = `${command}: a line could not be read: ${line.reason}`
  return new ProtocolError(text, 'ERR_IMAP_MALFORMED', { outcome: 'answered' })
}

export function incomplete(command: string, what: string): ProtocolError {
  return new ProtocolError(`${command}: ${what}`, 'ERR_IMAP_INCOMPLETE', { outcome: 'answered' })
}
