/** Every command the library builds, with arguments as an input decides them. */
import type { ArgumentInput } from '../src/codec/encode/argument.ts'
import type { FetchQuery } from '../src/codec/encode/fetch-query.ts'
import type { SearchQuery } from '../src/codec/encode/search/query.ts'
import { SavedSearch } from '../src/codec/sequence-set.ts'
import type { Command } from '../src/session/command.ts'
import * as acl from '../src/session/commands/administration/acl.ts'
import * as language from '../src/session/commands/administration/language.ts'
import * as metadata from '../src/session/commands/administration/metadata.ts'
import * as quota from '../src/session/commands/administration/quota.ts'
import * as urlauth from '../src/session/commands/administration/urlauth.ts'
import * as basic from '../src/session/commands/any-state/basic.ts'
import { login } from '../src/session/commands/any-state/login.ts'
import { raw } from '../src/session/commands/any-state/raw.ts'
import { append, appendMany } from '../src/session/commands/changing/append.ts'
import type { AppendOptions, MessageContent } from '../src/session/commands/changing/append-data.ts'
import { copy } from '../src/session/commands/changing/copy.ts'
import { deleteMessages } from '../src/session/commands/changing/delete-messages.ts'
import { expungeAll, uidExpunge } from '../src/session/commands/changing/expunge.ts'
import { move } from '../src/session/commands/changing/move.ts'
import { replace } from '../src/session/commands/changing/replace.ts'
import { store, type FlagEdit } from '../src/session/commands/changing/store.ts'
import { bodies } from '../src/session/commands/fetching/bodies.ts'
import { fetch } from '../src/session/commands/fetching/fetch.ts'
import { list } from '../src/session/commands/mailboxes/list.ts'
import { lsub, rlist, xlist } from '../src/session/commands/mailboxes/one-list.ts'
import * as names from '../src/session/commands/mailboxes/names.ts'
import { notify, type NotifyEvent, type NotifyGroup } from '../src/session/commands/mailboxes/notify.ts'
import { withPaths } from '../src/session/commands/mailboxes/path.ts'
import { close, select, unselect } from '../src/session/commands/mailboxes/select.ts'
import { status, type StatusItem } from '../src/session/commands/mailboxes/status.ts'
import { multiSearch, type SearchSource } from '../src/session/commands/searching/multi-search.ts'
import type { SearchReturn } from '../src/session/commands/searching/returns.ts'
import { search, searchReturning } from '../src/session/commands/searching/search.ts'
import { sort, sortReturning, type SortCriteria } from '../src/session/commands/searching/sort.ts'
import { thread } from '../src/session/commands/searching/thread.ts'
import { uidBatches } from '../src/session/commands/searching/uid-batches.ts'
import { searchUpdates, sortUpdates } from '../src/session/commands/searching/updates.ts'
import type { Choices } from './choices.ts'
import { bigint, content, date, flag, mailbox, number, set, text } from './words.ts'

/** How the names of commands begin that the library does not know. */
export const RAW_PREFIX = 'XRAW'

type Built = Command<unknown, never>
type Making = (c: Choices) => Built

/** Options that are there or not, as the input decides. */
function options<T extends object>(c: Choices, makers: { readonly [K in keyof T]-?: () => T[K] }): T {
  const wanted = c.byte()
  const made = Object.entries<() => unknown>(makers).flatMap(([key, make], i) =>
    ((wanted >> (i % 8)) & 1) === 1 ? [[key, make()]] : [],
  )
  return Object.fromEntries(made) as T
}

const QUERY_TEXTS = ['from', 'to', 'cc', 'bcc', 'subject', 'body', 'text', 'keyword', 'unkeyword', 'filter', 'gmailRaw'] // prettier-ignore
const QUERY_FLAGS = ['all', 'answered', 'deleted', 'draft', 'flagged', 'seen', 'recent', 'new', 'old', 'saveDateSupported'] // prettier-ignore
const QUERY_DATES = ['before', 'on', 'since', 'sentBefore', 'sentOn', 'sentSince', 'savedBefore', 'savedOn', 'savedSince'] // prettier-ignore
const QUERY_NUMBERS = ['larger', 'smaller', 'older', 'younger', 'modSeq', 'gmailMessageId']

function searchQuery(c: Choices, depth = 0): SearchQuery {
  const query: Record<string, unknown> = {}
  for (let keys = c.below(4); keys > 0; keys--) {
    const kinds: readonly (() => void)[] = [
      () => (query[c.oneOf(QUERY_FLAGS)] = c.flip()),
      () => (query[c.oneOf(QUERY_TEXTS)] = c.flip() ? text(c) : c.several(0, 2, () => text(c))),
      () => (query[c.oneOf(QUERY_DATES)] = date(c)),
      () => (query[c.oneOf(QUERY_NUMBERS)] = c.flip() ? bigint(c) : number(c)),
      () => (query['uid'] = set(c)),
      () => (query['sequence'] = set(c)),
      () => (query['header'] = c.flip() ? { [text(c)]: text(c) } : [[text(c), text(c)]]),
      () => (query['modSeq'] = { atLeast: bigint(c), flag: flag(c), type: c.oneOf(['priv', 'shared', 'all']) }),
      () => (query['annotation'] = { entry: text(c), scope: c.oneOf(['private', 'shared']), value: text(c) }),
      () => (query[c.oneOf(['emailId', 'threadId', 'gmailLabel'])] = text(c)),
    ]
    const nested: readonly (() => void)[] = [
      () => (query['or'] = c.several(1, 3, () => searchQuery(c, depth + 1))),
      () => (query['and'] = c.several(0, 2, () => searchQuery(c, depth + 1))),
      () => (query[c.oneOf(['not', 'fuzzy'])] = searchQuery(c, depth + 1)),
    ]
    c.oneOf(depth < 3 ? [...kinds, ...nested] : kinds)()
  }
  return query as SearchQuery
}

function returns(c: Choices): SearchReturn[] {
  const partial = { from: c.oneOf([1, -1, 5, 0]), to: c.oneOf([50, -50, 1]) }
  return c.several(0, 3, () =>
    c.oneOf<SearchReturn>(['min', 'max', 'count', 'all', 'modSeq', 'relevancy', { partial }]),
  )
}

const SAVED: readonly SavedSearch[] = [new SavedSearch()]

function saveOptions(c: Choices): { save?: SavedSearch } {
  return c.below(4) === 0 ? { save: new SavedSearch() } : {}
}

function range(c: Choices): { start: number; length: number } {
  return { start: number(c), length: number(c) }
}

const FETCH_FLAGS = ['flags', 'envelope', 'bodyStructure', 'body', 'size', 'internalDate', 'modSeq', 'headers', 'source', 'text', 'markSeen', 'preview', 'saveDate', 'emailId', 'threadId', 'gmailMessageId', 'gmailThreadId', 'gmailLabels'] // prettier-ignore

function fetchQuery(c: Choices): FetchQuery {
  const query: Record<string, unknown> = {}
  for (let keys = 1 + c.below(4); keys > 0; keys--) query[c.oneOf(FETCH_FLAGS)] = true
  const more = options<FetchQuery>(c, {
    headers: () => (c.flip() ? c.several(0, 2, () => text(c)) : { except: [text(c)] }),
    headerLists: () => ({ [text(c)]: { fields: [text(c), 'Subject'], part: c.oneOf(['1', '2.1', '']) } }),
    source: () => range(c) as never,
    parts: () => c.several(0, 2, () => c.oneOf(['1', '2.1', '1.MIME', '3.HEADER', 'TEXT', 'HEADER', text(c)])),
    binary: () => [c.oneOf(['1', '2.1', text(c)]), { part: '1', ...range(c) } as never],
    binarySize: () => [c.oneOf(['1', text(c)])],
    preview: () => c.oneOf([true, 'lazy']),
    annotations: () => ({ entries: c.oneOf(['/comment', '*', text(c)]), attributes: c.oneOf(['value', text(c)]) }),
  } as never)
  return { ...query, ...(c.below(4) === 0 ? more : {}) } as FetchQuery
}

function sortCriteria(c: Choices): SortCriteria {
  const key = () =>
    c.oneOf(['arrival', 'cc', 'date', 'from', 'size', 'subject', 'to', 'displayFrom', 'relevancy'] as const)
  return c.several(0, 2, () => (c.flip() ? key() : { reverse: key() }))
}

const STATUS_ITEMS: readonly StatusItem[] = ['messages', 'recent', 'uidNext', 'uidValidity', 'unseen', 'deleted', 'size', 'highestModSeq', 'appendLimit', 'mailboxId'] // prettier-ignore
const statusItems = (c: Choices): StatusItem[] => c.several(0, 3, () => c.oneOf(STATUS_ITEMS))

function appendOptions(c: Choices): AppendOptions {
  return options<AppendOptions>(c, {
    flags: () => c.several(0, 2, () => flag(c)),
    date: () => new Date(number(c) * 1000),
  } as never)
}

function message(c: Choices): MessageContent {
  if (c.below(4) !== 0) return content(c)
  const part = { mailbox: mailbox(c), uid: number(c), section: c.oneOf(['1.2', 'HEADER', text(c)]) }
  return { catenate: c.several(0, 3, () => c.oneOf([text(c), content(c), part, { url: text(c) }])) }
}

const uidValidity = (c: Choices): { uidValidity?: number } =>
  c.below(4) === 0 ? { uidValidity: c.oneOf([7, 8, 1]) } : {}

function flagEdit(c: Choices): FlagEdit {
  const key = c.oneOf(['add', 'remove', 'replace', 'add', 'addLabels', 'removeLabels', 'replaceLabels', 'annotations'])
  const value =
    key === 'annotations' ? { [text(c)]: { [text(c)]: c.oneOf([text(c), null]) } } : c.several(0, 2, () => flag(c))
  return { [key]: value } as FlagEdit
}

function source(c: Choices): SearchSource {
  const words = ['selected', 'inboxes', 'personal', 'subscribed'] as const
  return c.flip() ? c.oneOf(words) : ({ [c.oneOf(['mailboxes', 'subtree', 'subtreeOne'])]: [mailbox(c)] } as never)
}

const EVENTS: readonly NotifyEvent[] = ['messageNew', 'messageExpunge', 'flagChange', 'mailboxName', 'subscriptionChange', 'annotationChange'] // prettier-ignore

function notifyGroup(c: Choices): NotifyGroup {
  const filter = c.oneOf([
    'inboxes', 'personal', 'subscribed', { subtree: mailbox(c) }, { mailboxes: [mailbox(c), ['Lists', 'ietf']] },
  ] as const) // prettier-ignore
  return { filter, events: c.below(4) === 0 ? 'none' : c.several(0, 4, () => c.oneOf(EVENTS)) }
}

function argument(c: Choices, depth = 0): ArgumentInput {
  const kind = c.below(depth < 3 ? 6 : 5)
  if (kind === 5) return c.several(0, 3, () => argument(c, depth + 1))
  return c.oneOf<() => ArgumentInput>([() => text(c), () => number(c), () => bigint(c), () => null, () => content(c)])()
}

const patterns = (c: Choices): string | string[] =>
  c.flip() ? c.oneOf(['*', '%', 'a/%', text(c)]) : c.several(0, 2, () => text(c))
const searchPair = (c: Choices): [SearchQuery, { save?: SavedSearch }] => [searchQuery(c), saveOptions(c)]

/** Those whose arguments matter most come more than once. */
const MAKINGS: readonly Making[] = [
  (c) => select(mailbox(c), c.flip()),
  (c) => select(mailbox(c), false, options(c, {
    condstore: () => c.flip(),
    annotate: () => c.flip(),
    resync: () => ({ uidValidity: 7, highestModSeq: bigint(c), knownUids: set(c), sequenceMatch: { sequences: set(c), uids: set(c) } }),
  } as never)),
  (c) => fetch(set(c), fetchQuery(c), { by: c.oneOf(['uid', 'uid', 'sequence'] as const), ...uidValidity(c) }),
  (c) => fetch(set(c), fetchQuery(c), { changedSince: bigint(c), vanished: true }),
  (c) => fetch(c.flip() ? set(c) : SAVED[0]!, fetchQuery(c), { partial: { from: 1, to: c.below(5) } }),
  (c) => bodies(set(c), () => () => {}, { part: c.oneOf(['1', 'TEXT', '2.MIME', text(c)]) }),
  (c) => search(...searchPair(c)),
  (c) => searchReturning(searchQuery(c), returns(c), saveOptions(c)),
  (c) => sort(sortCriteria(c), ...searchPair(c)),
  (c) => sortReturning(sortCriteria(c), searchQuery(c), returns(c), saveOptions(c)),
  (c) => thread(c.oneOf(['REFERENCES', 'ORDEREDSUBJECT', 'REFS'] as never[]), searchQuery(c)),
  (c) => withPaths((at) => multiSearch(searchQuery(c), c.several(1, 2, () => source(c)), returns(c), at)),
  (c) => searchUpdates(searchQuery(c)),
  (c) => sortUpdates(sortCriteria(c), searchQuery(c)),
  (c) => uidBatches(number(c), options(c, { from: () => number(c), to: () => number(c) } as never)),
  (c) => store(set(c), flagEdit(c), { ...(c.below(4) === 0 && { unchangedSince: bigint(c) }), ...uidValidity(c) }),
  (c) => copy(set(c), mailbox(c), uidValidity(c)),
  (c) => move(set(c), mailbox(c), uidValidity(c)),
  (c) => uidExpunge(set(c), uidValidity(c)),
  (c) => deleteMessages(set(c), uidValidity(c)),
  () => expungeAll(),
  (c) => append(mailbox(c), message(c), appendOptions(c)),
  (c) => appendMany(mailbox(c), c.several(0, 3, () => ({ message: message(c), ...appendOptions(c) })), { atomic: c.flip() }),
  (c) => replace(number(c), mailbox(c), message(c), appendOptions(c)),
  (c) => status(mailbox(c), statusItems(c)),
  (c) => list(patterns(c), options(c, {
    reference: () => text(c), subscribed: () => c.flip(), specialUse: () => c.flip(), recursiveMatch: () => c.flip(),
    subscriptions: () => c.flip(), children: () => c.flip(), specialUses: () => c.flip(), status: () => statusItems(c),
  } as never)),
  (c) => list('*', options(c, { myRights: () => true, metadata: () => [text(c)], remote: () => true, status: () => statusItems(c) } as never)),
  (c) => c.oneOf([lsub, xlist, rlist])(text(c), text(c)),
  (c) => names.create(mailbox(c), options(c, { specialUse: () => [c.oneOf(['\\Sent', '\\X', text(c)])] } as never)),
  (c) => withPaths((at) => names.create(at([text(c), 'b']))),
  (c) => c.oneOf([names.remove, names.subscribe, names.unsubscribe])(mailbox(c)),
  (c) => names.rename(mailbox(c), mailbox(c)),
  (c) => withPaths((at) => notify(c.below(4) === 0 ? 'none' : {
    selected: c.oneOf([{}, 'none', { delayed: true, fetch: fetchQuery(c) }] as never[]),
    groups: c.several(0, 2, () => notifyGroup(c)), status: c.flip(),
  }, at)),
  () => unselect(),
  () => close(),
  () => basic.noop(),
  () => basic.capability(),
  () => basic.namespace(),
  (c) => basic.id(c.flip() ? null : { name: text(c), [text(c)]: c.oneOf([text(c), null]) }),
  (c) => basic.enable(c.several(0, 2, () => c.oneOf(['CONDSTORE', 'QRESYNC', 'UTF8=ACCEPT', 'IMAP4rev2', text(c)]))),
  (c) => login(text(c), text(c)),
  (c) => c.oneOf([acl.getAcl, acl.myRights, quota.getQuotaRoot])(mailbox(c)),
  (c) => acl.listRights(mailbox(c), text(c)),
  (c) => acl.setAcl(mailbox(c), text(c), { [c.oneOf(['add', 'remove', 'replace'])]: c.oneOf(['lrs', text(c)]) } as never),
  (c) => acl.deleteAcl(mailbox(c), text(c)),
  (c) => quota.getQuota(text(c)),
  (c) => quota.setQuota(text(c), { [c.oneOf(['STORAGE', text(c)])]: bigint(c) } as never),
  (c) => metadata.getMetadata(mailbox(c), c.flip() ? text(c) : [text(c), '/private/comment'], options(c, { depth: () => c.oneOf([0, 1, 'infinity', 2]), maxSize: () => number(c) } as never)),
  (c) => metadata.setMetadata(mailbox(c), { [text(c)]: c.oneOf<string | Uint8Array | null>([text(c), content(c), null]) } as never),
  (c) => urlauth.genUrlAuth(c.several(0, 2, () => text(c)), c.oneOf(['INTERNAL', text(c)])),
  (c) => urlauth.resetKey(c.maybe(() => mailbox(c)), c.several(0, 1, () => text(c))),
  (c) => urlauth.urlFetch(c.several(0, 2, () => text(c))),
  (c) => urlauth.urlFetchParts([text(c)], c.several(0, 2, () => c.oneOf(['body', 'binary', 'structure'] as const))),
  (c) => (c.flip() ? language.languages() : language.language(c.several(0, 2, () => text(c)))),
  (c) => language.comparator(c.several(0, 2, () => text(c))),
  () => language.getJmapAccess(),
  (c) => raw(RAW_PREFIX + c.oneOf(['A', '', text(c)]), c.several(0, 3, () => argument(c)), {}),
] // prettier-ignore

/** @throws UsageError for arguments that cannot be */
export function randomCommand(c: Choices): Built {
  return c.oneOf(MAKINGS)(c)
}
