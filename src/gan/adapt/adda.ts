// ADDA: a copy of a trained network is moved until a discriminator cannot tell its outputs on the target from the
// original's on the source. It is a GAN whose generator draws features from the target's images, in place of noise.

import type { Tensor } from '../../autograd/tensor'
import type { Mode } from '../../nn/module'
import type { Network } from '../../nn/network'
import type { Optimizer } from '../../optim/optimizer'
import type { Clock } from '../model/clock'
import { objectives } from '../model/objectives'
import { ganSteps } from '../model/steps'

/** A network, or one of its modules. */
export interface Forward {
  forward(x: Tensor, mode: Mode): Tensor
}

export interface Adda {
  /** The source's trunk, which does not change: images → features. */
  source: Forward
  /** The target's trunk, which begins as a copy of it. */
  target: Network
  /** Last layer between features and D; its weights do not change. Without it D sees features. */
  head?: Forward | undefined
  discriminator: Network
  optimiser: Optimizer
  optimiserD: Optimizer
  /** Called once for each iteration: images of each domain, [N, H, W, C] in [-1, 1]. */
  batches: { source: () => Tensor; target: () => Tensor }
  clock: Clock
}

/**
 * The steps to capture, of D and of the target's trunk, which runs once in an iteration.
 *
 * @see Tzeng et al.: Adversarial Discriminative Domain Adaptation, https://arxiv.org/abs/1702.05464. Its code, too, lets D
 * see logits: on features alone D is soon fooled by swapped classes.
 */
export function addaSteps({ source, target, head, discriminator, ...rest }: Adda) {
  const { optimiser, optimiserD, batches, clock } = rest
  return ganSteps({
    generator: target,
    discriminator,
    optimiserG: optimiser,
    optimiserD,
    objective: objectives['non-saturating'],
    augment: head && ((features) => head.forward(features, { training: false })),
    sources: {
      real: () => source.forward(batches.source(), { training: false }),
      noise: batches.target,
    },
    clock,
  })
}
