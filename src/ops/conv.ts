// Convolution. One trilinear form ties a large image, a small image and a weight together; fixing two
// gives the third, so three kernels serve both layers and the family is closed under differentiation.

import { check, shape4, show } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { computeLarge, computeSmall, computeWeight } from './convKernels'
import type { Geometry } from './convProblem'
import { keep } from './half'

/** One number for both, or [vertical, horizontal]. */
export type Pair = number | readonly [number, number]

export interface ConvOptions {
  /** Step of the window: one number, or [vertical, horizontal]. */
  stride?: Pair
  /** Zeros around the large image, on each side. */
  padding?: Pair
  /** Distance between the taps of the window. */
  dilation?: Pair
}

export interface ConvTransposeOptions extends ConvOptions {
  /** Rows and columns added at the bottom and right, to choose among the sizes a stride allows. */
  outputPadding?: Pair
}

/**
 * 2-D convolution (cross-correlation, as in every deep-learning library).
 *
 * @param x       [N, H, W, C]
 * @param weight  [R, S, C, K]
 * @returns       [N, P, Q, K] with P = ⌊(H + 2·padding - dilation·(R - 1) - 1) / stride⌋ + 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html
 */
export function conv2d(x: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  const op = 'conv2d'
  const [N, H, W, C] = shape4(op, 'x', x, '[N, H, W, C]')
  const [R, S, weightC, K] = shape4(op, 'weight', weight, '[R, S, C, K]')
  check(C === weightC, op, () => {
    return (
      `x has ${C} channels but weight expects ${weightC}: x is ${show(x.shape)}, weight is ` +
      `${show(weight.shape)}. Weight must be [height, width, inChannels, outChannels].`
    )
  })
  const window = readWindow(op, options)
  const P = smallExtent(H, R, window.STRIDE_H, window.PADDING_H, window.DILATION_H)
  const Q = smallExtent(W, S, window.STRIDE_W, window.PADDING_W, window.DILATION_W)
  check(P > 0 && Q > 0, op, () => {
    return `the window ${show([R, S])} is larger than the padded image ${show(x.shape)}. Pad more.`
  })
  return convolve({ N, H, W, C, P, Q, K, R, S, ...window }, x, weight)
}

/**
 * 2-D transposed convolution: the adjoint of `conv2d`, which maps small images to large ones.
 *
 * @param x       [N, P, Q, K]
 * @param weight  [R, S, C, K], as the convolution whose adjoint this is; C are the output channels
 * @returns       [N, H, W, C] with H = (P - 1)·stride - 2·padding + dilation·(R - 1) + outputPadding + 1
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.conv_transpose2d.html
 */
export function convTranspose2d(
  x: Tensor,
  weight: Tensor,
  options: ConvTransposeOptions = {},
): Tensor {
  const op = 'convTranspose2d'
  const [N, P, Q, K] = shape4(op, 'x', x, '[N, P, Q, K]')
  const [R, S, C, weightK] = shape4(op, 'weight', weight, '[R, S, C, K]')
  check(K === weightK, op, () => {
    return (
      `x has ${K} channels but weight expects ${weightK}: x is ${show(x.shape)}, weight is ` +
      `${show(weight.shape)}. Weight must be [height, width, outChannels, inChannels].`
    )
  })
  const window = readWindow(op, options)
  const [addH, addW] = pair(op, 'outputPadding', options.outputPadding ?? 0, 0)
  check(
    addH < Math.max(window.STRIDE_H, window.DILATION_H) &&
      addW < Math.max(window.STRIDE_W, window.DILATION_W),
    op,
    () =>
      `outputPadding ${show([addH, addW])} must be smaller than stride ` +
      `${show([window.STRIDE_H, window.STRIDE_W])} or dilation. Use 0 or 1 with stride 2.`,
  )
  const H =
    (P - 1) * window.STRIDE_H - 2 * window.PADDING_H + window.DILATION_H * (R - 1) + addH + 1
  const W =
    (Q - 1) * window.STRIDE_W - 2 * window.PADDING_W + window.DILATION_W * (S - 1) + addW + 1
  check(H > 0 && W > 0, op, () => `the output would be ${H} × ${W}. Take less padding.`)
  return convolveAdjoint({ N, H, W, C, P, Q, K, R, S, ...window }, x, weight)
}

export interface WeightGradientOptions extends ConvOptions {
  kernelSize: Pair
}

/**
 * The gradient of a convolution's weight: the third of the family, an op of its own.
 *
 * @param large  [N, H, W, C]: the input of conv2d, or the incoming gradient of convTranspose2d
 * @param small  [N, P, Q, K]: the incoming gradient of conv2d, or the input of convTranspose2d
 * @returns      [R, S, C, K]
 */
export function convWeightGradient(
  large: Tensor,
  small: Tensor,
  options: WeightGradientOptions,
): Tensor {
  const op = 'convWeightGradient'
  const [N, H, W, C] = shape4(op, 'large', large, '[N, H, W, C]')
  const [smallN, P, Q, K] = shape4(op, 'small', small, '[N, P, Q, K]')
  check(N === smallN, op, () => {
    return `large has ${N} images but small has ${smallN}: ${show(large.shape)}, ${show(small.shape)}.`
  })
  const [R, S] = pair(op, 'kernelSize', options.kernelSize, 1)
  const window = readWindow(op, options)
  const fits =
    P <= smallExtent(H, R, window.STRIDE_H, window.PADDING_H, window.DILATION_H) &&
    Q <= smallExtent(W, S, window.STRIDE_W, window.PADDING_W, window.DILATION_W)
  check(fits, op, () => {
    return `small ${show(small.shape)} has more windows than large ${show(large.shape)} allows.`
  })
  return weightGradient({ N, H, W, C, P, Q, K, R, S, ...window }, large, small)
}

/** small = large ∗ weight. */
function convolve(geometry: Geometry, large: Tensor, weight: Tensor): Tensor {
  const { N, P, Q, K } = geometry
  const small = empty('convolve', [N, P, Q, K])
  computeSmall(geometry, { large, weight, small })
  const kept = keep(large)
  return record('conv2d', { x: large, weight }, small, (gradSmall) => ({
    x: () => convolveAdjoint(geometry, gradSmall, weight),
    weight: () => weightGradient(geometry, kept(), gradSmall),
  }))
}

/** large = the adjoint of the convolution, applied to small. */
function convolveAdjoint(geometry: Geometry, small: Tensor, weight: Tensor): Tensor {
  const { N, H, W, C } = geometry
  const large = empty('convolve_adjoint', [N, H, W, C])
  computeLarge(geometry, { large, weight, small })
  const kept = keep(small)
  return record('convTranspose2d', { x: small, weight }, large, (gradLarge) => ({
    x: () => convolve(geometry, gradLarge, weight),
    weight: () => weightGradient(geometry, gradLarge, kept()),
  }))
}

/** weight = Σ over images and windows of large · small. */
function weightGradient(geometry: Geometry, large: Tensor, small: Tensor): Tensor {
  const { R, S, C, K } = geometry
  const weight = empty('weight_gradient', [R, S, C, K])
  computeWeight(geometry, { large, weight, small })
  return record('convWeightGradient', { large, small }, weight, (gradWeight) => ({
    large: () => convolveAdjoint(geometry, small, gradWeight),
    small: () => convolve(geometry, large, gradWeight),
  }))
}

function smallExtent(
  large: number,
  taps: number,
  stride: number,
  padding: number,
  dilation: number,
): number {
  return Math.floor((large + 2 * padding - dilation * (taps - 1) - 1) / stride) + 1
}

function readWindow(op: string, { stride = 1, padding = 0, dilation = 1 }: ConvOptions) {
  const [STRIDE_H, STRIDE_W] = pair(op, 'stride', stride, 1)
  const [PADDING_H, PADDING_W] = pair(op, 'padding', padding, 0)
  const [DILATION_H, DILATION_W] = pair(op, 'dilation', dilation, 1)
  return { STRIDE_H, STRIDE_W, PADDING_H, PADDING_W, DILATION_H, DILATION_W }
}

/** [vertical, horizontal], both whole numbers of at least `least`. */
export function pair(
  op: string,
  name: string,
  value: Pair,
  least: number,
): readonly [number, number] {
  const [h, w] = typeof value === 'number' ? [value, value] : value
  check(Number.isInteger(h) && Number.isInteger(w) && h >= least && w >= least, op, () => {
    return `${name} must be a whole number of at least ${least}, but is ${show([h, w])}.`
  })
  return [h, w]
}
