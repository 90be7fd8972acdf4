/** An event as one line for people. */
import type { ImapEvent } from '../../client/events.ts'
import { escapeLine } from './escape.ts'
import type { Paint } from './printer.ts'
import { displayWidth, fit, pad } from './table.ts'

export interface EventLook {
  readonly paint: Paint
  /** Columns; longer details are cut. */
  readonly width: number
}

const PLAIN: EventLook = { paint: (_style, text) => text, width: Infinity }

/** `12:00:01.250  INBOX     messageNew       17  by APPEND XK2Q7A5`. */
export function eventLine(event: ImapEvent, time: Date, { paint, width }: EventLook = PLAIN): string {
  const mailbox = pad(escapeLine('mailbox' in event && event.mailbox !== undefined ? event.mailbox : '-'), 8)
  const type = event.type.padEnd(16)
  const behind = escapeLine(cause(event))
  const around = [clock(time), mailbox, type, behind].filter((part) => part !== '')
  const room = width - around.reduce((sum, part) => sum + displayWidth(part) + 2, 0)
  const about = fit(escapeLine(details(event)), Math.max(room, 10))
  const style = STYLES[event.type]
  const parts = [
    paint('dim', clock(time)),
    mailbox,
    style === undefined ? type : paint(style, type),
    about,
    behind === '' ? '' : paint('dim', behind),
  ]
  return parts
    .filter((part) => part !== '')
    .join('  ')
    .trimEnd()
}

/** What people watch for stands out; what the connection does for itself recedes. */
const STYLES: Partial<Readonly<Record<ImapEvent['type'], Parameters<Paint>[0]>>> = {
  messageNew: 'green',
  messageExpunge: 'red',
  flagChange: 'cyan',
  mailboxName: 'cyan',
  subscriptionChange: 'cyan',
  metadataChange: 'cyan',
  mailboxReset: 'red',
  alert: 'yellow',
  bye: 'yellow',
  overflow: 'yellow',
  degraded: 'yellow',
  quirk: 'yellow',
  disconnected: 'bold',
  connected: 'bold',
  progress: 'dim',
  commandQueued: 'dim',
  commandSent: 'dim',
  commandDone: 'dim',
}

function clock(time: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  const ms = String(time.getMilliseconds()).padStart(3, '0')
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${ms}`
}

function cause(event: ImapEvent): string {
  if (!('cause' in event) || event.cause === 'unsolicited') return ''
  return `by ${event.cause.name} ${event.cause.tag}`
}

function details(event: ImapEvent): string {
  switch (event.type) {
    case 'messageNew':
      return event.uids.toString()
    case 'messageExpunge':
      return counted(event.uids.toString(), event.unidentified)
    case 'flagChange': {
      const flags = event.flags === undefined ? 'read them again' : `(${event.flags.join(' ')})`
      return `${counted(event.uids.toString(), event.unidentified)} ${flags}`
    }
    case 'fetch':
      return String(event.uid)
    case 'searchResult':
      return found(event.response)
    case 'mailboxSelected':
      return `${event.messages} messages${event.readOnly ? ', read-only' : ''}`
    case 'mailboxReset':
      return `UIDVALIDITY ${event.previous} → ${event.uidValidity}`
    case 'mailboxStatus':
      return Object.entries(event.items)
        .map(([item, value]) => `${item}=${String(value)}`)
        .join(' ')
    case 'mailboxFlags':
      return (event.flags ?? event.permanentFlags ?? []).join(' ')
    case 'mailboxName':
      return event.oldName === undefined ? event.change : `${event.change}, was ${event.oldName}`
    case 'subscriptionChange':
      return event.subscribed ? 'subscribed' : 'unsubscribed'
    case 'metadataChange':
      return event.entries.join(' ')
    case 'capabilities':
      return event.capabilities.join(' ')
    case 'serverReply':
      return event.response.type.toUpperCase()
    case 'alert':
    case 'bye':
    case 'notice':
      return event.text
    case 'progress':
      return [event.progress, event.goal].filter((n) => n !== undefined).join(' of ')
    case 'commandDone':
      return event.error === undefined ? event.status : `${event.status}: ${event.error.message}`
    case 'connected':
      return event.greeting
    case 'disconnected':
      return event.error?.message ?? ''
    case 'degraded':
      return `${event.what}: ${event.reason}`
    case 'restored':
      return `${event.what}: ${event.commands} commands at once`
    case 'quirk':
      return `${event.name}${event.active ? '' : ' is not there'}: ${event.reason}`
    case 'untagged':
      return `${event.name}${event.malformed === undefined ? '' : ` (${event.malformed})`} ${new TextDecoder().decode(event.bytes.subarray(0, 200))}`
    case 'overflow':
      return [...event.lost].map(([type, count]) => `${count} ${type}`).join(', ')
    case 'notificationOverflow':
      return event.ended ? 'the server tells no more' : 'some news was lost'
    case 'mailboxClosed':
    case 'commandQueued':
    case 'commandSent':
      return ''
  }
}

function found(response: Extract<ImapEvent, { type: 'searchResult' }>['response']): string {
  if (response.type === 'search') return response.numbers.toString()
  const { all, count, min, max } = response
  const parts = [all?.toString(), ...Object.entries({ count, min, max }).map(([name, n]) => n && `${name}=${n}`)]
  return parts.filter((part) => part !== undefined && part !== '').join(' ')
}

function counted(uids: string, unidentified: number): string {
  if (unidentified === 0) return uids
  return uids === '' ? `${unidentified} of unknown UID` : `${uids} and ${unidentified} of unknown UID`
}
