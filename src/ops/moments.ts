// Mean and variance of groups of numbers, for every norm. They are not on the tape: a norm's gradient
// knows what its statistics do.

import source from '../../shaders/moments.wgsl?raw'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch, tracing } from '../gpu/trace'

const shader = new Shader('moments.wgsl', source)

/** Does a CPU play the GPU that the step is recorded for? */
const isSoftware = (): boolean => tracing()?.software ?? true

/** Numbers that an invocation reads for a partial result, at most, */
const MOST = 128
/** The least, where a GPU has invocations to spare. */
const LEAST = 16
/** Invocations that keep a GPU busy. */
const BUSY = 2 ** 16

/** Numbers that one invocation reads for a partial result, of a group of that many. */
export function chunkOf(numbers: number): number {
  if (isSoftware()) return MOST
  const wanted = 2 ** Math.ceil(Math.log2(numbers / BUSY))
  return Math.min(MOST, Math.max(LEAST, wanted))
}

/** The invocations of a workgroup, in kernels that share the chunks of a group. */
const LANES = 64

/**
 * Entry point that merges chunks, and its invocations: one per group on software; a workgroup per group on a GPU, where
 * one lane would wait for each chunk in turn.
 */
export const merging = (one: string, shared: string, groups: number) =>
  isSoftware()
    ? { entry: one, invocations: groups }
    : { entry: shared, invocations: groups * LANES }

/** x as [samples, rows, groups, depth]; see moments.wgsl for what each norm makes of it. */
export interface Grouping {
  samples: number
  rows: number
  groups: number
  depth: number
}

/** Running statistics that follow the moments of each group: PyTorch's running_mean, running_var, num_batches_tracked. */
export interface RunningStatistics {
  /** [groups] */
  mean: Tensor
  /** [groups], the unbiased variance, as PyTorch keeps it. */
  variance: Tensor
  /** [1] of u32: how many batches have been tracked. */
  batches: Tensor
}

/**
 * Mean and (biased) variance of each group: [samples · groups] each.
 *
 * @param running  moved towards the moments of each sample in turn
 */
export function moments(
  x: Tensor,
  { samples, rows, groups, depth }: Grouping,
  running?: RunningStatistics & { momentum: number },
) {
  const CHUNK = chunkOf(x.size)
  const count = samples * groups
  const chunks = Math.ceil((rows * depth) / CHUNK)
  const partial = empty('moments of chunks', [chunks, count, 4])
  const mean = empty('mean', [count])
  const variance = empty('variance', [count])
  dispatch(shader, 'chunk_moments', {
    constants: { N: samples, DEPTH: depth, CHUNK },
    bindings: { x, partial, mean_out: mean },
    invocations: chunks * count,
  })
  const bindings = { partial, mean_out: mean, variance_out: variance }
  if (!running) {
    const { entry, invocations } = merging('merge_moments', 'fold_moments', count)
    dispatch(shader, entry, { bindings, invocations })
    return { mean, variance }
  }
  const { entry, invocations } = merging('merge_and_track', 'fold_and_track', groups)
  dispatch(shader, entry, {
    constants: { MOMENTUM: running.momentum },
    bindings: {
      ...bindings,
      running_mean: running.mean,
      running_variance: running.variance,
      batches: running.batches,
    },
    invocations,
  })
  for (const { slice } of [running.mean, running.variance, running.batches]) slice.version++
  return { mean, variance }
}
