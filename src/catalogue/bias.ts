import { size } from '../autograd/check'
import { bias } from '../ops'
import { bytesOf, type Card, type None, Sums, shaped } from './card'

export const biasCard: Card<'x' | 'b', None> = {
  op: ({ x, b }) => bias(x, b),
  reference({ x, b }) {
    const result = new Sums(x.shape)
    for (let i = 0; i < size(x.shape); i++) {
      result.add(i, x.at(i))
      result.add(i, b.at(i % size(b.shape)))
    }
    return result
  },
  bound: 1,
  gradient: { inputs: ['x', 'b'], bound: 8 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3), b: shaped(3) }, options: {} },
    { inputs: { x: shaped(150, 5), b: shaped(5) }, options: {} },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 3), b: shaped(2) },
      options: {},
      message: /^bias: b must hold one value or have the last dimensions of \[2, 3\], but is \[2\]/,
    },
  ],
  sizes: {
    'a feature map of DCGAN 32², batch 64': {
      inputs: { x: shaped(64, 16, 16, 64), b: shaped(64) },
      options: {},
    },
  },
  work: ({ x, b }) => ({ flop: size(x.shape), bytes: bytesOf(x.shape, x.shape, b.shape) }),
  lesson: {
    title: 'Bias',
    formula: 'y_{n,h,w,c} = x_{n,h,w,c} + b_c',
    summary: 'One number a channel, added everywhere.',
  },
}
