import { size } from '../autograd/check'
import { minibatchStddev } from '../ops'
import type { StddevOptions } from '../ops/stddev'
import { bytesOf, type Card, type Dense, Sums, shaped } from './card'

/** The images of each group, and what they have in common at each place. */
class Groups {
  readonly x: Dense
  /** Numbers of an image. */
  readonly each: number
  readonly members: number[][]
  readonly eps: number

  constructor(x: Dense, { groupSize = 4, apart = 1, eps = 1e-8 }: StddevOptions) {
    this.x = x
    const N = x.shape[0] ?? 0
    this.each = size(x.shape) / N
    this.eps = eps
    this.members = Array.from({ length: N / groupSize }, (_, g) => {
      const first = Math.floor(g / apart) * groupSize * apart + (g % apart)
      return Array.from({ length: groupSize }, (_, k) => first + k * apart)
    })
  }

  groupOf = (n: number): number => this.members.findIndex((members) => members.includes(n))

  /** At one place of the images of a group: mean, deviation, and |x| + |mean| of an image. */
  at(group: number, place: number) {
    const members = this.members[group] ?? []
    const values = members.map((n) => this.x.at(n * this.each + place))
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length
    const rounded = values.map((v) => Math.abs(v) + Math.abs(mean))
    const deviation = Math.sqrt(variance + this.eps)
    const lost = Math.sqrt(rounded.reduce((sum, r) => sum + r ** 2, 0) / values.length)
    return { members, values, mean, deviation, rounded, lost }
  }

  /** Σ |u| over the numbers of the appended channel that a group's deviation reaches. */
  reach(group: number, cotangent: Dense): number {
    const wide = (this.x.shape[3] ?? 0) + 1
    const pixels = cotangent.data.length / wide
    const each = pixels / (this.x.shape[0] ?? 1)
    let sum = 0
    for (let pixel = 0; pixel < pixels; pixel++) {
      const inside = this.members[group]?.includes(Math.floor(pixel / each))
      if (inside) sum += Math.abs(cotangent.at(pixel * wide + wide - 1))
    }
    return sum
  }
}

export const minibatchStddevCard: Card<'x', StddevOptions> = {
  op: ({ x }, options) => minibatchStddev(x, options),
  reference({ x }, options) {
    const [N = 0, H = 0, W = 0, C = 0] = x.shape
    const groups = new Groups(x, options)
    const result = new Sums([N, H, W, C + 1])
    for (const [g, members] of groups.members.entries()) {
      const places = Array.from({ length: groups.each }, (_, place) => groups.at(g, place))
      for (const n of members) {
        for (let pixel = 0; pixel < H * W; pixel++) {
          const to = (n * H * W + pixel) * (C + 1)
          for (let c = 0; c < C; c++) result.add(to + c, x.at((n * H * W + pixel) * C + c))
          // Values close to their mean lose digits.
          for (const { deviation, lost } of places) {
            const term = deviation / groups.each
            result.add(to + C, term, term + lost / groups.each)
          }
        }
      }
    }
    return result
  },
  // Differences, squares, their mean, a root of 9 roundings, another mean.
  bound: 16,
  gradient: { inputs: ['x'], bound: 16 },
  cancelling({ x }, options, { index, cotangent }) {
    const groups = new Groups(x, options)
    const [n, place] = [Math.floor(index / groups.each), index % groups.each]
    const group = groups.groupOf(n)
    const { members, deviation, rounded, lost } = groups.at(group, place)
    const own = rounded[members.indexOf(n)] ?? 0
    const C = x.shape[3] ?? 1
    const direct = cotangent.at(Math.floor(index / C) * (C + 1) + (index % C))
    const slope = own / (members.length * deviation * groups.each)
    return Math.abs(direct) + groups.reach(group, cotangent) * slope * (1 + lost / deviation)
  },
  cancellingSecond({ x }, options, { index, cotangent, direction }) {
    const groups = new Groups(x, options)
    const [n, place] = [Math.floor(index / groups.each), index % groups.each]
    const group = groups.groupOf(n)
    const { members, deviation, rounded, lost } = groups.at(group, place)
    const G = members.length
    const own = rounded[members.indexOf(n)] ?? 0
    // Each other image of the group, and the image itself: δ / (G σ) - (x - m)(x' - m) / (G² σ³).
    const terms = members.reduce((sum, other, k) => {
      const v = Math.abs(direction.at(other * groups.each + place))
      const meets = (own * (rounded[k] ?? 0)) / (G * G * deviation ** 3)
      return sum + v * (((other === n ? 1 : 0) + 1 / G) / (G * deviation) + meets)
    }, 0)
    const reach = groups.reach(group, cotangent) / groups.each
    return reach * terms * (1 + lost / deviation)
  },
  samples: [
    { inputs: { x: shaped(4, 2, 3, 3) }, options: {} },
    { inputs: { x: shaped(8, 2, 2, 2) }, options: {} },
    { inputs: { x: shaped(8, 2, 2, 2) }, options: { apart: 2 } },
    { inputs: { x: shaped(6, 1, 3, 2) }, options: { groupSize: 3, eps: 1e-4 } },
    // Images that are alike: eps alone is under the root.
    {
      inputs: { x: { shape: [2, 1, 1, 2], values: [0.5, 0, 0.5, 0] } },
      options: { groupSize: 2 },
      gradient: false,
    },
  ],
  errors: [
    {
      inputs: { x: shaped(6, 2, 2, 2) },
      options: {},
      message:
        /^minibatchStddev: x is \[6, 2, 2, 2\], and its images are no groups of 4\. Take a batch that is a multiple of 4/,
    },
    {
      inputs: { x: shaped(4, 2, 2, 2) },
      options: { apart: 2 },
      message:
        /^minibatchStddev: x is .* no groups of 4, 2 apart\. Take a batch that is a multiple of 8/,
    },
  ],
  sizes: {
    'the last layers of a style-based D, batch 16 and 16': {
      inputs: { x: shaped(32, 4, 4, 64) },
      options: {},
    },
  },
  work: ({ x }) => ({ flop: 6 * size(x.shape), bytes: 2 * bytesOf(x.shape) }),
  lesson: {
    title: 'Minibatch standard deviation',
    formula: String.raw`y = \frac{1}{n} \sum_{h,w,c} \sqrt{\sigma_{h,w,c}^2 + \varepsilon}`,
    summary:
      'One more channel tells the discriminator how much the images of a group differ. A generator ' +
      'that always draws the same is found out.',
  },
}
