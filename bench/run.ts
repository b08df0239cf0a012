// A whole run, part by part. It talks to the GPU through a `Bench`, which may be in another process: what
// passes between them is JSON, and each call is short enough to show its rows when it returns.

import type { Gpu } from '../src/gpu/device'
import type { Pass } from './choose'
import { describe } from './describe'
import type { ProbeOptions } from './effort'
import {
  type IterationName,
  type IterationRow,
  type Profile,
  profileIteration,
  timeIterations,
} from './iterations'
import { type KernelOptions, type OpTimes, timeOp } from './kernels'
import { type Probes, probe } from './probes'
import {
  controlLine,
  emptyReport,
  iterationHead,
  iterationLine,
  kernelHead,
  kernelLine,
  probeLines,
  profileLines,
  type Report,
  rates,
} from './report'

/** Work that a run asks of the GPU. */
export interface Bench {
  describe(): Promise<Pick<Report, 'adapter' | 'timing'>>
  probe(options: ProbeOptions): Promise<Probes>
  timeOp(op: string, options: KernelOptions): Promise<OpTimes>
  timeIterations(name: IterationName, options: ProbeOptions): Promise<IterationRow>
  profileIteration(name: IterationName, options: ProbeOptions): Promise<Profile>
}

/** On the GPU of this process. */
export function benchOn(gpu: Gpu): Bench {
  return {
    describe: () => describe(gpu),
    probe: (options) => probe(gpu, options),
    timeOp: (op, options) => timeOp(gpu, op, options),
    timeIterations: (name, options) => timeIterations(gpu, name, options),
    profileIteration: (name, options) => profileIteration(gpu, name, options),
  }
}

export const parts = ['probes', 'kernels', 'iterations'] as const

export type Part = (typeof parts)[number]

export interface RunOptions {
  parts: ReadonlySet<Part>
  ops: readonly string[]
  /** Only layers whose name contains this. */
  size: string
  pass?: Pass | undefined
  iterations: readonly IterationName[]
  quick: boolean
  profile: boolean
}

/** Kernels that a quick run measures: a few small kernels of different kinds. */
export const quickOps = ['leakyRelu', 'bceWithLogits', 'normal'] as const

export type Say = (lines: readonly string[]) => void

/** Measures what was asked for; `say` hears each table as it grows. */
export async function runBench(
  bench: Bench,
  runtime: string,
  options: RunOptions,
  say: Say = () => {},
): Promise<Report> {
  const { parts, quick } = options
  const told = await bench.describe()
  say([`adapter: ${told.adapter.name} in ${runtime}, by ${told.timing}`])
  const report = emptyReport(told, { runtime, quick })
  if (parts.has('probes')) {
    report.probes = await bench.probe({ quick })
    say(probeLines(report.probes))
  }
  // Before the kernels, whose compiled pipelines would make a first iteration look fast.
  if (parts.has('iterations')) await iterations(bench, report, options, say)
  if (parts.has('kernels')) await kernels(bench, report, options, say)
  return report
}

async function iterations(
  bench: Bench,
  report: Report,
  { iterations: names, profile, quick }: RunOptions,
  say: Say,
): Promise<void> {
  say(['', iterationHead])
  for (const name of names) {
    const row = await bench.timeIterations(name, { quick })
    report.iterations.push(row)
    say([iterationLine(row)])
  }
  if (!profile) return
  // The others take long, and are made of the same kernels.
  for (const name of names.slice(0, 1)) {
    const found = await bench.profileIteration(name, { quick })
    report.profiles.push(found)
    say(['', ...profileLines(found)])
  }
}

async function kernels(
  bench: Bench,
  report: Report,
  { ops, size, pass, quick }: RunOptions,
  say: Say,
): Promise<void> {
  say(['', kernelHead])
  for (const op of ops) {
    const { rows, control } = await bench.timeOp(op, { size, pass, quick })
    const rated = rows.map((row) => ({ ...row, ...rates(row, report.probes) }))
    report.kernels.push(...rated)
    if (control) report.controls.push(control)
    say([op, ...rated.map(kernelLine)])
  }
  say([controlLine(report.controls)])
}
