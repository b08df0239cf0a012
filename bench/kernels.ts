// The times of kernels, op by op. The rows of an op take turns, and the first of them is there twice:
// how far the two differ is what a difference between any two must exceed.

import type { Gpu } from '../src/gpu/device'
import { openStopwatch } from '../src/gpu/fma'
import { submit } from '../src/gpu/program'
import { quantile } from '../src/gpu/statistics'
import type { Built, Case } from './case'
import { casesOf } from './cases'
import { type Filter, isWanted, type RowName } from './choose'
import { effortOf } from './effort'

export interface KernelRow extends RowName {
  /** Milliseconds of one replay: the median over the rounds. */
  ms: number
  /** The width of the middle half of the rounds, in units of the median. */
  spread: number
  rounds: number
  repeats: number
  dispatches: number
  /** Nominal, from the card: multiplications and additions, those by padding included. */
  flop: number
  /** Each byte once. A gradient that needs a part of ∂y only, as that of concat, is counted all of it. */
  bytes: number
}

/** The first row of an op against the same once more, on other buffers. */
export interface Control {
  op: string
  /** Median of the rounds' ratios, and their quartiles. */
  ratio: number
  low: number
  high: number
}

export interface KernelOptions extends Filter {
  /** Only this row of the op. */
  row?: RowName
  quick?: boolean
  /** False where no row is to be there twice. */
  control?: boolean
}

export interface OpTimes {
  rows: KernelRow[]
  /** None where the op has no row, or where none was asked for. */
  control?: Control
}

/** The rows that are wanted of an op. */
export function chosen(op: string, { row, ...filter }: KernelOptions): Case[] {
  return casesOf(op).filter(
    (each) =>
      isWanted(each, filter) && (!row || (each.size === row.size && each.what === row.what)),
  )
}

/** Measures the rows of one op and frees what they needed. */
export async function timeOp(gpu: Gpu, op: string, options: KernelOptions = {}): Promise<OpTimes> {
  const { control = true } = options
  const cases = chosen(op, options)
  const [first] = cases
  if (!first) return { rows: [] }
  const stopwatch = await openStopwatch(gpu)
  const built: Built[] = []
  try {
    for (const each of control ? [...cases, first] : cases) {
      const made = await each.build(gpu)
      built.push(made)
      if (made.before.length > 0) submit(gpu, made.before)
    }
    const timings = await stopwatch.measure(
      built.map(({ turns }) => turns),
      effortOf(gpu, options),
    )
    const rows = cases.flatMap(({ op, size, what, work }, i): KernelRow[] => {
      const timing = timings[i]
      if (!timing) return []
      const { ms, spread, samples, repeats } = timing
      const dispatches = built[i]?.turns[0]?.commands.length ?? 0
      return [{ op, size, what, ms, spread, rounds: samples.length, repeats, dispatches, ...work }]
    })
    if (!control) return { rows }
    const again = timings.at(-1)?.samples ?? []
    const ratios = (timings[0]?.samples ?? []).map((ms, round) => (again[round] ?? ms) / ms)
    const [low, ratio, high] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share))
    return { rows, control: { op, ratio: ratio ?? 1, low: low ?? 1, high: high ?? 1 } }
  } finally {
    for (const each of built) each.destroy()
    stopwatch.destroy()
  }
}
