/**
 * LOGIN or AUTHENTICATE, by the strongest way there is.
 */
import { chooseMechanism, type AuthChoices } from '../auth/choose-mechanism.ts'
import type { GivenAuth } from '../auth/credentials.ts'
import { Exchange } from '../auth/exchange.ts'
import { afterRefusal, type Attempt } from '../auth/quirks.ts'
import { AuthenticationError } from '../errors.ts'
import { authenticate } from '../session/commands/any-state/login.ts'
import { randomNonce } from './options.ts'
import type { Pump } from './pump.ts'

export function choices({ session, options, transport }: Pump, auth: GivenAuth): AuthChoices {
  return chooseMechanism(auth, {
    capabilities: session.capabilities,
    secure: transport?.secure ?? false,
    plaintextAllowed: options.security === 'insecure-plaintext',
    host: options.host,
    port: options.port,
    tls: transport?.tls,
    greeting: options.quirks?.['tls-unique-only'] === false ? undefined : session.greeting?.text,
    nonce: options.randomNonce ?? randomNonce,
  })
}

/** AUTHENTICATE, and once more where a quirk of the server calls for it. Fails as the last attempt did. */
export async function authenticated(pump: Pump, ways: AuthChoices): Promise<void> {
  let attempt: Attempt | undefined = { way: 0, initialResponse: true }
  while (attempt !== undefined) attempt = await attempted(pump, ways, attempt)
}

/** What is to be tried next, if this did not succeed. */
async function attempted(pump: Pump, ways: AuthChoices, attempt: Attempt): Promise<Attempt | undefined> {
  const way = ways[attempt.way]
  if (way?.kind !== 'authenticate') throw new TypeError('LOGIN is no SASL exchange')
  const exchange = new Exchange(way.start())
  const command = authenticate(exchange, attempt.initialResponse)
  try {
    await pump.submit('AUTHENTICATE', () => command, { setup: true })
    return undefined
  } catch (error) {
    if (!(error instanceof AuthenticationError) || pump.session.ended) throw error
    const next = afterRefusal(error, exchange, attempt, ways, (name) => pump.options.quirks?.[name] !== false)
    if (next === undefined) throw error
    return next
  }
}
