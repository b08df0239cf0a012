// The report of a run: what is written as JSON, and how it reads as a table of 100 columns.

import { megabytes } from '../src/gpu/plan'
import { quantile } from '../src/gpu/statistics'
import type { IterationRow, Profile } from './iterations'
import type { Control, KernelRow } from './kernels'
import type { Probes } from './probes'
import type { RaceRow } from './race'

/** Identity of an adapter. */
export interface Fingerprint {
  name: string
  vendor: string
  architecture: string
  device: string
  description: string
  /** Does a CPU play the GPU? */
  software: boolean
  features: string[]
  limits: Record<string, number>
}

export interface Report {
  /** Version of this format. */
  version: 1
  /** ISO 8601. */
  date: string
  runtime: string
  adapter: Fingerprint
  timing: 'timestamps' | 'wall clock'
  quick: boolean
  /** Null where they were not asked for. */
  probes: Probes | null
  kernels: (KernelRow & Rates)[]
  controls: Control[]
  iterations: IterationRow[]
  profiles: Profile[]
}

export interface Rates {
  gflops: number
  gbs: number
  /** Share of the measured peak, from 0 to 1; null without probes. */
  ofPeak: number | null
  /** Share of the bandwidth of the memory or cache that holds what the kernel moves. */
  ofBandwidth: number | null
}

/** Nothing is measured yet. */
export function emptyReport(
  told: Pick<Report, 'adapter' | 'timing'>,
  { runtime, quick }: Pick<Report, 'runtime' | 'quick'>,
): Report {
  return {
    version: 1,
    date: new Date().toISOString(),
    runtime,
    ...told,
    quick,
    probes: null,
    kernels: [],
    controls: [],
    iterations: [],
    profiles: [],
  }
}

/** As `--json` writes it and `--compare` reads it. */
export const writeReport = (report: Report): string => `${JSON.stringify(report, undefined, 1)}\n`

/** Throughput of a row, and its share of the roofline. */
export function rates(
  { ms, flop, bytes }: Pick<KernelRow, 'ms' | 'flop' | 'bytes'>,
  probes: Pick<Probes, 'peak' | 'memory' | 'cache'> | null,
): Rates {
  const gflops = flop / (ms * 1e6)
  const gbs = bytes / (ms * 1e6)
  if (!probes) return { gflops, gbs, ofPeak: null, ofBandwidth: null }
  const { peak, memory, cache } = probes
  const roof = bytes <= cache.bytes ? Math.max(cache.gbs, memory.gbs) : memory.gbs
  return { gflops, gbs, ofPeak: gflops / peak.gflops, ofBandwidth: gbs / roof }
}

/** Form of the multiply-add loop that reaches the peak. */
export function formText({ width, chains, unroll, workgroup }: Probes['peak']['form']): string {
  const kind = width === 1 ? 'scalar' : `vec${width}`
  return `${kind}, ${chains} chains, unrolled ${unroll} times, workgroups of ${workgroup}`
}

export function probeLines({ peak, memory, cache, workgroup, dispatch, submit }: Probes): string[] {
  const bandwidth = ({ gbs, form, bytes }: Probes['memory']) =>
    `${number(gbs).padStart(8)} GB/s     ${form}, ${bytesText(bytes)}`
  return [
    `multiply-add       ${number(peak.gflops).padStart(8)} GFLOP/s  ${formText(peak.form)}; best of ${peak.tried}`,
    `memory             ${bandwidth(memory)}`,
    `cache              ${bandwidth(cache)}`,
    `workgroup memory   ${bandwidth(workgroup)}`,
    `one more dispatch  ${number(dispatch.dependent).padStart(8)} µs       ${number(dispatch.independent)} µs where it need not wait for the one before`,
    `one more submit    ${number(submit).padStart(8)} µs`,
  ]
}

const KERNEL_WIDTHS = [-44, -18, 9, 8, 6, 7, 6]

export const kernelHead = columns(KERNEL_WIDTHS, [
  'kernel',
  '',
  'ms',
  'GFLOP/s',
  'peak',
  'GB/s',
  'roof',
])

export function kernelLine(row: KernelRow & Rates): string {
  const { size, what, ms, gflops, ofPeak, gbs, ofBandwidth } = row
  const cells = [number(ms), number(gflops), percent(ofPeak), number(gbs), percent(ofBandwidth)]
  return columns(KERNEL_WIDTHS, [`  ${clipped(size)}`, what, ...cells])
}

const RACE_WIDTHS = [-35, 9, 9, 9, 9, 9, 20]

export const raceHead = columns(RACE_WIDTHS, [
  'kernel, ms',
  '',
  'own',
  'ours',
  'plain',
  'GFLOP/s',
  'own / ours',
])

export function raceLine({ size, what, flop, ms, ratio }: RaceRow): string {
  const range = `${ratio.middle.toFixed(2)} (${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)})`
  const times = [ms.own, ms.ours, ms.plain].map(number)
  return columns(RACE_WIDTHS, [clipped(size), what, ...times, number(flop / ms.own / 1e6), range])
}

/** The noise: what the same kernel, listed twice, differs by. */
export const controlLine = (controls: readonly Control[]): string =>
  `control: the same kernel twice: ${controlRange(controls)}`

export function controlRange(controls: readonly Control[]): string {
  const [least, low, middle, high, most] = controlQuantiles(controls)
  return `${middle} (half within ${low} to ${high}, all within ${least} to ${most})`
}

type Quantiles = [least: string, low: string, middle: string, high: string, most: string]

/** Quartiles of the ratios of the controls, and their ends. */
export function controlQuantiles(controls: readonly Control[]): Quantiles {
  const ratios = controls.map(({ ratio }) => ratio)
  const at = (share: number) => times(quantile(ratios, share))
  return [at(0), at(0.25), at(0.5), at(0.75), at(1)]
}

const ITERATION_WIDTHS = [-35, 9, 9, 11, 8, 8, 11, 9]

export const iterationHead = columns(ITERATION_WIDTHS, [
  'iteration',
  's',
  'images/s',
  'dispatches',
  'memory',
  'first s',
  'script',
  'of',
])

export function iterationLine(row: IterationRow): string {
  return columns(ITERATION_WIDTHS, [
    row.name,
    number(row.ms / 1000),
    number(row.imagesPerSecond),
    `${row.dispatches}`,
    megabytes(row.bytes),
    number(row.firstMs / 1000),
    `${number(row.scriptMs)} ms`,
    row.batch === 1 ? `${row.measured}` : `${row.measured} × ${row.batch}`,
  ])
}

const PROFILE_WIDTHS = [-44, 7, 12, 8]

export function profileLines({ name, rows, together }: Profile): string[] {
  const total = rows.reduce((sum, { ms }) => sum + ms, 0)
  const line = (kernel: string, count: number, ms: number) =>
    columns(PROFILE_WIDTHS, [kernel, `${count}`, number(ms), percent(ms / total)])
  const count = rows.reduce((sum, row) => sum + row.count, 0)
  return [
    columns(PROFILE_WIDTHS, [name, 'count', 'ms', 'share']),
    ...rows.map((row) => line(`  ${row.kernel}`, row.count, row.ms)),
    line('  all, each dispatch timed alone', count, total),
    line('  all, in one pass', count, together),
  ]
}

/** Three digits, as many as the spread allows. */
export function number(value: number): string {
  if (value >= 100) return value.toFixed(0)
  if (value === 0) return '0'
  const digits = Math.min(4, 2 - Math.floor(Math.log10(value)))
  return value.toFixed(digits)
}

export const times = (ratio: number): string => `${ratio.toFixed(2)}×`

export function percent(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`
}

export function bytesText(bytes: number): string {
  return bytes < 2 ** 20 ? `${bytes / 1024} KB` : megabytes(bytes)
}

/** A name as long as its column; the JSON has all of it. */
const clipped = (name: string): string => (name.length < 42 ? name : `${name.slice(0, 40)}…`)

/** Cells padded to their columns; a negative width pads on the right. */
function columns(widths: readonly number[], cells: readonly string[]): string {
  return cells
    .map((cell, i) => {
      const width = widths[i] ?? 0
      return width < 0 ? cell.padEnd(-width) : cell.padStart(width)
    })
    .join('')
    .trimEnd()
}
