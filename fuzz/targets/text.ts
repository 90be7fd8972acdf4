/**
 * The helpers for the text of mail take any text and throw nothing; what can go both ways comes back the same.
 *
 * Input: which helper, and its text.
 */
import { decodedParameters } from '../../src/codec/mime/parameters.ts'
import { groupedAddresses, mailboxesOf } from '../../src/codec/mime/addresses.ts'
import { headerDate } from '../../src/codec/mime/header-date.ts'
import { MessageHeaders } from '../../src/codec/mime/headers.ts'
import { parameterizedValue } from '../../src/codec/mime/header-parameters.ts'
import { decodeBase64, encodeBase64 } from '../../src/codec/text/base64.ts'
import { decodeEncodedWords } from '../../src/codec/text/encoded-word.ts'
import { decodeMailboxName, encodeMailboxName } from '../../src/codec/text/mailbox-name.ts'
import { isUtf8 } from '../../src/codec/text/utf8.ts'
import { octetText } from '../../src/codec/text/octet-text.ts'
import { UsageError } from '../../src/errors.ts'
import { Choices } from '../choices.ts'
import { holds, same } from '../finding.ts'

/** Nothing makes much more of an octet than one replacement character. */
const GROWTH = 4

const HELPERS: readonly ((text: string, choices: Choices) => void)[] = [
  (text) => bounded(decodeEncodedWords(text), text),
  (text) => bounded(decodeEncodedWords(octetText(text)), text),
  (text) => {
    const decoded = parameterizedValue(text)
    bounded([decoded.value, ...decoded.parameters].join(''), text)
  },
  (text, choices) => {
    const pairs = text.split(choices.flip() ? ';' : '\n').map((each) => each.split('=', 2))
    const parameters = new Map(pairs.map(([key = '', value = '']) => [key, value]))
    bounded([...decodedParameters(parameters)].flat().join(''), text)
  },
  (text) => {
    const date = headerDate(text)
    holds(date === undefined || !Number.isNaN(date.getTime()), 'a date that is none')
  },
  (text) => {
    const headers = new MessageHeaders(Buffer.from(text, 'latin1'))
    for (const [name, value] of headers) {
      bounded(value, text)
      holds(headers.getAll(name).includes(value), 'a field that cannot be found by its name')
      headers.parameterized(name)
    }
    holds(headers.date === undefined || !Number.isNaN(headers.date.getTime()), 'a date that is none')
  },
  (text) => mailboxFromWire(text, false),
  (text) => mailboxFromWire(text, true),
  (text) => mailboxToWire(text, false),
  (text) => mailboxToWire(text, true),
  (text) => {
    const octets = decodeBase64(text)
    const reference = Buffer.from(text, 'base64')
    if (octets !== undefined) same(latin1(reference), latin1(octets), 'base64 read otherwise')
    same(latin1(reference), latin1(decodeBase64(encodeBase64(reference))!), 'base64 there and back')
  },
  (text) => {
    if (/[^\0-\xff]/.test(text)) return
    let valid = true
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))
    } catch {
      valid = false
    }
    holds(isUtf8(text) === valid, 'UTF-8 judged otherwise')
  },
  (_, choices) => {
    const word = (): string | null => choices.oneOf([null, '', 'a', 'example.org'])
    const list = choices.several(0, 9, () => ({
      name: word(),
      adl: null,
      mailbox: word(),
      host: word(),
      address: null,
    }))
    const flat = groupedAddresses(list).flatMap((each) => ('group' in each ? each.members : [each]))
    holds(flat.length === mailboxesOf(list).length, 'an address lost, or found twice')
  },
]

export function fuzz(data: Uint8Array): void {
  const choices = new Choices(data)
  const helper = choices.oneOf(HELPERS)
  const wide = choices.below(4) === 0
  const octets = choices.rest()
  const text = wide ? Buffer.from(octets).toString('utf16le') : latin1(octets)
  helper(text, new Choices(octets))
}

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1')
}

function bounded(result: string, text: string): void {
  holds(result.length <= GROWTH * text.length + 100, `${result.length} characters of ${text.length}`)
}

function mailboxFromWire(text: string, utf8: boolean): void {
  const octets = latin1(Buffer.from(text, 'latin1'))
  const { mailbox, wireName } = decodeMailboxName(octets, utf8)
  if (wireName !== undefined) return same(octets, wireName, 'a wire name that is not what came')
  const again = encodeMailboxName(mailbox, utf8)
  same(octets.toUpperCase() === 'INBOX' ? 'INBOX' : octets, again, 'our name of a mailbox is not the octets it has')
}

function mailboxToWire(text: string, utf8: boolean): void {
  let octets: string
  try {
    octets = encodeMailboxName(text, utf8)
  } catch (error) {
    if (error instanceof UsageError) return
    throw error
  }
  holds(!/[\0\r\n]/.test(octets), 'a name that breaks the line')
  const { mailbox, wireName } = decodeMailboxName(octets, utf8)
  same(/^inbox$/i.test(text) ? 'INBOX' : text, mailbox, 'a name comes back as another')
  holds(wireName === undefined, 'our own name is told apart')
}
