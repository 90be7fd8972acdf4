/** Figures of a run as tables. Ratios are medians over rounds of the ratio within a round, so that noise cancels. */
import type { Measurement } from './measure.ts'
import type { Workload } from './workloads.ts'

/** A measurement with its time scaled to the workload's whole count. */
export interface Sample extends Measurement {
  readonly round: number
  readonly peer: string
  /** How many operations were really done. */
  readonly done: number
}

export interface Outcome {
  readonly workload: Workload
  readonly samples: readonly Sample[]
  /** Octets of the recording or of all bodies, for MB/s. */
  readonly octets: number
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const of = (samples: readonly Sample[], peer: string): Sample[] => samples.filter((sample) => sample.peer === peer)

/** The median over rounds of `peer` divided by `base`; undefined where one of them is missing. */
export function ratio(
  { samples }: Outcome,
  peer: string,
  base: string,
  figure: 'ms' | 'cpuMs' = 'ms',
): number | undefined {
  const bases = new Map(of(samples, base).map((sample) => [sample.round, sample[figure]]))
  const ratios = of(samples, peer).flatMap((sample) => {
    const divisor = bases.get(sample.round)
    return divisor === undefined ? [] : [sample[figure] / divisor]
  })
  return ratios.length > 0 ? median(ratios) : undefined
}

const HEAD = [
  'peer',
  'min ms',
  'median ms',
  'max ms',
  '× floor',
  '× imapflow',
  'CPU ms',
  'peak RSS MB',
  'rate',
] as const

function rows({ workload, samples, octets }: Outcome): string[][] {
  return workload.peers.flatMap((peer) => {
    const mine = of(samples, peer)
    if (mine.length === 0) return []
    const times = mine.map((sample) => sample.ms)
    const done = mine[0]!.done
    const outcome = { workload, samples, octets }
    return [
      [
        done === workload.count ? peer : `${peer} (${done} of ${workload.count}, scaled)`,
        figure(Math.min(...times)),
        figure(median(times)),
        figure(Math.max(...times)),
        factor(ratio(outcome, peer, 'floor')),
        factor(ratio(outcome, peer, 'imapflow')),
        figure(median(mine.map((sample) => sample.cpuMs))),
        median(mine.map((sample) => sample.rssMb)).toFixed(0),
        rate(workload, octets, median(times)),
      ],
    ]
  })
}

function rate({ rate: unit, count, rttMs, kind }: Workload, octets: number, ms: number): string {
  if (kind === 'idle') return `${(ms / rttMs).toFixed(2)} round trips`
  if (unit === 'MB/s') return `${group(octets / 1000 / ms)} MB/s`
  if (unit === 'messages/s') return `${group((count / ms) * 1000)} messages/s`
  return ''
}

const group = (value: number): string => Math.round(value).toLocaleString('en')
const figure = (value: number): string =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : group(value)
const factor = (value: number | undefined): string =>
  value === undefined ? '–' : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(3)

/** What a workload measures besides, a line a peer: medians over the rounds. */
function furtherFigures({ workload, samples }: Outcome): string[] {
  return workload.peers.flatMap((peer) => {
    const mine = of(samples, peer)
    const names = Object.keys(mine[0]?.figures ?? {})
    if (names.length === 0) return []
    const told = names.map((name) => `${name} ${figure(median(mine.map(({ figures }) => figures?.[name] ?? 0)))}`)
    return [`${peer}: ${told.join(', ')}`]
  })
}

export function plainTable(outcome: Outcome): string {
  const table = [[...HEAD], ...rows(outcome)]
  const widths = HEAD.map((_, column) => Math.max(...table.map((row) => row[column]!.length)))
  const lines = table.map((row) =>
    row
      .map((cell, n) => (n === 0 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!)))
      .join('  ')
      .trimEnd(),
  )
  return `${outcome.workload.name}  ${outcome.workload.title}\n${[...lines, ...furtherFigures(outcome)].join('\n')}\n`
}

export function markdownTable(outcome: Outcome): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rule = HEAD.map((_, n) => (n === 0 ? '---' : '---:'))
  const body = rows(outcome).map(line)
  const further = furtherFigures(outcome)
    .map((text) => `\n${text}\n`)
    .join('')
  return `### ${outcome.workload.name}: ${outcome.workload.title}\n\n${[line(HEAD), line(rule), ...body].join('\n')}\n${further}`
}
