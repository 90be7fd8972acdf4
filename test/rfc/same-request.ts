/**
 * What a command asks for, without how it is written: two commands of one form ask for the same.
 *
 * Sequence numbers count as UIDs, for the library sends the UID form by design; the UID item, which it always asks for,
 * does not count.
 */
import type { Arg, ParsedCommand } from '../support/command-grammar.ts'
import { sequenceSet } from '../../src/codec/sequence-set.ts'
import { said, type Piece } from '../injection/same-argument.ts'
import { MACROS } from './requests/messages.ts'

const WITH_UID: ReadonlySet<string> = new Set(['FETCH', 'STORE', 'COPY', 'MOVE', 'SEARCH', 'SORT', 'THREAD', 'REPLACE'])

/** As the library would send it. */
export function uidForm(command: ParsedCommand): ParsedCommand {
  return WITH_UID.has(command.name) ? { ...command, name: `UID ${command.name}` } : command
}

/** Both forms are equal when the commands ask for the same. */
export function formOf(command: ParsedCommand): unknown {
  const { name, args } = uidForm(command)
  return [name, ...(FORMS[name] ?? plain)(args)]
}

type Form = (args: readonly Arg[]) => readonly unknown[]

const plain: Form = (args) => piecesOf(args)

const FORMS: Readonly<Record<string, Form>> = {
  'UID FETCH': ([set, items, modifiers]) => [setForm(set), fetchItems(items), inAnyOrder(modifiers)],
  'UID STORE': ([set, modifiers, operation, flags]) => [
    setForm(set),
    ...piecesOf([modifiers!, operation!]),
    JSON.stringify(piecesOf([flags!])).toUpperCase(),
  ],
  'UID COPY': ([set, mailbox]) => [setForm(set), ...piecesOf([mailbox!])],
  'UID MOVE': ([set, mailbox]) => [setForm(set), ...piecesOf([mailbox!])],
  'UID EXPUNGE': ([set]) => [setForm(set)],
  'UID SEARCH': ([, charset, keys]) => [charsetForm(charset, keys), all(keys)],
  'UID SORT': ([, criteria, charset, keys]) => [...piecesOf([criteria!]), charsetForm(charset, keys), all(keys)],
  'UID THREAD': ([algorithm, charset, keys]) => [...piecesOf([algorithm!]), charsetForm(charset, keys), all(keys)],
  ESEARCH: ([sources, , charset, keys]) => [itemsOf(sources).map(sourceForm), charsetForm(charset, keys), all(keys)],
  LIST: ([selection, reference, patterns, returns]) => [
    inAnyOrder(selection),
    ...piecesOf([reference!]),
    inAnyOrder(patterns),
    inAnyOrder(returns),
  ],
  STATUS: ([mailbox, items]) => [...piecesOf([mailbox!]), inAnyOrder(items)],
  APPEND: ([mailbox, flags, ...rest]) => [...piecesOf([mailbox!, ...rest]), inAnyOrder(flags)],
  NOTIFY: (args) => args.map((arg) => (arg.type === 'key' ? groupForm(arg) : piecesOf([arg]))).filter(saysSomething),
}

function piecesOf(args: readonly Arg[]): readonly Piece[] {
  return said({ tag: '', name: '', args }, false).args
}

function sorted(pieces: readonly unknown[]): readonly string[] {
  return pieces.map((piece) => JSON.stringify(piece)).sort()
}

function itemsOf(list: Arg | undefined): readonly Arg[] {
  return list?.type === 'list' ? list.items : []
}

function inAnyOrder(list: Arg | undefined): readonly string[] {
  return sorted(piecesOf(itemsOf(list)))
}

function setForm(set: Arg | undefined): string {
  const text = set?.type === 'set' ? set.value : ''
  return text === '$' ? text : sequenceSet(text, 'set').toString()
}

/** Macros written out; RFC822 is BODY[] and RFC822.HEADER BODY.PEEK[HEADER] by another name (RFC 3501 §6.4.5). */
function fetchItems(list: Arg | undefined): readonly string[] {
  const items = itemsOf(list).flatMap((item): readonly Arg[] => {
    if (item.type === 'section') return [{ ...item, fields: item.fields.map((field) => field.toUpperCase()).sort() }]
    if (item.type !== 'atom') return [item]
    if (item.value === 'UID') return []
    if (item.value === 'RFC822.HEADER') return [HEADER]
    if (item.value === 'RFC822') return [WHOLE]
    return MACROS[item.value]?.map((value): Arg => ({ type: 'atom', value })) ?? [item]
  })
  return sorted(piecesOf(items))
}

const HEADER: Arg = {
  type: 'section',
  item: 'BODY.PEEK',
  part: undefined,
  text: 'HEADER',
  fields: [],
  partial: undefined,
}

const WHOLE: Arg = { ...HEADER, item: 'BODY', text: undefined }

/** A charset matters to text that is not ASCII. */
function charsetForm(charset: Arg | undefined, keys: Arg | undefined): unknown {
  const ascii = !/[^\0-\x7f]/.test(JSON.stringify(piecesOf(itemsOf(keys))))
  return ascii || charset === undefined ? undefined : piecesOf([charset])
}

/** Keys that must all hold: their order and their parentheses mean nothing. */
function all(keys: Arg | undefined): readonly string[] {
  const flat = itemsOf(keys).flatMap((key): readonly unknown[] =>
    key.type === 'list' ? all(key) : [JSON.stringify(keyForm(key))],
  )
  return (flat as readonly string[]).toSorted()
}

const GROUPING: ReadonlySet<string> = new Set(['NOT', 'OR', 'FUZZY'])

function keyForm(key: Arg): unknown {
  if (key.type === 'list') return all(key)
  if (key.type === 'set') return key.value === '$' ? ['UID', '$'] : setForm(key)
  if (key.type !== 'key') return piecesOf([key])
  if (key.name === 'UID') return ['UID', setForm(key.args[0])]
  if (GROUPING.has(key.name)) return [key.name, sorted(key.args.map((each) => all({ type: 'list', items: [each] })))]
  return piecesOf([key])
}

/** One mailbox is as good as a list of one. */
function sourceForm(source: Arg): unknown {
  if (source.type !== 'key') return piecesOf([source])
  const [names] = source.args
  return [source.name, names?.type === 'list' ? piecesOf(names.items) : piecesOf([names!])]
}

function groupForm({ name, args }: Arg & { readonly type: 'key' }): unknown {
  const events = itemsOf(args.at(-1)).map((event) => {
    if (event.type !== 'key') return piecesOf([event])
    return [event.name, fetchItems({ type: 'list', items: event.args })]
  })
  return [name, piecesOf(args.slice(0, -1)), sorted(events)]
}

/** `(SELECTED NONE)` is what a NOTIFY without such a group says (RFC 5465 §3.1). */
function saysSomething(group: unknown): boolean {
  return JSON.stringify(group) !== '["SELECTED",[],[]]'
}

/** What a search is to return; ALL unless it says something else (RFC 4731 §3.1). */
export function returnsOf(command: ParsedCommand): readonly string[] | undefined {
  const { name, args } = uidForm(command)
  if (name !== 'UID SEARCH' && name !== 'UID SORT') return undefined
  const named = piecesOf(itemsOf(args[0])).map((piece) => JSON.stringify(piece))
  return named.length === 0 ? [JSON.stringify({ word: 'ALL' })] : named
}

/** What the library asks for in addition, so that it can check or compute what was asked for. */
export const MAY_BE_ADDED: ReadonlySet<string> = new Set(['ALL', 'COUNT'].map((word) => JSON.stringify({ word })))
