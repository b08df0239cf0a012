// Layers without weights: activations, changes of shape, dropout.

import { check, show } from '../autograd/check'
import type { Tensor } from '../autograd/tensor'
import {
  avgPool2d,
  bernoulli,
  elu,
  leakyRelu,
  mul,
  relu,
  reshape,
  scale,
  sigmoid,
  softplus,
  tanh,
  upsampleNearest2d,
} from '../ops'
import type { AvgPoolOptions } from '../ops/pool'
import { type ImageShape, type Mode, Module } from './module'

export class ReLU extends Module {
  readonly negativeSlope = 0

  override forward(x: Tensor): Tensor {
    return relu(x)
  }
}

export class LeakyReLU extends Module {
  readonly negativeSlope: number

  constructor(negativeSlope = 0.01) {
    super()
    this.negativeSlope = negativeSlope
  }

  override forward(x: Tensor): Tensor {
    return leakyRelu(x, { negativeSlope: this.negativeSlope })
  }
}

export class ELU extends Module {
  readonly alpha: number

  constructor(alpha = 1) {
    super()
    this.alpha = alpha
  }

  override forward(x: Tensor): Tensor {
    return elu(x, { alpha: this.alpha })
  }
}

export class Softplus extends Module {
  override forward(x: Tensor): Tensor {
    return softplus(x)
  }
}

export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return tanh(x)
  }
}

export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return sigmoid(x)
  }
}

/** [N, ...] → [N, features]. */
export class Flatten extends Module {
  override forward(x: Tensor): Tensor {
    const [N = 1] = x.shape
    return reshape(x, [N, x.size / N])
  }
}

/** [N, features] → [N, H, W, C]. */
export class Unflatten extends Module {
  readonly image: ImageShape

  constructor(image: ImageShape) {
    super()
    this.image = image
  }

  override forward(x: Tensor): Tensor {
    const [N = 1] = x.shape
    return reshape(x, [N, ...this.image])
  }
}

/** Every pixel becomes a square of pixels: [N, H, W, C] → [N, H · scaleFactor, W · scaleFactor, C]. */
export class Upsample extends Module {
  readonly scaleFactor: number

  constructor(scaleFactor = 2) {
    super()
    this.scaleFactor = scaleFactor
  }

  override forward(x: Tensor): Tensor {
    return upsampleNearest2d(x, { scaleFactor: this.scaleFactor })
  }
}

/** The mean of each window. */
export class AvgPool2d extends Module {
  readonly options: AvgPoolOptions

  constructor(kernelSize: number, options: Omit<AvgPoolOptions, 'kernelSize'> = {}) {
    super()
    this.options = { kernelSize, ...options }
  }

  override forward(x: Tensor): Tensor {
    return avgPool2d(x, this.options)
  }
}

/**
 * In training, sets each number to zero with probability p and scales up the rest.
 *
 * @see Srivastava et al.: Dropout, https://jmlr.org/papers/v15/srivastava14a.html
 */
export class Dropout extends Module {
  readonly p: number

  constructor(p = 0.5) {
    super()
    check(p >= 0 && p < 1, 'Dropout', () => `p must be in [0, 1), but is ${p}.`)
    this.p = p
  }

  override forward(x: Tensor, { training, noise }: Mode): Tensor {
    if (!training || this.p === 0) return x
    check(noise !== undefined, 'Dropout', () => {
      return `training draws random numbers for x ${show(x.shape)}. Pass \`noise\` to forward.`
    })
    const kept = bernoulli(x.shape, {
      p: 1 - this.p,
      clock: noise.clock,
      stream: noise.nextStream(),
    })
    return scale(mul(x, kept), 1 / (1 - this.p))
  }
}
