/** Commands for any state (RFC 9051 §6.1), and about the connection itself. */
import type { Capability, Id } from '../../codec/values.ts'
import { capability, id, logout, noop } from '../../session/commands/any-state/basic.ts'
import type { CommandOptions } from '../options.ts'
import type { CommandToken } from '../token.ts'
import { Submitter } from './submitter.ts'

export class AnyStateMethods extends Submitter {
  /** CAPABILITY (RFC 9051 §6.1.1). */
  capability(options?: CommandOptions): CommandToken<Capability> {
    return this.submit('CAPABILITY', () => capability(), options)
  }

  /** NOOP (RFC 9051 §6.1.2). Rarely needed: the connection idles by itself. */
  noop(options?: CommandOptions): CommandToken<void> {
    return this.submit('NOOP', () => noop(), options)
  }

  /** ID (RFC 2971): tells who we are, learns who the server is; null tells nothing. */
  id(parameters: Readonly<Record<string, string | null>> | null, options?: CommandOptions): CommandToken<Id> {
    return this.submit('ID', () => id(parameters), options)
  }

  /** LOGOUT (RFC 9051 §6.1.3), after everything submitted before is answered; then the connection ends. */
  logout(options?: CommandOptions): CommandToken<void> {
    return this.submit('LOGOUT', () => logout(), options)
  }
}
