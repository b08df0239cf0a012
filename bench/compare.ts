// What changed since an earlier report: for each row that both have, the earlier time divided by the
// one of now. 2× means twice as fast.

import { type Report, times } from './report'
import { geometricMean } from './statistics'

export interface Ratio {
  row: string
  /** Earlier ms / ms now. */
  ratio: number
}

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

/** The rows that both have, in the order of the later report. */
export function compare(earlier: Report, now: Report): Ratio[] {
  const before = new Map(timesOf(earlier))
  return timesOf(now).flatMap(([row, ms]) => {
    const then = before.get(row)
    return then === undefined ? [] : [{ row, ratio: then / ms }]
  })
}

function timesOf({ kernels, iterations }: Report): [string, number][] {
  return [
    ...kernels.map(({ op, size, what, ms }): [string, number] => [`${op} ${what}: ${size}`, ms]),
    ...iterations.map(({ name, ms }): [string, number] => [name, ms]),
  ]
}

export function compareLines(earlier: Report, now: Report): string[] {
  const ratios = compare(earlier, now)
  const lines = [`against ${earlier.date}, ${earlier.adapter.name} in ${earlier.runtime}`]
  if (earlier.adapter.name !== now.adapter.name || earlier.runtime !== now.runtime) {
    lines.push(`another adapter: now it is ${now.adapter.name} in ${now.runtime}`)
  }
  if (ratios.length === 0) return [...lines, 'no row is in both']
  const mean = geometricMean(ratios.map(({ ratio }) => ratio))
  return [
    ...lines,
    ...ratios.map(({ row, ratio }) => `${times(ratio).padStart(8)}  ${row}`),
    `${times(mean).padStart(8)}  geometric mean of ${ratios.length}; more than 1 is faster than it was`,
  ]
}
