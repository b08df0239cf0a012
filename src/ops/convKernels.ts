// Dispatches each of a convolution's three sums, by the kernel that was chosen for it.

import tiledSource from '../../shaders/convTiled.wgsl?raw'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { type Chosen, choose, undilated } from './convChoice'
import { type Geometry, type Problem, problemOf } from './convProblem'

const tiled = new Shader('convTiled.wgsl', tiledSource)

/** The three tensors of a convolution; two are read, the third is written. */
export interface Three {
  /** [N, H, W, C] */
  large: Tensor
  /** [N, P, Q, K] */
  small: Tensor
  /** [R, S, C, K] */
  weight: Tensor
}

/** Writes small = large ∗ weight. */
export function computeSmall(geometry: Geometry, { large, weight, small }: Three): void {
  compute(problemOf('convolve', geometry), { large, weight }, small)
}

/** Writes large: the adjoint of the convolution, applied to small. */
export function computeLarge(geometry: Geometry, { large, weight, small }: Three): void {
  compute(problemOf('convolve_adjoint', geometry), { small, weight }, large)
}

/** Writes weight: its gradient. */
export function computeWeight(geometry: Geometry, { large, weight, small }: Three): void {
  compute(problemOf('weight_gradient', geometry), { large, small }, weight)
}

function compute(problem: Problem, read: Readonly<Record<string, Tensor>>, result: Tensor): void {
  carryOut(choose(problem), problem, read, result)
}

/** A weight gradient that is summed in parts is a second dispatch, which sums those, in order. */
function carryOut(
  { shader, constants, invocations, splits }: Chosen,
  problem: Problem,
  read: Readonly<Record<string, Tensor>>,
  result: Tensor,
): void {
  const parts =
    splits === 1 ? result : empty(`parts of ${problem.entry}`, [splits, ...result.shape])
  dispatch(shader, problem.entry, {
    constants,
    bindings: { ...read, result: parts },
    invocations,
  })
  if (splits === 1) return
  dispatch(tiled, 'sum_splits', {
    constants: { ...undilated(problem), SPLITS: splits },
    bindings: { partials: parts, result },
    invocations: result.size,
  })
}
