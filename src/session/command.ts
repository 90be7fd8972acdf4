/**
 * A command as the session sees it: a name, and a plan made when the session's capabilities are known.
 */
import type { CommandLine } from '../codec/encode/command-line.ts'
import type { SectionName } from '../codec/decode/fetch-section.ts'
import type { LiteralSink, LiteralStart } from '../codec/decode/parser.ts'
import type { NumberSet } from '../codec/number-set.ts'
import type { SavedSearch } from '../codec/sequence-set.ts'
import type { Fetch, Malformed, Tagged, Untagged } from '../codec/values.ts'
import type { ImapError } from '../errors.ts'
import type { Composition } from './composing/composition.ts'
import type { Footprint } from './footprint.ts'
import type { Mask } from './login/mask.ts'
import type { Naming } from './server/naming.ts'
import type { NotifyMask } from './selection/notify-mask.ts'
import type { Selection } from './selection/selection.ts'

/** What a plan may depend on. */
export interface Facts {
  /** Upper case. Empty until the server has told. */
  readonly capabilities: ReadonlySet<string>
  /** ENABLEd extensions, upper case. */
  readonly enabled: ReadonlySet<string>
  /** The mailbox that will be selected when the command runs, if all commands before it succeed. */
  readonly mailbox: string | undefined
  /** What is known of it; goes on being kept up to date. */
  readonly selection: Pick<Selection, 'uidNext' | 'readOnly' | 'described' | 'numbering' | 'uidValidity'> | undefined
  /** That mailbox is (being) opened with EXAMINE. */
  readonly readOnly: boolean
  /** NOTIFY SET is in force: the server may remove messages at any time. */
  readonly notifying: boolean
  /** Octets the server takes in a command, literals aside. */
  readonly commandOctets: number
  /** ESEARCH answers can be told apart by their tag. */
  readonly correlator: boolean
  /** How names are made of paths; known to commands with `needsNaming`. */
  readonly naming: Naming | undefined
}

export interface Command<Result, Item = never> {
  /** As on the wire: `UID FETCH`. */
  readonly name: string
  /** The mailbox argument; undefined for commands on the selected mailbox. */
  readonly mailbox?: string | undefined
  /** The plan depends on capabilities that are known only after login. */
  readonly adapts: boolean
  /** It names a mailbox by its path, so how this server makes names must be known first. */
  readonly needsNaming?: boolean
  /** The UIDVALIDITY its UIDs were learned under; under another the command fails unsent (RFC 9051 §2.3.1.1). */
  readonly uidValidity?: number | undefined
  /**
   * Several commands in its place, where one will not do; undefined where `plan` will. Needs `adapts`.
   * composing/composition.ts says how. @throws UsageError as `plan`
   */
  compose?(facts: Facts, items: ItemSink<Item>): Composition<Result> | undefined
  /** @throws UsageError when it cannot be done in this session. */
  plan(facts: Facts): Plan<Result, Item>
}

/** Where a composed command puts items of its own. */
export interface ItemSink<Item> {
  /** @param octets how much of the reader's allowance it takes */
  push(item: Item, octets: number): void
}

export interface Plan<Result, Item = never> {
  readonly line: CommandLine
  /** Extensions it makes use of and can do without: composed of other commands then, should the server say BAD. */
  readonly leansOn?: readonly string[]
  /** Its answer holds bodies of messages. */
  readonly bodies?: true
  /** The line to write instead of `line`, made when it is written: what it comes after is answered then. @throws ImapError */
  readonly lateLine?: () => CommandLine | undefined
  readonly footprint: Footprint
  readonly collector: Collector<Result, Item>
  /** The selection that SELECT or EXAMINE makes. */
  readonly opens?: Selection
  /** A conversation inside the command: each "+" goes to the layer above, which answers it. */
  readonly dialogue?: Dialogue
  readonly mask?: Mask
  /** NOTIFY: what the server tells by itself from the tagged OK on. */
  readonly notifies?: NotifyMask | 'none'
  /** UNAUTHENTICATE: after the tagged OK nobody is logged in, and what is submitted behind it waits for a login. */
  readonly unauthenticates?: true
  /** ENABLE: what was asked for, while no ENABLED response has come; see `Profile.enabledByOk`. */
  readonly enables?: () => readonly string[]
  /** The search leaves its result behind as `$` (RFC 9051 §6.4.4.1). */
  readonly saves?: SavedSearch
  /** The command goes on yielding after its tagged OK (RFC 5267 §4.3); `problem` says why it cannot any more. */
  readonly live?: { readonly problem: ImapError | undefined }
  /** What changes under the octets after the tagged OK. */
  readonly layer?: 'tls' | 'deflate'
}

/**
 * What an AUTHENTICATE says after its first line. The session never calls `answer`: it hands the challenge out and
 * takes the answer as input, so that it stores no promise.
 */
export interface Dialogue {
  /** The mechanism. */
  readonly name: string
  /** Why we gave up, if we did. */
  readonly failure: ImapError | undefined
  /** What the server said of its refusal inside the dialogue. */
  readonly refusal: string | undefined
  /** What to answer; undefined gives up. `challenge` is undefined if it was no base64. Never rejects. */
  answer(challenge: Uint8Array | undefined): Promise<Uint8Array | undefined>
}

/** What the session knows when it offers a response. */
export interface Offer {
  /** The UID of a FETCH row, from the line or from the numbering. */
  readonly uid: number
  readonly sequence: number | undefined
  /** The row is that of the last message of the mailbox, which `n:*` always includes. */
  readonly isLargest: boolean
}

/**
 * Gathers the answer of one command from the untagged responses that are its own.
 *
 * `take` is called only with responses routed to this command (by slot, correlator or response code) after
 * the command's last octet was written.
 */
export interface Collector<Result, Item = never> {
  /** True when the response was (part of) the answer. */
  take?(response: Untagged): boolean
  /** FETCH rows: which of the row's items this command asked for and still needed. */
  readonly rows?: RowTaker
  /** Messages went from the selected mailbox, and this command is the one that removes them. */
  removed?(uids: NumberSet): void
  /** A known line that could not be read may have held a row of ours. */
  spoil?(line: Malformed): void
  /** Where items go as they become complete; set by the session. */
  emit?: (item: Item, octets: number) => void
  /** Turns the tagged OK into the result. @throws ProtocolError when something asked for is missing. */
  finish(reply: Tagged): Result
}

/** What a row gave to a command: nothing, items it asked for, and whether FLAGS were among them. */
export interface Taken {
  readonly used: boolean
  readonly flags: boolean
  /** The octets in it are the command's alone: the event tells their number. */
  readonly keeps?: true
}

export interface RowTaker {
  /** The message, when the command asks for exactly one UID; lets the session find takers of a row at once. */
  readonly singleUid: number | undefined
  takeRow(row: Fetch, offer: Offer): Taken
  /** It waits for this section of the message. */
  asksFor?(section: SectionName, offer: Offer): boolean
  /** Takes the octets of the section as they come, so that nobody keeps them; undefined to have them with the row. */
  sink?(literal: LiteralStart, offer: Offer): LiteralSink | undefined
  /** True when a message's flags changing is this command's doing (STORE). */
  causes?(offer: Offer): boolean
}
