// Races the kernels that can do the work of a run, problem by problem, and says which to choose. It
// knows problems and candidates, not what they compute.

import type { Problem } from './choice'
import type { Gpu } from './device'
import { FIRST, type FmaForm, fmaFlop, fmaProgram } from './fma'
import { Slice } from './memory'
import { upload } from './program'
import { type Outcome, race } from './race'
import { Stopwatch } from './stopwatch'

/** A problem, and how often a run solves it: what is solved more often is worth more time. */
export interface Work {
  problem: Problem
  count: number
}

/** Seconds that tuning may take where nothing is said. Where a CPU plays the GPU, compiling takes most of them. */
export const secondsFor = ({ software }: { software: boolean }): number => (software ? 120 : 20)

/** Share of the multiply-adds that an adapter can make: nothing faster need be looked for. */
const ENOUGH = 0.8

/** Milliseconds without which a race shows nothing. */
const LEAST = 100

/**
 * The outcome of one race after the other, the largest work first. Half of the time that is left is for
 * all that are left alike, half by their work: what has few operations may yet take long. When time is up,
 * the rest is not raced.
 */
export async function* tune(
  gpu: Gpu,
  works: readonly Work[],
  { seconds }: { seconds: number },
): AsyncGenerator<Outcome> {
  const end = performance.now() + 1000 * seconds
  const size = ({ problem, count }: Work) => problem.flop * count
  const queue = works.toSorted((a, b) => size(b) - size(a))
  let left = queue.reduce((sum, work) => sum + size(work), 0)
  const { stopwatch, peak } = await openStopwatch(gpu)
  try {
    for (const [i, work] of queue.entries()) {
      const time = end - performance.now()
      if (time < LEAST) return
      const share = (size(work) / left + 1 / (queue.length - i)) / 2
      const ms = Math.max(LEAST, share * time)
      yield await race(work.problem, { gpu, stopwatch, ms, enough: ENOUGH * peak })
      left -= size(work)
    }
  } finally {
    stopwatch.destroy()
  }
}

/** A stopwatch, and the operations a millisecond that a loop of multiply-adds was seen to make. */
async function openStopwatch(gpu: Gpu): Promise<{ stopwatch: Stopwatch; peak: number }> {
  const bindings = {
    seeds: { slice: Slice.whole('seeds', 8) },
    single: { slice: Slice.whole('single', 4) },
  }
  upload(gpu, bindings.seeds, Float32Array.of(0.5, 0.25))
  try {
    // Vectors take llvmpipe seconds to compile, and bring it nothing.
    const forms: FmaForm[] = gpu.software ? [FIRST] : [FIRST, { ...FIRST, width: 4 }]
    const programs = await Promise.all(forms.map((form) => fmaProgram(gpu, form, bindings)))
    const [first] = programs
    if (!first) throw new Error('no form of a loop')
    const stopwatch = await Stopwatch.open(gpu, first)
    const effort = { target: 5, rounds: 3 }
    const timings = await stopwatch.measure(
      programs.map((program) => [program]),
      effort,
    )
    const rates = forms.map((form, i) => fmaFlop(gpu, form) / (timings[i]?.ms ?? Number.NaN))
    return { stopwatch, peak: Math.max(...rates) }
  } finally {
    for (const { slice } of Object.values(bindings)) slice.memory?.destroy()
  }
}
