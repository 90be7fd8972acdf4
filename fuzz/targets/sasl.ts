/**
 * Whatever a server says in an exchange, each challenge has one answer or gives the exchange up with an error of ours,
 * which shows no secret; and a SCRAM server that does not know the password is never accepted.
 *
 * Input: which mechanism, then the challenges, each with its length before it.
 */
import { Exchange } from '../../src/auth/exchange.ts'
import type { Mechanism } from '../../src/auth/mechanism.ts'
import { anonymous } from '../../src/auth/mechanisms/anonymous.ts'
import { cramMd5 } from '../../src/auth/mechanisms/cram-md5.ts'
import { external } from '../../src/auth/mechanisms/external.ts'
import { saslLogin } from '../../src/auth/mechanisms/login.ts'
import { oauthBearer } from '../../src/auth/mechanisms/oauthbearer.ts'
import { plain } from '../../src/auth/mechanisms/plain.ts'
import { scram } from '../../src/auth/mechanisms/scram.ts'
import { xoauth2 } from '../../src/auth/mechanisms/xoauth2.ts'
import { decodeBase64 } from '../../src/codec/text/base64.ts'
import { ImapError } from '../../src/errors.ts'
import { Choices } from '../choices.ts'
import { holds } from '../finding.ts'

const user = 'me'
const password = 'pencil-secret'
const NONCE = 'fyko'
/** Few iterations, so that an input costs little. */
const limits = { least: 1, most: 20 }

const MECHANISMS: readonly (() => Mechanism)[] = [
  () => scram({ hash: 'SHA-1', user, password, nonce: NONCE, limits }),
  () => scram({ hash: 'SHA-256', user, password, nonce: NONCE, limits, binding: 'unannounced' }),
  () => cramMd5({ user, password }),
  () => saslLogin({ user, password }),
  () => plain({ user, password }),
  () => xoauth2({ user, accessToken: password }),
  () => oauthBearer({ user, accessToken: password, host: 'mail.example.org', port: 993 }),
  () => external('me'),
  () => anonymous('trace'),
]

export async function fuzz(data: Uint8Array): Promise<void> {
  const choices = new Choices(data)
  const exchange = new Exchange(choices.oneOf(MECHANISMS)())
  exchange.begin(choices.flip())
  for (let round = 0; round < 5 && !choices.isEmpty; round++) {
    const answer = await exchange.answer(challenge(choices))
    holds((answer === undefined) === (exchange.failure !== undefined), 'given up without a reason, or not at all')
    if (answer === undefined) break
  }
  if (exchange.failure !== undefined) judge(exchange.failure)
  if (exchange.refusal !== undefined) holds(!exchange.refusal.includes(password), 'a refusal shows the password')
  if (!['EXTERNAL', 'ANONYMOUS'].includes(exchange.name)) {
    const text = Buffer.from(choices.rest()).toString('latin1') + password
    holds(!exchange.mask(text).includes(password), "the server's words show the password")
  }
  try {
    exchange.finish()
    holds(!exchange.name.startsWith('SCRAM'), 'SCRAM ended well with a server that cannot know the password')
  } catch (error) {
    judge(error)
  }
}

/** Octets as they are, or base64 as the session decodes it. */
function challenge(choices: Choices): Uint8Array | undefined {
  const shape = choices.byte()
  const octets = choices.octets(shape & 0x7f)
  return shape < 0x80 ? octets : decodeBase64(Buffer.from(octets).toString('latin1'))
}

function judge(error: unknown): void {
  if (!ImapError.is(error)) throw error
  const shown = `${error.message} ${String(error.cause)} ${JSON.stringify(error)}`
  holds(!shown.includes(password), 'an error shows the password')
}
