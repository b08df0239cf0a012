// Cards of logits. A probability p = e^y is as exact as WGSL's exponential of y, 3 + 2|y| units in the last
// place: beside p stands what a rounding of y costs, |y| p.
// https://www.w3.org/TR/WGSL/#concrete-float-accuracy

import { size } from '../autograd/check'
import { crossEntropy, logSoftmax, logSumExp } from '../ops'
import { bytesOf, type Card, Dense, type Input, type None, type Shape, Sums, shaped } from './card'
import { chosen, drawn, notWhole } from './classes'

/** The log probabilities of each row; beside each, what it is made of. */
function logProbabilities(x: Dense): Sums {
  const C = x.shape.at(-1) ?? 1
  const result = new Sums(x.shape)
  for (let start = 0; start < size(x.shape); start += C) {
    const { largest, logSum } = aboveLargest(x, start, C)
    for (let i = start; i < start + C; i++) {
      const below = x.at(i) - largest
      result.add(i, below - logSum, Math.abs(below) + inexact(logSum))
    }
  }
  return result
}

/** The largest of a row, and log Σ e^(x - largest). */
function aboveLargest(x: Dense, start: number, C: number) {
  const row = x.data.slice(start, start + C)
  const largest = row.reduce((a, b) => Math.max(a, b))
  return { largest, logSum: Math.log(row.reduce((sum, each) => sum + Math.exp(each - largest), 0)) }
}

/** A logarithm of a number up to 2 is promised to an absolute 2⁻²¹: eight roundings of 1, not of itself. */
const inexact = (logSum: number): number => Math.max(1, logSum)

/** Unit that the roundings of a probability are measured in, (1 + |y|) p for every element. */
function probabilityScale(x: Dense): Dense {
  const { y } = logProbabilities(x)
  return new Dense(
    x.shape,
    y.data.map((logP) => (1 + Math.abs(logP)) * Math.exp(logP)),
  )
}

/** The sum over the row that element `index` is in. */
function overRow(shape: Shape, index: number, f: (i: number) => number): number {
  const C = shape.at(-1) ?? 1
  const start = index - (index % C)
  let sum = 0
  for (let i = start; i < start + C; i++) sum += f(i)
  return sum
}

/** Second derivatives of all three are p (v - Σ p v), times a number of the row: what cancels in there. */
function secondScale(x: Dense, index: number, direction: Dense): number {
  const p = probabilityScale(x)
  const v = (i: number): number => Math.abs(direction.at(i))
  return p.at(index) * (v(index) + overRow(x.shape, index, (i) => p.at(i) * v(i)))
}

/** Logits; some that a plain e^x would overflow at. */
const logits = (...shape: number[]): Input => ({ shape, low: -2, high: 2 })
const high = (...shape: number[]): Input => ({ shape, low: 98, high: 102 })
/** Probabilities down to e^-200: of the gradient, differences in float64 would see nothing. */
const wild = (...shape: number[]): Input => ({ shape, low: -100, high: 100 })

const digits = { x: shaped(64, 10) }

export const logSumExpCard: Card<'x', None> = {
  op: ({ x }) => logSumExp(x),
  reference({ x }) {
    const [N = 0, C = 0] = x.shape
    const result = new Sums([N, 1])
    for (let n = 0; n < N; n++) {
      const { largest, logSum } = aboveLargest(x, n * C, C)
      result.add(n, largest)
      result.add(n, logSum, inexact(logSum))
    }
    return result
  },
  bound: 12,
  gradient: { inputs: ['x'], bound: 12 },
  cancelling: ({ x }, _, { index, cotangent }) => {
    return probabilityScale(x).at(index) * rowOf(cotangent, x, index)
  },
  cancellingSecond: ({ x }, _, { index, cotangent, direction }) =>
    secondScale(x, index, direction) * rowOf(cotangent, x, index),
  samples: [
    { inputs: { x: logits(5, 3) }, options: {} },
    { inputs: { x: logits(3, 67) }, options: {} },
    { inputs: { x: high(67, 2) }, options: {} },
    { inputs: { x: logits(3, 1) }, options: {} },
    { inputs: { x: wild(7, 10) }, options: {}, gradient: false },
  ],
  errors: [
    {
      inputs: { x: shaped(4) },
      options: {},
      message: /^logSumExp: x must have two dimensions \[N, C\], but is \[4\]/,
    },
  ],
  sizes: { 'ten logits of a batch of 64': { inputs: digits, options: {} } },
  work: ({ x }) => ({ flop: 12 * size(x.shape), bytes: bytesOf(x.shape, x.shape.slice(0, 1)) }),
  lesson: {
    title: 'log-sum-exp',
    formula: String.raw`y_n = m_n + \log \sum_c e^{x_{n,c} - m_n}, \qquad m_n = \max_c x_{n,c}`,
    summary:
      'A smooth maximum. Subtracting the largest logit first changes nothing but the range: no ' +
      'exponential overflows.',
  },
}

/** |u| of the row that an element of x is in. */
function rowOf(cotangent: Dense, x: Dense, index: number): number {
  return Math.abs(cotangent.at(Math.floor(index / (x.shape.at(-1) ?? 1))))
}

export const logSoftmaxCard: Card<'x', None> = {
  op: ({ x }) => logSoftmax(x),
  reference: ({ x }) => logProbabilities(x),
  bound: 12,
  gradient: { inputs: ['x'], bound: 12 },
  // u - p Σu
  cancelling: ({ x }, _, { index, cotangent }) =>
    Math.abs(cotangent.at(index)) +
    probabilityScale(x).at(index) * overRow(x.shape, index, (i) => Math.abs(cotangent.at(i))),
  cancellingSecond: ({ x }, _, { index, cotangent, direction }) =>
    secondScale(x, index, direction) * overRow(x.shape, index, (i) => Math.abs(cotangent.at(i))),
  samples: [
    { inputs: { x: logits(5, 3) }, options: {} },
    { inputs: { x: logits(2, 3, 5) }, options: {} },
    { inputs: { x: high(67, 2) }, options: {} },
    { inputs: { x: logits(67) }, options: {} },
    { inputs: { x: wild(7, 10) }, options: {}, gradient: false },
  ],
  errors: [
    {
      inputs: { x: shaped() },
      options: {},
      message: /^logSoftmax: x must have a dimension, but is \[\]/,
    },
  ],
  sizes: { 'ten logits of a batch of 64': { inputs: digits, options: {} } },
  work: ({ x }) => ({ flop: 12 * size(x.shape), bytes: bytesOf(x.shape, x.shape) }),
  lesson: {
    title: 'log-softmax',
    formula: String.raw`y_c = x_c - \log \sum_k e^{x_k}, \qquad \partial x = \partial y - e^{y} \sum_k \partial y_k`,
    summary:
      'Logits become log probabilities. Taking the logarithm of a softmax would lose those that are ' +
      'small; this never makes them.',
  },
}

type Options = { reduction?: 'mean' | 'sum' }

const share = (x: Dense, { reduction = 'mean' }: Options): number =>
  reduction === 'mean' ? 1 / (x.shape[0] ?? 1) : 1

export const crossEntropyCard: Card<'x' | 'classes', Options> = {
  op: ({ x, classes }, options) => crossEntropy(x, classes, options),
  reference({ x, classes }, options) {
    const [N = 0, C = 0] = x.shape
    const { y, magnitude } = logProbabilities(x)
    const result = new Sums([1])
    for (let n = 0; n < N; n++) {
      if (classes.at(n) >= C) continue
      const at = n * C + classes.at(n)
      result.add(0, -y.at(at) * share(x, options), magnitude.at(at) * share(x, options))
    }
    return result
  },
  bound: 12,
  gradient: { inputs: ['x'], bound: 12 },
  // p - 1 for the right class, p for the others.
  cancelling({ x, classes }, options, { index, cotangent }) {
    const C = x.shape[1] ?? 1
    const right = classes.at(Math.floor(index / C)) === index % C
    const u = Math.abs(cotangent.at(0)) * share(x, options)
    return u * (probabilityScale(x).at(index) + (right ? 1 : 0))
  },
  cancellingSecond: ({ x }, options, { index, cotangent, direction }) =>
    Math.abs(cotangent.at(0)) * share(x, options) * secondScale(x, index, direction),
  samples: [
    { inputs: { x: logits(5, 3), classes: drawn(5, 3) }, options: {} },
    { inputs: { x: logits(7, 10), classes: drawn(7, 10) }, options: { reduction: 'sum' } },
    { inputs: { x: high(67, 2), classes: drawn(67, 2) }, options: {} },
    // The last of these is none of the three.
    { inputs: { x: logits(3, 3), classes: chosen(0, 2, 3) }, options: {} },
    { inputs: { x: wild(7, 10), classes: drawn(7, 10) }, options: {}, gradient: false },
  ],
  errors: [
    {
      inputs: { x: shaped(4, 3), classes: drawn(3, 3) },
      options: {},
      message: /^crossEntropy: x is \[4, 3\] but classes is \[3\]/,
    },
    {
      inputs: { x: shaped(4), classes: drawn(4, 3) },
      options: {},
      message: /^crossEntropy: x must have two dimensions \[N, C\], but is \[4\]/,
    },
    {
      inputs: { x: shaped(4, 3), classes: shaped(4) },
      options: {},
      message: notWhole('crossEntropy', 'classes'),
    },
  ],
  sizes: { 'ten digits, batch 64': { inputs: { ...digits, classes: drawn(64, 10) }, options: {} } },
  work: ({ x, classes }) => ({
    flop: 12 * size(x.shape),
    bytes: bytesOf(x.shape, classes.shape, [1]),
  }),
  lesson: {
    title: 'Cross-entropy',
    formula: String.raw`\ell = -\frac{1}{N} \sum_n \log \operatorname{softmax}(x_n)_{k_n}, \qquad \partial x_n = \tfrac{1}{N} (p_n - e_{k_n})`,
    summary:
      'How surprised a classifier is by the truth. In an AC-GAN, D is paid for naming the class, and G ' +
      'for images that can be named.',
  },
}
