// Layers without weights: activations, changes of shape, dropout.

import { check, show } from '../autograd/check'
import type { Tensor } from '../autograd/tensor'
import {
  avgPool2d,
  bernoulli,
  elu,
  leakyRelu,
  mul,
  pad,
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

/**
 * max(x, 0) of each number; any shape.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html
 */
export class ReLU extends Module {
  readonly negativeSlope = 0

  override forward(x: Tensor): Tensor {
    return relu(x)
  }
}

/**
 * x where x > 0, else negativeSlope · x, of each number; any shape.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html
 */
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

/**
 * x where x > 0, else alpha · (e^x - 1), of each number; any shape.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ELU.html
 */
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

/**
 * log(1 + e^x) of each number; any shape.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html
 */
export class Softplus extends Module {
  override forward(x: Tensor): Tensor {
    return softplus(x)
  }
}

/**
 * tanh(x) of each number; any shape.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html
 */
export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return tanh(x)
  }
}

/**
 * 1 / (1 + e^-x) of each number; any shape.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
 */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return sigmoid(x)
  }
}

/**
 * [N, ...] → [N, features].
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html
 */
export class Flatten extends Module {
  override forward(x: Tensor): Tensor {
    const [N = 1] = x.shape
    return reshape(x, [N, x.size / N])
  }
}

/**
 * [N, features] → [N, H, W, C].
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html
 */
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

/**
 * Every pixel becomes a square of pixels: [N, H, W, C] → [N, H · scaleFactor, W · scaleFactor, C].
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html
 */
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

/**
 * The mean of each window: [N, H, W, C] → [N, P, Q, C].
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
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

/** Pixels on each side, or on all four. */
export type Sides = number | readonly [left: number, right: number, top: number, bottom: number]

/**
 * A border that mirrors the image at its border pixels: [N, H, W, C] → [N, top + H + bottom, left + W + right, C].
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
 */
export class ReflectionPad2d extends Module {
  readonly padding: readonly [left: number, right: number, top: number, bottom: number]

  constructor(padding: Sides) {
    super()
    this.padding = typeof padding === 'number' ? [padding, padding, padding, padding] : padding
  }

  override forward(x: Tensor): Tensor {
    const [left, right, top, bottom] = this.padding
    return pad(x, { left, right, top, bottom, mode: 'reflection' })
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
