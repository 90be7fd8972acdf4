/** The keys of a search, one value each, and what each of them needs of the server. */
import type { SequenceSet } from '../../sequence-set.ts'
import type { CalendarDay } from '../date.ts'

/** One search-key (RFC 9051 §9). */
export type Key =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'keyword'; readonly word: string; readonly keyword: string }
  /** An atom whose spelling is not ours: an identifier or a name. */
  | { readonly kind: 'name'; readonly word: string; readonly name: string }
  | { readonly kind: 'text'; readonly word: string; readonly what: string; readonly text: string }
  | { readonly kind: 'label'; readonly word: string; readonly what: string; readonly text: string }
  | { readonly kind: 'header'; readonly name: string; readonly text: string }
  | {
      readonly kind: 'annotation'
      readonly word: string
      readonly entry: string
      readonly of: string
      readonly text: string
    }
  | { readonly kind: 'date'; readonly word: string; readonly day: CalendarDay }
  | { readonly kind: 'number'; readonly word: string; readonly number: bigint }
  | {
      readonly kind: 'flagModSeq'
      readonly word: string
      readonly flag: string
      readonly type: string
      readonly number: bigint
    }
  | { readonly kind: 'set'; readonly word: 'UID' | undefined; readonly set: SequenceSet }
  | { readonly kind: 'or'; readonly branches: readonly (readonly Key[])[] }
  | { readonly kind: 'not' | 'fuzzy'; readonly word: 'NOT' | 'FUZZY'; readonly keys: readonly Key[] }

/** The flags that words look at; NEW and OLD look at \Recent, NEW at \Seen as well (RFC 3501 §6.4.4). */
export const FLAGS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['ANSWERED', ['\\Answered']],
  ['UNANSWERED', ['\\Answered']],
  ['DELETED', ['\\Deleted']],
  ['UNDELETED', ['\\Deleted']],
  ['DRAFT', ['\\Draft']],
  ['UNDRAFT', ['\\Draft']],
  ['FLAGGED', ['\\Flagged']],
  ['UNFLAGGED', ['\\Flagged']],
  ['SEEN', ['\\Seen']],
  ['UNSEEN', ['\\Seen']],
  ['RECENT', ['\\Recent']],
  ['NEW', ['\\Recent', '\\Seen']],
  ['OLD', ['\\Recent']],
])

/** Words that may look at any flag: a mod-sequence counts every change (RFC 7162 §3.1), a filter may ask for anything. */
export const READS_ANY_FLAG: ReadonlySet<string> = new Set(['MODSEQ', 'FILTER', 'X-GM-RAW', 'X-GM-LABELS'])

/** The capability without which a word is not understood. */
export const NEEDS: ReadonlyMap<string, string> = new Map([
  ['RECENT', 'IMAP4REV1'],
  ['NOT RECENT', 'IMAP4REV1'],
  ['NEW', 'IMAP4REV1'],
  ['NOT NEW', 'IMAP4REV1'],
  ['OLD', 'IMAP4REV1'],
  ['NOT OLD', 'IMAP4REV1'],
  ['MODSEQ', 'CONDSTORE'],
  ['OLDER', 'WITHIN'],
  ['YOUNGER', 'WITHIN'],
  ['SAVEDBEFORE', 'SAVEDATE'],
  ['SAVEDON', 'SAVEDATE'],
  ['SAVEDSINCE', 'SAVEDATE'],
  ['SAVEDATESUPPORTED', 'SAVEDATE'],
  ['NOT SAVEDATESUPPORTED', 'SAVEDATE'],
  ['EMAILID', 'OBJECTID'],
  ['THREADID', 'OBJECTID'],
  ['FILTER', 'FILTERS'],
  ['ANNOTATION', 'ANNOTATE-EXPERIMENT-1'],
  ['X-GM-RAW', 'X-GM-EXT-1'],
  ['X-GM-MSGID', 'X-GM-EXT-1'],
  ['X-GM-THRID', 'X-GM-EXT-1'],
  ['X-GM-LABELS', 'X-GM-EXT-1'],
  ['FUZZY', 'SEARCH=FUZZY'],
])
