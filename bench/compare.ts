// What changed since an earlier report: for each row that both have, the earlier time divided by the
// one of now. 2× means twice as fast.

import { geometricMean } from '../src/gpu/statistics'
import { type Report, times } from './report'

export interface Ratio {
  row: string
  /** Of a limit of the adapter's, not of a kernel or an iteration. */
  own: boolean
  /** Earlier ms / ms now. */
  ratio: number
}

/** The rows of the adapter's limits. */
const own = ["the adapter's own multiply-adds", "the adapter's own memory"] as const

/** @throws Error in one line where the text is not a report */
export function readReport(text: string): Report {
  let report: unknown
  try {
    report = JSON.parse(text)
  } catch {
    throw new Error('it is not JSON')
  }
  if (!isReport(report)) throw new Error('it is not a report of ganvas bench --json, version 1')
  return report
}

function isReport(value: unknown): value is Report {
  if (typeof value !== 'object' || value === null) return false
  const { version, adapter, kernels, iterations } = value as Partial<Report>
  return (
    version === 1 &&
    typeof adapter?.name === 'string' &&
    Array.isArray(kernels) &&
    Array.isArray(iterations)
  )
}

/**
 * The rows that both have, in the order of the later report. First what the adapter itself reached: on a
 * machine with other work it tells how much of a difference is not the kernels'.
 */
export function compare(earlier: Report, now: Report): Ratio[] {
  const before = new Map(timesOf(earlier))
  return timesOf(now).flatMap(([row, ms]) => {
    const then = before.get(row)
    return then === undefined
      ? []
      : [{ row, own: own.some((each) => each === row), ratio: then / ms }]
  })
}

function timesOf({ probes, kernels, iterations }: Report): (readonly [string, number])[] {
  const [flop, bytes] = own
  return [
    ...(probes
      ? [[flop, 1 / probes.peak.gflops] as const, [bytes, 1 / probes.memory.gbs] as const]
      : []),
    ...kernels.map(({ op, size, what, ms }) => [`${op} ${what}: ${size}`, ms] as const),
    ...iterations.map(({ name, ms }) => [name, ms] as const),
  ]
}

export function compareLines(earlier: Report, now: Report): string[] {
  const ratios = compare(earlier, now)
  const lines = [`against ${earlier.date}, ${earlier.adapter.name} in ${earlier.runtime}`]
  if (earlier.adapter.name !== now.adapter.name || earlier.runtime !== now.runtime) {
    lines.push(`another adapter: now it is ${now.adapter.name} in ${now.runtime}`)
  }
  const measured = ratios.filter((each) => !each.own)
  if (measured.length === 0) return [...lines, 'no row is in both']
  const mean = geometricMean(measured.map(({ ratio }) => ratio))
  return [
    ...lines,
    ...ratios.map(({ row, ratio }) => `${times(ratio).padStart(8)}  ${row}`),
    `${times(mean).padStart(8)}  geometric mean of ${measured.length}; more than 1 is faster than it was`,
  ]
}
