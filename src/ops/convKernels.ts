// Dispatches each of a convolution's three sums, by the kernel that was chosen for it.

import { empty, type Tensor } from '../autograd/tensor'
import { type Problem, showChoice } from '../gpu/choice'
import { GpuError } from '../gpu/device'
import type { Bound } from '../gpu/memory'
import { dispatch, note, tracing } from '../gpu/trace'
import { candidatesOf } from './convCandidates'
import { type Chosen, choose, ready } from './convChoice'
import { tiled } from './convFamily'
import { type ConvProblem, flopOf, type Geometry, problemOf, wordsOf } from './convProblem'
import { PLAIN } from './convRule'

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

type Reads = Readonly<Record<string, Bound>>

function compute(problem: ConvProblem, reads: Reads, result: Bound, part = false): void {
  note({ ...tunable(problem, reads, result), part })
  carryOut(problem, choose(problem), reads, result)
}

const sizeOf = ({ slice }: Bound): number => slice.bytes / 4

/** Description of the problem for the tuner. */
function tunable(problem: ConvProblem, reads: Reads, result: Bound): Omit<Problem, 'part'> {
  return {
    key: problem.key,
    words: wordsOf(problem),
    flop: flopOf(problem),
    reads: Object.fromEntries(Object.entries(reads).map(([name, bound]) => [name, sizeOf(bound)])),
    size: sizeOf(result),
    oracle: PLAIN,
    candidates: (traits) => candidatesOf(problem, traits),
    possible: (choice, traits) => ready(problem, choice, traits) !== undefined,
    record(choice, reads, result) {
      const chosen = ready(problem, choice, tracing() ?? {})
      if (!chosen) throw new GpuError(`${showChoice(choice)}: not possible on this adapter`)
      carryOut(problem, chosen, reads, result)
    },
  }
}

/** By one kernel; or by two, where the first leaves parts or stamps that the second sums, in order. */
function carryOut(problem: ConvProblem, chosen: Chosen, reads: Reads, result: Bound): void {
  const { shader, constants, invocations, splits, stamps: made } = chosen
  const size = sizeOf(result)
  if (made) {
    const stamps = empty('stamps', [made.geometry.W, made.geometry.C])
    compute(made, reads, stamps, true)
    dispatch(shader, 'overlay', { constants, bindings: { stamps, large: result }, invocations })
    return
  }
  const parts = splits === 1 ? result : empty(`parts of ${problem.entry}`, [splits, size])
  dispatch(shader, problem.entry, {
    constants,
    bindings: { ...reads, result: parts },
    invocations,
  })
  if (splits === 1) return
  dispatch(tiled, 'sum_splits', { bindings: { partials: parts, result }, invocations: size })
}
