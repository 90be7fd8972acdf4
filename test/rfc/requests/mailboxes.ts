import type { ListOptions } from '../../../src/session/commands/mailboxes/one-list.ts'
import type { NotifyGroup, NotifyMessageEvent, NotifySelected } from '../../../src/session/commands/mailboxes/notify.ts'
import type { ResyncOptions } from '../../../src/session/commands/mailboxes/resync.ts'
import type { StatusItem } from '../../../src/session/commands/mailboxes/status.ts'
import type { SelectOptions } from '../../../src/session/commands/mailboxes/select.ts'
import type { SpecialUse } from '../../../src/session/commands/mailboxes/special-use.ts'
import type { Arg } from '../../support/command-grammar.ts'
import { queryOf } from './messages.ts'
import {
  camel,
  itemsOf,
  keyOf,
  numberOf,
  textOf,
  textsOf,
  wordOf,
  wordsOf,
  type Request,
  type Requests,
} from './world.ts'

const STATUS_ITEMS: readonly StatusItem[] = [
  ...(['messages', 'recent', 'uidNext', 'uidValidity', 'unseen', 'deleted', 'deletedStorage', 'size'] as const),
  ...(['highestModSeq', 'appendLimit', 'mailboxId'] as const),
]

const statusItems = (arg: Arg | undefined): readonly StatusItem[] =>
  wordsOf(arg).map((word) => camel(word, STATUS_ITEMS) as StatusItem)

const SELECTION = ['subscribed', 'remote', 'recursiveMatch', 'specialUse']
const RETURNS: Readonly<Record<string, keyof ListOptions>> = {
  SUBSCRIBED: 'subscriptions',
  CHILDREN: 'children',
  'SPECIAL-USE': 'specialUses',
  MYRIGHTS: 'myRights',
}

const list: Request = ([selection, reference, patterns, returns], { imap }) => {
  const status = itemsOf(returns).find((each) => wordOf(each) === 'STATUS')
  const told = wordsOf(returns).flatMap((word) => RETURNS[word] ?? [])
  const options = [...wordsOf(selection).map((word) => camel(word, SELECTION)), ...told].map((name) => [name, true])
  void imap.list(textsOf(patterns), {
    reference: textOf(reference),
    ...Object.fromEntries(options),
    ...(status === undefined ? {} : { status: statusItems(keyOf(status).args[0]) }),
  })
}

const select =
  (method: 'select' | 'examine'): Request =>
  ([mailbox, parameters], { imap }) => {
    void imap[method](textOf(mailbox), Object.assign({}, ...itemsOf(parameters).map(selectOption)) as SelectOptions)
  }

function selectOption(parameter: Arg): SelectOptions {
  if (wordOf(parameter) !== 'QRESYNC') return { [wordOf(parameter).toLowerCase()]: true }
  const [uidValidity, modSeq, ...rest] = keyOf(parameter).args
  const resync: ResyncOptions = { uidValidity: Number(numberOf(uidValidity)), highestModSeq: numberOf(modSeq) }
  return { resync: Object.assign(resync, ...rest.map(knownOf)) as ResyncOptions }
}

function knownOf(arg: Arg): Partial<ResyncOptions> {
  if (arg.type === 'set') return { knownUids: arg.value }
  const [sequences = '', uids = ''] = itemsOf(arg).map((set) => (set.type === 'set' ? set.value : ''))
  return { sequenceMatch: { sequences, uids } }
}

const EVENTS = ['messageNew', 'messageExpunge', 'flagChange', 'mailboxName', 'subscriptionChange']
const eventsOf = (arg: Arg | undefined): never => wordsOf(arg).map((word) => camel(word, EVENTS)) as never

/** NOTIFY (RFC 5465 §8): our request always has something to say of the selected mailbox. */
const notify: Request = ([, ...parts], { imap }) => {
  const groups: NotifyGroup[] = []
  let selected: NotifySelected | 'none' = 'none'
  for (const part of parts) {
    if (part.type !== 'key') continue
    const { name, args } = part
    const events = args.at(-1)
    if (name === 'SELECTED') {
      const news = itemsOf(events).find((event) => wordOf(event) === 'MESSAGENEW')
      selected = { events: eventsOf(events) as readonly NotifyMessageEvent[], fetch: queryOf(keyOf(news).args) }
      continue
    }
    const named = args.length > 1 ? { [name.toLowerCase()]: textOf(args[0]) } : name.toLowerCase()
    groups.push({ filter: named as NotifyGroup['filter'], events: eventsOf(events) })
  }
  void imap.notify({ selected, groups, status: parts.some((part) => part.type === 'atom') })
}

const ofMailbox =
  (method: 'delete' | 'subscribe' | 'unsubscribe'): Request =>
  ([mailbox], { imap }) => {
    void imap[method](textOf(mailbox))
  }

export const MAILBOXES: Requests = {
  LIST: list,
  LSUB: ([reference, pattern], { imap }) => void imap.lsub(textOf(pattern), { reference: textOf(reference) }),
  SELECT: select('select'),
  EXAMINE: select('examine'),
  STATUS: ([mailbox, items], { imap }) => void imap.status(textOf(mailbox), statusItems(items)),
  CREATE: ([mailbox, uses], { imap }) => {
    const specialUse = textsOf(uses) as readonly SpecialUse[]
    void imap.create(textOf(mailbox), specialUse.length === 0 ? {} : { specialUse })
  },
  DELETE: ofMailbox('delete'),
  SUBSCRIBE: ofMailbox('subscribe'),
  UNSUBSCRIBE: ofMailbox('unsubscribe'),
  RENAME: ([from, to], { imap }) => void imap.rename(textOf(from), textOf(to)),
  NAMESPACE: (_, { imap }) => void imap.namespace(),
  NOTIFY: notify,
  CLOSE: (_, { imap }) => void imap.closeMailbox(),
  UNSELECT: (_, { imap }) => void imap.unselect(),
}
