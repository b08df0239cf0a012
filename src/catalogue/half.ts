// The card of storage in halves. Its reference is x itself, clamped: rounding is what the bound allows.

import { size } from '../autograd/check'
import { roundToHalf } from '../ops'
import { bytesOf, type Card, elementwise, type None, shaped } from './card'

/** The largest half, and the smallest that has all its digits. */
const LARGEST = 65504
const NORMAL = 2 ** -14

export const roundToHalfCard: Card<'x', None> = {
  op: ({ x }) => roundToHalf(x),
  reference: ({ x }) =>
    elementwise(
      x.shape,
      (i) => Math.min(Math.max(x.at(i), -LARGEST), LARGEST),
      (i) => Math.max(Math.abs(x.at(i)), NORMAL),
    ),
  // One unit in the last of 11 digits: WGSL lets an adapter round to either side.
  bound: 2 ** 14,
  // The gradient takes the rounding for nothing.
  gradient: { inputs: ['x'], bound: 1 },
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3) }, options: {} },
    { inputs: { x: { shape: [65], low: -60_000, high: 60_000 } }, options: {} },
    { inputs: { x: { shape: [130], low: -1e-5, high: 1e-5 } }, options: {} },
    {
      inputs: { x: { shape: [7], values: [65_504, 65_520, 1e9, -65_504, -65_520, -1e9, 0] } },
      options: {},
      gradient: false,
    },
  ],
  errors: [],
  sizes: {
    'DCGAN 32², D block 1, batch 64': { inputs: { x: shaped(128, 16, 16, 32) }, options: {} },
  },
  // Packed and unpacked: the halves are written once, and read once.
  work: ({ x }) => ({ flop: 0, bytes: bytesOf(x.shape, x.shape) + 4 * size(x.shape) }),
  lesson: {
    title: 'Activations as halves',
    formula: String.raw`\tilde x = \mathrm{f32}(\mathrm{f16}(x)), \qquad \partial x = \partial \tilde x`,
    summary:
      'What a backward needs of its forward waits longest in memory. Kept with 11 digits instead of 24 it takes half the room, and a gradient of a batch hardly notices.',
  },
}
