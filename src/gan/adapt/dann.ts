// DANN: one network learns the source's labels and, through a reversed gradient, to give a discriminator of domains
// nothing to go by.

import type { Tensor } from '../../autograd/tensor'
import { type Mode, Module, type Variable, variablesOf } from '../../nn/module'
import type { Network } from '../../nn/network'
import {
  add,
  bceWithLogits,
  concat,
  logSoftmax,
  mul,
  reverseGradient,
  scale,
  split,
  sum,
} from '../../ops'
import type { Optimizer } from '../../optim/optimizer'
import type { Clock } from '../model/clock'

/** Trunk, class head and domain head, as one network for one optimiser. */
export class DannModel extends Module {
  /** Images → features. */
  readonly trunk: Module
  /** Features → logits of classes. */
  readonly head: Module
  /** Features → a logit: is it of the source? */
  readonly domain: Module

  constructor({ trunk, head, domain }: Record<'trunk' | 'head' | 'domain', Module>) {
    super()
    this.trunk = trunk
    this.head = head
    this.domain = domain
  }

  override forward(images: Tensor, mode: Mode): Tensor {
    return this.head.forward(this.trunk.forward(images, mode), mode)
  }

  override variables(): [string, Variable][] {
    const { trunk, head, domain } = this
    return variablesOf({ trunk, head, domain })
  }
}

export interface Dann {
  model: DannModel
  /** The same, on the GPU. */
  network: Network
  optimiser: Optimizer
  /** Called once for each iteration: images of each domain, [N, H, W, C] in [-1, 1], and the source's labels, one-hot. */
  batches: { source: () => Tensor; target: () => Tensor; labels: () => Tensor }
  /** [1], weight of the reversed gradient. */
  lambda: Tensor
  clock: Clock
}

/**
 * The step to capture. Each domain is normalised by its own batch statistics; running ones move by the source's first.
 *
 * @see Ganin et al.: Domain-Adversarial Training of Neural Networks, https://arxiv.org/abs/1505.07818
 */
export function dannSteps({ model, network, optimiser, batches, lambda, clock }: Dann) {
  const iteration = () => {
    clock.tick({ draws: 1, batches: 1, iterations: 1 })
    const [images, other] = [batches.source(), batches.target()]
    const mode = { training: true, parts: 2 }
    const features = model.trunk.forward(concat([images, other], { dim: 0 }), mode)
    const [N = 1] = images.shape
    const halves = { dim: 0, sizes: [N, N] }
    const [ofSource = features, ofTarget = features] = split(features, halves)
    const logits = model.head.forward(ofSource, { training: true })
    const classLoss = scale(sum(mul(logSoftmax(logits), batches.labels())), -1 / N)
    const scores = model.domain.forward(reverseGradient(features, lambda), { training: true })
    const [source = scores, target = scores] = split(scores, halves)
    const [sourceLoss, targetLoss] = [bceWithLogits(source, 1), bceWithLogits(target, 0)]
    const domainLoss = scale(add(sourceLoss, targetLoss), 0.5)
    network.backward(add(classLoss, domainLoss))
    optimiser.step()
    clock.note({
      lossD: domainLoss,
      lossG: classLoss,
      real: source,
      fake: target,
      probabilities: true,
    })
    return {
      ofSource,
      ofTarget,
      logits,
      source,
      target,
      sourceLoss,
      targetLoss,
      classLoss,
      domainLoss,
    }
  }
  return { iteration }
}

/** λ as training goes on, from 0 to 1. `progress`: share of the steps that are done. */
export const reversalAt = (progress: number): number => 2 / (1 + Math.exp(-10 * progress)) - 1

/** Factor of the learning rate. */
export const rateAt = (progress: number): number => (1 + 10 * progress) ** -0.75
