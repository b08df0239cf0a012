// Changing the size of images: means over windows, and repeated pixels. Each is linear, and recorded
// with its adjoint, whose own adjoint it is.

import source from '../../shaders/pool.wgsl?raw'
import { check, shape4, show } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { type Pair, pair } from './conv'

const shader = new Shader('pool.wgsl', source)

export interface AvgPoolOptions {
  /** Height and width of the window: one number, or [vertical, horizontal]. */
  kernelSize: Pair
  /** Step of the window; the window's size by default. */
  stride?: Pair
  /** Zeros around the image, on each side; at most half of the window. */
  padding?: Pair
  /** Divide by the size of the window (default), or by what of it lies inside the image. */
  countIncludePad?: boolean
}

/** The constants of avg_pool and its adjoint: everything that the shape of a pooling is. */
type Geometry = Readonly<
  Record<'N' | 'H' | 'W' | 'C' | 'P' | 'Q' | 'R' | 'S', number> &
    Record<'STRIDE_H' | 'STRIDE_W' | 'PADDING_H' | 'PADDING_W', number> & {
      COUNT_INCLUDE_PAD: boolean
    }
>

/**
 * The mean of each window.
 *
 * @param x  [N, H, W, C]
 * @returns  [N, P, Q, C] with P = ⌊(H + 2·padding - kernelSize) / stride⌋ + 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
export function avgPool2d(x: Tensor, options: AvgPoolOptions): Tensor {
  const op = 'avgPool2d'
  const [N, H, W, C] = shape4(op, 'x', x, '[N, H, W, C]')
  const { kernelSize, stride = kernelSize, padding = 0, countIncludePad = true } = options
  const [R, S] = pair(op, 'kernelSize', kernelSize, 1)
  const [STRIDE_H, STRIDE_W] = pair(op, 'stride', stride, 1)
  const [PADDING_H, PADDING_W] = pair(op, 'padding', padding, 0)
  // More, and a window could lie outside the image altogether.
  check(2 * PADDING_H <= R && 2 * PADDING_W <= S, op, () => {
    return (
      `padding ${show([PADDING_H, PADDING_W])} must be at most half of kernelSize ${show([R, S])}. ` +
      'Pad less, or use pad.'
    )
  })
  const P = Math.floor((H + 2 * PADDING_H - R) / STRIDE_H) + 1
  const Q = Math.floor((W + 2 * PADDING_W - S) / STRIDE_W) + 1
  check(P > 0 && Q > 0, op, () => {
    return `the window ${show([R, S])} is larger than the padded image ${show(x.shape)}. Pad more.`
  })
  const window = { R, S, STRIDE_H, STRIDE_W, PADDING_H, PADDING_W }
  return avgPool({ N, H, W, C, P, Q, ...window, COUNT_INCLUDE_PAD: countIncludePad }, x)
}

function avgPool(g: Geometry, x: Tensor): Tensor {
  const y = shrunk('avg_pool', g, x)
  return record('avgPool2d', { x }, y, (gradY) => ({ x: () => avgPoolAdjoint(g, gradY) }))
}

function avgPoolAdjoint(g: Geometry, small: Tensor): Tensor {
  const y = enlarged('avg_pool_adjoint', g, small)
  return record('avgPoolAdjoint', { small }, y, (gradY) => ({ small: () => avgPool(g, gradY) }))
}

/**
 * Each pixel, repeated to a block of pixels.
 *
 * @param x        [N, H, W, C]
 * @param options  scaleFactor: a whole number, or [vertical, horizontal]; 2 by default
 * @returns        [N, H·scaleFactor, W·scaleFactor, C]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.UpsamplingNearest2d.html
 */
export function upsampleNearest2d(
  x: Tensor,
  { scaleFactor = 2 }: { scaleFactor?: Pair } = {},
): Tensor {
  const op = 'upsampleNearest2d'
  const [N, P, Q, C] = shape4(op, 'x', x, '[N, H, W, C]')
  const [FACTOR_H, FACTOR_W] = pair(op, 'scaleFactor', scaleFactor, 1)
  if (FACTOR_H * FACTOR_W === 1) return x
  return upsample({ N, P, Q, C, H: P * FACTOR_H, W: Q * FACTOR_W, FACTOR_H, FACTOR_W }, x)
}

type Blocks = Readonly<Record<'N' | 'H' | 'W' | 'C' | 'P' | 'Q' | 'FACTOR_H' | 'FACTOR_W', number>>

function upsample(g: Blocks, x: Tensor): Tensor {
  const y = enlarged('upsample_nearest', g, x)
  return record('upsampleNearest2d', { x }, y, (gradY) => ({ x: () => upsampleAdjoint(g, gradY) }))
}

function upsampleAdjoint(g: Blocks, large: Tensor): Tensor {
  const y = shrunk('upsample_nearest_adjoint', g, large)
  return record('upsampleAdjoint', { large }, y, (gradY) => ({ large: () => upsample(g, gradY) }))
}

function shrunk(entry: string, constants: Geometry | Blocks, large: Tensor): Tensor {
  const { N, P, Q, C } = constants
  const small = empty(entry, [N, P, Q, C])
  const bindings = { large, small_out: small }
  dispatch(shader, entry, { constants, bindings, invocations: N * P * C })
  return small
}

function enlarged(entry: string, constants: Geometry | Blocks, small: Tensor): Tensor {
  const { N, H, W, C } = constants
  const large = empty(entry, [N, H, W, C])
  const bindings = { small, large_out: large }
  dispatch(shader, entry, { constants, bindings, invocations: N * H * C })
  return large
}
