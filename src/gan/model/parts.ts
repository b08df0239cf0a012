// A batch in parts, whose gradients are summed up before a step: for a batch that does not fit.

import type { Watcher } from '../../autograd/gradients'
import type { Tensor } from '../../autograd/tensor'
import type { Network } from '../../nn/network'
import { add, concat, scale } from '../../ops'
import { accumulate } from '../../optim/accumulate'
import { standing } from './standing'

/** Takes the gradients of a network's loss on a part; after the last, they are those of the mean over all parts. */
export type Backward = (loss: Tensor, part: number) => void

export function backwardInParts(network: Network, parts: number, watcher?: Watcher): Backward {
  if (parts === 1) return (loss) => network.backward(loss, watcher)
  const { name, gradients } = network
  const sum = standing(`${name} sum of gradients`, gradients.shape)
  return (loss, part) => {
    network.backward(scale(loss, 1 / parts), watcher)
    accumulate(network, sum, { part, parts })
  }
}

/** Scores of all parts. */
export const joined = (scores: readonly Tensor[]): Tensor =>
  scores.length === 1 ? last(scores) : concat(scores, { dim: 0 })

/** Mean of the losses of all parts. */
export function meanLoss(parts: readonly { loss: Tensor }[]): Tensor {
  const losses = parts.map(({ loss }) => loss)
  const total = losses.reduce((sum, loss) => add(sum, loss))
  return losses.length === 1 ? total : scale(total, 1 / losses.length)
}

export const last = <T>(all: readonly T[]): T => all[all.length - 1] as T
