/** What a server says about itself: CAPABILITY, ENABLED, ID, NAMESPACE (RFC 9051 §7.2 and §7.3, RFC 2971). */
import { OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { extensionValue } from './extension-value.ts'
import { mailbox } from './mailbox-response.ts'
import type { Capability, Enabled, ExtendedItem, Id, NamespaceEntry, Namespaces } from '../values.ts'

const COMMA = 0x2c

/**
 *     capability-data = "CAPABILITY" *(SP capability) SP "IMAP4rev2" *(SP capability)
 *     enable-data     = "ENABLED" *(SP capability)
 */
export function capability(c: Cursor, type: 'capability' | 'enabled'): Capability | Enabled {
  const capabilities: string[] = []
  while (c.moreInLine()) capabilities.push(c.atom().toUpperCase())
  return { type, capabilities }
}

/**
 *     id-response   = "ID" SP id-params-list                               ; RFC 2971 §4
 *     id-params-list = "(" *(string SP nstring) ")" / nil
 *
 * Commas after values count as blanks.
 */
export function id(c: Cursor): Id {
  c.sp()
  const parameters = c.tryNil() ? null : new Map<string, string | null>()
  if (parameters !== null) {
    c.open()
    while (c.more()) {
      const key = c.astring().toLowerCase()
      c.sp()
      parameters.set(key, c.nstring())
      if (c.tryChar(COMMA)) c.skipBlanks()
    }
  }
  c.end()
  return { type: 'id', parameters }
}

/**
 *     namespace-response = "NAMESPACE" SP namespace SP namespace SP namespace
 *     namespace          = nil / "(" 1*namespace-descr ")"                 ; personal, other users', shared
 */
export function namespaces(c: Cursor): Namespaces {
  c.sp()
  const personal = namespace(c)
  c.sp()
  const otherUsers = namespace(c)
  c.sp()
  const shared = namespace(c)
  c.end()
  return { type: 'namespace', personal, otherUsers, shared }
}

function namespace(c: Cursor): NamespaceEntry[] | null {
  if (c.peek() !== OPEN && c.tryNil()) return null
  const entries: NamespaceEntry[] = []
  c.open()
  while (c.more()) entries.push(namespaceDescr(c))
  return entries
}

/**
 *     namespace-descr              = "(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil)
 *                                    [namespace-response-extensions] ")"
 *     namespace-response-extension = SP string SP "(" string *(SP string) ")"
 *
 * The prefix is a mailbox name, but not INBOX: "inbox" in front of other names stays as it is.
 */
function namespaceDescr(c: Cursor): NamespaceEntry {
  c.open()
  const prefix = mailbox(c).mailbox
  c.sp()
  const delimiter = c.nstring() || null
  const extended: ExtendedItem[] = []
  while (c.more()) {
    const name = c.astring().toUpperCase()
    c.sp()
    extended.push({ name, value: extensionValue(c) })
  }
  return { prefix, delimiter, extended }
}
