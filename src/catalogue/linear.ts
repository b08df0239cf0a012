import { linear } from '../ops'
import { bytesOf, type Card, type None, Sums, shaped } from './card'

export const linearCard: Card<'x' | 'weight', None> = {
  op: ({ x, weight }) => linear(x, weight),
  reference({ x, weight }) {
    const [N = 0, I = 0] = x.shape
    const [, O = 0] = weight.shape
    const result = new Sums([N, O])
    for (let n = 0; n < N; n++) {
      for (let o = 0; o < O; o++) {
        for (let i = 0; i < I; i++) result.add(n * O + o, x.at(n * I + i) * weight.at(i * O + o))
      }
    }
    return result
  },
  bound: 8,
  gradient: { inputs: ['x', 'weight'], bound: 8 },
  samples: [
    { inputs: { x: shaped(5, 7), weight: shaped(7, 3) }, options: {} },
    { inputs: { x: shaped(4, 16), weight: shaped(16, 8) }, options: {} },
    { inputs: { x: shaped(3, 65), weight: shaped(65, 1) }, options: {} },
    { inputs: { x: shaped(520, 9), weight: shaped(9, 12) }, options: {}, large: true },
  ],
  errors: [
    {
      inputs: { x: shaped(5, 7), weight: shaped(3, 7) },
      options: {},
      message: /^linear: x has 7 features but weight expects 3: x is \[5, 7\], weight is \[3, 7\]/,
    },
    {
      inputs: { x: shaped(5, 7, 1), weight: shaped(7, 3) },
      options: {},
      message: /^linear: x must have two dimensions \[N, I\], but is \[5, 7, 1\]/,
    },
  ],
  sizes: {
    'GAN 2014, MNIST, D layer 1, batch 64': {
      inputs: { x: shaped(64, 784), weight: shaped(784, 240) },
      options: {},
    },
    'GAN 2014, MNIST, G layer 2, batch 64': {
      inputs: { x: shaped(64, 1200), weight: shaped(1200, 1200) },
      options: {},
    },
  },
  work({ x, weight }) {
    const [N = 0, I = 0] = x.shape
    const [, O = 0] = weight.shape
    return { flop: 2 * N * I * O, bytes: bytesOf(x.shape, weight.shape, [N, O]) }
  },
  lesson: {
    title: 'Fully connected layer',
    formula: String.raw`y_{n,o} = \sum_i x_{n,i}\, w_{i,o}`,
    summary:
      'Every output looks at every input. It is a convolution of images of one pixel, and the same ' +
      'kernels run it.',
  },
}
