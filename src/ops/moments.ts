// Mean and variance of groups of numbers, for every norm. They are not on the tape: a norm's gradient
// knows what its statistics do.

import source from '../../shaders/moments.wgsl?raw'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'

const shader = new Shader('moments.wgsl', source)

/** Numbers that one invocation reads for a partial result. */
export const CHUNK = 128

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
  const constants = { N: samples, ROWS: rows, GROUPS: groups, DEPTH: depth, CHUNK }
  const count = samples * groups
  const chunks = Math.ceil((rows * depth) / CHUNK)
  const partial = empty('moments of chunks', [chunks, count, 2])
  const mean = empty('mean', [count])
  const variance = empty('variance', [count])
  dispatch(shader, 'chunk_moments', {
    constants,
    bindings: { x, partial },
    invocations: chunks * count,
  })
  const bindings = { partial, mean_out: mean, variance_out: variance }
  if (!running) {
    dispatch(shader, 'merge_moments', { constants, bindings, invocations: count })
    return { mean, variance }
  }
  dispatch(shader, 'merge_and_track', {
    constants: { ...constants, MOMENTUM: running.momentum },
    bindings: {
      ...bindings,
      running_mean: running.mean,
      running_variance: running.variance,
      batches: running.batches,
    },
    invocations: groups,
  })
  for (const { slice } of [running.mean, running.variance, running.batches]) slice.version++
  return { mean, variance }
}
