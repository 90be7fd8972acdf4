/**
 * What the decoder reads although the grammar forbids it, because servers say it and there is no doubt what they mean.
 * Always on; what `strict` names makes a response `malformed` that shows it. Transcripts: test/quirks.
 */
import { bodiesIn, envelopesIn, hasMinusOne, hasNil, isBareWord, isIncomplete } from './bodies.ts'
import type { Quirk } from './quirk.ts'
import type { Said } from './said.ts'
import { isNil, walk, type Node } from './tree.ts'

export interface CodecQuirk extends Quirk {
  readonly shows: (said: Said) => boolean
}

const UNREADABLE = 'the line could not be read: the answer in it is lost, and its command fails'

/** What it costs to be strict about most of them. */
const reading = (servers: string, effect: string, shows: CodecQuirk['shows'], reason = UNREADABLE): CodecQuirk => ({
  servers,
  reason,
  effect,
  shows,
})

export type CodecQuirkName =
  | 'bare-lf'
  | 'nul-padding'
  | 'blank-runs'
  | 'blank-inside-parentheses'
  | 'blank-at-end'
  | 'blank-missing'
  | 'blank-between-bodies'
  | 'eight-bit'
  | 'odd-escape'
  | 'text-missing'
  | 'bare-plus'
  | 'code-unreadable'
  | 'code-odd-arguments'
  | 'unseen-zero'
  | 'copyuid-empty'
  | 'odd-flags'
  | 'attribute-without-backslash'
  | 'odd-names'
  | 'name-with-blanks'
  | 'atom-for-string'
  | 'nil-for-list'
  | 'nil-for-item'
  | 'nil-in-body'
  | 'id-commas'
  | 'status-zero'
  | 'status-nil'
  | 'delimiter-empty'
  | 'objectid-bare'
  | 'quota-without-list'
  | 'quota-unlimited'
  | 'item-twice'
  | 'fetch-empty'
  | 'origin-length'
  | 'uid-nil'
  | 'odd-date'
  | 'body-incomplete'
  | 'minus-one'
  | 'envelope-short'
  | 'capability-empty'

export const CODEC_QUIRKS: Readonly<Record<CodecQuirkName, CodecQuirk>> = {
  'bare-lf': reading('home-made servers, proxies', 'LF alone ends a line; CR alone is data', (said) => said.endsInLf),
  'nul-padding': reading(
    'several, among them old Exchange',
    'NULs before a line and behind it are passed over',
    ({ text }) => text.startsWith('\0') || text.endsWith('\0'),
  ),
  'blank-runs': reading(
    'DavMail, Archiveopteryx',
    'several blanks count as one',
    (said) => said.code?.name !== 'COPYUID' && ([...walk(said.tree)].some(({ before }) => before > 1) || headRun(said)),
  ),
  'blank-inside-parentheses': reading(
    'QQ, SurgeMail',
    'blanks behind "(" and before ")" or "]" are passed over',
    (said) =>
      [...walk(said.tree)].some((node) => isPadded(node, node === said.tree)) || (isCoded(said) && said.tree.atEnd > 0),
  ),
  'blank-at-end': reading(
    'Exchange, outlook.office365.com and several others',
    'blanks at the end of a response are passed over',
    (said) => !said.isStatus && said.response.type !== 'continuation' && said.text.endsWith(' '),
  ),
  'blank-missing': reading('several', 'no blank is needed beside a parenthesis', (said) =>
    [...walk(said.tree)].some(touches),
  ),
  'blank-between-bodies': reading(
    'maddy, Stalwart, several',
    'blanks between the parts of a multipart and between addresses are passed over',
    (said) => listsIn(said, 'ENVELOPE', 'BODY', 'BODYSTRUCTURE').some(isParted),
  ),
  'eight-bit': reading(
    'Dovecot, mail.systemausfall.org and many others',
    'strings and text in UTF-8 are read as such, others as latin1',
    ({ text, structure, utf8, response }) =>
      !utf8 &&
      /[\x80-\xff]/.test(response.type === 'tagged' || response.type === 'status' ? text : outsideLiterals(structure)),
  ),
  'odd-escape': reading('several', 'a backslash in a quoted string stands before any character', (said) =>
    [...walk(said.tree)].some(({ kind, text }) => kind === 'quoted' && /^(?:[^\\]|\\["\\])*\\[^"\\]/.test(text)),
  ),
  'text-missing': reading(
    'Gmail, iCloud',
    'a status, or a code in brackets, needs no text behind it',
    ({ text, isStatus }) => isStatus && (/^\S+ +[A-Za-z]+$/.test(text) || text.endsWith(']')),
    'the code would be lost, and with it HIGHESTMODSEQ or UIDVALIDITY',
  ),
  'bare-plus': reading(
    'Yandex, public-inbox',
    'a "+" may stand alone, or touch its text',
    ({ text, response }) => response.type === 'continuation' && text.charAt(1) !== ' ',
    'APPEND, IDLE and AUTHENTICATE would wait for a "+" that has come',
  ),
  'code-unreadable': reading(
    'Exchange ([Error="…" …]), several',
    'a code that breaks the grammar is left in the text',
    ({ response, code }) =>
      (response.type === 'status' || response.type === 'tagged') && code === undefined && response.text.startsWith('['),
    'the status before the code would not count: a command that succeeded would fail',
  ),
  'code-odd-arguments': reading(
    'Dovecot (BADEVENT), several',
    'arguments of a code that has none are passed over; lists in codes need no parentheses',
    ({ code, tree }) =>
      code !== undefined &&
      ((Object.keys(code).length === 1 && tree.items.length > 1) ||
        ((code.name === 'BADEVENT' || code.name === 'BADCHARSET') && tree.items[1]?.kind === 'atom')),
    'the name of the code would not count',
  ),
  'unseen-zero': reading(
    'several',
    '[UNSEEN 0] says that there is none',
    ({ code }) => code?.name === 'UNSEEN' && code.value === 0,
  ),
  'copyuid-empty': reading(
    'Exchange',
    '[COPYUID n] with two empty sets says that nothing was copied',
    ({ code }) => code?.name === 'COPYUID' && code.source.isEmpty,
    'COPY of messages that are gone would have no result',
  ),
  'odd-flags': reading(
    'Gmail (OIB-Seen-[Gmail]/All), Zoho (\\* in FLAGS)',
    'a flag is all there is up to a blank or a parenthesis',
    (said) => flagsIn(said).some(isOddFlag),
  ),
  'attribute-without-backslash': reading('one unnamed', 'attributes in LIST need no backslash', (said) =>
    (said.argumentsOf('LIST', 'LSUB', 'XLIST')?.[0]?.items ?? []).some(({ text }) => !text.startsWith('\\')),
  ),
  'odd-names': reading('several', 'names of mailboxes need quotes for blanks and parentheses only', (said) =>
    namesIn(said).some(({ kind, text }) => kind === 'atom' && /[{%*"\\\x7f]/.test(text)),
  ),
  'name-with-blanks': reading(
    'one unnamed',
    'a name without quotes may have blanks in it, in LIST and STATUS',
    (said) => {
      const [, , , afterName] = said.argumentsOf('LIST', 'LSUB', 'XLIST') ?? []
      const [, afterStatus] = said.argumentsOf('STATUS') ?? []
      return [afterName, afterStatus].some((node) => node !== undefined && node.kind !== 'list')
    },
  ),
  'atom-for-string': reading('Proton Bridge (ID), several', 'a word stands for a string', (said) => bareWords(said)),
  'nil-for-list': reading(
    'several',
    'NIL stands for an empty list of flags or attributes',
    ({ structure, items }) =>
      /^\* +(?:FLAGS|LIST|LSUB|XLIST) +NIL\b|\[PERMANENTFLAGS NIL\]/i.test(structure) ||
      items?.some(([name, value]) => name === 'FLAGS' && isNil(value)) === true,
  ),
  'nil-for-item': reading(
    'IceWarp, several',
    'NIL stands for any item of a row; a FETCH that asked for it fails for that message alone',
    (said) => said.items?.some(([name, value]) => isNil(value) && !MAY_BE_NIL.test(name)) === true,
  ),
  'nil-in-body': reading(
    'maddy (encoding), mail.ru (parameters), Exchange',
    'NIL stands for any string or number in BODYSTRUCTURE',
    (said) => listsIn(said, 'BODY', 'BODYSTRUCTURE').flatMap(bodiesIn).some(hasNil),
  ),
  'id-commas': reading('one unnamed', 'commas between the pairs of ID are passed over', (said) =>
    (said.argumentsOf('ID')?.[0]?.items ?? []).some(({ text }) => text === ','),
  ),
  'status-zero': reading(
    'mail.xwtec.cn, several',
    'STATUS may have UIDVALIDITY 0 and UIDNEXT 0: the server does not know them',
    ({ response }) =>
      response.type === 'mailboxStatus' && (response.items.uidNext === 0 || response.items.uidValidity === 0),
  ),
  'status-nil': reading(
    'several',
    'NIL for an item of STATUS leaves it out',
    ({ response }) =>
      response.type === 'mailboxStatus' &&
      response.extended.some(({ name, value }) => value === null && KNOWN_STATUS.has(name)),
  ),
  'delimiter-empty': reading(
    'several',
    'an empty string for a delimiter says that there is none',
    (said) => said.argumentsOf('LIST', 'LSUB', 'XLIST')?.[1]?.text === '""',
  ),
  'objectid-bare': reading('several', 'EMAILID and THREADID need no parentheses', (said) =>
    listsIn(said, 'EMAILID', 'THREADID').some((id) => id.kind !== 'list' && !isNil(id)),
  ),
  'quota-without-list': reading(
    'Courier',
    'a QUOTA without its list says that nothing is limited',
    (said) => said.argumentsOf('QUOTA')?.length === 1,
  ),
  'quota-unlimited': reading(
    'several',
    'a limit of -1, or of what no storage will ever hold, is none',
    ({ response }) => response.type === 'quota' && [...response.resources.values()].some(({ limit }) => limit === null),
  ),
  'item-twice': reading('several', 'of an item that comes twice in a row the last counts', (said) => {
    const names = said.items?.map(([name]) => name) ?? []
    return new Set(names).size < names.length
  }),
  'fetch-empty': reading(
    'one unnamed',
    'a row may have no items',
    ({ response, items }) => response.type === 'fetch' && items?.length === 0,
  ),
  'origin-length': reading(
    'one unnamed',
    'BODY[…]<0.10>, as it was asked for, is BODY[…]<0>',
    (said) => said.items?.some(([name]) => /\]<\d+\.\d+>$/.test(name)) === true,
    'the part asked for would be missing in the answer',
  ),
  'uid-nil': reading(
    'Proton Bridge',
    'a UID that is NIL is as good as none: the number of the message tells which it is',
    (said) => {
      const uid = said.item('UID')
      return uid !== undefined && isNil(uid)
    },
  ),
  'odd-date': reading(
    'several: 6-May-2023, 00-Jan-0000',
    'a day may have one digit; a date that is none is handed on as text',
    (said) =>
      [said.item('INTERNALDATE'), said.item('SAVEDATE')].some(
        (date) => date !== undefined && !isNil(date) && !DATE_TIME.test(date.text),
      ),
    'the row would be lost for a date',
  ),
  'body-incomplete': reading(
    'Exchange, several',
    'BODYSTRUCTURE may lack lines, the envelope of a message, parts or a subtype; a disposition may be a bare string',
    (said) => listsIn(said, 'BODY', 'BODYSTRUCTURE').flatMap(bodiesIn).some(isIncomplete),
  ),
  'minus-one': reading('Dovecot, Exchange', '-1 for octets is 0, -1 for lines is unknown', (said) =>
    listsIn(said, 'BODY', 'BODYSTRUCTURE').flatMap(bodiesIn).some(hasMinusOne),
  ),
  'envelope-short': reading('one unnamed', 'an envelope may be empty, or lack its Message-ID', (said) =>
    envelopesIn(said.item('ENVELOPE'), said.item('BODY', 'BODYSTRUCTURE')).some(({ items }) => items.length < 10),
  ),
  'capability-empty': reading(
    'one unnamed',
    'CAPABILITY may name nothing',
    (said) => said.argumentsOf('CAPABILITY')?.length === 0,
  ),
}

const MAY_BE_NIL = /^(?:BODY\[|BINARY\[|RFC822$|RFC822\.(?:HEADER|TEXT)$|PREVIEW$|SAVEDATE$|THREADID$|UID$|FLAGS$)/
const KNOWN_STATUS: ReadonlySet<string> = new Set(
  'MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED DELETED-STORAGE SIZE HIGHESTMODSEQ MAILBOXID'.split(' '),
)
const DATE_TIME = /^"[ \d]\d-[A-Za-z]{3}-[1-9]\d{3} \d\d:\d\d:\d\d [+-]\d{4}"$/

function headRun(said: Said): boolean {
  return said.isStatus && /^\S+ {2}|^\S+ [A-Za-z]+ {2}/.test(said.text)
}

function isCoded({ code }: Said): boolean {
  return code !== undefined && code.name !== 'COPYUID'
}

function isPadded({ kind, items, atEnd }: Node, isRoot: boolean): boolean {
  return kind === 'list' && !isRoot && (atEnd > 0 || (items[0]?.before ?? 0) > 0)
}

/** A list that touches what stands beside it; lists may touch each other. */
function touches({ items }: Node): boolean {
  return items.some(
    (node, i) =>
      i > 0 && node.before === 0 && (node.kind === 'list') !== (items[i - 1]!.kind === 'list') && node.text !== ',',
  )
}

/** Lists of lists only: addresses, and the parts of a multipart. */
function isParted(list: Node): boolean {
  return [...walk(list)].some(({ items }) => {
    const others = items.findIndex(({ kind }) => kind !== 'list')
    return items.slice(1, others < 0 ? undefined : others).some(({ before }) => before > 0)
  })
}

function listsIn(said: Said, ...names: readonly string[]): readonly Node[] {
  return (said.items ?? []).flatMap(([name, value]) => (names.includes(name) ? [value] : []))
}

function outsideLiterals(structure: string): string {
  return structure.replace(/~?\{\d+\}\r?\n[^]*$/, '')
}

/** Flags that no mailbox allows in so many words. */
function flagsIn(said: Said): readonly Node[] {
  if (said.code?.name === 'PERMANENTFLAGS')
    return (said.tree.items[1]?.items ?? []).filter(({ text }) => text !== '\\*')
  return [...(said.argumentsOf('FLAGS')?.[0]?.items ?? []), ...listsIn(said, 'FLAGS').flatMap(({ items }) => items)]
}

function isOddFlag({ text }: Node): boolean {
  return !/^\\?[^\0-\x20\x7f(){%*"\\\]]+$/.test(text)
}

function namesIn(said: Said): readonly Node[] {
  const listed = said.argumentsOf('LIST', 'LSUB', 'XLIST')?.[2]
  const other = said.argumentsOf('STATUS')?.[0]
  return [listed, other].filter((node) => node !== undefined)
}

function bareWords(said: Said): boolean {
  const pairs = said.argumentsOf('ID')?.[0]?.items ?? []
  const delimiter = said.argumentsOf('LIST', 'LSUB', 'XLIST')?.slice(1, 2) ?? []
  const dates = listsIn(said, 'INTERNALDATE')
  const strings = listsIn(said, 'ENVELOPE', 'BODY', 'BODYSTRUCTURE').flatMap((list) => [...walk(list)])
  return [...pairs, ...delimiter, ...dates, ...strings].some((node) => isBareWord(node) && node.text !== ',')
}
