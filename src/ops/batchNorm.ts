// Batch normalisation over all dimensions but the last: [N, H, W, C] and [N, C] alike, and the activation
// after it in the same pass. Its gradient is fused, so it cannot be differentiated twice; a critic with a
// gradient penalty uses another norm.

import source from '../../shaders/batchNorm.wgsl?raw'
import { check, show } from '../autograd/check'
import { once } from '../autograd/once'
import { record, refuse } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch, tracing } from '../gpu/trace'
import { type Kept, keep } from './half'
import { chunkOf, merging, moments, type RunningStatistics } from './moments'

const shader = new Shader('batchNorm.wgsl', source)

/** Rows of a channel that one invocation takes. A CPU likes few long strips; a GPU needs many invocations. */
const stripLength = (): number => ((tracing()?.software ?? true) ? 64 : 4)

export interface BatchNormOptions {
  /** Train: normalise by the batch's statistics and track them. Eval: normalise by the running ones. */
  training?: boolean
  running?: RunningStatistics
  momentum?: number
  eps?: number
  /** Count of batches in x, one after the other. Each has its own statistics, tracked in turn. */
  parts?: number
  /** A LeakyReLU in the same pass: 0 makes it a ReLU; 1, the default, leaves y as it is. */
  negativeSlope?: number
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
  {
    training = true,
    running,
    momentum = 0.1,
    eps = 1e-5,
    parts: wanted = 1,
    negativeSlope = 1,
  }: BatchNormOptions = {},
): Tensor {
  const C = x.shape.at(-1) ?? 0
  // By running statistics all rows are alike.
  const parts = training ? wanted : 1
  const rows = x.size / C / parts
  for (const [name, tensor] of Object.entries({ weight, bias })) {
    check(tensor.shape.length === 1 && tensor.size === C, 'batchNorm', () => {
      return `${name} must be [${C}], as x is ${show(x.shape)}, but is ${show(tensor.shape)}.`
    })
  }
  check((x.shape[0] ?? 0) % parts === 0, 'batchNorm', () => {
    return `x is ${show(x.shape)} and cannot be ${parts} batches of one size. Let parts divide ${x.shape[0]}.`
  })
  check(!training || rows > 1, 'batchNorm', () => {
    return `training needs more than one value a channel, but x is ${show(x.shape)}. Take a larger batch.`
  })
  check(negativeSlope >= 0, 'batchNorm', () => {
    return `negativeSlope must not be negative, but is ${negativeSlope}. Use 0.2, as DCGAN does.`
  })
  const STRIP = stripLength()
  const sizes = { parts, rows, C }
  const constants = { EPS: eps, SLOPE: negativeSlope }
  const strips = Math.ceil(rows / STRIP) * parts * C
  const grouping = { samples: parts, rows, groups: C, depth: 1 }
  const { mean, variance } = training
    ? moments(x, grouping, running && { ...running, momentum })
    : runningStatistics(running)

  const y = empty('batchNorm', x.shape)
  dispatch(shader, 'normalise', {
    constants: { ...constants, STRIP },
    bindings: { x, mean, variance, weight, bias, result: y },
    invocations: strips,
  })
  const kept = keep(x)
  // The statistics are constants of the tape, but running ones may be overwritten before it is walked.
  return record('batchNorm', { x, weight, bias, mean, variance }, y, (gradY) => {
    const saved = { x: kept, mean, variance, weight, bias, sizes, constants }
    const sums = once(() => gradientSums(gradY, saved))
    const fused = (gradient: Tensor) =>
      record('batchNorm gradient', { gradY, x, weight }, gradient, () =>
        refuse(
          'batchNorm',
          'Use a norm over one sample (layer or instance norm) under a gradient penalty.',
        ),
      )
    return {
      x: () => {
        const gradX = empty('batchNorm ∂x', x.shape)
        dispatch(shader, 'input_gradient', {
          constants: { ...constants, STRIP, TRAINING: training },
          bindings: {
            x: kept(),
            grad_y: gradY,
            mean,
            variance,
            weight,
            bias,
            sums: sums().each,
            result: gradX,
          },
          invocations: strips,
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

interface Saved {
  x: Kept
  mean: Tensor
  variance: Tensor
  weight: Tensor
  bias: Tensor
  sizes: { parts: number; rows: number; C: number }
  constants: { EPS: number; SLOPE: number }
}

/** Σ g · x̂ and Σ g: of each part's channels, and over all parts, the gradients of weight and bias. */
function gradientSums(gradY: Tensor, { x, sizes, constants, ...channels }: Saved) {
  const { parts, rows, C } = sizes
  const CHUNK = chunkOf(parts * rows * C)
  const chunks = Math.ceil(rows / CHUNK)
  const partial = empty('gradient sums of chunks', [chunks, parts, C, 2])
  const each = empty('gradient sums', [parts, C, 2])
  const gradWeight = empty('batchNorm ∂weight', [C])
  const gradBias = empty('batchNorm ∂bias', [C])
  dispatch(shader, 'chunk_gradients', {
    constants: { ...constants, CHUNK },
    bindings: { x: x(), grad_y: gradY, ...channels, partial },
    invocations: chunks * parts * C,
  })
  const { entry, invocations } = merging('merge_gradients', 'fold_gradients', C)
  dispatch(shader, entry, {
    bindings: {
      partial,
      sums_out: each,
      grad_weight_out: gradWeight,
      grad_bias_out: gradBias,
    },
    invocations,
  })
  return { each, gradWeight, gradBias }
}
