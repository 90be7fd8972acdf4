/**
 * Two commands that differ in one argument: what the second must look like, from what the first looks like.
 *
 * Both have been read by the strict grammar. How a text was written (quoted, literal, atom) does not count.
 */
import { mailboxText, type Arg, type ParsedCommand } from '../support/command-grammar.ts'

/** A piece of a command: a text or a word, numbers, or a list of pieces. */
export type Piece =
  { readonly text: string } | { readonly word: string } | { readonly value: unknown } | readonly Piece[]

export interface Said {
  readonly name: string
  readonly args: readonly Piece[]
}

export function said({ name, args }: ParsedCommand, utf8: boolean): Said {
  return { name, args: withoutCharset(name, args).map((arg) => pieceOf(arg, utf8)) }
}

/** `CHARSET UTF-8` comes and goes with the texts. */
function withoutCharset(name: string, args: readonly Arg[]): readonly Arg[] {
  const place = { 'UID SEARCH': 1, ESEARCH: 2 }[name]
  return place === undefined ? args : args.filter((_, i) => i !== place)
}

/** A search says it has text beyond ASCII, unless UTF-8 is enabled and there is nothing to say (RFC 6855 §3). */
export function charsetOf({ name, args }: ParsedCommand): string | undefined {
  const charset = args[name === 'ESEARCH' ? 2 : 1]
  return charset?.type === 'string' ? charset.value.toUpperCase() : undefined
}

function pieceOf(arg: Arg, utf8: boolean): Piece {
  switch (arg.type) {
    case 'string':
      return { text: utf8Text(arg.value) }
    case 'mailbox':
      return { text: arg.value.toUpperCase() === 'INBOX' ? 'INBOX' : mailboxText(arg.value, utf8) }
    case 'flag':
      return { text: arg.value }
    case 'atom':
      return { word: arg.value.toUpperCase() }
    case 'list':
      return arg.items.map((item) => pieceOf(item, utf8))
    case 'key':
      return [{ word: arg.name.toUpperCase() }, arg.args.map((each) => pieceOf(each, utf8))]
    case 'section': {
      const { item, part, text, fields, partial } = arg
      return [
        { value: [item, part, text, String(partial?.start), String(partial?.length)] },
        ...fields.map((field) => ({ text: field })),
      ]
    }
    case 'number':
      return { value: String(arg.value) }
    case 'set':
    case 'dateTime':
    case 'base64':
      return { value: arg.value }
    case 'nil':
      return { value: null }
    case 'date':
      return { value: [arg.year, arg.month, arg.day] }
  }
}

function utf8Text(octets: string): string {
  return Buffer.from(octets, 'latin1').toString('utf8')
}

/** The same with another text in the place of one; undefined where the first is nowhere. */
export function replaced({ name, args }: Said, from: string, to: string): Said | undefined {
  let found = false
  const swap = (piece: Piece): Piece => {
    if (Array.isArray(piece)) return (piece as readonly Piece[]).map(swap)
    if ('text' in piece && piece.text === from) {
      found = true
      return { text: to }
    }
    if ('word' in piece && piece.word === from.toUpperCase()) {
      found = true
      return { word: to.toUpperCase() }
    }
    return piece
  }
  const named = name === from.toUpperCase()
  found ||= named
  const changed = { name: named ? to.toUpperCase() : name, args: args.map(swap) }
  return found ? changed : undefined
}
