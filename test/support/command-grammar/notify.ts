/** NOTIFY as a strict server reads it (RFC 5465 §8). */
import type { Arg, Scanner } from './scanner.ts'

const OF_MESSAGES = ['MESSAGENEW', 'MESSAGEEXPUNGE', 'FLAGCHANGE', 'ANNOTATIONCHANGE']
const OTHERS = ['MAILBOXNAME', 'SUBSCRIPTIONCHANGE', 'MAILBOXMETADATACHANGE', 'SERVERMETADATACHANGE']
const SELECTED = ['SELECTED', 'SELECTED-DELAYED']
const FILTERS = ['INBOXES', 'PERSONAL', 'SUBSCRIBED', 'SUBTREE', 'MAILBOXES']

/**
 *     notify        = "NOTIFY" SP (notify-set / notify-none)
 *     notify-set    = "SET" [status-indicator] SP event-groups
 *     event-groups  = event-group *(SP event-group)
 */
export function notify(s: Scanner, fetchItem: (s: Scanner) => Arg): Arg[] {
  s.sp()
  const form = s.oneOf(['SET', 'NONE'])
  if (form.value === 'NONE') return [form]
  s.sp()
  const args: Arg[] = [form]
  if (s.next !== '(') {
    args.push(s.oneOf(['STATUS']))
    s.sp()
  }
  let selected = 0
  for (;;) {
    const group = eventGroup(s, fetchItem)
    if (SELECTED.includes(group.name) && ++selected > 1) s.fail('SELECTED twice')
    args.push(group)
    if (!s.take(' ')) return args
  }
}

/**
 *     event-group = "(" filter-mailboxes SP events ")"
 *     events      = ("(" event *(SP event) ")") / "NONE"
 */
function eventGroup(s: Scanner, fetchItem: (s: Scanner) => Arg): Arg & { type: 'key' } {
  s.expect('(')
  const filter = s.oneOf([...SELECTED, ...FILTERS]).value
  s.sp()
  const args: Arg[] = []
  if (filter === 'SUBTREE' || filter === 'MAILBOXES') {
    args.push(s.next === '(' ? s.list(() => s.mailbox(), { empty: false }) : s.mailbox())
    s.sp()
  }
  if (s.next === '(') args.push(events(s, SELECTED.includes(filter), fetchItem))
  else args.push(s.oneOf(['NONE']))
  s.expect(')')
  return { type: 'key', name: filter, args }
}

/** What the comments of RFC 5465 §8 say of events that need others. */
function events(s: Scanner, ofSelected: boolean, fetchItem: (s: Scanner) => Arg): Arg {
  const seen = new Set<string>()
  const list = s.list(() => event(s, ofSelected, fetchItem, seen), { empty: false })
  const both = seen.has('MESSAGENEW') && seen.has('MESSAGEEXPUNGE')
  if (!both && OF_MESSAGES.some((name) => seen.has(name))) s.fail('MessageNew and MessageExpunge come together')
  return list
}

function event(s: Scanner, ofSelected: boolean, fetchItem: (s: Scanner) => Arg, seen: Set<string>): Arg {
  const name = s.oneOf(ofSelected ? OF_MESSAGES : [...OF_MESSAGES, ...OTHERS]).value
  seen.add(name)
  // A "(" behind the blank belongs to MessageNew, for no event begins with one.
  if (name !== 'MESSAGENEW' || !ofSelected || !s.take(' (')) return { type: 'key', name, args: [] }
  const args = [fetchItem(s)]
  while (s.take(' ')) args.push(fetchItem(s))
  s.expect(')')
  return { type: 'key', name, args }
}
