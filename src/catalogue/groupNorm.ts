import { size } from '../autograd/check'
import { groupNorm, instanceNorm, layerNorm } from '../ops'
import { type Card, type Shape, shaped } from './card'
import { norm, type Options } from './groups'

const affine = (...shape: number[]) => ({
  weight: { shape, low: 0.5, high: 1.5 },
  bias: shaped(...shape),
})

const gradient = { inputs: ['x', 'weight', 'bias'] as const, bound: 8 }

export const layerNormCard: Card<'x', Options & { normalizedShape?: Shape }, 'weight' | 'bias'> = {
  op: ({ x, ...tensors }, options) => layerNorm(x, { ...tensors, ...options }),
  ...norm((shape, { normalizedShape = shape.slice(1) }: Options & { normalizedShape?: Shape }) => {
    const depth = size(normalizedShape)
    return { rows: 1, groups: 1, depth, affine: depth }
  }),
  gradient,
  samples: [
    { inputs: { x: shaped(3, 2, 3, 5), ...affine(2, 3, 5) }, options: {} },
    { inputs: { x: shaped(2, 3, 7), ...affine(7) }, options: { normalizedShape: [7] } },
    { inputs: { x: shaped(2, 3, 7), weight: affine(7).weight }, options: { normalizedShape: [7] } },
    // More than one chunk a sample.
    { inputs: { x: shaped(2, 150), ...affine(150) }, options: { eps: 1e-3 }, large: true },
    {
      inputs: { x: { shape: [2, 3, 4, 2], low: 999.8, high: 1000.2 }, ...affine(3, 4, 2) },
      options: {},
      large: true,
    },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 3, 4) },
      options: { normalizedShape: [3] },
      message:
        /^layerNorm: normalizedShape \[3\] must be the last dimensions of x, which is \[2, 3, 4\]/,
    },
    {
      inputs: { x: shaped(2, 3, 4), ...affine(4) },
      options: {},
      message: /^layerNorm: weight must be \[3, 4\], as x is \[2, 3, 4\], but is \[4\]/,
    },
  ],
  sizes: {
    'critic 32², block 2, batch 64': {
      inputs: { x: shaped(64, 8, 8, 128), ...affine(8, 8, 128) },
      options: {},
    },
  },
  lesson: {
    title: 'Layer normalisation',
    formula: String.raw`y = \gamma\, \frac{x - \mu_n}{\sqrt{\sigma_n^2 + \varepsilon}} + \beta`,
    summary:
      'Every sample by its own mean and variance. Samples do not touch each other, so the gradient ' +
      'penalty, which speaks of one sample at a time, keeps its meaning.',
  },
}

export const instanceNormCard: Card<'x', Options, 'weight' | 'bias'> = {
  op: ({ x, ...tensors }, options) => instanceNorm(x, { ...tensors, ...options }),
  ...norm(([, H = 1, W = 1, C = 1]: Shape) => ({ rows: H * W, groups: C, depth: 1, affine: C })),
  gradient,
  samples: [
    { inputs: { x: shaped(2, 3, 4, 3), ...affine(3) }, options: {} },
    { inputs: { x: shaped(2, 12, 13, 2), ...affine(2) }, options: {}, large: true },
    {
      inputs: { x: { shape: [2, 4, 4, 2], low: 999.8, high: 1000.2 }, ...affine(2) },
      options: {},
      large: true,
    },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 1, 1, 4) },
      options: {},
      message: /^instanceNorm: a channel needs more than one pixel, but x is \[2, 1, 1, 4\]/,
    },
    {
      inputs: { x: shaped(2, 3, 3, 4), bias: shaped(3) },
      options: {},
      message: /^instanceNorm: bias must be \[4\], as x is \[2, 3, 3, 4\], but is \[3\]/,
    },
  ],
  sizes: {
    'critic 32², block 2, batch 64': {
      inputs: { x: shaped(64, 8, 8, 128), ...affine(128) },
      options: {},
    },
  },
  lesson: {
    title: 'Instance normalisation',
    formula: String.raw`y = \gamma_c\, \frac{x - \mu_{nc}}{\sqrt{\sigma_{nc}^2 + \varepsilon}} + \beta_c`,
    summary:
      'Every channel of every image by its own mean and variance: contrast and brightness go, shapes stay.',
  },
}

export const groupNormCard: Card<'x', Options & { groups: number }, 'weight' | 'bias'> = {
  op: ({ x, ...tensors }, options) => groupNorm(x, { ...tensors, ...options }),
  ...norm(([, H = 1, W = 1, C = 1]: Shape, { groups }: Options & { groups: number }) => {
    return { rows: H * W, groups, depth: C / groups, affine: C }
  }),
  gradient,
  samples: [
    { inputs: { x: shaped(2, 3, 2, 6), ...affine(6) }, options: { groups: 3 } },
    { inputs: { x: shaped(3, 2, 2, 4), ...affine(4) }, options: { groups: 1 } },
    { inputs: { x: shaped(1, 7, 11, 4), ...affine(4) }, options: { groups: 2 }, large: true },
  ],
  errors: [
    {
      inputs: { x: shaped(2, 3, 3, 4) },
      options: { groups: 3 },
      message: /^groupNorm: groups 3 must divide the channels of x, which is \[2, 3, 3, 4\]/,
    },
  ],
  sizes: {
    'critic 32², block 2, batch 64': {
      inputs: { x: shaped(64, 8, 8, 128), ...affine(128) },
      options: { groups: 8 },
    },
  },
  lesson: {
    title: 'Group normalisation',
    formula: String.raw`y = \gamma_c\, \frac{x - \mu_{ng}}{\sqrt{\sigma_{ng}^2 + \varepsilon}} + \beta_c`,
    summary: 'Between layer and instance norm: neighbouring channels share a mean and a variance.',
  },
}
