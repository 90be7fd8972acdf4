/**
 * Where an example in an RFC is not what goes over the wire: remarks for the reader, ellipses, errors.
 *
 * Every example is a test. What is changed or left out here says why.
 */

/** Remarks at the end of a line. */
export const REMARKS: readonly RegExp[] = [
  / \/\/ ?.*$/s,
  / \(note that there is a space .*\)$/,
  / <TLS negotiation, further commands are under \[?TLS\]? layer>$/,
  / \(Server and client then close the connection\)$/,
  / \(Time passes\. .*$/,
  / ?\[?\.\.\.(?:some time later|time passes|another client|More EXPUNGE|a new message).*$/,
  / (?:\[\.\.\.\]|\.{3})$/,
]

const NO_LINE = 'stands for lines that are not shown'
const CUT = 'the row is cut off'
const NOT_SHOWN = 'a message is refused, and not shown whole'
const NO_COMMAND = 'stands for something that is no command'
const INVENTED = 'an invented command, refused before its literal, which is not shown'

/** Lines that are no lines, by RFC and line number. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  '2177:133': CUT,
  '2177:147': CUT,
  '2193:218': CUT,
  '2193:219': CUT,
  '2193:220': CUT,
  '3502:199': NOT_SHOWN,
  '3502:201': NOT_SHOWN,
  '3502:203': NOT_SHOWN,
  '3502:204': NOT_SHOWN,
  '3502:205': NOT_SHOWN,
  '3502:206': NOT_SHOWN,
  '3501:3208': CUT,
  '3501:3209': CUT,
  '3501:3210': CUT,
  '3501:3703': NO_COMMAND,
  '3501:3705': NO_COMMAND,
  '3501:4410': INVENTED,
  '5182:205': CUT,
  '5182:206': CUT,
  '5182:207': CUT,
  '5182:217': CUT,
  '5182:218': CUT,
  '5182:219': CUT,
  '5465:358': NO_LINE,
  '5465:362': NO_LINE,
  '6851:196': NO_LINE,
  '7162:1637': NO_LINE,
  '7162:1642': NO_LINE,
  '7162:1665': NO_LINE,
  '7162:1670': NO_LINE,
  '9051:3607': CUT,
  '9051:3621': CUT,
  '9051:4166': CUT,
  '9051:4167': CUT,
  '9051:4168': CUT,
  '9051:4179': CUT,
  '9051:4180': CUT,
  '9051:4181': CUT,
  '9051:4466': CUT,
  '9051:4467': CUT,
  '9051:4468': CUT,
  '9051:5327': NO_COMMAND,
  '9051:5329': NO_COMMAND,
  '9051:6199': INVENTED,
}

/** Lines that break their own grammar, and what they must mean. */
export const CORRECTED: Readonly<Record<string, { readonly text: string; readonly why: string }>> = {
  '4314:578': { text: 'a005 OK Listrights successful', why: 'the status is missing' },
  '4314:809': { text: '* 1 FETCH (FLAGS (\\Draft \\Deleted))', why: 'a parenthesis is missing' },
  '4314:810': { text: '* 2 FETCH (FLAGS (\\Answered))', why: 'a parenthesis is missing' },
  '4314:811': { text: '* 3 FETCH (FLAGS ($Forwarded \\Seen))', why: 'a parenthesis is missing' },
  '4314:819': { text: 'A006 OK Select Completed', why: 'the status is missing' },
  '5182:296': {
    text: 'B283 NO [BADCHARSET (UTF-8)] KOI8-R is not supported',
    why: 'the parentheses are missing',
  },
  '4469:548': {
    text: 'A003 NO [BADURL "/INBOX;UIDVALIDITY=785799047/;UID=113330;section=1.5.9"] CATENATE append has failed, one message expunged',
    why: 'a blank in a URL',
  },
  '5032:106': { text: '* SEARCH 4 8 15 16 23 42', why: 'a tag too many' },
  '5257:860': { text: '* 1 FETCH (FLAGS (\\Seen) ANNOTATION (/comment))', why: 'a parenthesis too many' },
  '5267:233': { text: '* ESEARCH (TAG "E01") UID ALL 23765,23764,23763,23761', why: 'cut off by an ellipsis' },
  '5267:587': { text: '* ESEARCH (TAG "A02") UID PARTIAL (23500:24000 1:264)', why: 'the set is elided' },
  '5267:591': { text: '* ESEARCH (TAG "A03") UID PARTIAL (1:500 1:500)', why: 'the set is elided' },
  '5267:356': {
    text: 'B01 SORT RETURN (UPDATE) (DATE) UTF-8 FLAGGED',
    why: 'criteria and charset are missing; it is about the reuse of a tag',
  },
  '5267:380': {
    text: 'B02 UID SORT RETURN (UPDATE COUNT) (DATE) UTF-8 KEYWORD $Junk',
    why: 'the criteria are missing',
  },
  '5464:494': {
    text: 'a GETMETADATA (MAXSIZE 1024) "INBOX" (/shared/comment /private/comment)',
    why: 'the grammar has the options before the mailbox',
  },
  '5464:536': {
    text: 'a GETMETADATA (DEPTH 1) "INBOX" (/private/filters/values)',
    why: 'the grammar has the options before the mailbox',
  },
  '5464:606': {
    text: 'a SETMETADATA INBOX (/private/comment {33}\r\nMy new comment across\r\ntwo lines.)',
    why: 'what the literal holds stands among the words of the server',
  },
  '5464:698': {
    text: 'a GETMETADATA "INBOX" (/private/comment /shared/comment)',
    why: 'the parentheses are missing',
  },
  '5464:708': {
    text: 'a GETMETADATA "INBOX" (/private/comment /shared/comment)',
    why: 'the parentheses are missing',
  },
  '5465:353': {
    text:
      'b notify set status (selected (MessageNew (uid body.peek[header.fields (from to subject)]) MessageExpunge)) ' +
      '(subtree Lists (MessageNew MessageExpunge))',
    why: 'events stand in parentheses, and MessageNew comes with MessageExpunge',
  },
  '5465:399': {
    text:
      'e notify set (selected (MessageNew (uid body.peek[header.fields (from to subject)]) MessageExpunge)) ' +
      '(subtree Lists (MessageNew MessageExpunge)) (mailboxes misc (MessageNew MessageExpunge))',
    why: 'events stand in parentheses, and MessageNew comes with MessageExpunge',
  },
  '5465:388': { text: 'd OK STATUS completed', why: 'the status is missing' },
  '5465:872': { text: '* ESEARCH (TAG "a00") COUNT 17', why: 'RFC 4731 has no parentheses there' },
  '5465:875': { text: '* 93 EXISTS', why: 'the words are in the wrong order' },
  '7162:1649': {
    text:
      'B04 SELECT INBOX (QRESYNC (67890007 90060115194045000 1:29997 (5000,7500,9000,9990:9999 15000,22500,27000,' +
      '29970,29973,29976,29979,29982,29985,29988,29991,29994,29997)))',
    why: 'blanks in a set',
  },
  '5819:150': {
    text: 'A02 LIST (SUBSCRIBED RECURSIVEMATCH) "" % RETURN (STATUS (MESSAGES))',
    why: 'a blank is missing',
  },
  '7377:197': { text: 'tag1 UID SEARCH FROM "frobozz" 1:100', why: 'the grammar has no UID ESEARCH' },
  '7377:201': { text: 'tag1 UID SEARCH FROM "frobozz" 101:200', why: 'the grammar has no UID ESEARCH' },
  '8970:300': { text: '* 1 FETCH (PREVIEW "Preview text for message 1.")', why: 'the envelope is elided' },
  '8970:302': { text: '* 2 FETCH (PREVIEW "")', why: 'the envelope is elided' },
  '8970:304': { text: '* 3 FETCH (PREVIEW NIL)', why: 'the envelope is elided' },
  '8970:306': { text: '* 4 FETCH (PREVIEW NIL)', why: 'the envelope is elided' },
  '7162:1633': { text: '* VANISHED (EARLIER) 1:2,4:5,7:8,10:11,13:14,29668:29669,29671:29996', why: 'elided' },
  '9051:1855': { text: '* OK [UIDVALIDITY 987741038] UIDs valid', why: 'beyond 32 bits' },
  '9051:4227': {
    text: 'B283 NO [BADCHARSET (UTF-8)] KOI8-R is not supported',
    why: 'the parentheses are missing',
  },
  '9208:268': { text: '* CAPABILITY QUOTA QUOTA=RES-STORAGE', why: 'an ellipsis' },
  '9208:301': { text: '* CAPABILITY QUOTA QUOTA=RES-STORAGE QUOTA=RES-MESSAGE', why: 'an ellipsis' },
  '9208:352': { text: '* CAPABILITY QUOTA QUOTASET QUOTA=RES-STORAGE QUOTA=RES-MESSAGE', why: 'an ellipsis' },
  '9208:407': { text: '* CAPABILITY QUOTA QUOTA=RES-STORAGE QUOTA=RES-MESSAGE', why: 'an ellipsis' },
  '9394:176': { text: '* ESEARCH (TAG "A01") UID PARTIAL (-1:-100 1:100)', why: 'the set is elided' },
  '9394:188': { text: '* ESEARCH (TAG "A02") UID PARTIAL (23500:24000 1:264)', why: 'the set is elided' },
  '9394:292': {
    text: '101 UID FETCH 25900:26600 (UID FLAGS) (PARTIAL -1:-30 CHANGEDSINCE 98305)',
    why: 'a blank before a parenthesis',
  },
  '9394:192': { text: '* ESEARCH (TAG "A03") UID PARTIAL (1:500 1:500)', why: 'the set is elided' },
}
