/** Codes in brackets before the text of a status response (RFC 9051 §7.1). */
import type { NumberSet } from '../number-set.ts';
import type { OrderedRanges, UidMap } from '../uid-map.ts';
/**
 * Response codes without arguments (RFC 9051 §7.1, RFC 5530, RFC 7162, RFC 5465, RFC 5255 §4.9, RFC 5259 §11,
 * RFC 9586 §3.6); THROTTLED is Gmail's.
 */
export type BareCode = 'ALERT' | 'PARSE' | 'READ-ONLY' | 'READ-WRITE' | 'TRYCREATE' | 'CLOSED' | 'NOMODSEQ' | 'UIDNOTSTICKY' | 'UNKNOWN-CTE' | 'UNAVAILABLE' | 'AUTHENTICATIONFAILED' | 'AUTHORIZATIONFAILED' | 'EXPIRED' | 'PRIVACYREQUIRED' | 'CONTACTADMIN' | 'NOPERM' | 'INUSE' | 'EXPUNGEISSUED' | 'CORRUPTION' | 'SERVERBUG' | 'CLIENTBUG' | 'CANNOT' | 'LIMIT' | 'OVERQUOTA' | 'ALREADYEXISTS' | 'NONEXISTENT' | 'NOTSAVED' | 'HASCHILDREN' | 'COMPRESSIONACTIVE' | 'USEATTR' | 'NOTIFICATIONOVERFLOW' | 'TOOBIG' | 'BADCOMPARATOR' | 'TEMPFAIL' | 'UIDREQUIRED' | 'THROTTLED';
/** What NOTIFY can tell about, in the words of RFC 5465 §8. */
export type NotifyEventName = 'MessageNew' | 'MessageExpunge' | 'FlagChange' | 'AnnotationChange' | 'MailboxName' | 'SubscriptionChange' | 'MailboxMetadataChange' | 'ServerMetadataChange';
export type ResponseCode = {
    readonly name: BareCode;
} | {
    readonly name: 'UIDNEXT' | 'UIDVALIDITY' | 'UNSEEN';
    readonly value: number;
} | {
    readonly name: 'HIGHESTMODSEQ';
    readonly value: bigint;
} | {
    readonly name: 'PERMANENTFLAGS';
    readonly flags: readonly string[];
} | {
    readonly name: 'CAPABILITY';
    readonly capabilities: readonly string[];
} | {
    readonly name: 'BADCHARSET';
    readonly charsets: readonly string[];
} | {
    readonly name: 'APPENDUID';
    readonly uidValidity: number;
    readonly uids: NumberSet;
    /** The UIDs in the order of the messages. */
    readonly order: OrderedRanges;
} | {
    readonly name: 'COPYUID';
    readonly uidValidity: number;
    /** Which became which; undefined when the two sets do not correspond. */
    readonly uids: UidMap | undefined;
    readonly source: NumberSet;
    readonly destination: NumberSet;
} | {
    readonly name: 'MODIFIED';
    readonly numbers: NumberSet;
} | {
    readonly name: 'MAILBOXID';
    readonly id: string;
}
/**
 * A server elsewhere or a mailbox on it (RFC 2221, RFC 2193), never followed; a URL of CATENATE or URLFETCH that does
 * not work (RFC 4469 §4); Gmail's page for people. Text of the server's.
 */
 | {
    readonly name: 'REFERRAL' | 'BADURL' | 'WEBALERT';
    readonly url: string;
}
/** How URLs can be authorized, INTERNAL left out (RFC 4467 §7). */
 | {
    readonly name: 'URLMECH';
    readonly mechanisms: readonly string[];
}
/** Of NOTIFY: the events the server can tell about, by RFC; Dovecot names those it cannot (RFC 5465 §5). */
 | {
    readonly name: 'BADEVENT';
    readonly events: readonly (NotifyEventName | (string & {}))[];
}
/** Of SEARCH: a saved filter that does not exist (RFC 5466 §3.1). */
 | {
    readonly name: 'UNDEFINED-FILTER';
    readonly filter: string;
}
/** The results of this command will not be kept up to date (RFC 5267 §4.3.1). */
 | {
    readonly name: 'NOUPDATE';
    readonly tag: string;
}
/** A command is at work; null where the server does not say (RFC 9585 §4). */
 | {
    readonly name: 'INPROGRESS';
    readonly tag: string | null;
    readonly progress: number | null;
    readonly goal: number | null;
}
/**
 * A command reached only so many messages, from the highest UID down to `lastUid`; without it none (RFC 9738 §3.1).
 */
 | {
    readonly name: 'MESSAGELIMIT';
    readonly limit: number;
    readonly lastUid: number | undefined;
}
/** Entries were left out; the longest has so many octets (RFC 5464 §4.2.1). */
 | {
    readonly name: 'METADATA';
    readonly problem: 'LONGENTRIES' | 'MAXSIZE';
    readonly octets: number;
} | {
    readonly name: 'METADATA';
    readonly problem: 'TOOMANY' | 'NOPRIVATE';
}
/** RFC 5257 §4.4. */
 | {
    readonly name: 'ANNOTATE';
    readonly problem: 'TOOBIG' | 'TOOMANY';
}
/** Annotations a mailbox can have: octets each, or none at all (RFC 5257 §4.1). */
 | {
    readonly name: 'ANNOTATIONS';
    readonly maxSize: number | 'NONE' | 'READ-ONLY';
    readonly privateAnnotations: boolean;
}
/** RFC 5259 §11. */
 | {
    readonly name: 'MAXCONVERTMESSAGES' | 'MAXCONVERTPARTS';
    readonly limit: number;
}
/** Any other: `text` is what stood between the atom and "]". */
 | {
    readonly name: 'OTHER';
    readonly atom: string;
    readonly text: string | undefined;
};
