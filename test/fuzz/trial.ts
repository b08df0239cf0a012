// Tries random shapes on an adapter: a number of them, or for a time, from a seed.

import fc from 'fast-check'
import type { Gpu } from '../../src/gpu/device'
import { cases, judged } from './shapes'

export interface Trial {
  shapes: number
  /** By kernel: number of trials, and the largest error as a share of the bound. */
  kernels: Map<string, { tried: number; worst: number }>
  bug?: string
}

export interface TrialOptions {
  seed: number
  runs: number
  /** Milliseconds. */
  time?: number
}

export async function tryShapes(gpu: Gpu, { seed, runs, time }: TrialOptions): Promise<Trial> {
  const trial: Trial = { shapes: 0, kernels: new Map() }
  const property = fc.asyncProperty(cases, async (shape) => {
    const all = await judged(gpu, shape)
    trial.shapes++
    for (const { kernel, verdict } of all) {
      const name = kernel.startsWith('batchNorm') ? kernel : `${shape.op}, ${kernel}`
      const { tried, worst } = trial.kernels.get(name) ?? { tried: 0, worst: 0 }
      const share = verdict.error / verdict.bound
      trial.kernels.set(name, { tried: tried + 1, worst: Math.max(worst, share) })
    }
    const wrong = all.filter(({ verdict }) => !verdict.ok)
    if (wrong.length > 0) throw new Error(JSON.stringify(wrong))
  })
  const limit = time === undefined ? {} : { interruptAfterTimeLimit: time }
  const checked = await fc.check(property, { seed, numRuns: runs, ...limit })
  if (checked.failed && checked.counterexample) {
    const { errorInstance, counterexample } = checked
    trial.bug = `${errorInstance}\n  shape: ${JSON.stringify(counterexample[0])}`
  }
  return trial
}
