// Batch normalisation over all dimensions but the last: [N, H, W, C] and [N, C] alike. Its gradient is
// fused, so it cannot be differentiated twice; a critic with a gradient penalty uses another norm.

import source from '../../shaders/batchNorm.wgsl?raw'
import { check, show } from '../autograd/check'
import { record, refuse } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { CHUNK, moments } from './moments'

const shader = new Shader('batchNorm.wgsl', source)

export interface RunningStatistics {
  /** [C] */
  mean: Tensor
  /** [C]: the unbiased variance, as PyTorch keeps it. */
  variance: Tensor
  /** [1] of u32: how many batches have been tracked. */
  batches: Tensor
}

export interface BatchNormOptions {
  /** Train: normalise by the batch's statistics and track them. Eval: normalise by the running ones. */
  training?: boolean
  running?: RunningStatistics
  momentum?: number
  eps?: number
}

/**
 * Normalises each channel, then scales and shifts it.
 *
 * @param x       [..., C]
 * @param weight  [C]
 * @param bias    [C]
 * @returns       (x - mean) / √(variance + eps) · weight + bias, of x's shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 * @see Ioffe, Szegedy: Batch Normalization, https://arxiv.org/abs/1502.03167
 */
export function batchNorm(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  { training = true, running, momentum = 0.1, eps = 1e-5 }: BatchNormOptions = {},
): Tensor {
  const C = x.shape.at(-1) ?? 0
  const rows = x.size / C
  for (const [name, tensor] of Object.entries({ weight, bias })) {
    check(tensor.shape.length === 1 && tensor.size === C, 'batchNorm', () => {
      return `${name} must be [${C}], as x is ${show(x.shape)}, but is ${show(tensor.shape)}.`
    })
  }
  check(!training || rows > 1, 'batchNorm', () => {
    return `training needs more than one value a channel, but x is ${show(x.shape)}. Take a larger batch.`
  })
  const constants = { ROWS: rows, C, EPS: eps }
  const { mean, variance } = training
    ? moments(x, { samples: 1, rows, groups: C, depth: 1 })
    : runningStatistics(running)
  if (training && running) track(mean, variance, running, { rows, C, momentum })

  const y = empty('batchNorm', x.shape)
  dispatch(shader, 'normalise', {
    constants,
    bindings: { x, mean, variance, weight, bias, result: y },
    invocations: x.size,
  })
  // The statistics are constants of the tape, but running ones may be overwritten before it is walked.
  return record('batchNorm', { x, weight, bias, mean, variance }, y, (gradY) => {
    const sums = once(() => gradientSums(x, gradY, { mean, variance, constants }))
    const fused = (gradient: Tensor) =>
      record('batchNorm gradient', { gradY, x, weight }, gradient, () =>
        refuse(
          'batchNorm',
          'Use a norm over one sample (layer or instance norm) under a gradient penalty.',
        ),
      )
    return {
      x: () => {
        const { gradWeight, gradBias } = sums()
        const gradX = empty('batchNorm ∂x', x.shape)
        dispatch(shader, 'input_gradient', {
          constants: { ...constants, TRAINING: training },
          bindings: {
            x,
            grad_y: gradY,
            mean,
            variance,
            weight,
            grad_weight: gradWeight,
            grad_bias: gradBias,
            result: gradX,
          },
          invocations: x.size,
        })
        return fused(gradX)
      },
      weight: () => fused(sums().gradWeight),
      bias: () => fused(sums().gradBias),
      mean: null,
      variance: null,
    }
  })
}

function runningStatistics(running: RunningStatistics | undefined): RunningStatistics {
  check(running !== undefined, 'batchNorm', () => {
    return 'eval mode normalises by running statistics, but none were given. Pass `running`.'
  })
  return running
}

function track(
  mean: Tensor,
  variance: Tensor,
  running: RunningStatistics,
  { rows, C, momentum }: { rows: number; C: number; momentum: number },
): void {
  dispatch(shader, 'track', {
    constants: { ROWS: rows, C, MOMENTUM: momentum },
    bindings: {
      mean,
      variance,
      running_mean: running.mean,
      running_variance: running.variance,
      batches: running.batches,
    },
    invocations: C,
  })
  for (const tensor of [running.mean, running.variance, running.batches]) tensor.slice.version++
}

interface Saved {
  mean: Tensor
  variance: Tensor
  constants: { ROWS: number; C: number; EPS: number }
}

/** Σ grad_y · x̂ and Σ grad_y of each channel: the gradients of weight and bias. */
function gradientSums(x: Tensor, gradY: Tensor, { mean, variance, constants }: Saved) {
  const { ROWS, C } = constants
  const chunks = Math.ceil(ROWS / CHUNK)
  const split = { ...constants, CHUNK, CHUNKS: chunks }
  const partial = empty('gradient sums of chunks', [chunks, C, 2])
  const gradWeight = empty('batchNorm ∂weight', [C])
  const gradBias = empty('batchNorm ∂bias', [C])
  dispatch(shader, 'chunk_gradients', {
    constants: split,
    bindings: { x, grad_y: gradY, mean, variance, partial },
    invocations: chunks * C,
  })
  dispatch(shader, 'merge_gradients', {
    constants: split,
    bindings: { partial, grad_weight_out: gradWeight, grad_bias_out: gradBias },
    invocations: C,
  })
  return { gradWeight, gradBias }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
