/**
 * Responses as octets (RFC 9051 §7): the inverse of the decoder, for servers and for tests. Decoding what this writes
 * gives the same value again.
 */
import { UsageError } from '../../errors.ts'
import type { List, Namespaces, Response, StatusItems } from '../values.ts'
import { ADMINISTRATION } from './administration-response.ts'
import { msgAtt } from './fetch-row.ts'
import { respText } from './response-code.ts'
import { ResponseLine } from './response-line.ts'
import { esearch, sort, thread, uidBatches } from './search-response.ts'

export interface ResponseMode {
  /** UTF8=ACCEPT or IMAP4rev2 is enabled: names and strings go in UTF-8, quoted. */
  readonly utf8?: boolean
}

/**
 * The octets of one response with its CRLF, in pieces to be written in order; a string holds one octet a character.
 *
 * @throws UsageError for what cannot be written: a name with CR, a body that went to a sink, a malformed response.
 */
export function encodeResponse(response: Response, mode: ResponseMode = {}): readonly (string | Uint8Array)[] {
  const line = new ResponseLine(mode.utf8 === true)
  const put = PUT[response.type] as (line: ResponseLine, response: Response) => void
  put(line, response)
  return line.finish()
}

type Put<Type extends Response['type']> = (line: ResponseLine, response: Extract<Response, { type: Type }>) => void

const PUT: { readonly [Type in Response['type']]: Put<Type> } = {
  continuation: (line, { text }) => void line.text(text === '' ? '+' : `+ ${text}`),
  tagged(line, { tag, status, code, text }) {
    if (status === 'UNKNOWN') throw new UsageError('a tagged reply is OK, NO or BAD')
    respText(line.word(tag).word(status), code, text)
  },
  status: (line, { status, code, text }) => respText(line.word('*').word(status), code, text),
  capability: (line, { capabilities }) => words(line.word('* CAPABILITY'), capabilities),
  enabled: (line, { capabilities }) => words(line.word('* ENABLED'), capabilities),
  flags: (line, { flags }) => void line.word('* FLAGS').list(() => words(line, flags)),
  list,
  search(line, { numbers, modSeq }) {
    line.word('* SEARCH')
    for (const number of numbers) line.number(number)
    if (modSeq !== undefined) line.list(() => line.word('MODSEQ').number(modSeq))
  },
  esearch,
  sort,
  thread,
  uidBatches,
  mailboxStatus(line, { items, extended, ...name }) {
    line.word('* STATUS').mailbox(name)
    line.list(() => {
      statusItems(line, items)
      for (const item of extended) line.word(item.name).extension(item.value)
    })
  },
  namespace,
  id(line, { parameters }) {
    line.word('* ID')
    if (parameters === null) return void line.nil()
    line.list(() => parameters.forEach((value, key) => line.string(key).nstring(value)))
  },
  exists: (line, { number }) => void line.word('*').number(number).word('EXISTS'),
  recent: (line, { number }) => void line.word('*').number(number).word('RECENT'),
  expunge: (line, { number }) => void line.word('*').number(number).word('EXPUNGE'),
  vanished(line, { earlier, uids }) {
    line.word(earlier ? '* VANISHED (EARLIER)' : '* VANISHED').word(uids.toString())
  },
  fetch(line, { sequence, attributes }) {
    if (sequence !== undefined) line.word('*').number(sequence).word('FETCH')
    // RFC 9586 §3.3
    else if (attributes.uid !== undefined) line.word('*').number(attributes.uid).word('UIDFETCH')
    else throw new UsageError('a row without sequence number needs a UID')
    msgAtt(line, attributes)
  },
  ...ADMINISTRATION,
  unknown: (line, { bytes }) => void line.raw(bytes),
  malformed(_line, { reason }) {
    throw new UsageError(`a malformed response is not written again: ${reason}`)
  },
}

function words(line: ResponseLine, list: readonly string[]): void {
  for (const word of list) line.word(word)
}

/**
 *     mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
 *                    [SP mbox-list-extended]
 */
function list(
  line: ResponseLine,
  { command, attributes, delimiter, childInfo, oldName, extended, ...name }: List,
): void {
  line.word(`* ${command}`).list(() => words(line, attributes))
  line.nstring(delimiter).mailbox(name)
  if (childInfo === undefined && oldName === undefined && extended.length === 0) return
  line.list(() => {
    if (childInfo !== undefined) line.string('CHILDINFO').list(() => childInfo.forEach((option) => line.string(option)))
    if (oldName !== undefined) line.string('OLDNAME').list(() => line.mailbox(oldName))
    for (const { name: tag, value } of extended) line.string(tag).extension(value)
  })
}

const STATUS_ITEMS: { readonly [Item in keyof StatusItems]-?: string } = {
  messages: 'MESSAGES',
  recent: 'RECENT',
  uidNext: 'UIDNEXT',
  uidValidity: 'UIDVALIDITY',
  unseen: 'UNSEEN',
  deleted: 'DELETED',
  deletedStorage: 'DELETED-STORAGE',
  size: 'SIZE',
  highestModSeq: 'HIGHESTMODSEQ',
  appendLimit: 'APPENDLIMIT',
  mailboxId: 'MAILBOXID',
}

function statusItems(line: ResponseLine, items: StatusItems): void {
  for (const key of Object.keys(STATUS_ITEMS) as (keyof StatusItems)[]) {
    const value = items[key]
    if (value === undefined) continue
    line.word(STATUS_ITEMS[key])
    if (value === null) line.nil()
    else if (typeof value === 'string') line.list(() => line.astring(value))
    else line.number(value)
  }
}

/**
 *     namespace-response = "NAMESPACE" SP namespace SP namespace SP namespace
 */
function namespace(line: ResponseLine, { personal, otherUsers, shared }: Namespaces): void {
  line.word('* NAMESPACE')
  for (const entries of [personal, otherUsers, shared]) {
    if (entries === null) line.nil()
    else {
      line.list(() => {
        for (const { prefix, delimiter, extended } of entries) {
          line.list(() => {
            line.mailbox({ mailbox: prefix, wireName: undefined }).nstring(delimiter)
            for (const { name, value } of extended) line.string(name).extension(value)
          })
        }
      })
    }
  }
}
