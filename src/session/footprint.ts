/**
 * What a command needs and touches. The scheduler consults nothing else.
 */
import type { SequenceSet } from '../codec/sequence-set.ts'

export type ResourceKind =
  | 'flags'
  /** A stretch of a body section, for telling the answers of two FETCHes apart. */
  | 'stretch'
  | 'members'
  | 'name'
  | 'subscription'
  | 'saved'
  | 'session'
  | 'metadata'
  | 'acl'
  | 'quota'
  | 'urlKeys'
  | 'everything'

/** A part of the account that commands read or write. */
export interface Resource {
  readonly kind: ResourceKind
  /** A mailbox name; `undefined` means any mailbox. Names are hierarchical: `name` of `a` covers `a/b`. */
  readonly mailbox: string | undefined
  /** Which messages; `undefined` means any. */
  readonly uids: SequenceSet | undefined
  /** Of `flags`: which, in lower case; of `stretch`: of what and from where. `undefined` means any. */
  readonly flags?: readonly string[] | undefined
}

export interface Footprint {
  readonly state: 'any' | 'notAuthenticated' | 'authenticated' | 'selected'
  /**
   * `layer` commands change what the octets mean and travel alone (RFC 9051 §6.2.1, RFC 4978 §3); of those that are
   * just `alone` nobody knows what they do.
   */
  readonly wire: 'plain' | 'alone' | 'layer'
  /** What the command does with the selected mailbox. */
  readonly selection: 'ignores' | 'reads' | 'changes'
  /** It changes mail, names or subscriptions, so it never rides behind an unanswered SELECT or LOGIN. */
  readonly mutates: boolean
  /** It has sequence numbers, or `*`, among its arguments. */
  readonly usesSequence: boolean
  /** The server may send EXPUNGE while it runs (RFC 9051 §7.5.1). */
  readonly breaksSequence: boolean
  readonly reads: readonly Resource[]
  readonly writes: readonly Resource[]
  /** Written only by adding: other additions need not wait for the answer (APPEND after APPEND), reads must. */
  readonly adds: readonly Resource[]
  /** Untagged answers it owns that carry no tag; one owner at a time (`SEARCH`, `STATUS:INBOX`, `LIST:box`). */
  readonly slots: readonly string[]
  /** Nothing may follow it (LOGOUT). */
  readonly last: boolean
  /** Commands behind it count on its success (LOGIN, ENABLE). */
  readonly prepares: boolean
}

const NOTHING: Footprint = {
  state: 'authenticated',
  wire: 'plain',
  selection: 'ignores',
  mutates: false,
  usesSequence: false,
  breaksSequence: true,
  reads: [],
  writes: [],
  adds: [],
  slots: [],
  last: false,
  prepares: false,
}

/** A footprint that touches nothing but what is named; everything except FETCH, STORE and SEARCH by number breaks sequence numbers. */
export function footprint(parts: Partial<Footprint>): Footprint {
  return { ...NOTHING, ...parts }
}

/** `flags` names those that matter; all of them unless given. */
export function flagsOf(mailbox: string | undefined, uids?: SequenceSet, flags?: readonly string[]): Resource {
  return { kind: 'flags', mailbox, uids, flags: flags?.map((flag) => flag.toLowerCase()) }
}

export function membersOf(mailbox: string | undefined, uids?: SequenceSet): Resource {
  return { kind: 'members', mailbox, uids }
}

export function nameOf(mailbox: string | undefined): Resource {
  return { kind: 'name', mailbox, uids: undefined }
}

export function subscriptionOf(mailbox: string | undefined): Resource {
  return { kind: 'subscription', mailbox, uids: undefined }
}

/** Annotations of a mailbox, or of the server: `''` (RFC 5464). */
export function metadataOf(mailbox: string | undefined): Resource {
  return { kind: 'metadata', mailbox, uids: undefined }
}

/** Who may do what with a mailbox (RFC 4314). */
export function aclOf(mailbox: string | undefined): Resource {
  return { kind: 'acl', mailbox, uids: undefined }
}

/** The limits of a quota root (RFC 9208). */
export function quotaOf(root: string | undefined): Resource {
  return { kind: 'quota', mailbox: root, uids: undefined }
}

/** What makes authorized URLs valid (RFC 4467 §2). */
export const urlKeys: Resource = { kind: 'urlKeys', mailbox: undefined, uids: undefined }

/** The saved search result `$` (RFC 9051 §6.4.4.1). */
export const savedResult: Resource = { kind: 'saved', mailbox: undefined, uids: undefined }

/** Capabilities, enabled extensions, the login itself. */
export const sessionResource: Resource = { kind: 'session', mailbox: undefined, uids: undefined }

/** For commands we know nothing about: conflicts with every other. */
export const everything: Resource = { kind: 'everything', mailbox: undefined, uids: undefined }

export function resourcesConflict(a: Resource, b: Resource): boolean {
  if (a.kind === 'everything' || b.kind === 'everything') return true
  if (a.kind !== b.kind) return false
  if (!namesMeet(a, b)) return false
  if (a.flags !== undefined && b.flags !== undefined && !a.flags.some((flag) => b.flags!.includes(flag))) return false
  return a.uids === undefined || b.uids === undefined || a.uids.overlaps(b.uids)
}

function namesMeet(a: Resource, b: Resource): boolean {
  if (a.mailbox === undefined || b.mailbox === undefined || a.mailbox === b.mailbox) return true
  if (a.kind !== 'name') return false
  // CREATE a/b also makes a, and RENAME a moves a/b. Any delimiter is possible, so a shared prefix is enough.
  return a.mailbox.startsWith(b.mailbox) || b.mailbox.startsWith(a.mailbox)
}

/** Changes nothing and cares for no numbers: two such can only want the same slot. */
export function onlyReads(f: Footprint): boolean {
  return (
    f.writes.length === 0 &&
    f.adds.length === 0 &&
    f.wire === 'plain' &&
    f.selection !== 'changes' &&
    !f.usesSequence &&
    !f.last &&
    !f.prepares
  )
}

export const LIST_SLOT = 'LIST:'
/** LIST with STATUS may be answered for any mailbox. */
export const ALL_STATUS_SLOT = 'STATUS:*'

/** GETQUOTAROOT tells the quota of every root it finds (RFC 9208 §4.1.2). */
export const ALL_QUOTA_SLOT = 'QUOTA:*'
/** Whatever comes while the command runs. */
export const ANYTHING_SLOT = '*'

/** A slot that stands for many: of all mailboxes, or of all names that begin alike. */
export function isWide(slot: string): boolean {
  return slot.endsWith('*') || slot.startsWith(LIST_SLOT)
}

/**
 * One slot, two owners? Two LISTs go together only if no name can match both, and a LIST with STATUS goes with
 * no STATUS.
 */
export function slotsMeet(a: string, b: string): boolean {
  if (a === b) return true
  if (a.startsWith(LIST_SLOT) && b.startsWith(LIST_SLOT)) return a.startsWith(b) || b.startsWith(a)
  return covers(a, b) || covers(b, a)
}

/** `STATUS:*` stands for `STATUS:INBOX`, `NAMESPACE:*` for `NAMESPACE`. */
function covers(wide: string, slot: string): boolean {
  if (!wide.endsWith('*')) return false
  return slot.startsWith(wide.slice(0, -1)) || wide === `${slot}:*`
}
