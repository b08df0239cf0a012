// A convolution by a chosen kernel, recorded for the lesson on tiles.

import { empty, type Tensor } from '../../../autograd/tensor'
import { dispatch, trace } from '../../../gpu/trace'
import { type Chosen, ready } from '../../../ops/convChoice'
import type { ConvProblem } from '../../../ops/convProblem'
import type { OneStep } from '../tools/replay'

export interface Choice {
  kernel: string
  constants: Record<string, number>
}

export type Given = Record<'large' | 'weight', Tensor>

function chosenFor(of: ConvProblem, choice: Choice): Chosen {
  // Every adapter may try every tile here.
  const chosen = ready(of, choice, {})
  if (!chosen) throw new Error(`${choice.kernel} cannot compute such a tile`)
  return chosen
}

/** Records the convolution by one kernel. */
export function traced(of: ConvProblem, choice: Choice, given: Given): OneStep {
  const { shader, constants, invocations } = chosenFor(of, choice)
  const { N, P, Q, K } = of.geometry
  return trace({
    step() {
      const result = empty('result', [N, P, Q, K])
      dispatch(shader, 'convolve', { constants, bindings: { ...given, result }, invocations })
      return result
    },
  })
}
