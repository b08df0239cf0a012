// One row a GAN: what D minimises on real and fake, what G minimises, and the recipe that goes with it.
// Losses take logits. The training loop (train.ts) is the same for all.

import type { Tensor } from '../autograd/tensor'
import { bceWithLogits, scale } from '../ops'

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
  /** Adam's defaults for both networks. */
  optimiser: { lr: number; betas: readonly [number, number] }
}

const dcganAdam = { lr: 2e-4, betas: [0.5, 0.999] as const }

export const objectives = {
  /** Goodfellow et al. 2014, equation 1: G minimises log(1 - D(G(z))). https://arxiv.org/abs/1406.2661 */
  minimax: {
    real: (scores) => bceWithLogits(scores, 1),
    fake: (scores) => bceWithLogits(scores, 0),
    generator: (scores) => scale(bceWithLogits(scores, 0), -1),
    probabilities: true,
    criticSteps: 1,
    optimiser: dcganAdam,
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
} as const satisfies Record<string, Objective>

export type ObjectiveName = keyof typeof objectives

export const objectiveNames = Object.keys(objectives) as ObjectiveName[]
