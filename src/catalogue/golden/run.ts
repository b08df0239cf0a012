// Golden cases: expected values that PyTorch computed, op by op and for whole training runs. One case
// runs in any runtime that has a GPU; the caller, who holds the expected values, judges the result.

import type { Gpu } from '../../gpu/device'
import { runAdda, runDann } from './adaptation'
import { GoldenCase, Skip } from './case'
import { expectedNames, type GoldenEntry, type GoldenTensors } from './entries'
import { goldenOps } from './ops'
import { goldenOptimisers, runOptimiser } from './optimisers'
import { runPenalty } from './penalty'
import { runOp } from './runOp'
import { goldenStacks, runStack } from './stacks'
import { runStyle } from './style'
import { runTraining } from './training'
import { runCycle } from './translation/cycle'
import { runPairs } from './translation/pairs'
import { runPool } from './translation/pool'

/** A case fails beyond this multiple of its tolerance: adapters differ in exp, log and division. */
export const LIMIT = 8

export type GoldenOutcome = { computed: GoldenTensors } | { skipped: string }

/**
 * Computes what a case expects.
 *
 * @param tensors  the tensors of its file; only inputs and upstream gradients are used
 * @returns        outputs and gradients under the names and in the layouts of the file, or the reason
 *                 why the case is skipped
 */
export async function runGoldenCase(
  gpu: Gpu,
  entry: GoldenEntry,
  tensors: GoldenTensors,
): Promise<GoldenOutcome> {
  try {
    const golden = new GoldenCase(entry, tensors)
    const prepare = goldenOps[entry.op]
    if (prepare) return { computed: await runOp(gpu, golden, prepare) }
    if (goldenOptimisers.includes(entry.op)) return { computed: await runOptimiser(gpu, golden) }
    if (entry.op === 'gradient_penalty') return { computed: await runPenalty(gpu, golden) }
    if (goldenStacks.includes(entry.op)) return { computed: await runStack(gpu, golden) }
    if (entry.op === 'image_pool') return { computed: await runPool(gpu, golden) }
    if (entry.op === 'cyclegan_train') return { computed: await runCycle(gpu, golden) }
    if (entry.op === 'pix2pix_train') return { computed: await runPairs(gpu, golden) }
    if (entry.op === 'gan_train') return { computed: await runTraining(gpu, golden) }
    if (entry.op === 'style_train') return { computed: await runStyle(gpu, golden) }
    if (entry.op === 'adda_train') return { computed: await runAdda(gpu, golden) }
    if (entry.op === 'dann_train') return { computed: await runDann(gpu, golden) }
    return { skipped: `op ${entry.op} is not supported yet` }
  } catch (error) {
    if (error instanceof Skip) return { skipped: error.message }
    throw error
  }
}

export interface Verdict {
  passed: boolean
  /** The worst error as a multiple of atol + rtol · |expected|; infinite where no multiple is enough. */
  worst: number
  /** Tensor that it is in. */
  tensor: string
  /** A fault other than a large error. */
  fault?: string
}

/** Compares what was computed with what the file expects; every tensor, every element. */
export function judge(
  entry: GoldenEntry,
  expected: GoldenTensors,
  computed: GoldenTensors,
): Verdict {
  let verdict: Verdict = { passed: true, worst: 0, tensor: expectedNames(entry)[0] ?? '' }
  for (const tensor of expectedNames(entry)) {
    const { worst, fault } = compare(entry, tensor, expected, computed)
    if (worst <= verdict.worst) continue
    verdict = { passed: worst <= LIMIT, worst, tensor, ...(fault === undefined ? {} : { fault }) }
  }
  return verdict
}

function compare(
  { check }: GoldenEntry,
  name: string,
  expected: GoldenTensors,
  computed: GoldenTensors,
): { worst: number; fault?: string } {
  const [want, got, tolerance] = [expected.get(name), computed.get(name), check[name]]
  const beyond = (fault: string) => ({ worst: Number.POSITIVE_INFINITY, fault })
  if (!want || !tolerance) return beyond('the case does not say what to expect')
  if (!got) return beyond('it was not computed')
  if (got.dtype !== want.dtype || got.shape.join() !== want.shape.join()) {
    return beyond(
      `it is ${got.dtype} [${got.shape.join(', ')}], not ${want.dtype} [${want.shape.join(', ')}]`,
    )
  }
  let worst = 0
  for (let index = 0; index < want.data.length; index++) {
    const [a, b] = [Number(got.data[index]), Number(want.data[index])]
    const error = Math.abs(a - b)
    if (Number.isNaN(error)) return beyond(`element ${index} is ${a}, expected ${b}`)
    if (error === 0) continue
    if (tolerance.exact) return beyond(`element ${index} is ${a}, expected ${b}`)
    worst = Math.max(worst, error / (tolerance.atol + tolerance.rtol * Math.abs(b)))
  }
  return { worst }
}
