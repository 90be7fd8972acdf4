import type { FetchQuery } from '../../../src/codec/encode/fetch-query.ts'
import type { Arg } from '../../support/command-grammar.ts'
import type { AppendItem } from '../../../src/session/commands/changing/append.ts'
import type { MessageContent } from '../../../src/session/commands/changing/append-data.ts'
import type { AnnotationEdit, FlagEdit } from '../../../src/session/commands/changing/store.ts'
import { itemsOf, keyOf, numberOf, setOf, textOf, textsOf, wordOf, type Request, type Requests } from './world.ts'

const ITEMS: Readonly<Record<string, FetchQuery>> = {
  FLAGS: { flags: true },
  ENVELOPE: { envelope: true },
  INTERNALDATE: { internalDate: true },
  'RFC822.SIZE': { size: true },
  BODY: { body: true },
  BODYSTRUCTURE: { bodyStructure: true },
  MODSEQ: { modSeq: true },
  EMAILID: { emailId: true },
  THREADID: { threadId: true },
  SAVEDATE: { saveDate: true },
  RFC822: { source: true, markSeen: true },
  // The same without setting \Seen (RFC 3501 §6.4.5).
  'RFC822.HEADER': { headers: true },
  // It comes with every row.
  UID: {},
}

/** RFC 9051 §6.4.5 */
export const MACROS: Readonly<Record<string, readonly string[]>> = {
  ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
  FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
  FULL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY'],
}

export function queryOf(items: readonly Arg[]): FetchQuery {
  return Object.assign({}, ...items.map(itemOf)) as FetchQuery
}

function itemOf(item: Arg): FetchQuery {
  if (item.type === 'section') {
    const marks = item.item === 'BODY' ? ({ markSeen: true } as const) : {}
    if (item.text === 'HEADER') return { headers: true, ...marks }
    if (item.text === 'HEADER.FIELDS') return { headers: item.fields, ...marks }
    throw new Error('no example has such a section')
  }
  if (item.type === 'key' && item.name === 'PREVIEW') return { preview: item.args.length > 0 ? 'lazy' : true }
  if (item.type === 'key' && item.name === 'ANNOTATION') {
    const [entries, attributes] = item.args.map((each) => textsOf(each))
    return { annotations: { entries: entries!, attributes: attributes! } }
  }
  const word = wordOf(item)
  const macro = MACROS[word]
  if (macro !== undefined) return queryOf(macro.map((value) => ({ type: 'atom', value })))
  return ITEMS[word] ?? fail(word)
}

function fail(word: string): never {
  throw new Error(`no example has ${word}`)
}

const fetch: Request = ([set, items, modifiers], world) => {
  const options = itemsOf(modifiers).map((each) => {
    if (wordOf(each) === 'VANISHED') return { vanished: true }
    const [first, second, from] = keyOf(each).args
    if (wordOf(each) === 'CHANGEDSINCE') return { changedSince: numberOf(first) }
    const sign = wordOf(from) === 'LAST' ? -1 : 1
    return { partial: { from: sign * Number(numberOf(first)), to: sign * Number(numberOf(second)) } }
  })
  void world.imap.fetch(setOf(set, world), queryOf(itemsOf(items)), Object.assign({}, ...options) as object)
}

const MODES = { '+': 'add', '-': 'remove', F: 'replace' } as const

const store: Request = ([set, modifiers, operation, flags], world) => {
  const [modifier] = itemsOf(modifiers)
  const word = wordOf(operation)
  if (word === 'ANNOTATION') return void world.imap.store(setOf(set, world), { annotations: annotationsOf(flags) })
  const mode = MODES[word[0] as keyof typeof MODES]
  void world.imap.store(setOf(set, world), { [mode]: textsOf(flags) } as FlagEdit, {
    ...(modifier === undefined ? {} : { unchangedSince: numberOf(keyOf(modifier).args[0]) }),
    ...(word.endsWith('.SILENT') ? { silent: true } : {}),
  })
}

/** `{ '/comment': { 'value.priv': 'x' } }` */
function annotationsOf(list: Arg | undefined): AnnotationEdit {
  const entries = itemsOf(list).map((pair) => {
    const [entry, values] = itemsOf(pair)
    const attributes = itemsOf(values).map((each) => {
      const [name, value] = itemsOf(each)
      return [textOf(name), value?.type === 'nil' ? null : textOf(value)]
    })
    return [textOf(entry), Object.fromEntries(attributes)]
  })
  return Object.fromEntries(entries) as AnnotationEdit
}

/** Flags, date and content of a message. */
function itemToAdd([flags, date, message]: readonly Arg[]): AppendItem {
  const given = textsOf(flags)
  return {
    message: contentOf(message!),
    ...(given.length === 0 ? {} : { flags: given }),
    ...(date?.type === 'dateTime' ? { date: date.value } : {}),
  }
}

function contentOf(message: Arg): MessageContent {
  if (message.type !== 'key') return textOf(message)
  return { catenate: message.args.map((part) => (part.type === 'key' ? { url: textOf(part.args[0]) } : textOf(part))) }
}

const append: Request = ([mailbox, ...rest], { imap }) => {
  const items = Array.from({ length: rest.length / 3 }, (_, i) => itemToAdd(rest.slice(i * 3)))
  const [{ message, ...options }, ...more] = items as [AppendItem, ...AppendItem[]]
  if (more.length === 0) void imap.append(textOf(mailbox), message, options)
  else void imap.appendMany(textOf(mailbox), items)
}

const replace: Request = ([old, mailbox, ...rest], { imap }) => {
  const { message, ...options } = itemToAdd(rest)
  void imap.replace(Number(numberOf(old)), textOf(mailbox), message, options)
}

export const MESSAGES: Requests = {
  'UID FETCH': fetch,
  'UID STORE': store,
  'UID COPY': ([set, mailbox], world) => void world.imap.copy(setOf(set, world), textOf(mailbox)),
  'UID MOVE': ([set, mailbox], world) => void world.imap.move(setOf(set, world), textOf(mailbox)),
  'UID EXPUNGE': ([set], world) => void world.imap.expunge(setOf(set, world)),
  EXPUNGE: (_, { imap }) => void imap.expunge({ everythingDeleted: true }),
  APPEND: append,
  'UID REPLACE': replace,
}
