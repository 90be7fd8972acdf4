/**
 * What servers were seen to do that needs an answer, and the answer: a quirk by name, or what follows from the rules
 * anyway, with the test that shows it. docs/quirks.md is made of it; `npm run check` looks for what is missing.
 */
import type { QuirkName } from '../src/client/quirks.ts'

export interface Row {
  readonly server: string
  readonly does: string
  readonly quirks: readonly QuirkName[]
  /** Besides the quirks, or in their place. */
  readonly answer: string
  readonly test?: string
}

function row(server: string, does: string, ...quirks: readonly QuirkName[]): Row {
  return { server, does, quirks, answer: '' }
}

/** Nothing special is done: it is legal, or the rules cover it. */
function rule(server: string, does: string, answer: string, test?: string): Row {
  return { server, does, quirks: [], answer, ...(test === undefined ? {} : { test }) }
}

const RULES = 'test/quirks/rules.test.ts'
const FETCH = 'test/codec/decode/fetch.test.ts'
const ATTRIBUTION = 'test/session/attribution.test.ts'
const FETCHING = 'test/session/fetching.test.ts'
const SCHEDULER = 'test/session/scheduler.test.ts'
const SELECTING = 'test/session/selecting.test.ts'
const BROKEN = 'test/session/broken-replies.test.ts'
const LADDER = 'test/client/list-ladder.test.ts'
const OTHERS = 'test/client/where-others-fail.test.ts'
const ADDING = 'test/client/adding.test.ts'
const SERVERS = 'test/integration/servers/servers.test.ts'

export const ROWS: readonly Row[] = [
  row('old Exchange, proxies', 'pads lines with NULs', 'nul-padding'),
  row('Exchange', 'puts "Error=…" in brackets, or a code that never ends', 'code-unreadable'),
  rule(
    'Exchange 2013',
    'sends "[COPYUID …]" as a line of its own',
    'an `untagged` event',
    'test/codec/decode/response-code.test.ts',
  ),
  row('Namecheap', 'refuses STARTTLS without a tag', 'tagless-refusal'),
  rule(
    'several',
    'has ID only behind TLS',
    'ID goes out after login, and only where it is announced then',
    'test/client/starting.test.ts',
  ),
  row('RZimapd (Strato)', 'finds nothing once IMAP4rev2 is enabled', 'rev2-broken'),
  row('several', 'refuses ENABLE for its IMAP4rev2', 'enable-rev2-refused'),
  rule(
    'Exchange with IMAP4rev2',
    'answers LSUB with BAD',
    'LSUB is sent where LIST-EXTENDED is missing and subscriptions are asked for; then it is an error',
    RULES,
  ),
  row('several behind proxies', 'refuses LIST with RETURN', 'list-return-refused'),
  rule(
    'James',
    'drops the second of two sections of one part',
    'the row is incomplete: `ERR_IMAP_INCOMPLETE`, never a row without it',
    RULES,
  ),
  rule(
    'James',
    'sends a row behind the tagged OK',
    'a `fetch` event; for the command the message is gone, as RFC 9051 has it',
    RULES,
  ),
  rule('James', 'says nothing of CONDSTORE where it has QRESYNC', 'the one brings the other', RULES),
  rule(
    'Tencent Exmail',
    'sends the whole for a part of a section',
    'cut to what was asked for, from 0 on; elsewhere `ERR_IMAP_INCOMPLETE`',
    RULES,
  ),
  rule('several', 'leaves out the origin of a part that begins at 0', 'taken for what was asked for', FETCHING),
  row('one unnamed', 'repeats `<0.10>` in its answer', 'origin-length'),
  rule('Yahoo', 'sends small bodies as quoted strings', 'read as octets', FETCH),
  row('several', 'leaves out the blank beside a parenthesis', 'blank-missing'),
  rule('several', 'begins atoms with a digit', 'they are atoms', FETCH),
  row('Exchange, Microsoft 365', 'throttles, and says for how long', 'throttling', 'suggested-backoff', 'few-commands'),
  row('Exchange, Microsoft 365', 'is authenticated but not connected', 'login-lost'),
  row('Exchange, Microsoft 365', 'refuses commands of more than about 8 kB', 'short-commands'),
  rule(
    'Dovecot and others',
    'says NO because some of the messages are gone',
    'the rows before it have been handed out, the command fails with the code EXPUNGEISSUED',
    FETCHING,
  ),
  rule('Fastmail, Dovecot', 'tells the mapping of MOVE in an untagged OK', 'as RFC 6851 has it', ATTRIBUTION),
  rule('several', 'ends its SASL LOGIN prompts in NULs', 'prompts are not looked at', RULES),
  rule(
    'several',
    'wants AUTH=LOGIN for names with "\\" or "/"',
    'names are quoted, or sent by SASL, and arrive as they are',
    RULES,
  ),
  rule(
    'several',
    'has INBOX outside of its namespace’s prefix',
    'INBOX, and what begins with a prefix, stands where it is',
    'test/client/mailbox-paths.test.ts',
  ),
  rule('old Gmail', 'calls INBOX by a word of the country in XLIST', 'its attribute counts', LADDER),
  rule('several', 'lists names that do not exist', 'listed with `\\NonExistent`, and nothing is asked of them', LADDER),
  rule('several', 'has THREADID NIL', 'null in the row', FETCHING),
  row('IceWarp, several', 'has NIL for an envelope, a structure, a size', 'nil-for-item'),
  rule('several', 'sends names as literals', 'a literal is a string', 'test/codec/decode/responses.test.ts'),
  rule('Dovecot', 'has PERMANENTFLAGS () in a mailbox opened read-only', 'changes are refused unsent', SELECTING),
  row('Rambler', 'drops a connection that idles for a minute', 'idle-one-minute'),
  row('163.com, 126.com', 'has no IDLE worth its name; NOOP does not count as life', 'poll-by-status'),
  row('Yahoo, AOL', 'falls silent in a long IDLE', 'idle-three-minutes'),
  rule(
    'Naver',
    'tells of new mail to SELECT only',
    'not done: selecting again would lose the order of events; whoever watches selects again',
  ),
  rule('Lark', 'has envelopes without addresses', 'NIL is nobody', FETCH),
  rule(
    'one unnamed',
    'refuses a LIST that comes again with SERVERBUG',
    'a `CommandError` with its code; nothing is listed twice by itself',
    LADDER,
  ),
  row('Gmail, iCloud', 'has codes without text behind them', 'text-missing'),
  row('Dovecot, Exchange', 'has -1 for octets and lines', 'minus-one'),
  row('Archiveopteryx, DavMail', 'has several blanks for one', 'blank-runs'),
  row('Exchange and others', 'has blanks at the end of STATUS, CAPABILITY, ID, SEARCH', 'blank-at-end'),
  row('maddy, Stalwart', 'has blanks between bodies and between addresses', 'blank-between-bodies'),
  row('Yandex, public-inbox', 'has a "+" and nothing else', 'bare-plus'),
  row('maddy', 'has NIL for an encoding', 'nil-in-body'),
  rule('QQ', 'refuses sets that are not in order', 'sets are sorted and merged before they are written', RULES),
  row('proxies', 'ends lines by LF alone', 'bare-lf'),
  rule('GMX, Web.de, Exchange', 'refuses ID ()', '`id(null)` is ID NIL', RULES),
  row('Exchange', 'has COPYUID with empty sets', 'copyuid-empty'),
  row('Exchange', 'has a disposition that is no list', 'body-incomplete'),
  rule(
    'Gmail',
    'has brackets in the text behind a code',
    'a code ends where it ends',
    'test/codec/decode/response-code.test.ts',
  ),
  rule(
    'Gmail',
    'has a whole address for a display name, and no mailbox',
    'any string or NIL anywhere in an address',
    FETCH,
  ),
  rule('Gmail', 'mixes atoms, strings and literals in labels', 'read', FETCHING),
  rule('Gmail', 'has no SORT', 'refused with `ERR_IMAP_CAPABILITY` before anything is sent', RULES),
  row('Gmail', 'has flags of any characters', 'odd-flags'),
  row('Gmail', 'puts [THROTTLED] at the end of an OK', 'throttling'),
  rule(
    'iCloud',
    'fails at RFC822',
    'BODY.PEEK[] is asked for; RFC822 never is',
    'test/codec/encode/fetch-item.test.ts',
  ),
  row('iCloud', 'loses changes with QRESYNC', 'qresync-unreliable'),
  row('iCloud', 'answers ENABLE without ENABLED', 'enable-without-enabled'),
  row('iCloud', 'has a proxy that changes what it announces', 'capabilities-rewritten'),
  rule(
    'iCloud',
    'has ESEARCH without MIN and MAX',
    'a result that is missing is worked out of ALL, or is an error',
    RULES,
  ),
  row('mail.ru', 'has NIL for a parameter', 'nil-in-body'),
  row('QQ, Exmail', 'has a blank before ")"', 'blank-inside-parentheses'),
  rule('163.com, 126.com', 'has STATUS without an item', 'as the grammar has it; STATUS is incomplete then', RULES),
  rule(
    '163.com, Winmail',
    'opens mailboxes without UIDNEXT',
    'the UIDs of all messages are asked for once, and tell what is new',
    'test/session/arrivals.test.ts',
  ),
  row('163.com, 126.com', 'opens nothing before ID', 'id-before-select'),
  row('163.com, 126.com', 'announces SASL-IR, and refuses it', 'initial-response-refused'),
  row('Sina, QQ', 'announces AUTH=PLAIN, and lacks it', 'mechanism-missing'),
  row('Cyrus', 'knows one channel binding, and does not tell which', 'tls-unique-only', 'binding-refused'),
  row('mail.xwtec.cn', 'has UIDVALIDITY 0', 'status-zero'),
  row('wp.pl', 'answers LOGOUT with a tagged BYE', 'tagged-bye'),
  row('Zoho', 'has \\* in FLAGS', 'odd-flags'),
  rule('Zoho', 'quotes the names of header fields', 'as the grammar has it', FETCH),
  row('SurgeMail', 'has a blank before ")" in FLAGS', 'blank-inside-parentheses'),
  rule(
    'DavMail',
    'says EXISTS again and again during a long FETCH',
    'it changes nothing, and puts off the deadline',
    'test/session/arrivals.test.ts',
  ),
  rule(
    'Dovecot',
    'says "Still here", "Searched 91%", [INPROGRESS]',
    '`progress` and `notice` events; each puts off the deadline',
    'test/session/response-codes.test.ts',
  ),
  row('Dovecot', 'has 8-bit parameters in BODYSTRUCTURE', 'eight-bit'),
  rule(
    'Dovecot, Proton Bridge',
    'sends EXISTS and EXPUNGE in the middle of FETCH',
    'applied at once; nothing that counts on numbers is in flight then (rule R5)',
    RULES,
  ),
  rule(
    'Cyrus',
    'answers SETQUOTA with nothing but OK',
    'the result is the tagged OK',
    'test/client/administration.test.ts',
  ),
  rule(
    'GreenMail',
    'has an empty list of quota roots; no STARTTLS',
    'no roots; an error, for `starttls` means required',
    'test/client/administration.test.ts',
  ),
  row('Courier', 'has QUOTA without a list', 'quota-without-list'),
  row('several', 'has -1, or 2^63 - 1, for no limit', 'quota-unlimited'),
  rule('James', 'has EMAILID, THREADID, SAVEDATE', 'as RFC 8474 and RFC 8514 have them', FETCHING),
  row('several', 'has them without parentheses', 'objectid-bare'),
  row('Proton Bridge', 'has UID NIL', 'uid-nil'),
  row('Proton Bridge', 'has words for strings in ID', 'atom-for-string'),
  rule('Stalwart', 'has [MAILBOXID (x)]', 'as RFC 8474 has it', 'test/codec/decode/response-code.test.ts'),
  row('Stalwart before 0.10', 'loses what stands behind DONE', 'done-travels-alone'),
  rule(
    'Domino',
    'puts errors of FETCH into literals',
    'NO behind rows: the rows have been handed out, and the command fails',
    RULES,
  ),
  row('mail.systemausfall.org', 'greets in UTF-8', 'eight-bit'),
  row('one unnamed', 'has attributes in LIST without "\\"', 'attribute-without-backslash'),
  row('one unnamed', 'has a CAPABILITY without one', 'capability-empty'),
  rule(
    'one unnamed',
    'writes its words in lower case',
    'words have no case (RFC 9051 §9)',
    'test/codec/decode/lenient.test.ts',
  ),
  row('one unnamed', 'has dates with a day of one digit, and dates that are none', 'odd-date'),
  row('one unnamed', 'has FETCH ()', 'fetch-empty'),
  row('one unnamed', 'has ENVELOPE (), and one of nine fields', 'envelope-short'),
  row('one unnamed', 'has names with blanks and without quotes', 'name-with-blanks', 'odd-names'),
  rule(
    'one unnamed',
    'has parentheses in names without quotes, a NIL before the subtype of a multipart',
    'that line is `untagged`, and its command fails',
    BROKEN,
  ),
  row('one unnamed', 'escapes any character in a quoted string', 'odd-escape'),
  row('one unnamed', 'has NIL for lists of flags', 'nil-for-list'),
  row('one unnamed', 'has commas in ID', 'id-commas'),
  row('one unnamed', 'has NIL in STATUS', 'status-nil'),
  row('one unnamed', 'has "" for no delimiter', 'delimiter-empty'),
  row('one unnamed', 'has [UNSEEN 0]', 'unseen-zero'),
  row('Dovecot', 'has BADEVENT without parentheses', 'code-odd-arguments'),
  row('one unnamed', 'has an item twice in a row', 'item-twice'),
  rule('any', 'says a word that nobody knows', 'an `untagged` event with its octets', BROKEN),
  rule(
    'any',
    'announces a literal that cannot be, or of more octets than there is room for',
    'the connection ends: whoever goes on reads mail as responses',
    'test/codec/decode/hostile.test.ts',
  ),
  rule('iPhone Mail (a client)', 'sends CHANGEDSINCE 0', '`changedSince: 0n` is a `UsageError`', FETCHING),
  rule('Dovecot', 'completes commands out of order, answers of a later one first', 'nothing goes by age', ATTRIBUTION),
  rule(
    'Dovecot',
    'says BAD [CLIENTBUG] for ambiguous sequence numbers, and drops whoever gets twenty BADs',
    'never sent: rules R5 and R6',
    'test/session/rules.test.ts',
  ),
  row('Dovecot', 'writes news of NOTIFY into bodies', 'bodies-broken-by-notify'),
  rule(
    'Dovecot',
    'goes silent on the selected mailbox where NOTIFY has no SELECTED group',
    'there always is one',
    'test/session/notify.test.ts',
  ),
  rule(
    'Dovecot',
    'says "NO NOTIFY error" for what it lost',
    'the event `notificationOverflow`',
    'test/session/notify.test.ts',
  ),
  rule(
    'Cyrus',
    'swallows what comes behind AUTHENTICATE',
    'it travels alone (rule R2)',
    'test/client/starting.test.ts',
  ),
  rule(
    'Cyrus',
    'keeps the old mailbox open after a SELECT that was BAD',
    'known by the CLOSED that it owes and did not send',
    SELECTING,
  ),
  rule(
    'Cyrus',
    'ends the connection after ten syntax errors',
    'nothing is sent that is none of its grammar',
    'test/codec/encode/command-grammar.test.ts',
  ),
  rule(
    'Cyrus',
    'blocks for a second at CREATE and RENAME under NOTIFY',
    'other commands wait for nothing of ours',
    SCHEDULER,
  ),
  rule(
    'Cyrus 3.10',
    'has octets of its memory for a MAILBOXID',
    'asked for by a STATUS of its own',
    'test/session/response-codes.test.ts',
  ),
  row('Courier', 'loses what comes behind LOGIN', 'login-travels-alone'),
  rule('Courier', 'says NO where others say BAD', 'NO and BAD are both a `CommandError`; its `status` tells which'),
  rule('Courier', 'has neither CLOSED nor ESEARCH', 'SELECT waits for all before it, searches take turns', SELECTING),
  rule(
    'Courier',
    'tells of removals at NOOP, CHECK and IDLE only',
    'it idles when nothing else is in flight',
    'test/session/idle.test.ts',
  ),
  rule('mox', 'is serial, has SEARCH in several lines', 'lines of one SEARCH add up', ATTRIBUTION),
  rule('mox', 'ends NOTIFY after 1,000 changes', 'the event `notificationOverflow`', 'test/session/notify.test.ts'),
  rule(
    'Gmail',
    'allows fifteen connections',
    'its refusal is an `AuthenticationError` that is retryable',
    'test/client/authenticating.test.ts',
  ),
  row('Yahoo', 'says BAD or NO to ranges of UIDs now and then', 'bad-when-pipelined', 'throttling'),
  rule(
    'Yahoo',
    'says NO [SERVERBUG] or [UNAVAILABLE] in the middle of a FETCH',
    'rows before it have been handed out, the command fails with the code; nothing is left out silently',
    RULES,
  ),
  rule('Yahoo', 'does not renumber after EXPUNGE', 'UIDs are used', 'test/session/rules.test.ts'),
  row('Twisted', 'says BAD to what comes while it opens a mailbox', 'bad-when-pipelined'),
  row('one unnamed', 'has ESEARCH without a tag', 'esearch-without-tag'),
  rule(
    'any',
    'has no CLOSED at a change of mailboxes',
    'the boundary is where it describes a mailbox again',
    SELECTING,
  ),
  rule(
    'any',
    'says nothing at all any more',
    'the connection ends after the deadline for its silence',
    'test/session/idle.test.ts',
  ),
  rule('any', 'answers a command that is over, or has not been sent', 'the connection ends: it is a forgery', OTHERS),
  rule(
    'Cyrus 3.10',
    'refuses REPLACE without reading its `{n+}` literal, and runs the message as commands',
    'the message is sent when the server has asked for it',
    ADDING,
  ),
  rule(
    'Dovecot 2.3 and 2.4',
    'refuses an APPEND for a system flag it does not know without reading its `{n+}` literal, and runs the message as commands',
    'with such flags the message is sent when the server has asked for it',
    ADDING,
  ),
  rule(
    'Dovecot 2.3 and 2.4',
    'does the same with SETMETADATA of a mailbox that is not there, and with commands it does not know',
    'the literals of SETMETADATA and of `command()` wait for the server',
    SERVERS,
  ),
  rule(
    'Cyrus 3.10',
    'repeats the URL of GENURLAUTH and URLFETCH in its answer, line ends and all',
    'a URL with other than visible ASCII is a `UsageError`',
    ADDING,
  ),
  rule(
    'Dovecot 2.4.1',
    'crashes when neither the message nor the mailbox of a REPLACE is there',
    "the connection is lost; `profile: { without: ['REPLACE'] }` replaces by APPEND, STORE and EXPUNGE",
    'test/integration/serial-equivalence.test.ts',
  ),
  rule('Courier', 'takes two seconds for each RENAME', 'other commands wait for it', SERVERS),
  rule(
    'Courier',
    'shows what was added to the selected mailbox at the next NOOP only',
    'what is selected is told as the server tells it',
    'test/integration/serial-equivalence.test.ts',
  ),
]
