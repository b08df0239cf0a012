import { size } from '../autograd/check'
import { embedding, oneHot } from '../ops'
import { bytesOf, type Card, elementwise, type Input, type None, shaped } from './card'

/** Random classes below `classes`; `values` where a sample wants certain ones. */
export const drawn = (N: number, classes: number): Input => ({
  shape: [N],
  low: 0,
  high: classes,
  dtype: 'u32',
})
export const chosen = (...values: number[]): Input => ({
  shape: [values.length],
  values,
  dtype: 'u32',
})

export const notWhole = (op: string, name: string) =>
  new RegExp(`^${op}: ${name} must be whole numbers \\(u32\\), but are f32`)

const notFlat = (op: string, name: string) =>
  new RegExp(`^${op}: ${name} must have one dimension \\[N\\], but is \\[2, 2\\]`)

export const oneHotCard: Card<'classes', { classes: number }> = {
  op: ({ classes }, options) => oneHot(classes, options),
  reference: ({ classes }, { classes: C }) =>
    elementwise([size(classes.shape), C], (i) => {
      return classes.at(Math.floor(i / C)) === i % C ? 1 : 0
    }),
  bound: 0,
  samples: [
    { inputs: { classes: drawn(7, 3) }, options: { classes: 3 } },
    { inputs: { classes: drawn(67, 10) }, options: { classes: 10 } },
    // The last of these is none of the three.
    { inputs: { classes: chosen(0, 2, 3) }, options: { classes: 3 } },
    { inputs: { classes: chosen(0) }, options: { classes: 1 } },
  ],
  errors: [
    {
      inputs: { classes: shaped(3) },
      options: { classes: 3 },
      message: notWhole('oneHot', 'classes'),
    },
    {
      inputs: { classes: { shape: [2, 2], dtype: 'u32' } },
      options: { classes: 3 },
      message: notFlat('oneHot', 'classes'),
    },
    {
      inputs: { classes: drawn(3, 3) },
      options: { classes: 0 },
      message: /^oneHot: the number of classes must be a positive integer, but is 0/,
    },
  ],
  sizes: {
    'ten digits, batch 64': { inputs: { classes: drawn(64, 10) }, options: { classes: 10 } },
  },
  work: ({ classes }, { classes: C }) => ({
    flop: 0,
    bytes: bytesOf(classes.shape, [size(classes.shape), C]),
  }),
  lesson: {
    title: 'One-hot classes',
    formula: 'y_{n,c} = [c = k_n]',
    summary: 'A class as a row with a single one: how a conditional GAN says what it wants drawn.',
  },
}

export const embeddingCard: Card<'indices' | 'weight', None> = {
  op: ({ indices, weight }) => embedding(indices, weight),
  reference({ indices, weight }) {
    const [V = 0, E = 0] = weight.shape
    return elementwise([size(indices.shape), E], (i) => {
      const row = indices.at(Math.floor(i / E))
      return row < V ? weight.at(row * E + (i % E)) : 0
    })
  },
  // All products but one are with zero, and that one is with 1.
  bound: 0,
  gradient: { inputs: ['weight'], bound: 8 },
  samples: [
    { inputs: { indices: drawn(5, 7), weight: shaped(7, 3) }, options: {} },
    // A row that most indices name; one that none names; one that does not exist.
    { inputs: { indices: chosen(2, 2, 0, 2, 3), weight: shaped(3, 5) }, options: {} },
    { inputs: { indices: drawn(67, 10), weight: shaped(10, 16) }, options: {} },
  ],
  errors: [
    {
      inputs: { indices: shaped(3), weight: shaped(3, 2) },
      options: {},
      message: notWhole('embedding', 'indices'),
    },
    {
      inputs: { indices: { shape: [2, 2], dtype: 'u32' }, weight: shaped(3, 2) },
      options: {},
      message: notFlat('embedding', 'indices'),
    },
    {
      inputs: { indices: drawn(3, 3), weight: shaped(3) },
      options: {},
      message: /^embedding: weight must have two dimensions \[V, E\], but is \[3\]/,
    },
  ],
  sizes: {
    'ten digits in 50 numbers, batch 64': {
      inputs: { indices: drawn(64, 10), weight: shaped(10, 50) },
      options: {},
    },
  },
  work({ indices, weight }) {
    const written = [size(indices.shape), weight.shape[1] ?? 0]
    return { flop: 0, bytes: bytesOf(indices.shape, written, written) }
  },
  lesson: {
    title: 'Embedding',
    formula: 'y_n = w_{k_n}',
    summary:
      'A table with a learnt row for each class. As a product with one-hot rows, its gradient is a ' +
      'product too: no two invocations add to the same number.',
  },
}
