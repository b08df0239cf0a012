// Adaptive augmentation: the probability of each change follows how well D knows the training images, in every
// critic step and on the GPU.

import source from '../../../shaders/adaptive.wgsl?raw'
import { check } from '../../autograd/check'
import type { Tensor } from '../../autograd/tensor'
import { Shader } from '../../gpu/shader'
import { dispatch } from '../../gpu/trace'
import type { ObjectiveName, Recipe } from './recipes'
import { standing } from './standing'

const shader = new Shader('adaptive.wgsl', source)

/** Mean sign of D's scores of real images that is aimed at: of the paper. */
const TARGET = 0.6
/** Real images that a whole way from 0 to 1 takes. The paper's runs are hundreds of times as long. */
const IMAGES = 20_000
/** Images over which the mean sign is averaged. */
const AVERAGED = 256

/**
 * Strength of the augmentation: its probability, and the mean sign of D's scores of real images that it follows. With
 * images learned by heart it is 1, and a D that guesses has 0.
 *
 * @see Karras et al.: Training Generative Adversarial Networks with Limited Data, https://arxiv.org/abs/2006.06676
 */
export class Adaptive {
  /** Probability, and running mean of the sign. Shape [2] */
  readonly state = standing('augmentation', [2])
  readonly #threshold: number

  /** @throws TensorError for a critic, whose scores have no sign */
  constructor(objective: ObjectiveName, { threshold }: Recipe) {
    check(threshold !== undefined, 'augment', () => {
      return `adaptive follows how sure D is of real images, but a critic of ${objective} tells only differences. Choose another objective, or leave adaptive out.`
    })
    this.#threshold = threshold
  }

  /** Records: the probability follows D's scores of a batch of real images. */
  follow(scores: Tensor): void {
    dispatch(shader, 'follow', {
      constants: {
        THRESHOLD: this.#threshold,
        TARGET,
        CHANGE: scores.size / IMAGES,
        KEPT: Math.max(0, 1 - scores.size / AVERAGED),
      },
      bindings: { scores, state: this.state },
      invocations: 1,
    })
  }
}
