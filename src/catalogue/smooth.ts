// Cards of the smooth activations x · f(x), where f is a share between 0 and 1.

import { gelu, silu } from '../ops'
import type { GeluOptions } from '../ops/activations'
import { type Card, elementwise, type None, shaped } from './card'
import { u, work } from './elementary'

const block = { x: shaped(64, 16, 16, 64) }

/** Numbers near zero, and far from it. */
const samples = [
  { inputs: { x: shaped(2, 3, 5, 3) }, options: {} },
  { inputs: { x: { shape: [257], low: -12, high: 12 } }, options: {} },
]

const logistic = (x: number): number => 1 / (1 + Math.exp(-x))
const logisticSlope = (x: number): number => logistic(x) * logistic(-x)

export const siluCard: Card<'x', None> = {
  op: ({ x }) => silu(x),
  reference: ({ x }) =>
    elementwise(
      x.shape,
      (i) => x.at(i) * logistic(x.at(i)),
      (i) => Math.abs(x.at(i)) * (logistic(x.at(i)) + Math.abs(x.at(i)) * logisticSlope(x.at(i))),
    ),
  bound: 12,
  gradient: { inputs: ['x'], bound: 12 },
  // σ(x) + x σ'(x), and σ' is made from a rounded σ.
  cancelling: ({ x }, __, { index, cotangent }) =>
    u(cotangent, index) * (logistic(x.at(index)) + Math.abs(x.at(index)) / 4),
  cancellingSecond: ({ x }, __, { index, cotangent, direction }) =>
    u(cotangent, index) * u(direction, index) * (1 + Math.abs(x.at(index))),
  samples,
  errors: [],
  sizes: { 'DCGAN 32², G block 3, batch 64': { inputs: block, options: {} } },
  work: (inputs) => work(inputs, 11),
  lesson: {
    title: 'SiLU',
    formula: String.raw`y = x\, \sigma(x)`,
    summary:
      'A ReLU without the corner: each number times the probability that it, as a logit, tells.',
  },
}

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)

/** Φ(x): the integral of the density, by Simpson's rule from 0, or by a continued fraction where little is left. */
function share(x: number): number {
  const a = Math.abs(x)
  let tail: number
  if (a > 4) {
    let fraction = a
    for (let k = 200; k > 0; k--) fraction = a + k / fraction
    tail = density(a) / fraction
  } else {
    const steps = 2000
    let sum = density(0) + density(a)
    for (let k = 1; k < steps; k++) sum += (k % 2 === 0 ? 2 : 4) * density((k * a) / steps)
    tail = 0.5 - (sum * a) / steps / 3
  }
  return x < 0 ? tail : 1 - tail
}

const inner = (x: number): number => 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)

export const geluCard: Card<'x', GeluOptions> = {
  op: ({ x }, options) => gelu(x, options),
  reference: ({ x }, { approximate }) => {
    const part = approximate === 'tanh' ? (v: number) => logistic(inner(v)) : share
    return elementwise(
      x.shape,
      (i) => x.at(i) * part(x.at(i)),
      // A rounding of x costs |x| (Φ + |x| φ), and of the cube in the approximation up to three times that.
      (i) => Math.abs(x.at(i)) * (part(x.at(i)) + 3 * Math.abs(x.at(i)) * density(x.at(i))),
    )
  },
  bound: 12,
  gradient: { inputs: ['x'], bound: 12 },
  cancelling: ({ x }, __, { index, cotangent }) =>
    u(cotangent, index) * (1 + Math.abs(x.at(index))),
  // φ(x) (2 - x²), and a rounding of x costs x² φ; the approximation's is made from a rounded σ, of the cube.
  cancellingSecond: ({ x }, { approximate }, { index, cotangent, direction }) => {
    const square = x.at(index) ** 2
    const slope =
      approximate === 'tanh' ? 1 + square ** 2 : density(x.at(index)) * (1 + square) ** 2
    return u(cotangent, index) * u(direction, index) * (1 + Math.abs(x.at(index))) * slope
  },
  samples: [
    ...samples,
    { inputs: { x: shaped(65) }, options: { approximate: 'tanh' } },
    { inputs: { x: { shape: [257], low: -6, high: 6 } }, options: { approximate: 'tanh' } },
  ],
  errors: [],
  sizes: { 'DCGAN 32², G block 3, batch 64': { inputs: block, options: {} } },
  work: (inputs) => work(inputs, 50),
  lesson: {
    title: 'GELU',
    formula: String.raw`y = x\, \Phi(x)`,
    summary:
      'A ReLU without the corner: each number times the share of numbers, drawn from N(0, 1), that are ' +
      'smaller. Transformers train with it.',
  },
}
