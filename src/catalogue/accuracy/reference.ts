// What an op and its gradients are in float64, at places spread over the tensor: so even a layer of a real
// network is quick to judge. Convolutions term by term, from their definition; everything else by the card's reference,
// and by differences of it.

import type { ConvOptions } from '../../ops/conv'
import type { Dense, Shape } from '../card'
import { largeShape, pair, smallShape } from '../convProducts'
import type { Drawn } from '../evaluate'
import { type Expected, nudged } from '../verify'

/** Elements of a tensor that are looked at. A sum costs its terms, a slope four references. */
const ELEMENTS = { sum: 4096, slope: 192 }

/** Places all over a tensor, in no step that its channels or pixels might share. */
function scattered(length: number, most: number): number[] {
  if (length <= most) return Array.from({ length }, (_, index) => index)
  const golden = (Math.sqrt(5) - 1) / 2
  const places = Array.from({ length: most }, (_, i) =>
    Math.floor((((i + 0.5) * golden) % 1) * length),
  )
  return [...new Set(places)]
}

/** Elements of y, or of the gradient of ⟨u, y⟩ for an input. */
export function expectedOf(drawn: Drawn, input: string | undefined, u: Dense): Expected[] {
  const convolution = convolutionOf(drawn, input, u)
  if (convolution) {
    const sum = sums[convolution.wanted]
    const length = convolution.shapes[convolution.wanted].reduce((a, b) => a * b, 1)
    return scattered(length, ELEMENTS.sum).map((index) => sum(convolution, index))
  }
  if (input === undefined) {
    const { y, magnitude } = drawn.card.reference(drawn.inputs, drawn.options)
    return Array.from(y.data, (value, index) => ({ index, value, magnitude: magnitude.at(index) }))
  }
  return scattered(drawn.inputs[input]?.data.length ?? 0, ELEMENTS.slope).map((index) =>
    slope(drawn, { input, index, cotangent: u }),
  )
}

/** Points of a difference in steps of H and their weights: good to 1e-12, a hundred-thousandth of a rounding. */
const STENCIL = [
  [1, 8 / 12],
  [-1, -8 / 12],
  [2, -1 / 12],
  [-2, 1 / 12],
] as const
const H = 2 ** -9

/** Slope of ⟨u, f⟩ in one element. */
function slope(
  { card, inputs, options }: Drawn,
  about: { input: string; index: number; cotangent: Dense },
): Expected {
  const { input, index, cotangent } = about
  const slopes = new Float64Array(cotangent.data.length)
  for (const [steps, weight] of STENCIL) {
    const { y } = card.reference(nudged(inputs, input, index, steps * H), options)
    for (let j = 0; j < slopes.length; j++) slopes[j] = (slopes[j] ?? 0) + (weight / H) * y.at(j)
  }
  let value = 0
  let terms = 0
  for (const [j, each] of slopes.entries()) {
    value += cotangent.at(j) * each
    terms += Math.abs(cotangent.at(j) * each)
  }
  const times = card.gradientTimes?.(inputs, options) ?? 1
  return {
    index,
    value: times * value,
    magnitude: Math.max(Math.abs(times) * terms, card.cancelling?.(inputs, options, about) ?? 0),
  }
}

type Role = 'large' | 'small' | 'weight'

/** One of the three sums of a convolution: two tensors are there, the third is wanted. */
interface Convolution {
  wanted: Role
  shapes: Readonly<Record<Role, Shape>>
  given: Partial<Record<Role, Dense>>
  options: ConvOptions
}

/** Names of each op's tensors among the three. */
const roles: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  conv2d: { x: 'large', weight: 'weight', y: 'small' },
  linear: { x: 'large', weight: 'weight', y: 'small' },
  convTranspose2d: { x: 'small', weight: 'weight', y: 'large' },
  convWeightGradient: { large: 'large', small: 'small', y: 'weight' },
}

function convolutionOf(drawn: Drawn, input = 'y', u: Dense): Convolution | undefined {
  const named = roles[drawn.name]
  const wanted = named?.[input]
  if (!named || !wanted) return undefined
  const options = (drawn.options ?? {}) as ConvOptions & { kernelSize?: number }
  const given: Partial<Record<Role, Dense>> = {}
  for (const [name, role] of Object.entries(named)) {
    if (role !== wanted) given[role] = name === 'y' ? u : (drawn.inputs[name] ?? u)
  }
  // A fully connected layer is a convolution of images of one pixel.
  const wide = (shape: Shape = []) => (shape.length === 2 ? [1, 1, ...shape] : shape)
  const flat = ({ shape = [] }: { shape?: Shape } = {}) =>
    shape.length === 2 ? [shape[0] ?? 0, 1, 1, shape[1] ?? 0] : shape
  const { x, weight, large: l, small: s } = drawn.inputs
  const taps = wide(weight?.shape)
  const shapes =
    drawn.name === 'convWeightGradient'
      ? { large: flat(l), small: flat(s), weight: weightShape(options, flat(l), flat(s)) }
      : drawn.name === 'convTranspose2d'
        ? { large: largeShape(flat(x), taps, options), small: flat(x), weight: taps }
        : { large: flat(x), small: smallShape(flat(x), taps, options), weight: taps }
  return { wanted, shapes, given, options }
}

const weightShape = ({ kernelSize = 1 }: { kernelSize?: number }, large: Shape, small: Shape) => [
  kernelSize,
  kernelSize,
  large[3] ?? 0,
  small[3] ?? 0,
]

/** The place of an element along each of four axes. */
function fourOf(index: number, [, b = 1, c = 1, d = 1]: Shape) {
  const rest = Math.floor(index / d)
  return [Math.floor(rest / c / b), Math.floor(rest / c) % b, rest % c, index % d] as const
}

const at = ([, b = 1, c = 1, d = 1]: Shape, i: number, j: number, k: number, l: number): number =>
  ((i * b + j) * c + k) * d + l

/** The sums of products that one element of each of the three is. */
const sums: Readonly<Record<Role, (convolution: Convolution, index: number) => Expected>> = {
  small: (convolution, index) => {
    const { shapes, given } = convolution
    const [n, p, q, k] = fourOf(index, shapes.small)
    const [R = 0, S = 0, C = 0] = shapes.weight
    const [, H = 0, W = 0] = shapes.large
    const total = new Total(index)
    for (let r = 0; r < R; r++) {
      for (let s = 0; s < S; s++) {
        const [h, w] = pixelOf(convolution, p, q, r, s)
        if (h < 0 || h >= H || w < 0 || w >= W) continue
        for (let c = 0; c < C; c++) {
          total.add(
            given.large?.at(at(shapes.large, n, h, w, c)),
            given.weight?.at(at(shapes.weight, r, s, c, k)),
          )
        }
      }
    }
    return total
  },
  large: (convolution, index) => {
    const { shapes, given } = convolution
    const [n, h, w, c] = fourOf(index, shapes.large)
    const [R = 0, S = 0] = shapes.weight
    const [, P = 0, Q = 0, K = 0] = shapes.small
    const total = new Total(index)
    for (let p = 0; p < P; p++) {
      for (let q = 0; q < Q; q++) {
        for (let r = 0; r < R; r++) {
          for (let s = 0; s < S; s++) {
            const [row, column] = pixelOf(convolution, p, q, r, s)
            if (row !== h || column !== w) continue
            for (let k = 0; k < K; k++) {
              total.add(
                given.small?.at(at(shapes.small, n, p, q, k)),
                given.weight?.at(at(shapes.weight, r, s, c, k)),
              )
            }
          }
        }
      }
    }
    return total
  },
  weight: (convolution, index) => {
    const { shapes, given } = convolution
    const [r, s, c, k] = fourOf(index, shapes.weight)
    const [N = 0, H = 0, W = 0] = shapes.large
    const [, P = 0, Q = 0] = shapes.small
    const total = new Total(index)
    for (let n = 0; n < N; n++) {
      for (let p = 0; p < P; p++) {
        for (let q = 0; q < Q; q++) {
          const [h, w] = pixelOf(convolution, p, q, r, s)
          if (h < 0 || h >= H || w < 0 || w >= W) continue
          total.add(
            given.large?.at(at(shapes.large, n, h, w, c)),
            given.small?.at(at(shapes.small, n, p, q, k)),
          )
        }
      }
    }
    return total
  },
}

/** The pixel of the large image that a tap of a window sees. */
function pixelOf({ options }: Convolution, p: number, q: number, r: number, s: number) {
  const { stride = 1, padding = 0, dilation = 1 } = options
  const [strideH, strideW] = pair(stride)
  const [paddingH, paddingW] = pair(padding)
  const [dilationH, dilationW] = pair(dilation)
  return [p * strideH + r * dilationH - paddingH, q * strideW + s * dilationW - paddingW] as const
}

class Total implements Expected {
  value = 0
  magnitude = 0
  readonly index: number

  constructor(index: number) {
    this.index = index
  }

  add(a = Number.NaN, b = Number.NaN): void {
    this.value += a * b
    this.magnitude += Math.abs(a * b)
  }
}
