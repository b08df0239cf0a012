// Borders around images, of zeros (the adjoint of a cut, shape.ts) or reflections.

import { check, shape4, show } from '../autograd/check'
import { record } from '../autograd/tape'
import type { Tensor } from '../autograd/tensor'
import { type Border, bordered, extent, padZero } from './shape'

export interface PadOptions {
  left?: number
  right?: number
  top?: number
  bottom?: number
  /** Zeros, or the image mirrored at its border pixels, which are not repeated. */
  mode?: 'zero' | 'reflection'
}

/**
 * A border around images.
 *
 * @param x        [N, H, W, C]
 * @param options  pixels on each side, 0 by default; a reflection must be smaller than the image
 * @returns        [N, top + H + bottom, left + W + right, C]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html
 */
export function pad(
  x: Tensor,
  { left = 0, right = 0, top = 0, bottom = 0, mode = 'zero' }: PadOptions,
): Tensor {
  const [, H, W] = shape4('pad', 'x', x, '[N, H, W, C]')
  const sides = { left, right, top, bottom }
  for (const [side, pixels] of Object.entries(sides)) {
    check(Number.isInteger(pixels) && pixels >= 0, 'pad', () => {
      return `${side} must be a whole number of at least 0, but is ${pixels}. Use slice to cut.`
    })
  }
  const fits = mode === 'zero' || (Math.max(left, right) < W && Math.max(top, bottom) < H)
  check(fits, 'pad', () => {
    return (
      `a reflection must be smaller than the image, but left, right, top, bottom are ` +
      `${show(Object.values(sides))} and x is ${show(x.shape)}. Pad less.`
    )
  })
  const along = mode === 'zero' ? padZero : padReflection
  const high = along(x, { axis: 1, before: top, after: bottom })
  return along(high, { axis: 2, before: left, after: right })
}

function padReflection(x: Tensor, border: Border): Tensor {
  const { axis, before, after } = border
  if (before + after === 0) return x
  const result = bordered('pad_reflection', x, border, before + extent(x, axis) + after)
  return record('padReflection', { x }, result, (gradY) => ({
    x: () => foldReflection(gradY, border),
  }))
}

/** The adjoint of padReflection: each pixel gathers itself and its mirror images. */
function foldReflection(x: Tensor, border: Border): Tensor {
  const { axis, before, after } = border
  const result = bordered('fold_reflection', x, border, extent(x, axis) - before - after)
  return record('foldReflection', { x }, result, (gradY) => ({
    x: () => padReflection(gradY, border),
  }))
}
