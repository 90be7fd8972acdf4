import type { Quirk } from '../codec/quirks/quirk.ts'
import type { AuthenticationError } from '../errors.ts'
import type { AuthChoices } from './choose-mechanism.ts'
import type { Exchange } from './exchange.ts'

/** One AUTHENTICATE: by which of the equally strong ways, and whether the initial response may go with the command. */
export interface Attempt {
  readonly way: number
  readonly initialResponse: boolean
}

/** What a refusal means, and what is tried next. */
interface RefusalQuirk extends Quirk {
  readonly shows: (refusal: AuthenticationError, exchange: Exchange) => boolean
  readonly then: (attempt: Attempt) => Attempt
}

const anotherWay = ({ way }: Attempt): Attempt => ({ way: way + 1, initialResponse: true })

type RefusalQuirkName = 'binding-refused' | 'initial-response-refused' | 'mechanism-missing'
export type AuthQuirkName = RefusalQuirkName | 'tls-unique-only'

/**
 * Refusals that are not about the credentials. Everything else is final: the same password is never sent again, and
 * never by a weaker mechanism.
 */
const REFUSAL_QUIRKS: Readonly<Record<RefusalQuirkName, RefusalQuirk>> = {
  'initial-response-refused': {
    servers: 'Coremail: 163.com, 126.com',
    reason: 'SASL-IR is announced, and an initial response answered BAD',
    effect: 'AUTHENTICATE goes out once more, and waits for its "+"',
    shows: (refusal, exchange) =>
      refusal.status === 'BAD' && isUnexplained(refusal) && exchange.saidInitially && !exchange.challenged,
    then: ({ way }) => ({ way, initialResponse: false }),
  },
  'mechanism-missing': {
    servers: 'Sina, QQ',
    reason: 'AUTH=PLAIN is announced, and not there',
    effect: 'the next mechanism is tried, if it is as strong',
    shows: (refusal, exchange) =>
      isUnexplained(refusal) && !exchange.challenged && MECHANISM_MISSING.test(refusal.serverText),
    then: anotherWay,
  },
  'binding-refused': {
    servers: 'any with -PLUS',
    reason: 'it may lack the channel binding that we choose, for none lists them; the password is not in play yet',
    effect: 'another binding is tried',
    shows: ({ retryable }, exchange) =>
      !retryable && exchange.name.endsWith('-PLUS') && (isOtherBinding(exchange) || !exchange.challenged),
    then: anotherWay,
  },
}

export const AUTH_QUIRKS: Readonly<Record<AuthQuirkName, Quirk>> = {
  ...REFUSAL_QUIRKS,
  'tls-unique-only': {
    servers: 'Cyrus',
    reason: 'it knows that channel binding only, with TLS 1.3, too, and pauses after each refusal',
    effect: 'where its greeting names it, tls-unique is tried first',
  },
}

/** RFC 5802 §7. */
function isOtherBinding({ refusal }: Exchange): boolean {
  return refusal?.includes('unsupported-channel-binding-type') === true
}

/** With another code the server knows the credentials, or wants to be left alone (RFC 5530 §3). */
function isUnexplained({ responseCode }: AuthenticationError): boolean {
  return responseCode === undefined || responseCode === 'CANNOT'
}

const MECHANISM_MISSING =
  /(?:unsupported|unknown|unrecogni[sz]ed|invalid|no such)\b.*\bmechanism|\bmechanism\b.*\bnot\b|not (?:support|implement)/i

/** What to try after a refusal, if that is because of a quirk. */
export function afterRefusal(
  refusal: AuthenticationError,
  exchange: Exchange,
  attempt: Attempt,
  choices: AuthChoices,
  bears: (name: RefusalQuirkName) => boolean = () => true,
): Attempt | undefined {
  const names = (Object.keys(REFUSAL_QUIRKS) as RefusalQuirkName[]).filter(bears)
  const name = names.find((each) => REFUSAL_QUIRKS[each].shows(refusal, exchange))
  const next = name === undefined ? undefined : REFUSAL_QUIRKS[name].then(attempt)
  return next !== undefined && choices[next.way]?.kind === 'authenticate' ? next : undefined
}
