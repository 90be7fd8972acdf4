/**
 * A trace as a picture: an SVG with nothing outside it, for light and dark pages. Lanes below one another, time to the
 * right; queue time hatched, server time filled, what the server said unasked as marks above.
 */
import { mostInFlight, roundTrips, type Span } from '../examples/demo/spans.ts'
import type { Instant, Read, Slice } from '../test/support/trace-format.ts'

const WIDTH = 960
const MARGIN = 28
const TOP = 78
const MARK_ROW = 34
const LANE = 24
const GAP = 6
const AXIS = 34
const FONT = 11
/** Of a letter of the monospaced font, in its size. */
const LETTER = 0.605
const PADDING = 7
const TICK_MS = 50
const SHORTEST = 8

interface Look {
  readonly fill: string
  readonly line: string
  readonly text: string
}

type Part = 'read' | 'change' | 'mailbox' | 'queued' | 'page' | 'mark'

/** What each part looks like on a light page and on a dark one. */
const LOOKS: Readonly<Record<'light' | 'dark', Readonly<Record<Part, Look>>>> = {
  light: {
    page: { fill: '#ffffff', line: '#d8dee6', text: '#1f2933' },
    read: { fill: '#d6e6ff', line: '#6aa1f0', text: '#14427f' },
    change: { fill: '#ffe0cc', line: '#ea8a4f', text: '#7f3410' },
    mailbox: { fill: '#d5f0e0', line: '#55b585', text: '#14553a' },
    queued: { fill: '#f3f5f8', line: '#aab4c0', text: '#66717e' },
    mark: { fill: '#8b5cf6', line: '#8b5cf6', text: '#5b33b8' },
  },
  dark: {
    page: { fill: '#0f141b', line: '#2a323d', text: '#dfe6ee' },
    read: { fill: '#173a68', line: '#4f8fe6', text: '#d3e5ff' },
    change: { fill: '#5a2c12', line: '#e07f45', text: '#ffe1cf' },
    mailbox: { fill: '#143f2d', line: '#3fa575', text: '#cdf2df' },
    queued: { fill: '#171d25', line: '#4a5563', text: '#93a0ae' },
    mark: { fill: '#a78bfa', line: '#a78bfa', text: '#c9b8ff' },
  },
}

const KINDS: Readonly<Record<string, Part>> = {
  APPEND: 'change',
  COPY: 'change',
  STORE: 'change',
  SELECT: 'mailbox',
  STATUS: 'mailbox',
  LIST: 'mailbox',
  NAMESPACE: 'mailbox',
}

/** What the looks mean, and where each is explained. */
const LEGEND: readonly (readonly [Part | 'waits', number, string])[] = [
  ['read', 0, 'reads'],
  ['mailbox', 72, 'mailboxes'],
  ['change', 168, 'changes'],
  ['waits', 254, 'queued, behind what and by which rule'],
  ['mark', 516, 'said by the server, unasked'],
]

/** What the drawing is of. */
export interface Caption {
  readonly title: string
  readonly description: string
}

export function traceDrawing(trace: Read, caption: Caption): string {
  const from = Math.min(...trace.slices.map((slice) => slice.from))
  const to = Math.max(...trace.slices.map((slice) => slice.to ?? slice.from))
  const x = (at: number): number => MARGIN + ((at - from) / (to - from)) * (WIDTH - 2 * MARGIN)
  const lanes = [...new Set(trace.slices.map(({ tid }) => tid))].sort((a, b) => a - b)
  const bottom = TOP + MARK_ROW + lanes.length * (LANE + GAP)
  const height = bottom + AXIS
  const bars = trace.slices.map((slice) => bar(slice, x, TOP + MARK_ROW + lanes.indexOf(slice.tid) * (LANE + GAP)))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title what">`,
    `<title id="title">${escaped(caption.title)}</title>`,
    `<desc id="what">${escaped(caption.description)}</desc>`,
    `<style>${style()}</style>`,
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="queued" width="6" height="6"/><line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>',
    `<rect class="page" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="10"/>`,
    ...heading(trace, caption.title, (to - from) / 1000),
    ...axis(x, from, to, bottom),
    ...marks(trace.instants, x, TOP),
    ...bars,
    '</svg>',
    '',
  ].join('\n')
}

function heading(trace: Read, title: string, ms: number): readonly string[] {
  const spans = trace.slices.filter(({ cat }) => cat === 'wire').map(spanOf)
  const facts = [
    `${spans.length} commands`,
    `${roundTrips(spans)} round trips`,
    `${mostInFlight(spans)} in flight at most`,
    `${Math.round(ms)} ms`,
  ]
  const keys = LEGEND.flatMap(([part, place, name]) => [
    part === 'mark'
      ? diamond(MARGIN + place + 8, 56.5)
      : `<rect class="${part}" x="${MARGIN + place}" y="51" width="16" height="11" rx="3"/>`,
    `<text class="small" x="${MARGIN + place + 22}" y="60.5">${name}</text>`,
  ])
  return [
    `<text class="title" x="${MARGIN}" y="33">${escaped(title)}</text>`,
    `<text class="facts" x="${WIDTH - MARGIN}" y="33" text-anchor="end">${facts.join('  ·  ')}</text>`,
    ...keys,
  ]
}

function spanOf({ from, to }: Slice): Span {
  const done = to === undefined ? undefined : to / 1000
  return { mailbox: '', label: '', queued: from / 1000, sent: from / 1000, done }
}

/** Queue time of no time to speak of is left out. */
function bar(slice: Slice, x: (at: number) => number, y: number): string {
  const left = x(slice.from) + 0.75
  const width = x(slice.to ?? slice.from) - 0.75 - left
  if (width < SHORTEST) return ''
  const kind = slice.cat === 'queue' ? 'waits' : kindOf(slice)
  const label = clipped(slice.cat === 'queue' ? reasonOf(slice) : textOf(slice), width)
  const text =
    label === '' ? '' : `<text class="on-${kind}" x="${px(left + PADDING)}" y="${y + 16}">${escaped(label)}</text>`
  return `<rect class="${kind}" x="${px(left)}" y="${y}" width="${px(width)}" height="${LANE}" rx="4"/>${text}`
}

function kindOf(slice: Slice): Part {
  const word = textOf(slice).split(' ', 1)[0]!
  return KINDS[word] ?? 'read'
}

/** As on the wire, but for the UIDs, which every command is about. */
function textOf({ args, name }: Slice): string {
  const text = typeof args['text'] === 'string' ? args['text'] : name
  return text.replace(/^UID /, '').replace('(UID ', '(')
}

function reasonOf({ args }: Slice): string {
  const [first] = Array.isArray(args['waitsFor']) ? (args['waitsFor'] as readonly string[]) : []
  const command = String(args['command']).replace(/^UID /, '')
  if (first === undefined) return `${command}: queued`
  const [rule, ...other] = first.split(' ').filter((word) => word !== 'UID')
  return `${command} behind ${other[0]} (${rule})`
}

function marks(instants: readonly Instant[], x: (at: number) => number, y: number): readonly string[] {
  const said = instants.filter(({ cat }) => cat === 'server')
  const times = [...new Set(said.map(({ ts }) => ts))]
  return times.map((ts) => {
    const names = said.filter((instant) => instant.ts === ts).map(newsOf)
    const left = x(ts)
    const text = `<text class="on-mark" x="${px(left + 10)}" y="${y + 19}">${escaped(names[0]!)}</text>`
    const line = `<line class="drop" x1="${px(left)}" y1="${y + 20}" x2="${px(left)}" y2="${y + MARK_ROW}"/>`
    return `${line}${diamond(left, y + 15)}${text}`
  })
}

function newsOf({ name, args }: Instant): string {
  const details = Object.entries(args).filter(([key]) => key !== 'mailbox')
  return [name, ...details.map(([key, value]) => `${key === 'uids' ? 'UID' : key} ${String(value)}`)].join(' ')
}

function diamond(x: number, y: number): string {
  return `<path class="mark" d="M${px(x)} ${px(y - 5)}l5 5l-5 5l-5-5z"/>`
}

function axis(x: (at: number) => number, from: number, to: number, y: number): readonly string[] {
  const lines: string[] = []
  for (let ms = 0; ms * 1000 <= to - from; ms += TICK_MS) {
    const place = px(x(from + ms * 1000))
    lines.push(
      `<line class="grid" x1="${place}" y1="${TOP + 6}" x2="${place}" y2="${y + 4}"/>`,
      `<text class="small" x="${place}" y="${y + 18}" text-anchor="middle">${ms === 0 ? '0' : `${ms} ms`}</text>`,
    )
  }
  return lines
}

function clipped(text: string, width: number): string {
  const letters = Math.floor((width - 2 * PADDING) / (FONT * LETTER))
  if (text.length <= letters) return text
  return letters < 4 ? '' : `${text.slice(0, letters - 1)}…`
}

/** Both looks, the dark one where the reader's system is. No variables: not every renderer knows them. */
function style(): string {
  const letters = [
    'text{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}',
    '.title{font:600 16px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}',
    '.facts,.small{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}',
    '.small{font-size:11px}',
    '.waits{fill:url(#hatch)}.drop,.grid{fill:none}.drop{stroke-dasharray:2 2}.mark{stroke:none}.hatch{stroke-width:2.5}',
  ]
  return `${letters.join('')}${colors('light')}@media(prefers-color-scheme:dark){${colors('dark')}}`
}

function colors(page: 'light' | 'dark'): string {
  const looks = LOOKS[page]
  const parts = Object.entries(looks).flatMap(([part, { fill, line, text }]) => [
    `.${part}{fill:${fill};stroke:${line}}`,
    `.on-${part}{fill:${text}}`,
  ])
  return [
    ...parts,
    `.queued{stroke:none}.waits{stroke:${looks.queued.line}}.on-waits{fill:${looks.queued.text}}`,
    `.hatch{stroke:${looks.page.line}}.title{fill:${looks.page.text}}.facts{fill:${looks.page.text}}`,
    `.on-mark{stroke:${looks.page.fill};stroke-width:4;paint-order:stroke}`,
    `.small{fill:${looks.queued.text}}.grid{stroke:${looks.page.line}}.drop{stroke:${looks.mark.line}}`,
  ].join('')
}

function px(n: number): string {
  return String(Math.round(n * 10) / 10)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
