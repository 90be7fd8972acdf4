/** Lines that change nothing, and are shown. */
import type { Status } from '../../codec/values.ts'
import type { Selection } from '../selection/selection.ts'
import type { Ground } from './ground.ts'

/** RFC 9051 §11.3: mailbox data with no mailbox selected are to be ignored; we still show them. */
export function stray(ground: Ground, line: string): void {
  const [name = ''] = /[A-Z]+/.exec(line) ?? []
  const bytes = new TextEncoder().encode(`* ${line}`)
  ground.emit({ type: 'untagged', mailbox: undefined, name, bytes, malformed: 'no mailbox is selected' })
}

/** The numbering cannot be trusted any more: forget which UID has which number. */
export function contradiction(ground: Ground, selection: Selection, name: string, number: number): void {
  const exists = name === 'EXISTS' ? number : selection.numbering.exists
  selection.numbering.reset(exists)
  const bytes = new TextEncoder().encode(`* ${number} ${name}`)
  ground.emit({
    type: 'untagged',
    mailbox: selection.mailbox,
    name,
    bytes,
    malformed: 'contradicts the number of messages',
  })
}

/** A status response that is news for people only. */
export function notice(ground: Ground, { status, code, text }: Status): void {
  if (status === 'OK' || status === 'NO' || status === 'BAD') ground.emit({ type: 'notice', status, code, text })
}
