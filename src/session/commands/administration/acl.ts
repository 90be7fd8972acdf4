/** Access control lists (RFC 4314, RFC 2086). */
import { CommandLine, type MailboxArgument } from '../../../codec/encode/command-line.ts'
import { Rights, type RightsInput } from '../../../codec/rights.ts'
import { UsageError } from '../../../errors.ts'
import { requireCapability } from '../../server/capabilities.ts'
import type { Command, Facts } from '../../command.ts'
import { aclOf, footprint, nameOf } from '../../footprint.ts'
import { justOk } from '../any-state/basic.ts'
import { mailboxKey } from '../mailboxes/mailbox.ts'
import { gather, last } from './gather.ts'

/** What one user, group or `anyone` may do. */
export interface AclEntry {
  /** As SETACL wants it: a negative one begins with `-`. */
  readonly identifier: string
  /** The rights are taken away from whoever has them by another entry (RFC 4314 §2). */
  readonly negative: boolean
  readonly rights: Rights
}

/** What to do with the rights: exactly one of the three. */
export type RightsEdit =
  | { readonly add: RightsInput }
  | { readonly remove: RightsInput }
  /** Also takes away every right not named. */
  | { readonly replace: RightsInput }

/** What may be granted (RFC 4314 §3.4). */
export interface GrantableRights {
  /** Always granted to the identifier. */
  readonly required: Rights
  /** Those of one set come and go together. */
  readonly optional: readonly Rights[]
}

/** GETACL (RFC 4314 §3.3). */
export function getAcl(mailbox: MailboxArgument): Command<readonly AclEntry[]> {
  const key = mailboxKey(mailbox)
  return reading('GETACL', mailbox, `ACL:${key}`, [], () =>
    gather('GETACL', ['acl'], (found) =>
      last('GETACL', found, 'ACL response').items.map(({ identifier, rights }) => ({
        identifier,
        negative: identifier.startsWith('-'),
        rights: new Rights(rights),
      })),
    ),
  )
}

/** MYRIGHTS (RFC 4314 §3.5). */
export function myRights(mailbox: MailboxArgument): Command<Rights> {
  const key = mailboxKey(mailbox)
  return reading('MYRIGHTS', mailbox, `MYRIGHTS:${key}`, [], () =>
    gather('MYRIGHTS', ['myRights'], (found) => new Rights(last('MYRIGHTS', found, 'MYRIGHTS response').rights)),
  )
}

/** LISTRIGHTS (RFC 4314 §3.4). */
export function listRights(mailbox: MailboxArgument, identifier: string): Command<GrantableRights> {
  const key = mailboxKey(mailbox)
  return reading('LISTRIGHTS', mailbox, `LISTRIGHTS:${key}`, [identifier], () =>
    gather('LISTRIGHTS', ['listRights'], (found) => {
      const { required, optional } = last('LISTRIGHTS', found, 'LISTRIGHTS response')
      return { required: new Rights(required), optional: optional.map((letters) => new Rights(letters)) }
    }),
  )
}

function reading<Result>(
  name: string,
  mailbox: MailboxArgument,
  slot: string,
  identifiers: readonly string[],
  collector: () => ReturnType<Command<Result>['plan']>['collector'],
): Command<Result> {
  const key = mailboxKey(mailbox)
  const line = new CommandLine(name).mailbox(mailbox)
  for (const identifier of identifiers) putIdentifier(line, identifier)
  return {
    name,
    mailbox: key,
    adapts: true,
    plan(facts) {
      requireCapability(name, facts.capabilities, 'ACL')
      return {
        line,
        footprint: footprint({ reads: [aclOf(key), nameOf(key)], slots: [slot] }),
        collector: collector(),
      }
    },
  }
}

const SIGNS = { add: '+', remove: '-', replace: '' } as const

/** SETACL (RFC 4314 §3.1). */
export function setAcl(mailbox: MailboxArgument, identifier: string, edit: RightsEdit): Command<void> {
  const [mode, ...others] = (Object.keys(SIGNS) as (keyof typeof SIGNS)[]).filter((each) => Object.hasOwn(edit, each))
  if (mode === undefined || others.length > 0) {
    throw new UsageError('SETACL: expected exactly one of add, remove, replace')
  }
  const rights = Rights.from((edit as Readonly<Record<string, RightsInput>>)[mode]!)
  if (rights.size === 0 && mode !== 'replace') throw new UsageError(`SETACL: no right to ${mode}`)
  const line = new CommandLine('SETACL').mailbox(mailbox)
  putIdentifier(line, identifier).astring(`${SIGNS[mode]}${rights.letters}`, { what: 'rights' })
  return changing(line, mailbox, (facts) => requireRights(rights, facts))
}

/** DELETEACL (RFC 4314 §3.2): the entry of one identifier, which says nothing of what others give it. */
export function deleteAcl(mailbox: MailboxArgument, identifier: string): Command<void> {
  return changing(putIdentifier(new CommandLine('DELETEACL').mailbox(mailbox), identifier), mailbox, () => {})
}

function changing(line: CommandLine, mailbox: MailboxArgument, check: (facts: Facts) => void): Command<void> {
  const key = mailboxKey(mailbox)
  return {
    name: line.name,
    mailbox: key,
    adapts: true,
    plan(facts) {
      requireCapability(line.name, facts.capabilities, 'ACL')
      check(facts)
      return { line, footprint: footprint({ mutates: true, writes: [aclOf(key), nameOf(key)] }), collector: justOk }
    },
  }
}

function putIdentifier(line: CommandLine, identifier: string): CommandLine {
  if (identifier === '' || identifier === '-') throw new UsageError(`${line.name}: no identifier`)
  return line.astring(identifier, { what: 'identifier' })
}

/** `c` and `d` of RFC 2086 grant more than what they would stand in for, so that only the caller can choose them. */
function requireRights(rights: Rights, { capabilities }: Facts): void {
  if ([...capabilities].some((name) => name.startsWith('RIGHTS='))) return
  const [unknown] = /[kxte]/.exec(rights.letters) ?? []
  if (unknown === undefined) return
  const text = `SETACL: the server has no right ${unknown} (it lacks the capability RIGHTS=), only c and d of RFC 2086`
  throw new UsageError(text, 'ERR_IMAP_CAPABILITY')
}
