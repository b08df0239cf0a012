// Ops that are compiled by themselves, at the sizes of their cards: those of networks that networks.ts has not.

import { gradients } from '../../src/autograd/gradients'
import { empty, type Tensor } from '../../src/autograd/tensor'
import type { AnySample } from '../../src/catalogue/card'
import { cardOf, type OpName } from '../../src/catalogue/index'
import { type Dispatch, type TraceOptions, trace } from '../../src/gpu/trace'
import { mul, sum } from '../../src/ops'

/** Names that --networks takes, and the ops that each stands for. */
export const parts: Readonly<Record<string, readonly OpName[]>> = {
  'style-ops': [
    'scaleChannels',
    'channelProducts',
    'styleActivation',
    'minibatchStddev',
    'rsqrt',
    'upsampleBilinear2d',
    'upfirdn2d',
  ],
}

/** Dispatches of the ops and of their gradients, each once. */
export function dispatchesOfOps(ops: readonly OpName[], options: TraceOptions) {
  return ops.flatMap((op) => {
    return Object.values(cardOf(op).sizes).flatMap(
      (sample): { dispatch: Dispatch; count: number }[] => {
        const { dispatches } = trace({ both: () => bothPasses(op, sample) }, options)
        return dispatches.both.map((dispatch) => ({ dispatch, count: 1 }))
      },
    )
  })
}

function bothPasses(op: OpName, { inputs, options }: AnySample): Tensor[] {
  const card = cardOf(op)
  const named = Object.entries(inputs).map(([name, { shape, dtype }]) => {
    return [name, empty(name, shape, dtype)] as const
  })
  const tensors = Object.fromEntries(named)
  const y = card.op(tensors, options)
  const wanted = (card.gradient?.inputs ?? []).flatMap((name) => tensors[name] ?? [])
  return [y, ...gradients(sum(mul(y, empty('upstream', y.shape))), wanted)]
}
