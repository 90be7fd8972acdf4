/**
 * What a failure is called: one error for each way a command can end badly.
 */
import type { ResponseCode, Status, Tagged } from '../codec/values.ts'
import {
  AuthenticationError,
  CancelledError,
  CommandError,
  ConnectionError,
  MessageLimitError,
  ProtocolError,
  UsageError,
  type ImapError,
  type Outcome,
  type StepReport,
} from '../errors.ts'
import type { Entry } from './entry.ts'
import { maskedCode } from './login/mask.ts'
import { asksToSlowDown } from './server/profile.ts'

/** Server text is kept, but not without bound. */
const MAX_TEXT = 1024

/** The error of a tagged reply that is not OK. */
export function refusal(entry: Entry, reply: Tagged): ImapError {
  const { name } = entry.command
  const dialogue = entry.plan?.dialogue
  if (reply.status !== 'NO' && reply.status !== 'BAD') {
    return new ProtocolError(`${place(entry)}: the reply is none of OK, NO and BAD`, 'ERR_IMAP_MALFORMED')
  }
  const mask = entry.plan?.mask ?? ((text: string) => text)
  const code = maskedCode(reply.code, mask)
  const responseCode = atomOf(code)
  const serverText = mask(reply.text).slice(0, MAX_TEXT)
  const details = { status: reply.status, responseCode, typedCode: code, serverText }
  if (reply.code?.name === 'MESSAGELIMIT') return limitReached(entry, reply.code, serverText)
  if (name !== 'LOGIN' && name !== 'AUTHENTICATE') {
    const hint = responseCode === 'TRYCREATE' ? ' (there is no such mailbox; it can be created)' : ''
    return new CommandError(`${place(entry)}: the server said ${reply.status}: ${serverText}${hint}`, details)
  }
  // We gave up; that the server then says BAD tells nothing.
  if (dialogue?.failure !== undefined) return dialogue.failure
  const inside = dialogue?.refusal
  const text = inside === undefined ? serverText : `${serverText} (${mask(inside)})`
  const what = dialogue === undefined ? name : `${name} ${dialogue.name}`
  return new AuthenticationError(`${what} was refused: ${text}`, {
    ...details,
    retryable: asksToSlowDown(reply.status, responseCode, serverText),
  })
}

/** RFC 9738 §3.1: not every message was reached, whatever the status says; a short result would look like a whole one. */
export function limitReached(
  entry: Entry,
  typedCode: Extract<ResponseCode, { name: 'MESSAGELIMIT' }>,
  serverText: string,
): MessageLimitError {
  const { limit, lastUid, name } = typedCode
  const reached = lastUid === undefined ? 'nothing was done' : `nothing below UID ${lastUid} was reached`
  return new MessageLimitError(`${place(entry)}: the server takes ${limit} messages at a time: ${reached}`, {
    status: 'NO',
    responseCode: name,
    typedCode,
    serverText: serverText.slice(0, MAX_TEXT),
    limit,
    lastUid,
  })
}

/** @throws MessageLimitError for an OK that is none */
export function checkLimit(entry: Entry, reply: Tagged): void {
  const limit = reply.code?.name === 'MESSAGELIMIT' ? reply.code : entry.limit
  if (limit !== undefined) throw limitReached(entry, limit, reply.text)
}

export function atomOf(code: ResponseCode | undefined): string | undefined {
  return code?.name === 'OTHER' ? code.atom : code?.name
}

/** A command this one counted on did not succeed. */
export function dependencyFailure(entry: Entry, needed: Entry, cause?: unknown): UsageError {
  const text = `${place(entry)} was not done because ${place(needed)} did not succeed`
  return new UsageError(text, 'ERR_IMAP_DEPENDENCY', { cause })
}

export function byeError(bye: Status, cause?: unknown): ConnectionError {
  return new ConnectionError(`the server said BYE: ${bye.text.slice(0, MAX_TEXT)}`, 'ERR_IMAP_BYE', { cause })
}

/** The end of the connection, as one command experiences it: was its last octet written? */
export function lossOf(entry: Entry, reason: ImapError): ImapError {
  const outcome: Outcome = entry.written && entry.source?.isBroken !== true ? 'unknown' : 'unsent'
  const message = `${place(entry)}: ${reason.message}`
  const options = { outcome, cause: reason }
  if (reason instanceof ProtocolError) return new ProtocolError(message, reason.code, options)
  if (reason instanceof ConnectionError) return new ConnectionError(message, reason.code, options)
  return new ConnectionError(message, 'ERR_IMAP_CLOSED', options)
}

/**
 * What a composed command fails with: an error of the kind of its step's. That a step was not sent does not make it
 * safe to repeat the whole once another was.
 */
export function failureOfWhole(whole: Entry, cause: ImapError, steps: readonly StepReport[]): ImapError {
  const sent = steps.filter((step) => step.outcome !== 'unsent')
  const outcome: Outcome = cause.outcome === 'unsent' && sent.length > 0 ? 'unknown' : cause.outcome
  const done = steps.filter((step) => step.outcome === 'done').map((step) => step.name)
  const message = `${place(whole)}: ${cause.message}${done.length === 0 ? '' : `; done before: ${done.join(', ')}`}`
  const options = { outcome, cause, steps }
  if (cause instanceof MessageLimitError) return new MessageLimitError(message, cause, options)
  if (cause instanceof CommandError) return new CommandError(message, cause, options)
  if (cause instanceof ProtocolError) return new ProtocolError(message, cause.code, options)
  if (cause instanceof ConnectionError) return new ConnectionError(message, cause.code, options)
  if (cause instanceof UsageError) return new UsageError(message, cause.code, options)
  return new CancelledError(message, outcome, options)
}

function place(entry: Entry): string {
  return entry.mailbox === undefined ? entry.command.name : `${entry.command.name} ${entry.mailbox}`
}

/** What Exchange says when its own back end is gone: nothing will be answered otherwise any more. */
export function hasLostLogin({ status, text }: Tagged): boolean {
  return status === 'BAD' && /^User is authenticated but not connected\b/i.test(text)
}

export function lostLogin({ text }: Tagged): ConnectionError {
  return new ConnectionError(`the server has lost the login: ${text.slice(0, MAX_TEXT)}`, 'ERR_IMAP_CLOSED')
}
