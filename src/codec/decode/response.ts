/**
 * From the text of a response to its value (RFC 9051 §7).
 *
 * What breaks the grammar makes that response `malformed`, except where servers are known to and there is no doubt what
 * they mean: quirks/table.ts has the list.
 */
import { acl, listRights, myRights } from './acl-response.ts'
import { Broken } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { FetchPrefix } from './fetch-prefix.ts'
import { FetchReader, Row } from './fetch-response.ts'
import { comparator, language } from './language-response.ts'
import { flags, mailboxList } from './mailbox-response.ts'
import { metadata } from './metadata-response.ts'
import { capability, id, namespaces } from './namespace-response.ts'
import { quota, quotaRoot } from './quota-response.ts'
import { respText } from './response-code.ts'
import { esearch, uidBatches } from './esearch-response.ts'
import { search, sort, vanished } from './search-response.ts'
import { mailboxStatus } from './status-response.ts'
import { genUrlAuth, jmapAccess, urlFetch } from './urlauth-response.ts'
import { thread } from './thread-response.ts'
import type { Continuation, Malformed, Response, Status, Tagged, Unknown, Untagged } from '../values.ts'

const NUL = 0x00
const PLUS = 0x2b
const STAR = 0x2a

/** Turns responses into values, one at a time. */
export class ResponseReader {
  readonly #fetch = new FetchReader()

  /**
   *     response = *(continue-req / response-data) response-done
   *
   * The cursor is at the beginning of a whole response of so many `octets`. Throws for limits only.
   */
  read(c: Cursor, octets: number): Response {
    switch (c.octetAt(0)) {
      case STAR:
        return this.#untagged(c, octets)
      case PLUS:
        return continueReq(c)
      case NUL:
        c.skipNuls()
        return this.read(c, octets)
      default:
        return responseTagged(c)
    }
  }

  /**
   *     response-data = "*" SP (resp-cond-state / resp-cond-bye / mailbox-data / message-data / capability-data /
   *                     enable-data / …) CRLF
   */
  #untagged(c: Cursor, octets: number): Untagged {
    const head: Head = { name: '', sequence: undefined, row: undefined }
    try {
      c.pos++
      c.skipBlanks()
      const code = c.peek()
      if (code >= 0x30 && code <= 0x39) return this.#numbered(c, head, octets)
      head.name = c.atom().toUpperCase()
      const read = RESPONSES.get(head.name)
      return read === undefined ? unknown(c, head.name) : read(c)
    } catch (error) {
      if (error instanceof Broken) return malformed(c, head, error.reason)
      throw error
    }
  }

  /**
   *     message-data  = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att))
   *     mailbox-data =/ number SP "EXISTS" / number SP "RECENT"
   *     message-data =/ uniqueid SP "UIDFETCH" SP msg-att                    ; RFC 9586 §4
   */
  #numbered(c: Cursor, head: Head, octets: number): Untagged {
    const number = c.number()
    c.sp()
    head.name = c.atom().toUpperCase()
    switch (head.name) {
      case 'FETCH': {
        const sequence = (head.sequence = nonZero(c, number))
        const row = (head.row = new Row(undefined))
        this.#fetch.msgAtt(c, row)
        return { type: 'fetch', sequence, attributes: row.attributes, octets }
      }
      case 'UIDFETCH': {
        const row = (head.row = new Row(nonZero(c, number)))
        this.#fetch.msgAtt(c, row)
        return { type: 'fetch', sequence: undefined, attributes: row.attributes, octets }
      }
      case 'EXPUNGE':
        c.end()
        return { type: 'expunge', number: nonZero(c, number) }
      case 'EXISTS':
        c.end()
        return { type: 'exists', number }
      case 'RECENT':
        c.end()
        return { type: 'recent', number }
      default:
        return unknown(c, head.name)
    }
  }
}

/** What is known of an untagged response while it is read. */
interface Head {
  name: string
  sequence: number | undefined
  row: Row | undefined
}

const RESPONSES: ReadonlyMap<string, (c: Cursor) => Untagged> = new Map<string, (c: Cursor) => Untagged>([
  ['OK', (c) => status(c, 'OK')],
  ['NO', (c) => status(c, 'NO')],
  ['BAD', (c) => status(c, 'BAD')],
  ['PREAUTH', (c) => status(c, 'PREAUTH')],
  ['BYE', (c) => status(c, 'BYE')],
  ['CAPABILITY', (c) => capability(c, 'capability')],
  ['ENABLED', (c) => capability(c, 'enabled')],
  ['FLAGS', flags],
  ['LIST', (c) => mailboxList(c, 'LIST')],
  ['LSUB', (c) => mailboxList(c, 'LSUB')],
  ['XLIST', (c) => mailboxList(c, 'XLIST')],
  ['SEARCH', search],
  ['ESEARCH', esearch],
  ['SORT', sort],
  ['THREAD', thread],
  ['UIDBATCHES', uidBatches],
  ['STATUS', mailboxStatus],
  ['NAMESPACE', namespaces],
  ['ID', id],
  ['VANISHED', vanished],
  ['METADATA', metadata],
  ['ACL', acl],
  ['LISTRIGHTS', listRights],
  ['MYRIGHTS', myRights],
  ['QUOTA', quota],
  ['QUOTAROOT', quotaRoot],
  ['GENURLAUTH', genUrlAuth],
  ['URLFETCH', urlFetch],
  ['LANGUAGE', language],
  ['COMPARATOR', comparator],
  ['JMAPACCESS', jmapAccess],
])

/**
 *     resp-cond-state = ("OK" / "NO" / "BAD") SP resp-text
 *     resp-cond-bye   = "BYE" SP resp-text
 *     resp-cond-auth  = ("OK" / "PREAUTH") SP resp-text
 */
function status(c: Cursor, word: Status['status']): Status {
  const { code, text } = respText(c)
  return { type: 'status', status: word, code, text }
}

/**
 *     continue-req = "+" SP (resp-text / base64) CRLF
 *
 * The blank is missing at some servers. A code in brackets is left in the text: base64 has none, and no command
 * waits for one.
 */
function continueReq(c: Cursor): Continuation {
  return { type: 'continuation', text: c.decoded(c.text.slice(c.text.charCodeAt(1) === 0x20 ? 2 : 1)) }
}

/**
 *     response-tagged = tag SP resp-cond-state CRLF
 *     tag             = 1*<any ASTRING-CHAR except "+">
 */
function responseTagged(c: Cursor): Tagged | Unknown | Malformed {
  const { text } = c
  // Exchange 2013 sends a code in brackets as a line of its own.
  if (text === '' || text.startsWith('[')) return unknown(c, '')
  const tag = /^[^\0-\x20\x7f-\xff(){%*"\\+]+(?= |$)/.exec(text)?.[0]
  if (tag === undefined) {
    return malformed(c, { name: '', sequence: undefined, row: undefined }, 'neither "*" nor "+" nor a tag')
  }
  c.pos = tag.length
  c.skipBlanks()
  const from = c.pos
  const word = /^[A-Za-z]*(?= |$)/.exec(text.slice(from, from + LONGEST_STATUS + 1))?.[0].toUpperCase()
  if (word === undefined || !isTaggedStatus(word)) {
    return { type: 'tagged', tag, status: 'UNKNOWN', code: undefined, text: c.decoded(text.slice(from)) }
  }
  c.pos = from + word.length
  const { code, text: humanText } = respText(c)
  return { type: 'tagged', tag, status: word, code, text: humanText }
}

const LONGEST_STATUS = 'BAD'.length

function isTaggedStatus(word: string): word is 'OK' | 'NO' | 'BAD' | 'BYE' {
  return word === 'OK' || word === 'NO' || word === 'BAD' || word === 'BYE'
}

function unknown(c: Cursor, name: string): Unknown {
  return { type: 'unknown', name, bytes: c.wholeOctets() }
}

function malformed(c: Cursor, { name, sequence, row }: Head, reason: string): Malformed {
  const uid = row === undefined ? undefined : (row.attributes.uid ?? uidElsewhere(c.text))
  const known = name === '' ? (/^\* *\d+ +([A-Za-z0-9.-]{1,40})/.exec(c.text)?.[1] ?? '') : name
  return { type: 'malformed', name: known.toUpperCase(), bytes: c.wholeOctets(), reason, sequence, uid }
}

/** The UID of a row that broke before it came. Literals are not looked into: they may be anybody's words. */
function uidElsewhere(text: string): number | undefined {
  const lineEnd = text.indexOf('\n')
  return FetchPrefix.scan(lineEnd < 0 ? text : text.slice(0, lineEnd)).uid
}

function nonZero(c: Cursor, number: number): number {
  if (number === 0) throw c.broken('message number 0')
  return number
}
