/** What must hold, as limits on figures of a run. */
import { median, type Outcome, ratio } from './report.ts'

interface Target {
  readonly workload: string
  readonly says: string
  readonly figure: (outcome: Outcome) => number | undefined
  readonly atMost?: number
  readonly atLeast?: number
}

const over =
  (base: string, figure: 'ms' | 'cpuMs' = 'ms') =>
  (outcome: Outcome): number | undefined =>
    ratio(outcome, 'imaplex', base, figure)

/** How many times faster than ImapFlow. */
const faster = (outcome: Outcome): number | undefined => ratio(outcome, 'imapflow', 'imaplex')

const own =
  (figure: 'ms' | 'rssMb', name: string = 'imaplex') =>
  ({ samples }: Outcome): number | undefined => {
    const values = samples.filter(({ peer }) => peer === name).map((sample) => sample[figure])
    return values.length > 0 ? median(values) : undefined
  }

export const TARGETS: readonly Target[] = [
  { workload: 'W1', says: 'wall time ÷ floor', figure: over('floor'), atMost: 1.25 },
  { workload: 'W1', says: "CPU ÷ ImapFlow's", figure: over('imapflow', 'cpuMs'), atMost: 0.25 },
  { workload: 'W2', says: 'wall time ÷ floor', figure: over('floor'), atMost: 1 },
  { workload: 'W2', says: 'peak memory, MB', figure: own('rssMb'), atMost: 80 },
  { workload: 'W3', says: 'wall time ÷ floor', figure: over('floor'), atMost: 1.3 },
  { workload: 'W3', says: 'times faster than ImapFlow', figure: faster, atLeast: 350 },
  { workload: 'W4', says: 'wall time ÷ floor', figure: over('floor'), atMost: 1.3 },
  { workload: 'W5', says: 'wall time ÷ floor', figure: over('floor'), atMost: 1.3 },
  { workload: 'W6', says: 'wall time ÷ floor', figure: over('floor'), atMost: 2 },
  { workload: 'W9', says: 'wall time ÷ floor', figure: over('floor'), atMost: 0.9 },
  { workload: 'W11', says: 'times faster than ImapFlow', figure: faster, atLeast: 6 },
  {
    workload: 'W11-large',
    says: 'MB/s',
    figure: (outcome) => {
      const ms = own('ms', 'imaplex-sink')(outcome)
      return ms === undefined ? undefined : outcome.octets / 1000 / ms
    },
    atLeast: 2000,
  },
  {
    workload: 'idle',
    says: 'round trips',
    figure: (outcome) => {
      const ms = own('ms')(outcome)
      return ms === undefined ? undefined : ms / outcome.workload.rttMs
    },
    atMost: 1.2,
  },
  { workload: 'import', says: 'milliseconds', figure: own('ms'), atMost: 15 },
]

/** One line a target that this run can judge. */
export function judge(outcomes: readonly Outcome[]): { readonly ok: boolean; readonly line: string }[] {
  return TARGETS.flatMap(({ workload, says, figure, atMost, atLeast }) => {
    const outcome = outcomes.find((candidate) => candidate.workload.name === workload)
    const value = outcome && figure(outcome)
    if (value === undefined) return []
    const ok = atMost === undefined ? value >= atLeast! : value <= atMost
    const limit = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`
    return [{ ok, line: `${ok ? '✔' : '✖'} ${workload} ${says}: ${value.toPrecision(3)} (${limit})` }]
  })
}
