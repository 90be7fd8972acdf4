/**
 * LIST on servers that lack an extension it needs: the same entries from several commands. LIST, LSUB and XLIST go out
 * together, what is asked of each mailbox goes out together behind them: two round trips.
 */
import type { StatusItems } from '../../../codec/values.ts'
import { CommandError } from '../../../errors.ts'
import { hasCapability, requireCapability } from '../../server/capabilities.ts'
import type { Command, Facts, ItemSink } from '../../command.ts'
import { attempt, gatherAll, type Composition } from '../../composing/composition.ts'
import { aclOf, flagsOf, membersOf, metadataOf, type Resource } from '../../footprint.ts'
import { myRights } from '../administration/acl.ts'
import { getMetadata } from '../administration/metadata.ts'
import { withUsesByName } from './list-collector.ts'
import type { ListEntry, ListExtras } from './list-entry.ts'
import { lsub, needsOf, oneList, rlist, rlsub, xlist, type ListOptions, type ListRequest } from './one-list.ts'
import { isSelectable } from './special-use.ts'
import { askedApart, itemsToAsk, knownItems, requireStatusItems, status, type StatusItem } from './status.ts'

/** Undefined where one LIST will do. @throws UsageError for what cannot be told without the extension. */
export function listLadder(
  request: ListRequest,
  { capabilities }: Facts,
  items: ItemSink<ListEntry>,
): Composition<void> | undefined {
  const has = (name: string): boolean => hasCapability(capabilities, name)
  const viaXlist = wantsUses(request.options) && !has('SPECIAL-USE') && has('XLIST')
  const carefully = request.options.status !== undefined && needsCare(request.options.status, capabilities)
  if (!viaXlist && !carefully && needsOf(request).every((any) => any.some(has))) return undefined
  requireWhatNothingReplaces(request.options, capabilities)
  return climb(request, capabilities, viaXlist, items)
}

/** One LIST will not do: an item is told by a capability, or not together with others (`askedApart`). */
function needsCare(items: readonly StatusItem[], capabilities: ReadonlySet<string>): boolean {
  return askedApart(items).length > 1 || itemsToAsk(items, capabilities).length < items.length
}

function wantsUses({ specialUse, specialUses }: ListOptions): boolean {
  return specialUse === true || specialUses === true
}

function requireWhatNothingReplaces(options: ListOptions, capabilities: ReadonlySet<string>): void {
  const { recursiveMatch, subscribed, children, remote, status: items, myRights: rights, metadata } = options
  if (recursiveMatch === true) requireCapability('LIST recursiveMatch', capabilities, 'LIST-EXTENDED')
  // Without the option it belongs to, RECURSIVEMATCH is an error (RFC 9051 §6.3.9.1).
  if (recursiveMatch === true && subscribed !== true) {
    requireCapability('LIST recursiveMatch of specialUse', capabilities, 'SPECIAL-USE')
  }
  if (children === true) requireCapability('LIST children', capabilities, 'LIST-EXTENDED', 'CHILDREN')
  if (remote === true) requireCapability('LIST remote', capabilities, 'LIST-EXTENDED', 'MAILBOX-REFERRALS')
  if (items !== undefined) requireStatusItems(items, capabilities)
  if (rights === true) requireCapability('LIST myRights', capabilities, 'LIST-MYRIGHTS', 'ACL')
  if (metadata !== undefined) requireCapability('LIST metadata', capabilities, 'LIST-METADATA', 'METADATA')
}

function* climb(
  request: ListRequest,
  capabilities: ReadonlySet<string>,
  viaXlist: boolean,
  items: ItemSink<ListEntry>,
): Composition<void> {
  const has = (name: string): boolean => hasCapability(capabilities, name)
  const options = withoutKnown(request.options, capabilities)
  const [listed, subscriptions, uses, ids] = yield* together(
    readLater(options),
    listings({ patterns: request.patterns, options }, has),
    subscriptionListings({ patterns: request.patterns, options }, has),
    viaXlist ? request.patterns.map((each) => xlist(each, options.reference ?? '')) : [],
    idListings({ patterns: request.patterns, options }, has),
  )
  let entries = withIds(listed, ids)
  if (subscriptions !== undefined) entries = withSubscriptions(entries, subscriptions, options.subscribed === true)
  entries = withUsesOf(entries, uses ?? [])
  if (wantsUses(options)) entries = withUsesByName(entries)
  if (options.specialUse === true) entries = entries.filter(({ specialUse }) => specialUse !== undefined)
  entries = yield* withExtras(entries, options, has)
  const known = knownItems(request.options.status ?? [], capabilities)
  if (known.appendLimit !== undefined) entries = withKnown(entries, options, known)
  for (const entry of entries) items.push(entry, 0)
}

type Listings = readonly Command<void, ListEntry>[]

/** What each group of commands lists; undefined for a group of none. */
function* together(
  holds: readonly Resource[],
  listed: Listings,
  ...more: readonly Listings[]
): Composition<[readonly ListEntry[], ...(readonly ListEntry[] | undefined)[]]> {
  const answers = yield* gatherAll([...listed, ...more.flat()], holds)
  let from = 0
  const next = (group: Listings): readonly ListEntry[] => once(answers.slice(from, (from += group.length)))
  return [next(listed), ...more.map((group) => (group.length === 0 ? undefined : next(group)))]
}

function listings({ patterns, options }: ListRequest, has: (name: string) => boolean): Listings {
  const { reference = '', remote = false } = options
  if (has('LIST-EXTENDED')) return [oneList({ patterns, options: whatItCan(options, has) })]
  return patterns.map((pattern) =>
    remote ? rlist(pattern, reference) : oneList({ patterns: [pattern], options: { reference } }),
  )
}

function subscriptionListings({ patterns, options }: ListRequest, has: (name: string) => boolean): Listings {
  const { reference = '', remote = false, subscribed = false, subscriptions = false } = options
  if (has('LIST-EXTENDED') || (!subscribed && !subscriptions)) return []
  return patterns.map((each) => (remote ? rlsub : lsub)(each, reference))
}

/** A second LIST for ids, where they are not to be asked for together with other items. */
function idListings({ patterns, options }: ListRequest, has: (name: string) => boolean): Listings {
  const [, ids] = askedApart(options.status ?? [])
  if (ids === undefined || !has('LIST-STATUS')) return []
  const { myRights: _, metadata: __, ...rest } = whatItCan(options, has)
  return [oneList({ patterns, options: { ...rest, status: ids } })]
}

function withIds(entries: readonly ListEntry[], told: readonly ListEntry[] | undefined): readonly ListEntry[] {
  if (told === undefined) return entries
  const ids = new Map(told.map((entry) => [keyOf(entry), entry.status]))
  return entries.map((entry) =>
    entry.status === undefined ? entry : { ...entry, status: { ...entry.status, ...ids.get(keyOf(entry)) } },
  )
}

/** What is asked of each mailbox is to be as it was when the names were. */
function readLater({ status: items, myRights: rights, metadata }: ListOptions): readonly Resource[] {
  return [
    ...(items === undefined ? [] : [membersOf(undefined), flagsOf(undefined)]),
    ...(rights === true ? [aclOf(undefined)] : []),
    ...(metadata === undefined ? [] : [metadataOf(undefined)]),
  ]
}

/** Without items that need not be asked for. */
function withoutKnown({ status: items, ...rest }: ListOptions, capabilities: ReadonlySet<string>): ListOptions {
  const asked = items === undefined ? [] : itemsToAsk(items, capabilities)
  return asked.length === 0 ? rest : { ...rest, status: asked }
}

function withKnown(entries: readonly ListEntry[], options: ListOptions, known: StatusItems): readonly ListEntry[] {
  return entries.map((entry) => {
    const hasStatus = options.status === undefined ? isSelectable(entry.attributes) : entry.status !== undefined
    return hasStatus ? { ...entry, status: { ...entry.status, ...known } } : entry
  })
}

/** One command for all that this server's LIST can do. */
function whatItCan(options: ListOptions, has: (name: string) => boolean): ListOptions {
  const { status: items, myRights: rights, metadata, specialUse, specialUses, ...rest } = options
  return {
    ...rest,
    ...(items !== undefined && has('LIST-STATUS') ? { status: askedApart(items)[0]! } : {}),
    ...(rights === true && has('LIST-MYRIGHTS') ? { myRights: true } : {}),
    ...(metadata !== undefined && has('LIST-METADATA') ? { metadata } : {}),
    ...(has('SPECIAL-USE') ? { specialUse: specialUse ?? false, specialUses: specialUses ?? false } : {}),
  }
}

/** Several patterns may match one name. */
function once(lists: readonly (readonly ListEntry[])[]): readonly ListEntry[] {
  return [...new Map(lists.flat().map((entry) => [keyOf(entry), entry])).values()]
}

function keyOf({ mailbox, wireName }: ListEntry): string {
  return wireName ?? mailbox
}

/**
 * As LIST-EXTENDED tells it (RFC 5258 §3.1): `\Subscribed`, and `\NonExistent` for what LIST does not know. In LSUB
 * `\Noselect` marks a parent that is not subscribed itself (RFC 3501 §6.3.9).
 */
function withSubscriptions(
  entries: readonly ListEntry[],
  told: readonly ListEntry[],
  only: boolean,
): readonly ListEntry[] {
  const subscribed = new Map(
    told.filter(({ attributes }) => isSelectable(attributes)).map((each) => [keyOf(each), each]),
  )
  const marked = entries.map((entry) =>
    subscribed.delete(keyOf(entry)) ? { ...entry, attributes: [...entry.attributes, '\\Subscribed'] } : entry,
  )
  if (!only) return marked
  const gone = [...subscribed.values()].map((entry) => ({ ...entry, attributes: ['\\Subscribed', '\\NonExistent'] }))
  return [...marked.filter(({ attributes }) => attributes.at(-1) === '\\Subscribed'), ...gone]
}

/** XLIST calls INBOX by a name in the language of its user. */
function withUsesOf(entries: readonly ListEntry[], told: readonly ListEntry[]): readonly ListEntry[] {
  if (told.length === 0) return entries
  const byName = new Map(told.map((each) => [each.specialUse === '\\Inbox' ? 'INBOX' : keyOf(each), each]))
  return entries.map((entry) => {
    const { specialUse, specialUseSource } = byName.get(keyOf(entry)) ?? entry
    return entry.specialUse === undefined ? { ...entry, specialUse, specialUseSource } : entry
  })
}

interface Question {
  readonly entry: ListEntry
  readonly command: Command<unknown>
  readonly extra: (answer: unknown) => ListExtras
}

/** The question of which the answer is `extra`. */
function question<Answer>(entry: ListEntry, command: Command<Answer>, extra: (answer: Answer) => ListExtras): Question {
  return { entry, command, extra: (answer) => extra(answer as Answer) }
}

/** What this server's LIST does not tell of a mailbox. */
function questionsAbout(entry: ListEntry, options: ListOptions, has: (name: string) => boolean): readonly Question[] {
  const { status: items, myRights: rights, metadata } = options
  // No STATUS line at all is the answer that the server does not tell.
  const missing =
    items === undefined || (has('LIST-STATUS') && entry.status === undefined)
      ? []
      : items.filter((item) => entry.status?.[item] === undefined)
  const exists = !entry.attributes.some((attribute) => attribute.toLowerCase() === '\\nonexistent')
  return [
    ...(isSelectable(entry.attributes) ? askedApart(missing) : []).map((asked) =>
      question(entry, status(entry, asked), (answer) => ({ status: answer })),
    ),
    ...(rights === true && !has('LIST-MYRIGHTS') && exists
      ? [question(entry, myRights(entry), (answer) => ({ myRights: answer }))]
      : []),
    ...(metadata !== undefined && !has('LIST-METADATA') && exists
      ? [question(entry, getMetadata(entry, metadata, {}), ({ entries }) => ({ metadata: entries }))]
      : []),
  ]
}

/**
 * As the extensions tell it: a mailbox of which the server refuses to tell something is listed without (RFC 5819 §2,
 * RFC 8440 §3). BAD is about the command. @throws CommandError
 */
function* withExtras(
  entries: readonly ListEntry[],
  options: ListOptions,
  has: (name: string) => boolean,
): Composition<readonly ListEntry[]> {
  const questions = entries.flatMap((entry) => questionsAbout(entry, options, has))
  if (questions.length === 0) return entries
  const answers = yield* attempt(questions.map(({ command }) => command))
  const told = new Map<ListEntry, ListExtras>()
  for (const [i, { entry, extra }] of questions.entries()) {
    const answer = answers[i]!
    if (answer.ok) told.set(entry, withAnswer(told.get(entry) ?? { status: entry.status }, extra(answer.value)))
    else if (!(answer.error instanceof CommandError) || answer.error.status === 'BAD') throw answer.error
  }
  return entries.map((entry) => ({ ...entry, ...told.get(entry) }))
}

function withAnswer(before: ListExtras, extra: ListExtras): ListExtras {
  return extra.status === undefined
    ? { ...before, ...extra }
    : { ...before, status: { ...before.status, ...extra.status } }
}
