// The tail of a modulated convolution, in one pass over its images. Its gradient is fused, so it cannot be
// differentiated twice: generators need no more.

import source from '../../shaders/styleActivation.wgsl?raw'
import { check, sameShape, shape4, show } from '../autograd/check'
import { once } from '../autograd/once'
import { record, refuse } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { reshape } from './arithmetic'
import { checkEachChannel } from './channels'
import { type Kept, keep } from './half'
import { chunkOf } from './moments'
import { slice } from './shape'
import { sumAxis } from './sums'

const shader = new Shader('styleActivation.wgsl', source)

/** Operands beside x, [N, H, W, C]. Pass a constant (`full`) to turn one off. */
export interface StyleTensors {
  /** [N, C], which scales each channel of each image. */
  d: Tensor
  /** [1], which scales the noise. */
  strength: Tensor
  /** [N, H, W, 1], a number a pixel, for all channels. No gradient flows to it: it is data. */
  noise: Tensor
  /** [C] */
  bias: Tensor
}

export interface StyleActivationOptions {
  /** Slope of the LeakyReLU below zero; 1 leaves everything as it is. */
  negativeSlope?: number
  /** Factor of the result, positive: √2 keeps the size of numbers. */
  gain?: number
}

/**
 * y = gain · LeakyReLU(x · d + strength · noise + bias).
 *
 * @param x  [N, H, W, C]
 * @see Karras et al.: Analyzing and Improving the Image Quality of StyleGAN, https://arxiv.org/abs/1912.04958
 */
export function styleActivation(
  x: Tensor,
  { d, strength, noise, bias }: StyleTensors,
  { negativeSlope = 0.2, gain = Math.SQRT2 }: StyleActivationOptions = {},
): Tensor {
  const op = 'styleActivation'
  const [N, H, W, C] = shape4(op, 'x', x, '[N, H, W, C]')
  checkEachChannel(op, 'd', d, x)
  for (const [name, tensor, wanted] of [
    ['strength', strength, [1]],
    ['noise', noise, [N, H, W, 1]],
    ['bias', bias, [C]],
  ] as const) {
    check(sameShape(tensor.shape, wanted), op, () => {
      return `${name} must be ${show(wanted)}, as x is ${show(x.shape)}, but is ${show(tensor.shape)}.`
    })
  }
  check(negativeSlope >= 0 && gain > 0, op, () => {
    return `negativeSlope must not be negative and gain must be positive, but they are ${negativeSlope} and ${gain}.`
  })
  const constants = { N, PIXELS: H * W, C, SLOPE: negativeSlope, GAIN: gain }
  const others = { d, strength, noise, bias }
  const y = empty(op, x.shape)
  dispatch(shader, 'activate', {
    constants,
    bindings: { quads: x, ...others, result: y },
    invocations: y.vectors,
  })
  const kept = keep(x)
  return record(op, { x, ...others }, y, (gradY) => {
    const found = once(() => backward(gradY, kept, others, constants))
    const fused = (gradient: Tensor) =>
      record('styleActivation gradient', { gradY, x, ...others }, gradient, () =>
        refuse(op, 'Compose it of scaleChannels, bias and leakyRelu where you need that.'),
      )
    return {
      x: () => fused(found().gradX),
      d: () => fused(found().sum(0, { outer: N, inner: C })),
      bias: () => fused(reshape(found().sum(1, { outer: 1, inner: C }), [C])),
      strength: () => fused(reshape(found().sum(2, { outer: 1, inner: 1 }), [1])),
      noise: null,
    }
  })
}

/** The gradient of x, and the three sums: those of part 0 to 2, for each of outer · inner. */
function backward(
  gradY: Tensor,
  x: Kept,
  others: StyleTensors,
  constants: Readonly<Record<'N' | 'PIXELS' | 'C' | 'SLOPE' | 'GAIN', number>>,
) {
  const { N, PIXELS, C } = constants
  const CHUNK = Math.min(chunkOf(gradY.size), PIXELS)
  const chunks = Math.ceil(PIXELS / CHUNK)
  const gradX = empty('styleActivation ∂x', gradY.shape)
  const partial = empty('sums of chunks', [3, N * chunks * C])
  dispatch(shader, 'activate_backward', {
    constants: { ...constants, CHUNK },
    bindings: { x: x(), ...others, grad_y: gradY, grad_x: gradX, partial },
    invocations: N * chunks * C,
  })
  const sum = (part: number, { outer, inner }: { outer: number; inner: number }): Tensor => {
    const each = slice(partial, { dim: 0, start: part, end: part + 1 })
    const repeat = (N * chunks * C) / outer / inner
    return reshape(sumAxis(each, { outer, repeat, inner }), [outer, inner])
  }
  return { gradX, sum }
}
