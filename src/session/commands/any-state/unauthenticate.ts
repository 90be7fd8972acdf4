import { CommandLine } from '../../../codec/encode/command-line.ts'
import { requireCapability } from '../../server/capabilities.ts'
import type { Command } from '../../command.ts'
import { footprint, sessionResource } from '../../footprint.ts'
import { justOk } from './basic.ts'

/**
 * UNAUTHENTICATE (RFC 8437): back to where only a login is possible. Everything but TLS is forgotten: the selected
 * mailbox, what is enabled, NOTIFY, `$`, the capabilities.
 */
export function unauthenticate(): Command<void> {
  return {
    name: 'UNAUTHENTICATE',
    adapts: true,
    plan(facts) {
      requireCapability('UNAUTHENTICATE', facts.capabilities, 'UNAUTHENTICATE')
      return {
        line: new CommandLine('UNAUTHENTICATE'),
        footprint: footprint({ wire: 'layer', selection: 'changes', writes: [sessionResource] }),
        collector: justOk,
        unauthenticates: true,
      }
    },
  }
}
