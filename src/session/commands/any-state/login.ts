import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { Exchange } from '../../../auth/exchange.ts'
import { UsageError } from '../../../errors.ts'
import { hasCapability } from '../../server/capabilities.ts'
import type { Command } from '../../command.ts'
import { footprint } from '../../footprint.ts'
import { maskOf } from '../../login/mask.ts'
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
        mask: maskOf([password]),
      }
    },
  }
}

/**
 * AUTHENTICATE (RFC 9051 §6.2.2), with the initial response where the server has SASL-IR (RFC 4959), unless
 * `initialResponse` is false.
 *
 * Alone on the wire: Cyrus throws away what was pipelined behind it.
 */
export function authenticate(exchange: Exchange, initialResponse = true): Command<void> {
  return {
    name: 'AUTHENTICATE',
    adapts: false,
    plan(facts) {
      const line = new CommandLine('AUTHENTICATE').atom(exchange.name)
      const initial = exchange.begin(initialResponse && hasCapability(facts.capabilities, 'SASL-IR'))
      if (initial !== undefined) line.base64(initial, { secret: true })
      return {
        line,
        footprint: footprint({ state: 'notAuthenticated', wire: 'layer', breaksSequence: false, prepares: true }),
        dialogue: exchange,
        collector: { finish: () => exchange.finish() },
        mask: (text) => exchange.mask(text),
      }
    },
  }
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
