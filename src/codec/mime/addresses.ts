/** Address lists of an ENVELOPE: the protocol has groups as markers in a flat list (RFC 9051 §7.5.2). */
import type { Address } from '../values.ts'

/** `A Group: ada@example.org, …;` */
export interface AddressGroup {
  readonly group: string
  readonly members: readonly Address[]
}

/** The list with its groups as such, in order. A group that is never closed ends with the list. */
export function groupedAddresses(list: readonly Address[]): readonly (Address | AddressGroup)[] {
  const grouped: (Address | AddressGroup)[] = []
  let members: Address[] | undefined
  for (const address of list) {
    if (isOpening(address)) {
      members = []
      grouped.push({ group: address.mailbox, members })
    } else if (isClosing(address)) members = undefined
    else (members ?? grouped).push(address)
  }
  return grouped
}

/** All mailboxes of the list, those in groups, too. */
export function mailboxesOf(list: readonly Address[]): readonly Address[] {
  return list.filter((address) => !isOpening(address) && !isClosing(address))
}

/** Gmail sends a sender without a host: what has a name of its own is no marker. */
function isOpening(address: Address): address is Address & { readonly mailbox: string } {
  return address.host === null && address.mailbox !== null && address.name === null
}

function isClosing({ name, mailbox, host }: Address): boolean {
  return host === null && mailbox === null && name === null
}
