/** An event as one line for people. */
import type { ImapEvent } from '../../client/events.ts'
import type { CommandToken } from '../../client/token.ts'
import { escapeLine } from './escape.ts'

/** `12:00:01.250  INBOX  messageNew  17  by APPEND`. */
export function eventLine(event: ImapEvent, time: Date): string {
  const mailbox = 'mailbox' in event && event.mailbox !== undefined ? event.mailbox : '-'
  const parts = [clock(time), mailbox, event.type, details(event), cause(event)]
  return escapeLine(parts.filter((part) => part !== '').join('  '))
}

function clock(time: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  const ms = String(time.getMilliseconds()).padStart(3, '0')
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${ms}`
}

function cause(event: ImapEvent): string {
  if (!('cause' in event)) return ''
  return event.cause === 'unsolicited' ? '' : `by ${named(event.cause)}`
}

function named(token: CommandToken<unknown, unknown>): string {
  return `${token.name} ${token.tag}`
}

function details(event: ImapEvent): string {
  switch (event.type) {
    case 'messageNew':
      return event.uids.toString()
    case 'messageExpunge':
      return counted(event.uids.toString(), event.unidentified)
    case 'flagChange':
      return `${counted(event.uids.toString(), event.unidentified)} ${event.flags === undefined ? '' : `(${event.flags.join(' ')})`}`.trim()
    case 'fetch':
      return String(event.uid)
    case 'searchResult':
      return event.response.type === 'search'
        ? event.response.numbers.toString()
        : (event.response.all?.toString() ?? '')
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
    case 'capabilities':
      return event.capabilities.join(' ')
    case 'serverReply':
      return event.response.type.toUpperCase()
    case 'alert':
    case 'bye':
    case 'notice':
      return event.text
    case 'commandDone':
      return event.error === undefined ? event.status : `${event.status}: ${event.error.message}`
    case 'connected':
      return event.greeting
    case 'disconnected':
      return event.error?.message ?? ''
    case 'degraded':
      return `${event.what}: ${event.reason}`
    case 'untagged':
      return `${event.name}${event.malformed === undefined ? '' : ` (${event.malformed})`} ${new TextDecoder().decode(event.bytes.subarray(0, 200))}`
    case 'overflow':
      return [...event.lost].map(([type, count]) => `${count} ${type}`).join(', ')
    case 'mailboxClosed':
    case 'metadataChange':
    case 'notificationOverflow':
    case 'commandQueued':
    case 'commandSent':
      return ''
  }
}

function counted(uids: string, unidentified: number): string {
  if (unidentified === 0) return uids
  return uids === '' ? `${unidentified} of unknown UID` : `${uids} and ${unidentified} of unknown UID`
}
