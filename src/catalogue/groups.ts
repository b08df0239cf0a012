// Reference of the norms within one sample. One serves all three: they differ in which elements make a group,
// as the kernels do.

import { size } from '../autograd/check'
import { bytesOf, type Dense, type Named, type Shape, Sums } from './card'

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

/** The groups of x, and the moments of each. */
class Groups {
  readonly inputs: Inputs
  readonly #view: View
  readonly #moments: { mean: number; inverse: number }[] = []
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

/** Parts that the three cards share; `view` says what makes a group. */
export function norm<O extends Options>(view: (shape: Shape, options: O) => View) {
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
