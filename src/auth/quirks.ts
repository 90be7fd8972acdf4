import type { AuthenticationError } from '../errors.ts'
import type { AuthChoices } from './choose-mechanism.ts'
import type { Exchange } from './exchange.ts'

/** One AUTHENTICATE: by which of the equally strong ways, and whether the initial response may go with the command. */
export interface Attempt {
  readonly way: number
  readonly initialResponse: boolean
}

interface Quirk {
  /** Who does this, for those who wonder whether it is still needed. */
  readonly seenAt: string
  readonly shows: (refusal: AuthenticationError, exchange: Exchange) => boolean
  readonly then: (attempt: Attempt) => Attempt
}

const anotherWay = ({ way }: Attempt): Attempt => ({ way: way + 1, initialResponse: true })

/**
 * Refusals that are not about the credentials. Everything else is final: the same password is never sent again, and
 * never by a weaker mechanism.
 */
const QUIRKS: readonly Quirk[] = [
  {
    seenAt: 'Coremail (163.com, 126.com) announces SASL-IR and answers BAD to an initial response',
    shows: (refusal, exchange) =>
      refusal.status === 'BAD' && isUnexplained(refusal) && exchange.saidInitially && !exchange.challenged,
    then: ({ way }) => ({ way, initialResponse: false }),
  },
  {
    seenAt: 'Sina and QQ announce AUTH=PLAIN and do not have it',
    shows: (refusal, exchange) =>
      isUnexplained(refusal) && !exchange.challenged && MECHANISM_MISSING.test(refusal.serverText),
    then: anotherWay,
  },
  {
    seenAt: 'any -PLUS may lack the binding that we choose: no server lists them. The password is not in play yet',
    shows: ({ retryable }, exchange) =>
      !retryable && exchange.name.endsWith('-PLUS') && (isOtherBinding(exchange) || !exchange.challenged),
    then: anotherWay,
  },
]

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
): Attempt | undefined {
  const next = QUIRKS.find(({ shows }) => shows(refusal, exchange))?.then(attempt)
  return next !== undefined && choices[next.way]?.kind === 'authenticate' ? next : undefined
}
