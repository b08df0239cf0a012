// Card of the gradient of a convolution by its weight.

import { convWeightGradient } from '../ops'
import type { WeightGradientOptions } from '../ops/conv'
import { type Card, Sums, shaped } from './card'
import { eachProduct, halving, pair, same, skewed, uneven, work } from './convProducts'

export const convWeightGradientCard: Card<'large' | 'small', WeightGradientOptions> = {
  op: ({ large, small }, options) => convWeightGradient(large, small, options),
  reference({ large, small }, options) {
    const [R, S] = pair(options.kernelSize)
    const weight = [R, S, large.shape[3] ?? 0, small.shape[3] ?? 0]
    const result = new Sums(weight)
    eachProduct({ large: large.shape, small: small.shape, weight }, options, (l, s, w) =>
      result.add(w, large.at(l) * small.at(s)),
    )
    return result
  },
  bound: 8,
  gradient: { inputs: ['large', 'small'], bound: 8 },
  samples: [
    {
      inputs: { large: shaped(2, 8, 8, 3), small: shaped(2, 4, 4, 5) },
      options: { kernelSize: 4, ...halving },
    },
    {
      inputs: { large: shaped(3, 5, 7, 4), small: shaped(3, 5, 7, 8) },
      options: { kernelSize: 3, ...same },
    },
    {
      inputs: { large: shaped(2, 9, 11, 1), small: shaped(2, 5, 3, 5) },
      options: { kernelSize: [3, 2], ...uneven },
    },
    {
      inputs: { large: shaped(2, 7, 8, 3), small: shaped(2, 3, 3, 5) },
      options: { kernelSize: [3, 4], ...skewed },
    },
    {
      inputs: { large: shaped(3, 4, 4, 8), small: shaped(3, 1, 1, 1) },
      options: { kernelSize: 4 },
    },
    {
      inputs: { large: shaped(1, 8, 10, 3), small: shaped(1, 2, 3, 3) },
      options: { kernelSize: 3, stride: 3 },
    },
    {
      inputs: { large: shaped(5, 1, 1, 8), small: shaped(5, 1, 1, 4) },
      options: { kernelSize: 1 },
    },
    {
      inputs: { large: shaped(4, 8, 8, 16), small: shaped(4, 4, 4, 32) },
      options: { kernelSize: 4, ...halving },
      large: true,
    },
    {
      inputs: { large: shaped(2, 5, 6, 33), small: shaped(2, 2, 3, 10) },
      options: { kernelSize: 4, ...halving },
      large: true,
    },
    {
      inputs: { large: shaped(4, 8, 8, 3), small: shaped(4, 4, 4, 16) },
      options: { kernelSize: 4, ...halving },
      large: true,
    },
  ],
  errors: [
    {
      inputs: { large: shaped(2, 8, 8, 3), small: shaped(3, 4, 4, 5) },
      options: { kernelSize: 4, ...halving },
      message: /^convWeightGradient: large has 2 images but small has 3/,
    },
    {
      inputs: { large: shaped(2, 8, 8, 3), small: shaped(2, 5, 4, 5) },
      options: { kernelSize: 4, ...halving },
      message: /^convWeightGradient: small \[2, 5, 4, 5\] has more windows than large/,
    },
  ],
  sizes: {
    'DCGAN 32², D block 1, batch 64': {
      inputs: { large: shaped(64, 32, 32, 3), small: shaped(64, 16, 16, 64) },
      options: { kernelSize: 4, ...halving },
    },
    'DCGAN 32², D block 2, batch 64': {
      inputs: { large: shaped(64, 16, 16, 64), small: shaped(64, 8, 8, 128) },
      options: { kernelSize: 4, ...halving },
    },
    'DCGAN 32², D block 3, batch 64': {
      inputs: { large: shaped(64, 8, 8, 128), small: shaped(64, 4, 4, 256) },
      options: { kernelSize: 4, ...halving },
    },
  },
  work: ({ large, small }, { kernelSize }) => {
    const weight = [...pair(kernelSize), large.shape[3] ?? 0, small.shape[3] ?? 0]
    return work({ large: large.shape, small: small.shape, weight })
  },
  lesson: {
    title: 'Weight gradient of a convolution',
    formula: String.raw`\begin{gathered}\partial w_{r,s,c,k} = \sum_{n,p,q} x_{n,h,w,c}\; \partial y_{n,p,q,k}\\ h = p\cdot\mathrm{stride}+r-\mathrm{pad},\\ w = q\cdot\mathrm{stride}+s-\mathrm{pad}\end{gathered}`,
    summary:
      'How should each weight change? Sum, over all images and windows, what the weight saw times how ' +
      'its output should change. An invocation of the plain kernel computes the gradient of one weight.',
    result: 'weight',
    sample: {
      inputs: { large: shaped(1, 6, 6, 2), small: shaped(1, 6, 6, 2) },
      options: { kernelSize: 3, ...same },
    },
  },
}
