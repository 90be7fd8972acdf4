import { CommandLine } from '../../../codec/encode/command-line.ts'
import { decodeBase64, encodeBase64 } from '../../../codec/text/base64.ts'
import type { Mechanism } from '../../../auth/mechanism.ts'
import { UsageError } from '../../../errors.ts'
import type { Command } from '../../command.ts'
import { footprint } from '../../footprint.ts'
import { justOk } from './basic.ts'

/** LOGIN (RFC 9051 §6.2.3). Plain on the wire, so first reads can ride behind it. */
export function login(user: string, password: string): Command<void> {
  const line = new CommandLine('LOGIN')
    .astring(user, { what: 'user', secret: true })
    .astring(password, { what: 'password', secret: true })
  return {
    name: 'LOGIN',
    adapts: false,
    plan(facts) {
      if (facts.capabilities.has('LOGINDISABLED')) {
        throw new UsageError('LOGIN: the server forbids it here (LOGINDISABLED)', 'ERR_IMAP_CAPABILITY')
      }
      return {
        line,
        footprint: footprint({ state: 'notAuthenticated', breaksSequence: false, prepares: true }),
        collector: justOk,
        mask: masking(password),
      }
    },
  }
}

/**
 * AUTHENTICATE (RFC 9051 §6.2.2), with the initial response where the server has SASL-IR (RFC 4959).
 *
 * Alone on the wire: Cyrus throws away what was pipelined behind it. `secret` is the password or token, which no error
 * may show.
 */
export function authenticate(mechanism: Mechanism, secret: string): Command<void> {
  return {
    name: 'AUTHENTICATE',
    adapts: false,
    plan(facts) {
      const line = new CommandLine('AUTHENTICATE').atom(mechanism.name)
      let initial = mechanism.initial()
      const mask = masking(secret, initial === undefined ? '' : encodeBase64(initial))
      if (initial !== undefined && facts.capabilities.has('SASL-IR')) {
        line.base64(initial, { secret: true })
        initial = undefined
      }
      return {
        line,
        footprint: footprint({ state: 'notAuthenticated', wire: 'layer', breaksSequence: false, prepares: true }),
        respond(challenge) {
          const response = initial ?? answer(mechanism, challenge)
          initial = undefined
          return response === undefined ? '*' : encodeBase64(response)
        },
        collector: { finish: () => mechanism.finish() },
        mask,
        refusal: () => mechanism.refusal,
      }
    },
  }
}

function masking(...secrets: readonly string[]): (text: string) => string {
  return (text) =>
    secrets.reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, '<secret>')), text)
}

/** Undefined gives the exchange up: the challenge is no base64, or not one of this mechanism. */
function answer(mechanism: Mechanism, challenge: string): Uint8Array | undefined {
  const octets = decodeBase64(challenge)
  return octets === undefined ? undefined : mechanism.respond(octets)
}

/** STARTTLS (RFC 9051 §6.2.1). */
export function starttls(): Command<void> {
  return {
    name: 'STARTTLS',
    adapts: false,
    plan: () => ({
      line: new CommandLine('STARTTLS'),
      footprint: footprint({ state: 'notAuthenticated', wire: 'layer' }),
      collector: justOk,
      layer: 'tls',
    }),
  }
}

/** COMPRESS DEFLATE (RFC 4978). */
export function compress(): Command<void> {
  return {
    name: 'COMPRESS',
    adapts: true,
    plan(facts) {
      if (!facts.capabilities.has('COMPRESS=DEFLATE')) {
        throw new UsageError('COMPRESS: the server lacks the capability COMPRESS=DEFLATE', 'ERR_IMAP_CAPABILITY')
      }
      return {
        line: new CommandLine('COMPRESS').atom('DEFLATE'),
        footprint: footprint({ wire: 'layer' }),
        collector: justOk,
        layer: 'deflate',
      }
    },
  }
}
