/** `imaplex/codec`: octets ⇄ values. The grammar of RFC 9051, RFC 3501 and extensions, without state or I/O. */
export { ResponseParser, type ResponseParserOptions, type LiteralSink, type LiteralStart } from './decode/parser.ts'
export type { CodecQuirkName } from './quirks/table.ts'
export { defaultLimits, preAuthLimits, untrustedLimits, type Limits } from './limits.ts'
export type * from './values.ts'
export { NumberList } from './number-list.ts'
export { NumberSet, NumberSetBuilder } from './number-set.ts'
export { UidMap, type OrderedRanges } from './uid-map.ts'
export { Rights, type RightName, type RightsInput } from './rights.ts'
export { arg, type Argument, type ArgumentInput, type ArgumentMakers } from './encode/argument.ts'
export { SavedSearch, SequenceSet, sequenceSet, type SetInput } from './sequence-set.ts'
export {
  CommandLine,
  redacted,
  serialize,
  type MailboxArgument,
  type WireMode,
  type WireSegment,
} from './encode/command-line.ts'
export { decodeMailboxName, encodeMailboxName } from './text/mailbox-name.ts'
export { decodeEncodedWords } from './text/encoded-word.ts'
export { MessageHeaders } from './mime/headers.ts'
export type { CalendarDate, CalendarDay } from './encode/date.ts'
export type { AnnotationKey, ModSeqKey, SearchQuery } from './encode/search/query.ts'
export { searchKeys } from './encode/search/write.ts'
export { encodeResponse, type ResponseMode } from './encode/response.ts'
export { fetchRequest } from './encode/fetch-item.ts'
export type { FetchQuery, HeaderList, PartRange } from './encode/fetch-query.ts'
export type { PartialRange } from './partial-range.ts'
