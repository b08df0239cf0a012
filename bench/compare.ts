// What changed since an earlier report: for each row that both have, the earlier time divided by the
// one of now. 2× means twice as fast.

import { geometricMean } from '../src/gpu/statistics'
import type { RowName } from './choose'
import { type Report, times } from './report'

export interface Ratio {
  row: string
  /** Is it a limit of the adapter, not a kernel or an iteration? */
  own: boolean
  /** Earlier ms / ms now. */
  ratio: number
}

/** The rows of the adapter's limits. */
export const own = ["the adapter's own multiply-adds", "the adapter's own memory"] as const

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
  if (!isObject(value)) return false
  const { version, date, runtime, adapter, probes, kernels, iterations } = value
  return (
    version === 1 &&
    isObject(adapter) &&
    areTexts(date, runtime, adapter['name']) &&
    (probes === null || (isObject(probes) && hasLimits(probes))) &&
    areRows(kernels, ['op', 'size', 'what']) &&
    areRows(iterations, ['name'])
  )
}

type Fields = Record<string, unknown>

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null

const areTexts = (...values: unknown[]): boolean => values.every((each) => typeof each === 'string')

const isPositive = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value > 0

const hasLimits = ({ peak, memory }: Fields): boolean =>
  isObject(peak) && isPositive(peak['gflops']) && isObject(memory) && isPositive(memory['gbs'])

const areRows = (rows: unknown, names: readonly string[]): boolean =>
  Array.isArray(rows) &&
  rows.every(
    (row) => isObject(row) && areTexts(...names.map((name) => row[name])) && isPositive(row['ms']),
  )

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
    ...kernels.map((row) => [nameOf(row), row.ms] as const),
    ...iterations.map(({ name, ms }) => [name, ms] as const),
  ]
}

/** As ratios name a row. */
export const nameOf = ({ op, size, what }: RowName): string => `${op} ${what}: ${size}`

/** Which report it is, and whether it is of the same adapter. */
export function against(earlier: Report, now: Report): string[] {
  const { adapter, runtime } = earlier
  const lines = [`against ${dayOf(earlier)}, ${adapter.name} in ${runtime}`]
  if (adapter.name !== now.adapter.name || runtime !== now.runtime) {
    lines.push(`another adapter: now it is ${now.adapter.name} in ${now.runtime}`)
  }
  return lines
}

/** 2026-11-25 14:22 UTC */
export const dayOf = ({ date }: Report): string =>
  date.replace(/^(.{10})T(.{5}).*Z$/, (_, day, time) => `${day} ${time} UTC`)

/** The geometric mean over all kernels and iterations that both have. */
export function meanText(ratios: readonly Ratio[]): string {
  const measured = ratios.filter(({ own }) => !own).map(({ ratio }) => ratio)
  if (measured.length === 0) return 'no row is in both'
  const mean = times(geometricMean(measured))
  return `${mean}  geometric mean of ${measured.length}; more than 1 is faster than it was`
}

export function compareLines(earlier: Report, now: Report): string[] {
  const ratios = compare(earlier, now)
  const mean = meanText(ratios)
  if (ratios.every(({ own }) => own)) return [...against(earlier, now), mean]
  const line = (ratio: string, rest: string) => `${ratio.padStart(8)}  ${rest}`
  return [
    ...against(earlier, now),
    ...ratios.map(({ row, ratio }) => line(times(ratio), row)),
    mean.replace(/^\S+/, (ratio) => ratio.padStart(8)),
  ]
}
