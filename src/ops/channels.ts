// A number for each channel of each image: the styles and the demodulation of a modulated convolution. The two ops are
// each other's gradients, so they can be differentiated as often as you like.

import source from '../../shaders/channels.wgsl?raw'
import { check, checkSameShape, shape4, show } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { reshape, scale } from './arithmetic'
import { keep } from './half'
import { chunkOf } from './moments'
import { sumAxis } from './sums'

const shader = new Shader('channels.wgsl', source)

/**
 * y[n, h, w, c] = x[n, h, w, c] · s[n, c].
 *
 * @param x  [N, H, W, C]
 * @param s  [N, C]
 */
export function scaleChannels(x: Tensor, s: Tensor): Tensor {
  const op = 'scaleChannels'
  const [N, H, W, C] = shape4(op, 'x', x, '[N, H, W, C]')
  checkEachChannel(op, 's', s, x)
  if (s.slice.value !== undefined) return scale(x, s.slice.value)
  const result = empty(op, x.shape)
  dispatch(shader, 'scale_channels', {
    constants: { N, PIXELS: H * W, C },
    bindings: { x, s, result },
    invocations: result.vectors,
  })
  const kept = keep(x)
  return record(op, { x, s }, result, (gradY) => ({
    x: () => scaleChannels(gradY, s),
    s: () => channelProducts(gradY, kept()),
  }))
}

/**
 * Σ a · b over the pixels of each channel of each image.
 *
 * @param a  [N, H, W, C]
 * @param b  the same shape
 * @returns  [N, C]
 */
export function channelProducts(a: Tensor, b: Tensor): Tensor {
  const op = 'channelProducts'
  const [N, H, W, C] = shape4(op, 'a', a, '[N, H, W, C]')
  checkSameShape(op, { a, b })
  const CHUNK = Math.min(chunkOf(a.size), H * W)
  const chunks = Math.ceil((H * W) / CHUNK)
  const partial = empty('products of chunks', [N, chunks, C])
  dispatch(shader, 'channel_products', {
    constants: { N, PIXELS: H * W, C, CHUNK },
    bindings: { a, b, partial },
    invocations: partial.size,
  })
  const y = reshape(sumAxis(partial, { outer: N, repeat: chunks, inner: C }), [N, C])
  const [keptA, keptB] = [keep(a), keep(b)]
  return record(op, { a, b }, y, (gradY) => ({
    a: () => scaleChannels(keptB(), gradY),
    b: () => scaleChannels(keptA(), gradY),
  }))
}

/** @throws TensorError unless `of` has a number for each channel of each image of x */
export function checkEachChannel(op: string, name: string, of: Tensor, x: Tensor): void {
  const [N, C] = [x.shape[0], x.shape[3]]
  check(of.shape.length === 2 && of.shape[0] === N && of.shape[1] === C, op, () => {
    return `${name} must be [${N}, ${C}], as x is ${show(x.shape)}, but is ${show(of.shape)}.`
  })
}
