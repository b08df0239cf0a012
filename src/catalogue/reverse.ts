import { reverseGradient } from '../ops'
import { type Card, elementwise, shaped } from './card'

export const reverseGradientCard: Card<'x', { lambda?: number }, 'lambda'> = {
  op: ({ x, lambda }, options) => reverseGradient(x, lambda ?? options.lambda ?? 1),
  reference: ({ x }) => elementwise(x.shape, (i) => x.at(i)),
  bound: 0,
  // λ is rounded to f32, and each product to another.
  gradient: { inputs: ['x'], bound: 2 },
  gradientTimes: ({ lambda }, options) => -(lambda?.at(0) ?? options.lambda ?? 1),
  samples: [
    { inputs: { x: shaped(2, 3, 4, 5) }, options: { lambda: 0.7 } },
    { inputs: { x: shaped(6, 7), lambda: { shape: [1], values: [0.25] } }, options: {} },
    { inputs: { x: shaped(5) }, options: { lambda: 0 } },
  ],
  errors: [],
  sizes: {},
  work: () => ({ flop: 0, bytes: 0 }),
  lesson: {
    title: 'Gradient reversal',
    formula: String.raw`y = x, \qquad \partial x = -\lambda\, \partial y`,
    summary:
      'What D learns to tell apart, the network before it learns to blur. A check against differences expects -λ times them.',
  },
}
