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

/** Mean and (biased) variance of each group: [samples · groups] each. */
export function moments(x: Tensor, { samples, rows, groups, depth }: Grouping) {
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
  dispatch(shader, 'merge_moments', {
    constants,
    bindings: { partial, mean_out: mean, variance_out: variance },
    invocations: count,
  })
  return { mean, variance }
}
