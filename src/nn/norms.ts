import type { Tensor } from '../autograd/tensor'
import { batchNorm, groupNorm, instanceNorm, layerNorm } from '../ops'
import type { Initial } from './init'
import {
  buffer,
  type Layout,
  type Mode,
  Module,
  parameter,
  type Variable,
  weightAndBias,
} from './module'

/**
 * Normalises each channel of [N, H, W, C], or of [N, C], over the batch (train) or by running statistics (eval).
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */
export class BatchNorm2d extends Module {
  readonly weight: Variable
  readonly bias: Variable
  readonly runningMean: Variable
  readonly runningVar: Variable
  readonly batchesTracked: Variable
  readonly options: { eps: number; momentum: number }

  constructor(
    features: number,
    {
      eps = 1e-5,
      momentum = 0.1,
      initial = () => 1,
    }: { eps?: number; momentum?: number; initial?: Initial } = {},
  ) {
    super()
    this.weight = parameter([features], initial)
    this.bias = parameter([features], () => 0)
    this.runningMean = buffer([features], 0)
    this.runningVar = buffer([features], 1)
    this.batchesTracked = buffer([1], 0, 'counter')
    this.options = { eps, momentum }
  }

  /** @param activation  a ReLU or LeakyReLU that follows, to be computed in the same pass */
  override forward(
    x: Tensor,
    { training, parts = 1 }: Mode,
    activation: { negativeSlope: number } = { negativeSlope: 1 },
  ): Tensor {
    return batchNorm(x, this.weight.tensor, this.bias.tensor, {
      training,
      parts,
      negativeSlope: activation.negativeSlope,
      running: {
        mean: this.runningMean.tensor,
        variance: this.runningVar.tensor,
        batches: this.batchesTracked.tensor,
      },
      ...this.options,
    })
  }

  override variables(): [string, Variable][] {
    return [
      ['weight', this.weight],
      ['bias', this.bias],
      ['running_mean', this.runningMean],
      ['running_var', this.runningVar],
      ['num_batches_tracked', this.batchesTracked],
    ]
  }
}

interface NormOptions {
  eps?: number
  /** Scale and shift what was standardised. */
  affine?: boolean
}

/** Base of the norms within one sample: eps, and a weight and bias that start as 1 and 0. */
abstract class SampleNorm extends Module {
  readonly weight: Variable | undefined
  readonly bias: Variable | undefined
  readonly eps: number

  constructor(shape: readonly number[], { affine, eps = 1e-5 }: NormOptions, layout: Layout) {
    super()
    this.weight = affine ? parameter(shape, () => 1, layout) : undefined
    this.bias = affine ? parameter(shape, () => 0, layout) : undefined
    this.eps = eps
  }

  protected get options() {
    return { eps: this.eps, ...tensorsOf(this) }
  }

  override variables(): [string, Variable][] {
    return weightAndBias(this)
  }
}

function tensorsOf({ weight, bias }: SampleNorm): { weight?: Tensor; bias?: Tensor } {
  return {
    ...(weight ? { weight: weight.tensor } : {}),
    ...(bias ? { bias: bias.tensor } : {}),
  }
}

/**
 * Standardises the last dimensions of each sample: [H, W, C] of an image, or [features].
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
 */
export class LayerNorm extends SampleNorm {
  readonly normalizedShape: readonly number[]

  constructor(normalizedShape: readonly number[], { affine = true, ...options }: NormOptions = {}) {
    const layout = normalizedShape.length === 3 ? 'perPixel' : 'plain'
    super(normalizedShape, { affine, ...options }, layout)
    this.normalizedShape = normalizedShape
  }

  override forward(x: Tensor): Tensor {
    return layerNorm(x, { normalizedShape: this.normalizedShape, ...this.options })
  }
}

/**
 * Standardises each channel of each image of [N, H, W, C]; without weight and bias unless `affine`, as in PyTorch.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
 */
export class InstanceNorm2d extends SampleNorm {
  readonly features: number

  constructor(features: number, { affine = false, ...options }: NormOptions = {}) {
    super([features], { affine, ...options }, 'plain')
    this.features = features
  }

  override forward(x: Tensor): Tensor {
    return instanceNorm(x, this.options)
  }
}

/**
 * Standardises neighbouring channels of each image of [N, H, W, C], in `groups` groups.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
 */
export class GroupNorm extends SampleNorm {
  readonly groups: number

  constructor(groups: number, features: number, { affine = true, ...options }: NormOptions = {}) {
    super([features], { affine, ...options }, 'plain')
    this.groups = groups
  }

  override forward(x: Tensor): Tensor {
    return groupNorm(x, { groups: this.groups, ...this.options })
  }
}
