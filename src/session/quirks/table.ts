/**
 * Servers that want to be treated otherwise, and what is done for them.
 *
 * Those with `recognise` are known by what they say of themselves; what is done is a tighter profile (rule R10) or other
 * intervals, and the event `quirk` tells. The rest show what they are by what they do, on any server.
 */
import type { Quirk } from '../../codec/quirks/quirk.ts'
import type { Profile, Timing } from '../server/profile.ts'
import { idField, isBelow, isHostOf, type ServerIdentity } from './identity.ts'

export interface ServerQuirk extends Quirk {
  readonly recognise: (server: ServerIdentity) => boolean
  readonly profile?: Partial<Profile>
  readonly timing?: Partial<Timing>
}

export type ServerQuirkName =
  | 'bodies-broken-by-notify'
  | 'capabilities-rewritten'
  | 'done-travels-alone'
  | 'enable-without-enabled'
  | 'few-commands'
  | 'id-before-select'
  | 'idle-one-minute'
  | 'idle-three-minutes'
  | 'login-travels-alone'
  | 'poll-by-status'
  | 'qresync-unreliable'
  | 'rev2-broken'
  | 'short-commands'

const isDovecot = (server: ServerIdentity): boolean =>
  server.greeting.includes('Dovecot') || idField(server, 'name') === 'Dovecot'

const isExchange = (server: ServerIdentity): boolean =>
  /^(?:The )?Microsoft Exchange\b/.test(server.greeting) || idField(server, 'name').startsWith('Microsoft.Exchange')

const isICloud = ({ capabilities, greeting }: ServerIdentity): boolean =>
  capabilities.has('XAPPLELITERAL') || capabilities.has('X-APPLE-REMOTE-LINKS') || greeting.includes('iSCREAM')

const isCoremail = (server: ServerIdentity): boolean =>
  server.greeting.startsWith('Coremail') ||
  server.capabilities.has('X-CM-EXT-1') ||
  idField(server, 'name').startsWith('Coremail')

const isYahoo = ({ capabilities }: ServerIdentity): boolean => capabilities.has('XYMHIGHESTMODSEQ')

export const SERVER_QUIRKS: Readonly<Record<ServerQuirkName, ServerQuirk>> = {
  'bodies-broken-by-notify': {
    servers: 'Dovecot 2.3 and 2.4',
    reason:
      'it writes news of other mailboxes into the literal of a FETCH that is under way: the body is wrong, silently',
    effect: 'no bodies are fetched on a connection whose NOTIFY asks for other mailboxes: use another connection',
    recognise: isDovecot,
    profile: { bodiesUnderNotify: false },
  },
  'capabilities-rewritten': {
    servers: 'iCloud',
    reason: 'a proxy puts its own capabilities into what is said before and with the login',
    effect: 'CAPABILITY is asked once more after login',
    recognise: isICloud,
    profile: { asksCapabilitiesAgain: true },
  },
  'done-travels-alone': {
    servers: 'Stalwart before 0.10',
    reason: 'what is written behind DONE is lost, and the command in it never answered',
    effect: 'commands wait for the end of IDLE; until ID tells the version, with every Stalwart',
    recognise: (server) => {
      const version = idField(server, 'version')
      const named = server.greeting.includes('Stalwart') || idField(server, 'name').startsWith('Stalwart')
      return named && (version === '' || isBelow(version.replace(/^v/, ''), '0.10'))
    },
    profile: { coalesceDone: false },
  },
  'enable-without-enabled': {
    servers: 'iCloud',
    reason: 'ENABLE is answered OK without saying what is on: it would be taken for nothing',
    effect: 'the tagged OK counts',
    recognise: isICloud,
    profile: { enabledByOk: true },
  },
  'few-commands': {
    servers: 'Exchange, Microsoft 365',
    reason: 'many commands at once are throttled, and then the connection is dropped',
    effect: 'four commands in flight at most',
    recognise: isExchange,
    profile: { window: 4 },
  },
  'id-before-select': {
    servers: 'Coremail: 163.com, 126.com, 188.com',
    reason: 'SELECT is refused ("Unsafe Login") until the client has said who it is',
    effect:
      'nothing rides behind LOGIN, and ID goes out after it, with our name and nothing else unless the option id is given',
    recognise: isCoremail,
    profile: { identifies: true, commandsBehindLogin: false },
  },
  'idle-one-minute': {
    servers: 'rambler.ru, which says nothing of itself',
    reason: 'a connection that idles for a minute is dropped',
    effect: 'IDLE is renewed every 55 seconds',
    recognise: (server) => isHostOf(server, 'rambler.ru'),
    timing: { idleRenew: 55_000 },
  },
  'idle-three-minutes': {
    servers: 'Yahoo, AOL',
    reason: 'an IDLE of more than a few minutes tells nothing any more',
    effect: 'IDLE is renewed every three minutes',
    recognise: isYahoo,
    timing: { idleRenew: 3 * 60_000 },
  },
  'login-travels-alone': {
    servers: 'Courier',
    reason:
      'its login program reads ahead and hands the connection to another: commands in the same write as LOGIN are never answered',
    effect: 'nothing rides behind LOGIN',
    recognise: ({ greeting }) => greeting.startsWith('Courier-IMAP'),
    profile: { commandsBehindLogin: false },
  },
  'poll-by-status': {
    servers: 'Coremail: 163.com, 126.com, 188.com',
    reason: 'there is no IDLE worth its name, and a NOOP does not keep the connection alive',
    effect: 'no IDLE; STATUS of the selected mailbox in place of NOOP',
    recognise: isCoremail,
    profile: { without: ['IDLE'], pollsByStatus: true },
  },
  'qresync-unreliable': {
    servers: 'iCloud',
    reason: 'with QRESYNC removals and flag changes went missing',
    effect: 'QRESYNC is not used; what it would have told is compared instead',
    recognise: isICloud,
    profile: { without: ['QRESYNC'] },
  },
  'rev2-broken': {
    servers: 'RZimapd (Strato)',
    reason: 'once IMAP4rev2 is enabled a search finds nothing, without an error',
    effect:
      'IMAP4rev2 is neither enabled nor used. It is known by its ID: whoever enables IMAP4rev2 gives the option id, which is sent first then',
    recognise: (server) => server.greeting.includes('RZimapd') || idField(server, 'name').startsWith('RZimapd'),
    profile: { without: ['IMAP4REV2'] },
  },
  'short-commands': {
    servers: 'Exchange, Microsoft 365',
    reason: 'longer commands are answered "BAD Command Error. 10", and some end the connection',
    effect:
      'a UID FETCH of more than 8,000 octets goes out in parts; other commands so long are refused before they are sent',
    recognise: isExchange,
    profile: { commandOctets: 8000 },
  },
}

export type BehaviourQuirkName =
  | 'bad-when-pipelined'
  | 'enable-rev2-refused'
  | 'esearch-without-tag'
  | 'list-return-refused'
  | 'login-lost'
  | 'suggested-backoff'
  | 'tagged-bye'
  | 'tagless-refusal'
  | 'throttling'

export const BEHAVIOUR_QUIRKS: Readonly<Record<BehaviourQuirkName, Quirk>> = {
  'bad-when-pipelined': {
    servers: 'Twisted (opens mailboxes while it reads on), flaky ones',
    reason: 'a command that is right is answered BAD because another is under way',
    effect: 'a read is sent once more, alone; if it is understood then, commands go one at a time from there on',
  },
  'enable-rev2-refused': {
    servers: 'several',
    reason: 'ENABLE is refused as a whole because IMAP4rev2 is among its names, and QRESYNC with it',
    effect: 'ENABLE goes out once more without IMAP4rev2',
  },
  'esearch-without-tag': {
    servers: 'several',
    reason: 'an ESEARCH without its correlator could be the answer of any search in flight',
    effect: 'it counts where only one search can have caused it, and from then on searches go one at a time',
  },
  'list-return-refused': {
    servers: 'several behind proxies',
    reason: 'LIST-EXTENDED or LIST-STATUS is announced, and a LIST with RETURN answered BAD',
    effect: 'that LIST and all later ones are made of LIST, LSUB and STATUS',
  },
  'login-lost': {
    servers: 'Exchange, Microsoft 365: "User is authenticated but not connected"',
    reason: 'every command on this connection will be refused so, for ever',
    effect: 'the connection is ended, so that another can be made',
  },
  'suggested-backoff': {
    servers: 'Exchange, Microsoft 365: "Suggested Backoff Time: 92415 milliseconds"',
    reason: 'commands before that time are refused, too, and put it off',
    effect: 'nothing is sent for so long (five minutes at most); the event "degraded" tells',
  },
  'tagged-bye': {
    servers: 'wp.pl',
    reason: 'LOGOUT is answered "A1 BYE", which is no reply',
    effect: 'to LOGOUT it is as good as OK; for any other command it is the end of the connection',
  },
  'tagless-refusal': {
    servers: 'Namecheap (STARTTLS)',
    reason: '"BAD …" without a tag answers no command, and the one in flight would wait for its deadline',
    effect: 'it is the reply of the command in flight, if there is one only',
  },
  throttling: {
    servers: 'Gmail ([THROTTLED]), Exchange, Yahoo ([LIMIT], [UNAVAILABLE])',
    reason: 'whoever goes on at the same pace is locked out',
    effect: 'half as many commands in flight as were; twice as many again after every half minute of peace',
  },
}

export type SessionQuirkName = ServerQuirkName | BehaviourQuirkName
