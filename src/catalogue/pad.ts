// Card of borders. Copies are exact; only the gradient of a reflection adds.

import { size } from '../autograd/check'
import { pad } from '../ops'
import type { PadOptions } from '../ops/pad'
import { bytesOf, type Card, placeOf, Sums, shaped, valueAt } from './card'

const mirror = (at: number, extent: number): number => {
  const folded = Math.abs(at)
  return folded < extent ? folded : 2 * (extent - 1) - folded
}

const reflection = { mode: 'reflection' } as const

export const padCard: Card<'x', PadOptions> = {
  op: ({ x }, options) => pad(x, options),
  reference({ x }, { left = 0, right = 0, top = 0, bottom = 0, mode = 'zero' }) {
    const [N = 0, H = 0, W = 0, C = 0] = x.shape
    const result = new Sums([N, H + top + bottom, W + left + right, C])
    const { shape } = result.y
    for (let i = 0; i < size(shape); i++) {
      const [n = 0, p = 0, q = 0, c = 0] = placeOf(i, shape)
      const [h, w] = [p - top, q - left]
      result.add(i, valueAt(x, mode === 'zero' ? [n, h, w, c] : [n, mirror(h, H), mirror(w, W), c]))
    }
    return result
  },
  bound: 0,
  // A pixel of a reflection gathers up to nine.
  gradient: { inputs: ['x'], bound: 8 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: { left: 1, right: 2, top: 3 } },
    { inputs: { x: shaped(2, 3, 5, 1) }, options: { bottom: 1 } },
    {
      inputs: { x: shaped(2, 3, 5, 3) },
      options: { left: 1, right: 3, top: 2, bottom: 1, ...reflection },
    },
    // As large as a reflection can be: pixels between the borders are mirrored on both sides.
    {
      inputs: { x: shaped(1, 4, 3, 2) },
      options: { left: 2, right: 2, top: 3, bottom: 3, ...reflection },
    },
    { inputs: { x: shaped(2, 5, 4, 1) }, options: { right: 1, ...reflection } },
    { inputs: { x: shaped(1, 1, 3, 2) }, options: reflection },
  ],
  errors: [
    {
      inputs: { x: shaped(1, 3, 5, 1) },
      options: { top: 3, ...reflection },
      message:
        /^pad: a reflection must be smaller than the image, but left, right, top, bottom are \[0, 0, 3, 0\]/,
    },
    {
      inputs: { x: shaped(1, 3, 5, 1) },
      options: { left: -1 },
      message: /^pad: left must be a whole number of at least 0, but is -1\. Use slice/,
    },
    {
      inputs: { x: shaped(3, 5, 1) },
      options: { left: 1 },
      message: /^pad: x must have four dimensions \[N, H, W, C\], but is \[3, 5, 1\]/,
    },
  ],
  sizes: {
    'first layer of a CycleGAN, 128²': {
      inputs: { x: shaped(1, 128, 128, 3) },
      options: { left: 3, right: 3, top: 3, bottom: 3, ...reflection },
    },
  },
  work({ x }, { left = 0, right = 0, top = 0, bottom = 0 }) {
    const [N = 0, H = 0, W = 0, C = 0] = x.shape
    return {
      flop: 0,
      bytes: bytesOf(x.shape, [N, H + top + bottom, W + left + right, C]),
    }
  },
  lesson: {
    title: 'Padding',
    formula: String.raw`y_{p,q} = x_{\mu(p - t),\, \mu(q - l)}`,
    summary:
      'A mirrored border shows a convolution no edge that is not there. In the gradient, a pixel gathers ' +
      'from itself and from its mirror images: no two invocations write one place.',
  },
}
