/** A message for people: a line, or a block with everything that was asked for. */
import type { BodyStructure, Address, Envelope } from '../../codec/values.ts'
import type { FetchRow, RowFields } from '../../session/commands/fetching/row.ts'
import { escapeLine, escapeText } from './escape.ts'
import { fit, pad } from './table.ts'

export const SUMMARY_ITEMS = { flags: true, envelope: true, internalDate: true } as const

const SENDER_WIDTH = 24

/** `    17  2026-11-23 10:15  * !   Ada Lovelace              About the engine`. */
export function summaryLine(row: FetchRow<typeof SUMMARY_ITEMS>, width: number): string {
  const { uid, flags, envelope, internalDate } = row
  const [from] = envelope.from
  const sender = fit(escapeLine(from?.name ?? from?.address ?? '(nobody)'), SENDER_WIDTH)
  const subject = escapeLine(envelope.subject ?? '(no subject)')
  const line = [
    String(uid).padStart(6),
    localTime(internalDate).slice(0, 16),
    marks(flags),
    pad(sender, SENDER_WIDTH),
    subject,
  ].join('  ')
  return fit(line, width)
}

/** Flag → its mark, in columns of their own; unseen has one, too. */
const MARKS: readonly (readonly [flag: string, mark: string])[] = [
  ['\\Flagged', '!'],
  ['\\Answered', 'r'],
  ['\\Draft', 'd'],
  ['\\Deleted', 'D'],
]

function marks(flags: readonly string[]): string {
  const lower = flags.map((flag) => flag.toLowerCase())
  const others = MARKS.map(([flag, mark]) => (lower.includes(flag.toLowerCase()) ? mark : ' '))
  return (lower.includes('\\seen') ? ' ' : '*') + others.join('')
}

/** `2026-11-23 10:15:00` where we are. */
function localTime(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** The UID, then a line an item, longer ones indented below their name. */
export function messageBlock(row: { readonly uid: number } & Partial<RowFields>): string {
  const { flags, size, internalDate, envelope, bodyStructure, headers, source } = row
  const lines = [`UID ${row.uid}`]
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') lines.push(`  ${name.padEnd(11)} ${escapeLine(value)}`)
  }
  put('flags', flags?.join(' '))
  put('size', size === undefined ? undefined : `${size} octets`)
  put('date', internalDate === undefined ? undefined : localTime(internalDate))
  for (const [name, value] of envelope === undefined ? [] : envelopeFields(envelope)) put(name, value)
  if (bodyStructure !== undefined) putBelow(lines, 'structure', [...structureLines(bodyStructure)])
  if (headers !== undefined) {
    const fields = [...headers].map(([name, value]) => escapeLine(`${name}: ${value}`))
    putBelow(lines, 'headers', fields)
  }
  if (source !== undefined) {
    putBelow(lines, 'source', escapeText(new TextDecoder().decode(source)).trimEnd().split('\n'))
  }
  return lines.join('\n')
}

function putBelow(lines: string[], name: string, values: readonly string[]): void {
  lines.push(`  ${name}`, ...values.map((value) => `    ${value}`.trimEnd()))
}

function envelopeFields(envelope: Envelope): readonly (readonly [string, string | undefined])[] {
  const { subject, from, to, cc, messageId, inReplyTo, date } = envelope
  return [
    ['subject', subject ?? undefined],
    ['from', addresses(from)],
    ['to', addresses(to)],
    ['cc', addresses(cc)],
    ['sent', date ?? undefined],
    ['message-id', messageId ?? undefined],
    ['in-reply-to', inReplyTo ?? undefined],
  ]
}

/** Groups show as `name: …;` because that is how the protocol brackets them. */
function addresses(list: readonly Address[]): string {
  return list
    .map(({ name, mailbox, address }) => {
      if (address === null) return mailbox === null ? ';' : `${mailbox}:`
      return name === null ? address : `${name} <${address}>`
    })
    .join(', ')
    .replaceAll(':, ', ': ')
    .replaceAll(', ;', ';')
}

/** `1.2  text/plain, 120 octets, attachment "notes.txt"`, parts indented below what holds them. */
function* structureLines(body: BodyStructure, depth = 0): Generator<string, undefined> {
  const about = [`${body.type}/${body.subtype}`]
  if (body.parts === undefined) about.push(`${body.size} octets`)
  const fileName = body.disposition?.parameters.get('filename') ?? body.parameters.get('name')
  const disposition = [body.disposition?.type, fileName === undefined ? undefined : JSON.stringify(fileName)]
  about.push(disposition.filter((word) => word !== undefined).join(' '))
  const label = body.part === '' ? '' : `${body.part}  `
  yield escapeLine('  '.repeat(depth) + label + about.filter((word) => word !== '').join(', '))
  const inner = body.parts ?? (body.body === undefined ? [] : [body.body])
  for (const part of inner) yield* structureLines(part, depth + 1)
}
