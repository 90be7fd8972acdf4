/** What the readers of all commands share. */
import type { Arg, Scanner } from './scanner.ts'

/** Reads the arguments of one command, from behind its name to before its CRLF. */
export type Arguments = (s: Scanner) => readonly Arg[]
export type Commands = readonly (readonly [name: string, read: Arguments])[]

/** An optional argument that is not there. */
export const NIL: Arg = { type: 'nil' }
/** An optional list that is not there. */
export const NO_LIST: Arg = { type: 'list', items: [] }

export const nothing: Arguments = () => []
export const mailbox = (s: Scanner): Arg => s.mailbox()
export const astring = (s: Scanner): Arg => s.astring()
export const set = (s: Scanner): Arg => s.set()

/** Arguments each behind a space. */
export function row(...readers: readonly ((s: Scanner) => Arg)[]): Arguments {
  return (s) =>
    readers.map((read) => {
      s.sp()
      return read(s)
    })
}

/** As many more, each behind a space. */
export function rest(s: Scanner, read: (s: Scanner) => Arg): Arg[] {
  const args: Arg[] = []
  while (s.take(' ')) args.push(read(s))
  return args
}

/** One, or several in parentheses: always a list. */
export function oneOrMore(s: Scanner, read: (s: Scanner) => Arg): Arg & { type: 'list' } {
  return s.next === '(' ? s.list(() => read(s), { empty: false }) : { type: 'list', items: [read(s)] }
}

/** The same word twice in a list means nothing. */
export function unique(s: Scanner, list: Arg & { type: 'list' }): Arg & { type: 'list' } {
  const names = list.items.map((item) => (item.type === 'key' ? item.name : item.type === 'atom' ? item.value : ''))
  if (new Set(names).size < names.length) s.fail('an option twice')
  return list
}
