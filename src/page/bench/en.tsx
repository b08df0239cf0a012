// Texts of the view Bench, in English.

import type { Pass } from '../../../bench/choose'
import { count } from '../core/words'
import type { Family } from './families'

const passes: Record<Pass, string> = {
  forward: 'forward',
  gradient: 'gradients',
  step: "an optimiser's step",
}

const families: Record<Family, string> = {
  products: 'convolutions, products',
  norms: 'norms',
  elements: 'element by element',
  sums: 'sums, losses',
  moves: 'moving data',
  others: 'random numbers, optimisers',
}

/** `1 row`, `12 rows` */
const rows = (many: number): string => (many === 1 ? '1 row' : `${count(many)} rows`)

/** `about 40 seconds`, `about 3 minutes` */
const about = (seconds: number): string =>
  seconds <= 90 ? `about ${seconds} seconds` : `about ${Math.round(seconds / 60)} minutes`

export const en = {
  status: {
    opening: 'Looking for a GPU…',
    ready: 'Ready.',
    stopping: 'Stopping after this measurement…',
    waiting: 'Waiting for the GPU…',
    stoppedBefore: 'Stopped before it began.',
    limits: "Measuring this adapter's limits…",
    kernels: 'Measuring kernels…',
    done: (measured: number, time: string) => `Done: ${rows(measured)} in ${time}.`,
    stopped: (measured: number, all: number, view: string | undefined) => {
      const why = view === undefined ? '' : `, since ${view} needs the GPU`
      return `Stopped${why}: ${measured} of ${rows(all)} measured.`
    },
  },
  bar: {
    label: 'Measuring',
    measure: 'Measure',
    stop: 'Stop',
    download: 'Download JSON',
    compare: 'Compare with a file…',
    expected: (many: number, seconds: number, software: boolean) =>
      `${count(many)} rows and this adapter's limits: ${about(seconds)}${software ? ' here, on the CPU' : ' here'}.`,
    progress: 'Rows measured',
    left: (done: number, total: number, seconds: number) =>
      `${done} of ${total} rows, ${about(seconds)} left`,
  },
  earlier: {
    label: 'An earlier report',
    unreadable: (file: string, why: string) =>
      `${file} cannot be compared with: ${why}. Choose one downloaded here or written by ganvas bench --json.`,
    against: (day: string, adapter: string, runtime: string) =>
      `: against ${day}, ${adapter} in ${runtime}`,
    another: (adapter: string, runtime: string) =>
      `; another adapter: now it is ${adapter} in ${runtime}`,
    of: (day: string, adapter: string, runtime: string) => `: of ${day}, ${adapter} in ${runtime}`,
    none: 'no row is in both',
    mean: (mean: string, many: number) =>
      `${mean}  geometric mean of ${many}; more than 1 is faster than it was`,
    press: 'Press Measure to compare each row with it.',
    stop: 'Stop comparing',
  },
  filters: {
    label: 'Rows to measure',
    kernels: 'Kernels',
    kernelsHint: 'A selection has one or two layers of each kind',
    selection: 'a selection',
    all: 'all',
    pass: 'Pass',
    every: 'every',
    passes,
    contains: 'Layer contains',
    quick: 'Quick',
    quickHint: 'Short, less exact measurements, for a first look',
  },
  limits: {
    title: "This adapter's limits",
    peak: 'Multiply-adds',
    memory: 'Memory',
    cache: 'Cache',
    workgroup: 'Workgroup memory',
    dispatch: 'One more dispatch',
    independent: (time: string) => `${time} µs if it does not depend on the one before`,
    submit: 'One more submit',
    adapter: (name: string, timing: string) => `${name}, by ${timing}`,
    form: (kind: string, chains: number, unroll: number, workgroup: number) =>
      `${kind}, ${chains} chains, unrolled ${unroll} times, workgroups of ${workgroup}`,
    scalar: 'scalar',
  },
  roofline: {
    title: 'Roofline',
    by: 'GFLOP/s by FLOP per byte',
    across: 'FLOP per byte',
    label: 'Kernels in the roofline',
    point: 'Point at a kernel, or use the arrow keys.',
    without: (many: number) => `${many} that compute nothing are in the table only.`,
    at: (gflops: string, intensity: string) => `${gflops} GFLOP/s at ${intensity} FLOP per byte`,
    shares: (peak: string, bandwidth: string) =>
      `; ${peak} of the peak, ${bandwidth} of the bandwidth`,
    legend: { peak: 'multiply-adds', cache: 'cache', memory: 'memory' },
    families,
  },
  rows: {
    caption: (
      <>
        <strong>Kernels.</strong> Median time of one run, and shares of the limits. More than 100 %
        means that a cache helped.
      </>
    ),
    kernel: 'Kernel',
    layer: 'Layer and input shapes',
    heads: ['ms', 'GFLOP/s', 'of peak', 'GB/s', 'of bandwidth'],
    against: 'earlier / now',
    twice: 'The same kernel twice',
    range: ([least, low, middle, high, most]: Quantiles) =>
      `${middle} (half within ${low} to ${high}, all within ${least} to ${most})`,
  },
}

export type Quantiles = readonly [string, string, string, string, string]
