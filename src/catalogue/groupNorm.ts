// Cards of the norms within one sample. One reference serves all three: they differ in which elements
// make a group, as the kernels do.

import { size } from '../autograd/check'
import { groupNorm, instanceNorm, layerNorm } from '../ops'
import { bytesOf, type Card, type Dense, type Named, type Shape, Sums, shaped } from './card'

type Inputs = Named<'x', 'weight' | 'bias', Dense>

export interface Options {
  eps?: number
}

/** x as [samples, rows, groups, depth], and how many numbers `weight` has. */
interface View {
  rows: number
  groups: number
  depth: number
  affine: number
}

/** What the elements of x have to do with each other. */
class Groups {
  readonly inputs: Inputs
  readonly #view: View
  readonly #moments: { mean: number; inverse: number }[] = []
  /** Numbers in a group. */
  readonly count: number

  constructor(inputs: Inputs, view: View, { eps = 1e-5 }: Options) {
    this.inputs = inputs
    this.#view = view
    this.count = view.rows * view.depth
    const { x } = inputs
    const mean = this.averages((i) => x.at(i))
    const variance = this.averages((i) => (x.at(i) - (mean[this.of(i)] ?? 0)) ** 2)
    this.#moments = mean.map((value, g) => ({
      mean: value,
      inverse: 1 / Math.sqrt((variance[g] ?? 0) + eps),
    }))
  }

  /** The group of element i. */
  of(i: number): number {
    const { rows, groups, depth } = this.#view
    return Math.floor(i / (rows * groups * depth)) * groups + (Math.floor(i / depth) % groups)
  }

  /** The mean of f over each group. */
  averages(f: (i: number) => number): number[] {
    const means = new Array<number>(size(this.inputs.x.shape) / this.count).fill(0)
    for (let i = 0; i < size(this.inputs.x.shape); i++) {
      means[this.of(i)] = (means[this.of(i)] ?? 0) + f(i) / this.count
    }
    return means
  }

  inverse = (i: number): number => this.#moments[this.of(i)]?.inverse ?? Number.NaN

  standardised = (i: number): number =>
    (this.inputs.x.at(i) - (this.#moments[this.of(i)]?.mean ?? 0)) * this.inverse(i)

  /** |x̂| with what is rounded where x meets its mean: both. */
  rounded = (i: number): number =>
    (Math.abs(this.inputs.x.at(i)) + Math.abs(this.#moments[this.of(i)]?.mean ?? 0)) *
    this.inverse(i)

  weight = (i: number): number => this.inputs.weight?.at(i % this.#view.affine) ?? 1

  bias = (i: number): number => this.inputs.bias?.at(i % this.#view.affine) ?? 0

  /** Σ f over the elements that share number `index` of weight or bias. */
  sharing(index: number, f: (i: number) => number): number {
    let sum = 0
    for (let i = index; i < size(this.inputs.x.shape); i += this.#view.affine) sum += f(i)
    return sum
  }

  /** Σ of the magnitudes of s (g - mean(g) - x̂ mean(g x̂)): a gradient through the norm. */
  projected(g: (i: number) => number): (i: number) => number {
    const plain = this.averages((i) => Math.abs(g(i)))
    const meeting = this.averages((i) => Math.abs(g(i)) * this.rounded(i))
    return (i) => {
      const through = (plain[this.of(i)] ?? 0) + this.rounded(i) * (meeting[this.of(i)] ?? 0)
      return this.inverse(i) * (Math.abs(g(i)) + through)
    }
  }
}

/** What the three cards have in common; `view` says what makes a group. */
function norm<O extends Options>(view: (shape: Shape, options: O) => View) {
  const groupsOf = (inputs: Inputs, options: O) =>
    new Groups(inputs, view(inputs.x.shape, options), options)
  return {
    reference(inputs: Inputs, options: O): Sums {
      const groups = groupsOf(inputs, options)
      const result = new Sums(inputs.x.shape)
      for (let i = 0; i < size(inputs.x.shape); i++) {
        // The mean is rounded to f32: at mean 1000 and deviation 0.1 that costs four digits.
        const magnitude = groups.rounded(i) * Math.abs(groups.weight(i))
        result.add(i, groups.standardised(i) * groups.weight(i), magnitude)
        result.add(i, groups.bias(i))
      }
      return result
    },
    bound: 8,
    cancelling(
      inputs: Inputs,
      options: O,
      { input, index, cotangent }: { input: string; index: number; cotangent: Dense },
    ): number {
      const groups = groupsOf(inputs, options)
      const u = (i: number) => cotangent.at(i)
      if (input === 'bias') return groups.sharing(index, (i) => Math.abs(u(i)))
      if (input === 'weight') {
        return groups.sharing(index, (i) => Math.abs(u(i)) * groups.rounded(i))
      }
      return groups.projected((i) => u(i) * groups.weight(i))(index)
    },
    cancellingSecond(
      inputs: Inputs,
      options: O,
      { a, b, index, cotangent, direction }: Second,
    ): number {
      const groups = groupsOf(inputs, options)
      const u = (i: number) => cotangent.at(i)
      const v = (i: number) => direction.at(i % direction.data.length)
      if (a === 'x' && b === 'weight') {
        const projected = groups.projected(u)
        return groups.sharing(index, (i) => Math.abs(v(i)) * projected(i))
      }
      if (a === 'weight' && b === 'x') return groups.projected((i) => u(i) * v(i))(index)
      if (a !== 'x' || b !== 'x') return 0
      // ⟨v, s (g - mean(g) - x̂ mean(g x̂))⟩ depends on x through x̂, twice, and through s.
      const g = (i: number) => u(i) * groups.weight(i)
      const meanG = groups.averages((i) => Math.abs(g(i)) * groups.rounded(i))
      const meanV = groups.averages((i) => Math.abs(v(i)) * groups.rounded(i))
      const throughNormal = groups.projected((i) => {
        const each = Math.abs(v(i)) * (meanG[groups.of(i)] ?? 0)
        return groups.inverse(i) * (each + Math.abs(g(i)) * (meanV[groups.of(i)] ?? 0))
      })
      const projected = groups.projected(g)
      const throughS = groups.averages((i) => Math.abs(v(i)) * projected(i))
      const own = groups.inverse(index) * groups.rounded(index)
      return throughNormal(index) + own * (throughS[groups.of(index)] ?? 0)
    },
    work: ({ x }: { readonly x: { shape: Shape } }) => ({
      flop: 7 * size(x.shape),
      bytes: bytesOf(x.shape, x.shape),
    }),
  }
}

interface Second {
  a: string
  b: string
  index: number
  cotangent: Dense
  direction: Dense
}

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
