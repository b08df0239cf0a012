// One row a GAN: what D minimises on real and fake, what G minimises, and the recipe that goes with it.
// Losses take scores as they come, logits where D tells real from fake. The steps (steps.ts) and the
// training loop are the same for all.

import type { Tensor } from '../autograd/tensor'
import { bceWithLogits, hinge, mean, mse, scale } from '../ops'
import type { ModelName } from './models'

export interface Objective {
  /** D's loss on a batch of real images, from D's scores. */
  real: (scores: Tensor) => Tensor
  /** D's loss on a batch of generated images. */
  fake: (scores: Tensor) => Tensor
  /** G's loss, from D's scores of generated images. */
  generator: (scores: Tensor) => Tensor
  /** Are scores logits, whose σ is the D(x) and D(G(z)) that is reported? Else they are so themselves. */
  probabilities: boolean
  /** Steps of D for each step of G. With one, both share the generator's forward pass. */
  criticSteps: number
  /** Every parameter of D is clamped to ±clip after each of its steps. */
  clip?: number
  /** λ of the gradient penalty; D must then be without batch norm. */
  lambda?: number
  /** The defaults of both networks' optimisers. */
  optimiser: OptimiserRow
  /** A model's D learns so many times as fast as its G; just as fast if not said. */
  rateD?: Partial<Record<ModelName, number>>
}

export type OptimiserRow =
  | { kind: 'adam'; lr: number; betas: readonly [number, number] }
  | { kind: 'rmsprop'; lr: number }

const dcganAdam = { kind: 'adam', lr: 2e-4, betas: [0.5, 0.999] } as const

/** The critic's scores are no probabilities: it widens the gap between their means. */
const wasserstein = {
  real: (scores: Tensor) => scale(mean(scores), -1),
  fake: (scores: Tensor) => mean(scores),
  generator: (scores: Tensor) => scale(mean(scores), -1),
  probabilities: false,
  criticSteps: 5,
}

export const objectives = {
  /**
   * Goodfellow et al. 2014, equation 1: G minimises log(1 - D(G(z))). https://arxiv.org/abs/1406.2661
   * From a D that has won it learns nothing, and a convolutional D wins soon unless it learns slowly.
   */
  minimax: {
    real: (scores) => bceWithLogits(scores, 1),
    fake: (scores) => bceWithLogits(scores, 0),
    generator: (scores) => scale(bceWithLogits(scores, 0), -1),
    probabilities: true,
    criticSteps: 1,
    optimiser: dcganAdam,
    rateD: { dcgan: 0.2 },
  },
  /** The same paper's remedy, and DCGAN's loss: G minimises -log D(G(z)). */
  'non-saturating': {
    real: (scores) => bceWithLogits(scores, 1),
    fake: (scores) => bceWithLogits(scores, 0),
    generator: (scores) => bceWithLogits(scores, 1),
    probabilities: true,
    criticSteps: 1,
    optimiser: dcganAdam,
  },
  /** Mao et al. 2016 with a = 0, b = c = 1: distances from the labels. https://arxiv.org/abs/1611.04076 */
  lsgan: {
    real: (scores) => scale(mse(scores, 1), 0.5),
    fake: (scores) => scale(mse(scores, 0), 0.5),
    generator: (scores) => scale(mse(scores, 1), 0.5),
    probabilities: false,
    criticSteps: 1,
    optimiser: dcganAdam,
  },
  /** Arjovsky, Chintala, Bottou 2017: weights are clipped. https://arxiv.org/abs/1701.07875 */
  wgan: { ...wasserstein, clip: 0.01, optimiser: { kind: 'rmsprop', lr: 5e-5 } },
  /** Gulrajani et al. 2017: the critic's gradient is held near 1. https://arxiv.org/abs/1704.00028 */
  'wgan-gp': {
    ...wasserstein,
    lambda: 10,
    optimiser: { kind: 'adam', lr: 1e-4, betas: [0, 0.9] },
  },
  /** Lim, Ye 2017: D is paid for margins up to 1, no further. https://arxiv.org/abs/1705.02894 */
  hinge: {
    real: (scores) => hinge(scores, { sign: 1 }),
    fake: (scores) => hinge(scores, { sign: -1 }),
    generator: (scores) => scale(mean(scores), -1),
    probabilities: false,
    criticSteps: 1,
    optimiser: { kind: 'adam', lr: 2e-4, betas: [0, 0.9] },
  },
} as const satisfies Record<string, Objective>

export type ObjectiveName = keyof typeof objectives

/** D's learning rate as a multiple of G's. */
export function rateOfD({ objective, model }: Chosen): number {
  const { rateD = {} }: Objective = objectives[objective]
  return rateD[model] ?? 1
}

interface Chosen {
  objective: ObjectiveName
  model: ModelName
}

export const objectiveNames = Object.keys(objectives) as ObjectiveName[]
