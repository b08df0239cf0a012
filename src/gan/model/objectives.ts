// Objectives, a row each: D's loss on real and on generated images, G's loss, and the recipe (recipes.ts).
// Losses take D's raw scores, which are logits if D classifies. The steps (steps.ts) and the training loop are
// the same for all.

import type { Tensor } from '../../autograd/tensor'
import { bceWithLogits, hinge, mean, mse, scale } from '../../ops'
import { type ObjectiveName, type Recipe, recipes } from './recipes'

export interface Objective extends Recipe {
  /** D's loss on a batch of real images, from D's scores. */
  real: (scores: Tensor) => Tensor
  /** D's loss on a batch of generated images. */
  fake: (scores: Tensor) => Tensor
  /** G's loss, from D's scores of generated images. */
  generator: (scores: Tensor) => Tensor
}

/** The critic's scores are not probabilities: it maximises the gap between their means. */
const wasserstein = {
  real: (scores: Tensor) => scale(mean(scores), -1),
  fake: (scores: Tensor) => mean(scores),
  generator: (scores: Tensor) => scale(mean(scores), -1),
}

export const objectives = {
  /**
   * Goodfellow et al. 2014, equation 1: G minimises log(1 - D(G(z))). https://arxiv.org/abs/1406.2661
   */
  minimax: {
    real: (scores) => bceWithLogits(scores, 1),
    fake: (scores) => bceWithLogits(scores, 0),
    generator: (scores) => scale(bceWithLogits(scores, 0), -1),
    ...recipes.minimax,
  },
  /** The same paper's remedy, and DCGAN's loss: G minimises -log D(G(z)). */
  'non-saturating': {
    real: (scores) => bceWithLogits(scores, 1),
    fake: (scores) => bceWithLogits(scores, 0),
    generator: (scores) => bceWithLogits(scores, 1),
    ...recipes['non-saturating'],
  },
  /** Mao et al. 2016 with a = 0, b = c = 1: distances from the labels. https://arxiv.org/abs/1611.04076 */
  lsgan: {
    real: (scores) => scale(mse(scores, 1), 0.5),
    fake: (scores) => scale(mse(scores, 0), 0.5),
    generator: (scores) => scale(mse(scores, 1), 0.5),
    ...recipes.lsgan,
  },
  /** Arjovsky, Chintala, Bottou 2017: weights are clipped. https://arxiv.org/abs/1701.07875 */
  wgan: { ...wasserstein, ...recipes.wgan },
  /** Gulrajani et al. 2017: the critic's gradient is held near 1. https://arxiv.org/abs/1704.00028 */
  'wgan-gp': { ...wasserstein, ...recipes['wgan-gp'] },
  /** Lim, Ye 2017: D is paid for margins up to 1, no further. https://arxiv.org/abs/1705.02894 */
  hinge: {
    real: (scores) => hinge(scores, { sign: 1 }),
    fake: (scores) => hinge(scores, { sign: -1 }),
    generator: (scores) => scale(mean(scores), -1),
    ...recipes.hinge,
  },
} as const satisfies Record<ObjectiveName, Objective>
