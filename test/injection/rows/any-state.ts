import { arg } from '../../../src/codec/encode/argument.ts'
import { mailboxText } from '../../support/command-grammar.ts'
import { absent, isInteger64, isNumber, isSet, key, other, text, type Row } from '../row.ts'

const isBytes = (value: unknown): boolean => value instanceof Uint8Array
/** A last argument that is a plain object is options. */
const isInput = (value: unknown): boolean =>
  value === null || isBytes(value) || Array.isArray(value) || isInteger64(0n)(value)
const isOptions = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

export const ANY_STATE: readonly Row[] = [
  key('id', 'a field', (imap, value) => imap.id({ [value]: 'x' })),
  text('id', 'a value', (imap, value) => imap.id({ name: value }), { also: (value) => value === null }),
  other('id', 'parameters', { name: 'x' }, (imap, value) => imap.id(value), {
    also: (value) => value === null || isOptions(value) || value instanceof String,
  }),
  text('command', 'the name', (imap, value) => imap.command(value), {
    around: (name) => `X${name}`,
    notAlone: true,
    // A name may be several words, as UID FETCH is.
    also: (value) => typeof value === 'string' && value.includes(' '),
  }),
  text('command', 'a plain argument', (imap, value) => imap.command('XFOO', value), {
    also: (value) => isInput(value) || isOptions(value),
  }),
  text('command', 'an item of a list', (imap, value) => imap.command('XFOO', ['a', ['b', value]]), { also: isInput }),
  text('command', 'atom', (imap, value) => imap.command('XFOO', arg.atom(value))),
  text('command', 'astring', (imap, value) => imap.command('XFOO', arg.astring(value))),
  text('command', 'string', (imap, value) => imap.command('XFOO', arg.string(value))),
  text('command', 'secret', (imap, value) => imap.command('XFOO', arg.secret(value))),
  text('command', 'mailbox', (imap, value) => imap.command('DELETEACL', arg.mailbox(value), 'x')),
  text('command', 'a wire name', (imap, value) => imap.command('GETACL', arg.mailbox({ wireName: value })), {
    wire: mailboxText,
  }),
  text('command', 'listMailbox', (imap, value) => imap.command('LSUB', arg.mailbox(''), arg.listMailbox(value))),
  text('command', 'flag', (imap, value) => imap.command('XFOO', arg.flag(value))),
  text('command', 'flags', (imap, value) => imap.command('XFOO', arg.flags(['x', value]))),
  text('command', 'list', (imap, value) => imap.command('XFOO', arg.list([value, 'x'])), { also: isInput }),
  other('command', 'number', 5, (imap, value) => imap.command('XFOO', arg.number(value)), {
    also: (value) => value !== undefined && isInteger64(0n)(value),
  }),
  other('command', 'set', '1:5', (imap, value) => imap.command('UID EXPUNGE', arg.set(value)), { also: isSet }),
  other('command', 'date', '2026-02-01', (imap, value) => imap.command('SEARCH', arg.atom('ON'), arg.date(value))),
  other('command', 'dateTime', new Date(0), (imap, value) => imap.command('XFOO', arg.dateTime(value))),
  other('command', 'literal', new Uint8Array([1]), (imap, value) => imap.command('XFOO', arg.literal(value)), {
    also: isBytes,
  }),
  other('command', 'state', 'selected', (imap, value) => imap.command('XFOO', { state: value }), { also: absent }),
  other('command', 'untagged', ['XFOO'], (imap, value) => imap.command('XFOO', { untagged: value }), {
    also: (value) => absent(value) || (Array.isArray(value) && value.length === 0),
  }),
  other('command', 'an untagged name', 'XFOO', (imap, value) => imap.command('XFOO', { untagged: [value] }), {
    // It is never written.
    also: (value) => typeof value === 'string' && /^[A-Z0-9]+$/i.test(value),
  }),
  other('command', 'uidValidity', 7, (imap, value) => imap.command('XFOO', { state: 'selected', uidValidity: value }), {
    also: isNumber(7, 7),
  }),
  other('command', 'maxOctets', 7, (imap, value) => imap.command('XFOO', { maxOctets: value }), {
    also: (value) => absent(value) || (typeof value === 'number' && value >= 0),
  }),
  other('command', 'footprint', { selection: 'reads' }, (imap, value) => imap.command('XFOO', { footprint: value }), {
    also: (value) => absent(value) || isOptions(value),
  }),
]

/** Methods whose only argument is options, and those that write nothing of what they are given. */
export const WITHOUT_ARGUMENTS: Readonly<Record<string, string>> = {
  constructor: 'options of a connection are no arguments of commands; what they write is tested below',
  events: 'writes nothing',
  close: 'writes nothing',
  submit: 'not public',
  submitLater: 'not public',
  collect: 'not public',
  gather: 'not public',
  follow: 'not public',
  reauthenticate: 'below, by the texts of a login',
}
