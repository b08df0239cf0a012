// Card of transposition, which copies exactly.

import { transpose } from '../ops'
import { type Card, copied, elementwise, placeOf, shaped, valueAt } from './card'

export const transposeCard: Card<'x', { axes: readonly number[] }> = {
  op: ({ x }, { axes }) => transpose(x, axes),
  reference({ x }, { axes }) {
    const order = axes.map((axis) => (axis + axes.length) % axes.length)
    const shape = order.map((axis) => x.shape[axis] ?? 1)
    return elementwise(shape, (i) => {
      const place = placeOf(i, shape)
      return valueAt(
        x,
        order.map((_, axis) => place[order.indexOf(axis)] ?? 0),
      )
    })
  },
  bound: 0,
  gradient: { inputs: ['x'], bound: 0 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 7) }, options: { axes: [0, 2, 3, 1] } },
    // Three axes in a ring: the one that is not its own inverse.
    { inputs: { x: shaped(2, 3, 5, 7) }, options: { axes: [3, 0, 1, -2] } },
    { inputs: { x: shaped(3, 5) }, options: { axes: [1, 0] } },
    { inputs: { x: shaped(3, 4, 5) }, options: { axes: [2, 1, 0] } },
    // Nothing moves in memory: a view, and x itself.
    { inputs: { x: shaped(3, 1, 1, 5) }, options: { axes: [0, 3, 1, 2] } },
    { inputs: { x: shaped(3, 5) }, options: { axes: [0, 1] } },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 3) },
      options: { axes: [0, 0] },
      message: /^transpose: axes \[0, 0\] must name each axis of x, \[2, 3\], once\. Use 0 to 1/,
    },
    {
      inputs: { x: shaped(2, 3) },
      options: { axes: [0, 1, 2] },
      message: /^transpose: axes \[0, 1, 2\] must name each axis of x/,
    },
    {
      inputs: { x: shaped(1, 2, 1, 2, 1) },
      options: { axes: [0, 1, 2, 3, 4] },
      message: /^transpose: x must have at most four dimensions, but is \[1, 2, 1, 2, 1\]/,
    },
  ],
  sizes: {
    'PyTorch images to ours, 32², batch 64': {
      inputs: { x: shaped(64, 3, 32, 32) },
      options: { axes: [0, 2, 3, 1] },
    },
  },
  work: ({ x }) => copied(x.shape),
  lesson: {
    title: 'Transpose',
    formula: 'y_{n,h,w,c} = x_{n,c,h,w}',
    summary:
      'Each invocation writes the next element of y, and fetches it from where x has it: the axes of y ' +
      'are counted, each with the stride that it has in x.',
  },
}
