/** Codes in brackets before the text of a status response (RFC 9051 §7.1). */
import type { NumberSet } from '../number-set.ts'

/** Response codes without arguments (RFC 9051 §7.1, RFC 5530, RFC 7162, RFC 5465). */
export type BareCode =
  | 'ALERT'
  | 'PARSE'
  | 'READ-ONLY'
  | 'READ-WRITE'
  | 'TRYCREATE'
  | 'CLOSED'
  | 'NOMODSEQ'
  | 'UIDNOTSTICKY'
  | 'UNKNOWN-CTE'
  | 'UNAVAILABLE'
  | 'AUTHENTICATIONFAILED'
  | 'AUTHORIZATIONFAILED'
  | 'EXPIRED'
  | 'PRIVACYREQUIRED'
  | 'CONTACTADMIN'
  | 'NOPERM'
  | 'INUSE'
  | 'EXPUNGEISSUED'
  | 'CORRUPTION'
  | 'SERVERBUG'
  | 'CLIENTBUG'
  | 'CANNOT'
  | 'LIMIT'
  | 'OVERQUOTA'
  | 'ALREADYEXISTS'
  | 'NONEXISTENT'
  | 'NOTSAVED'
  | 'HASCHILDREN'
  | 'COMPRESSIONACTIVE'
  | 'USEATTR'
  | 'NOTIFICATIONOVERFLOW'
  | 'TOOBIG'
  | 'THROTTLED'

export type ResponseCode =
  | { readonly name: BareCode }
  | { readonly name: 'UIDNEXT' | 'UIDVALIDITY' | 'UNSEEN'; readonly value: number }
  | { readonly name: 'HIGHESTMODSEQ'; readonly value: bigint }
  | { readonly name: 'PERMANENTFLAGS'; readonly flags: readonly string[] }
  | { readonly name: 'CAPABILITY'; readonly capabilities: readonly string[] }
  | { readonly name: 'BADCHARSET'; readonly charsets: readonly string[] }
  | { readonly name: 'APPENDUID'; readonly uidValidity: number; readonly uids: NumberSet }
  | {
      readonly name: 'COPYUID'
      readonly uidValidity: number
      readonly source: NumberSet
      readonly destination: NumberSet
    }
  | { readonly name: 'MODIFIED'; readonly numbers: NumberSet }
  | { readonly name: 'MAILBOXID'; readonly id: string }
  /** Any other: `text` is what stood between the atom and "]". */
  | { readonly name: 'OTHER'; readonly atom: string; readonly text: string | undefined }
