// Card of batch normalisation: by the batch's statistics, by the running ones, and how those move.

import { size } from '../autograd/check'
import type { Tensor } from '../autograd/tensor'
import { batchNorm } from '../ops'
import { groups, type Inputs, type Options, type Statistic, tracked } from './batchStatistics'
import { bytesOf, type Card, type Input, Sums, shaped } from './card'

function running({ runningMean, runningVariance, batches }: Inputs<Tensor>) {
  if (!runningMean || !runningVariance || !batches) return {}
  return { running: { mean: runningMean, variance: runningVariance, batches } }
}

const affine = (C: number) => ({ weight: { shape: [C], low: 0.5, high: 1.5 }, bias: shaped(C) })

const statistics = (C: number): Record<Statistic | 'batches', Input> => ({
  runningMean: shaped(C),
  runningVariance: { shape: [C], low: 0.5, high: 2 },
  batches: { shape: [1], values: [7], dtype: 'u32' },
})

const train = { training: true }

/** Roundings that a sum may be off. */
const BOUND = 8

export const batchNormCard: Card<'x' | 'weight' | 'bias', Options, Statistic | 'batches'> = {
  op(inputs, { watch, ...options }) {
    const y = batchNorm(inputs.x, inputs.weight, inputs.bias, { ...options, ...running(inputs) })
    return (watch && inputs[watch]) ?? y
  },
  reference(inputs, options) {
    if (options.watch) return tracked(inputs, options, options.watch)
    const { x, weight, bias } = inputs
    const { negativeSlope = 1 } = options
    const result = new Sums(x.shape)
    for (const { c, at, mean, rounded, inverse } of groups(inputs, options)) {
      const scale = inverse * weight.at(c)
      for (const i of at) {
        const v = (x.at(i) - mean) * scale + bias.at(c)
        // The mean is rounded to f32: at mean 1000 and deviation 0.1 that costs four digits, in every
        // f32 implementation. A variance from Σx² - (Σx)² would cost all of them.
        const magnitude = rounded(x.at(i)) * Math.abs(scale) + Math.abs(bias.at(c))
        const slope = v > 0 ? 1 : negativeSlope
        // So near the kink that roundings decide on which side of it v lies, either slope may be taken.
        const near = Math.abs(v) <= BOUND * 2 ** -24 * magnitude
        result.add(i, slope * v, (near ? Math.max(1, negativeSlope) : slope) * magnitude)
      }
    }
    return result
  },
  bound: BOUND,
  gradient: { inputs: ['x', 'weight', 'bias'], bound: BOUND },
  cancelling(inputs, options, { input, index, cotangent }) {
    const { x, weight } = inputs
    const C = x.shape.at(-1) ?? 1
    let magnitude = 0
    for (const { c, at, rounded, inverse, rows } of groups(inputs, options)) {
      if (c !== index % C) continue
      // |x̂| with what was rounded on the way to it.
      const normal = (i: number) => rounded(x.at(i)) * inverse
      let sumU = 0
      let sumUx = 0
      for (const i of at) {
        sumU += Math.abs(cotangent.at(i))
        sumUx += Math.abs(cotangent.at(i)) * normal(i)
      }
      if (input === 'bias') magnitude += sumU
      if (input === 'weight') magnitude += sumUx
      if (input !== 'x' || !at.includes(index)) continue
      const through = options.training ? (sumU + normal(index) * sumUx) / rows : 0
      magnitude += Math.abs(weight.at(c)) * inverse * (Math.abs(cotangent.at(index)) + through)
    }
    return magnitude
  },
  refusesSecond:
    /^batchNorm: its gradient is one fused kernel and cannot be differentiated again\. Use a norm over one sample/,
  samples: [
    { inputs: { x: shaped(2, 3, 5, 3), ...affine(3) }, options: train },
    {
      inputs: { x: shaped(2, 3, 5, 3), ...affine(3), ...statistics(3) },
      options: { training: false },
    },
    {
      inputs: { x: { shape: [3, 4, 4, 2], low: 999.8, high: 1000.2 }, ...affine(2) },
      options: train,
    },
    {
      inputs: { x: { shape: [4, 3, 3, 2], low: 0.4999, high: 0.5001 }, ...affine(2) },
      options: train,
    },
    { inputs: { x: shaped(150, 5), ...affine(5) }, options: { training: true, eps: 1e-3 } },
    { inputs: { x: shaped(4, 3, 5, 3), ...affine(3) }, options: { training: true, parts: 2 } },
    {
      inputs: { x: shaped(270, 3), ...affine(3) },
      options: { training: true, parts: 2, negativeSlope: 0.2 },
    },
    {
      inputs: { x: shaped(2, 3, 5, 3), ...affine(3) },
      options: { training: true, negativeSlope: 0 },
    },
    {
      inputs: { x: shaped(2, 3, 5, 3), ...affine(3), ...statistics(3) },
      options: { training: false, negativeSlope: 0.2 },
    },
    {
      inputs: { x: shaped(4, 3, 3, 2), ...affine(2), ...statistics(2) },
      options: { training: true, parts: 2, watch: 'runningVariance' },
      gradient: false,
    },
    {
      inputs: { x: shaped(2, 3, 3, 4), ...affine(4), ...statistics(4) },
      options: { training: true, watch: 'runningMean' },
      gradient: false,
    },
    {
      inputs: { x: shaped(2, 3, 3, 4), ...affine(4), ...statistics(4) },
      options: { training: true, momentum: 0.3, watch: 'runningVariance' },
      gradient: false,
    },
    // Some of these lie at the kink as far as f32 can tell.
    {
      inputs: { x: { shape: [4, 9, 9, 9], low: 999.8, high: 1000.2 }, ...affine(9) },
      options: { training: true, negativeSlope: 0 },
      gradient: false,
    },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 3, 3, 4), ...affine(3) },
      options: train,
      message: /^batchNorm: weight must be \[4\], as x is \[2, 3, 3, 4\], but is \[3\]/,
    },
    {
      inputs: { x: shaped(1, 1, 1, 4), ...affine(4) },
      options: train,
      message: /^batchNorm: training needs more than one value a channel, but x is \[1, 1, 1, 4\]/,
    },
    {
      inputs: { x: shaped(3, 4), ...affine(4) },
      options: { training: true, parts: 2 },
      message: /^batchNorm: x is \[3, 4\] and cannot be 2 batches of one size. Let parts divide 3/,
    },
    {
      inputs: { x: shaped(3, 4), ...affine(4) },
      options: { training: true, negativeSlope: -0.2 },
      message: /^batchNorm: negativeSlope must not be negative, but is -0.2/,
    },
    {
      inputs: { x: shaped(2, 4), ...affine(4) },
      options: { training: false },
      message: /^batchNorm: eval mode normalises by running statistics, but none were given/,
    },
  ],
  sizes: {
    'DCGAN 32², D block 2, batch 64': {
      inputs: { x: shaped(64, 8, 8, 128), ...affine(128) },
      options: train,
    },
    'DCGAN 32², G block 3, batch 64': {
      inputs: { x: shaped(64, 16, 16, 64), ...affine(64) },
      options: train,
    },
  },
  work: ({ x }) => ({ flop: 7 * size(x.shape), bytes: bytesOf(x.shape, x.shape) }),
  lesson: {
    title: 'Batch normalisation',
    formula: String.raw`y = \gamma\, \frac{x - \mu_c}{\sqrt{\sigma_c^2 + \varepsilon}} + \beta`,
    summary:
      'Each channel is shifted and scaled by the mean and variance that it has over the batch. Real and ' +
      'fake images go through as batches of their own.',
  },
}
