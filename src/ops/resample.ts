// Images of another size by a filter along each axis. Both ops are linear, and recorded with their adjoints, whose own
// adjoints they are.

import source from '../../shaders/resample.wgsl?raw'
import { check, shape4, show } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'

const shader = new Shader('resample.wgsl', source)

/**
 * Twice the height and width, by bilinear interpolation.
 *
 * @param x  [N, H, W, C]
 * @returns  [N, 2H, 2W, C], as PyTorch's with `scale_factor=2, align_corners=False`
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html
 */
export function upsampleBilinear2d(x: Tensor): Tensor {
  const [N, P, Q, C] = shape4('upsampleBilinear2d', 'x', x, '[N, H, W, C]')
  return upsample({ N, P, Q, C, H: 2 * P, W: 2 * Q }, x)
}

type Sizes = Readonly<Record<'N' | 'H' | 'W' | 'C' | 'P' | 'Q', number>>

function upsample(g: Sizes, x: Tensor): Tensor {
  const y = empty('upsampleBilinear2d', [g.N, g.H, g.W, g.C])
  dispatch(shader, 'upsample_bilinear', {
    constants: g,
    bindings: { small: x, large_out: y },
    invocations: y.size,
  })
  return record('upsampleBilinear2d', { x }, y, (gradY) => ({ x: () => collect(g, gradY) }))
}

function collect(g: Sizes, large: Tensor): Tensor {
  const y = empty('upsampleBilinear2d adjoint', [g.N, g.P, g.Q, g.C])
  dispatch(shader, 'upsample_bilinear_adjoint', {
    constants: g,
    bindings: { large, small_out: y },
    invocations: y.size,
  })
  return record('bilinearAdjoint', { large }, y, (gradY) => ({ large: () => upsample(g, gradY) }))
}

/** Four numbers, the same along both axes. */
export type Taps = readonly [number, number, number, number]

export interface UpfirdnOptions {
  /** The filter; it is divided by its sum. Default: [1, 3, 3, 1], that of StyleGAN2. */
  taps?: Taps
  /** Zeros are put after each pixel, to make this many of one. Default: 1, none. */
  up?: number
  /** Keep every `down`-th pixel of the filtered image. Default: 1, all of them. */
  down?: number
  /** Zeros around the image, after `up`: [left, right, top, bottom], from 0 to 3 each. */
  padding: readonly [left: number, right: number, top: number, bottom: number]
  /** Factor of the result: 4 keeps an image as bright where `up` is 2. Default: 1. */
  gain?: number
}

/**
 * Puts zeros between and around pixels, filters by four taps along each axis, and leaves every `down`-th result.
 *
 * @param x  [N, H, W, C]
 * @returns  [N, P, Q, C] with P = ⌊(H · up + top + bottom - 4) / down⌋ + 1
 * @see https://github.com/NVlabs/stylegan2-ada-pytorch/blob/main/torch_utils/ops/upfirdn2d.py
 */
export function upfirdn2d(
  x: Tensor,
  { taps = [1, 3, 3, 1], up = 1, down = 1, padding, gain = 1 }: UpfirdnOptions,
): Tensor {
  const op = 'upfirdn2d'
  const [N, H, W, C] = shape4(op, 'x', x, '[N, H, W, C]')
  const total = taps.reduce((sum, tap) => sum + tap, 0)
  check(total !== 0 && Number.isFinite(total), op, () => {
    return `taps ${show(taps)} must have a finite sum that is not 0.`
  })
  for (const [name, value] of Object.entries({ up, down })) {
    check(Number.isInteger(value) && value >= 1, op, () => {
      return `${name} must be a whole number of at least 1, but is ${value}.`
    })
  }
  check(
    padding.every((each) => Number.isInteger(each) && each >= 0 && each < taps.length),
    op,
    () => `padding must be whole numbers from 0 to 3, but is ${show(padding)}.`,
  )
  const [left, right, top, bottom] = padding
  const P = Math.floor((H * up + top + bottom - taps.length) / down) + 1
  const Q = Math.floor((W * up + left + right - taps.length) / down) + 1
  check(P > 0 && Q > 0, op, () => {
    return `four taps are more than the padded image ${show(x.shape)} has pixels. Pad more.`
  })
  const [T0, T1, T2, T3] = taps.map((tap) => tap / total)
  // A convolution: the filter is mirrored.
  const filter = { T0: T3, T1: T2, T2: T1, T3: T0 } as Filter
  return filtered(
    { N, H, W, C, P, Q, UP: up, DOWN: down, TOP: top, LEFT: left, GAIN: gain, ...filter },
    x,
  )
}

type Filter = Readonly<Record<'T0' | 'T1' | 'T2' | 'T3', number>>
type Geometry = Sizes & Filter & Readonly<Record<'UP' | 'DOWN' | 'TOP' | 'LEFT' | 'GAIN', number>>

function filtered(g: Geometry, x: Tensor): Tensor {
  const y = empty('upfirdn2d', [g.N, g.P, g.Q, g.C])
  dispatch(shader, 'filter_taps', {
    constants: g,
    bindings: { x, small_out: y },
    invocations: y.size,
  })
  return record('upfirdn2d', { x }, y, (gradY) => ({ x: () => filtered(adjointOf(g), gradY) }))
}

const adjointOf = (g: Geometry): Geometry => ({
  ...g,
  ...{ H: g.P, W: g.Q, P: g.H, Q: g.W, UP: g.DOWN, DOWN: g.UP },
  ...{ TOP: 3 - g.TOP, LEFT: 3 - g.LEFT },
  ...{ T0: g.T3, T1: g.T2, T2: g.T1, T3: g.T0 },
})
