/** Response codes in brackets (RFC 9051 §7.1), as servers write them. */
import type { NumberSet } from '../number-set.ts'
import type { BareCode, ResponseCode } from '../values.ts'
import type { ResponseLine } from './response-line.ts'

type Name = Exclude<ResponseCode['name'], BareCode>
type Coded<N extends Name, Code = ResponseCode> = Code extends { readonly name: infer M }
  ? N extends M
    ? Code
    : never
  : never

/** What stands between the name and "]". */
const ARGUMENTS: { readonly [N in Name]: (line: ResponseLine, code: Coded<N>) => void } = {
  UIDNEXT: number,
  UIDVALIDITY: number,
  UNSEEN: number,
  HIGHESTMODSEQ: number,
  PERMANENTFLAGS: (line, { flags }) => void line.list(() => words(line, flags)),
  CAPABILITY: (line, { capabilities }) => words(line, capabilities),
  BADCHARSET(line, { charsets }) {
    if (charsets.length > 0) line.list(() => charsets.forEach((charset) => line.astring(charset)))
  },
  APPENDUID: (line, { uidValidity, uids }) => void set(line.number(uidValidity), uids),
  COPYUID: (line, { uidValidity, source, destination }) => set(set(line.number(uidValidity), source), destination),
  MODIFIED: (line, { numbers }) => void set(line, numbers),
  MAILBOXID: (line, { id }) => void line.list(() => line.astring(id)),
  REFERRAL: url,
  BADURL: url,
  WEBALERT: url,
  URLMECH: (line, { mechanisms }) => words(line.word('INTERNAL'), mechanisms),
  BADEVENT: (line, { events }) => void line.list(() => words(line, events)),
  'UNDEFINED-FILTER': (line, { filter }) => void line.text(filter),
  NOUPDATE: (line, { tag }) => void line.string(tag),
  INPROGRESS(line, { tag, progress, goal }) {
    line.list(() => {
      line.nstring(tag)
      for (const value of [progress, goal])
        if (value === null) line.nil()
        else line.number(value)
    })
  },
  MESSAGELIMIT(line, { limit, lastUid }) {
    line.number(limit)
    if (lastUid !== undefined) line.number(lastUid)
  },
  METADATA(line, code) {
    line.word(code.problem)
    if ('octets' in code) line.number(code.octets)
  },
  ANNOTATE: (line, { problem }) => void line.word(problem),
  ANNOTATIONS(line, { maxSize, privateAnnotations }) {
    line.word(String(maxSize))
    if (!privateAnnotations) line.word('NOPRIVATE')
  },
  MAXCONVERTMESSAGES: limit,
  MAXCONVERTPARTS: limit,
  OTHER(line, { text }) {
    if (text !== undefined) line.text(text)
  },
}

/**
 *     resp-text = ["[" resp-text-code "]" SP] [text]
 */
export function respText(line: ResponseLine, code: ResponseCode | undefined, text: string): void {
  if (code !== undefined) {
    line.word(`[${code.name === 'OTHER' ? code.atom : code.name}`)
    const put = (ARGUMENTS as Partial<Record<string, (line: ResponseLine, code: ResponseCode) => void>>)[code.name]
    line.withoutLiterals(() => put?.(line, code))
    line.glue().word(']')
  }
  if (text !== '') line.text(text)
}

function words(line: ResponseLine, list: readonly string[]): void {
  for (const word of list) line.word(word)
}

function number(line: ResponseLine, { value }: { readonly value: number | bigint }): void {
  line.number(value)
}

function set(line: ResponseLine, numbers: NumberSet): ResponseLine {
  return line.word(numbers.toString())
}

function url(line: ResponseLine, code: { readonly url: string }): void {
  line.text(code.url)
}

function limit(line: ResponseLine, code: { readonly limit: number }): void {
  line.number(code.limit)
}
