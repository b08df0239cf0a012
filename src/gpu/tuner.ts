// Races the kernels that can do the work of a run, problem by problem, and says which to choose. It
// knows problems and candidates, not what they compute.

import type { Problem } from './choice'
import type { Gpu } from './device'
import { captureFma, FIRST, type FmaForm, fmaFlop, openStopwatch } from './fma'
import { type Outcome, race } from './race'
import type { Stopwatch } from './stopwatch'

/** A problem, and how often a run solves it: what is solved more often is worth more time. */
export interface Work {
  problem: Problem
  count: number
}

/** Default seconds of tuning. Where a CPU plays the GPU, compiling takes most of them. */
export const secondsFor = ({ software }: { software: boolean }): number => (software ? 120 : 20)

/** Share of the multiply-adds that an adapter can make: nothing faster need be looked for. */
const ENOUGH = 0.8

/** Least milliseconds of a race that shows anything. */
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
  const stopwatch = await openStopwatch(gpu)
  try {
    const enough = ENOUGH * (await peak(gpu, stopwatch))
    for (const [i, work] of queue.entries()) {
      const time = end - performance.now()
      if (time < LEAST) return
      const share = (size(work) / left + 1 / (queue.length - i)) / 2
      const ms = Math.max(LEAST, share * time)
      yield await race(work.problem, { gpu, stopwatch, ms, enough })
      left -= size(work)
    }
  } finally {
    stopwatch.destroy()
  }
}

/** Operations a millisecond that a loop of multiply-adds is seen to make. */
async function peak(gpu: Gpu, stopwatch: Stopwatch): Promise<number> {
  // Vectors take llvmpipe seconds to compile, and bring it nothing.
  const forms: FmaForm[] = gpu.software ? [FIRST] : [FIRST, { ...FIRST, width: 4 }]
  const loops = await Promise.all(forms.map((form) => captureFma(gpu, form)))
  try {
    const group = loops.map(({ programs }) => [programs.loop])
    const timings = await stopwatch.measure(group, { target: 5, rounds: 3 })
    return Math.max(...forms.map((form, i) => fmaFlop(gpu, form) / (timings[i]?.ms ?? Number.NaN)))
  } finally {
    for (const { destroy } of loops) destroy()
  }
}
