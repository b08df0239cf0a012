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
  /** Largest change of the ratio, up or down, that noise explains: 0.05 is 5 %. */
  noise: number
}

/** Least noise: no two runs of a process agree better. */
const LEAST = 0.03

/** Is a kernel or an iteration faster or slower by more than noise explains? */
export function verdictOf({ ratio, noise, own }: Ratio): 'faster' | 'slower' | undefined {
  if (own || Math.abs(Math.log(ratio)) <= Math.log1p(noise)) return undefined
  return ratio > 1 ? 'faster' : 'slower'
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
  const before = new Map(timesOf(earlier).map((row) => [row.name, row]))
  const rows = timesOf(now).flatMap(({ name, ms, spread }) => {
    const then = before.get(name)
    if (!then) return []
    const isOwn = own.some((each) => each === name)
    return [{ row: name, own: isOwn, ratio: then.ms / ms, spread: (then.spread + spread) / 2 }]
  })
  const drift = rows.filter(({ own }) => own).map(({ ratio }) => ratio)
  const machine = Math.max(
    LEAST,
    ...[...drift, ...controlsOf(earlier), ...controlsOf(now)].map(away),
  )
  return rows.map(({ spread, ...row }) => ({ ...row, noise: machine + spread }))
}

/** Distance of a ratio from 1, alike for 2 and 0.5. */
const away = (ratio: number): number => Math.expm1(Math.abs(Math.log(ratio)))

/** Ratios of the control line, which files of other programs may lack. */
const controlsOf = ({ controls = [] }: Partial<Report>): number[] =>
  controls.map(({ ratio }) => ratio).filter(isPositive)

interface Time {
  name: string
  ms: number
  spread: number
}

function timesOf({ probes, kernels, iterations }: Report): Time[] {
  const [flop, bytes] = own
  const time = (name: string, ms: number, spread?: number): Time => ({
    ...{ name, ms },
    spread: isPositive(spread) ? Number(spread) : 0,
  })
  return [
    ...(probes ? [time(flop, 1 / probes.peak.gflops), time(bytes, 1 / probes.memory.gbs)] : []),
    ...kernels.map((row) => time(nameOf(row), row.ms, row.spread)),
    ...iterations.map(({ name, ms, spread }) => time(name, ms, spread)),
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

/** The geometric mean over all kernels and iterations that both have, and their number; nothing without any. */
export function meanOf(ratios: readonly Ratio[]): [mean: string, many: number] | undefined {
  const measured = ratios.filter(({ own }) => !own).map(({ ratio }) => ratio)
  return measured.length === 0 ? undefined : [times(geometricMean(measured)), measured.length]
}

export function meanText(ratios: readonly Ratio[]): string {
  const [mean, many] = meanOf(ratios) ?? []
  if (mean === undefined) return 'no row is in both'
  return `${mean}  geometric mean of ${many}; more than 1 is faster than it was`
}

export function compareLines(earlier: Report, now: Report): string[] {
  const ratios = compare(earlier, now)
  const mean = meanText(ratios)
  if (ratios.every(({ own }) => own)) return [...against(earlier, now), mean]
  const line = (each: Ratio) =>
    `${times(each.ratio).padStart(8)}  ${(verdictOf(each) ?? '').padEnd(8)}${each.row}`
  return [
    ...against(earlier, now),
    ...ratios.map(line),
    mean.replace(/^\S+/, (ratio) => ratio.padStart(8)),
  ]
}
