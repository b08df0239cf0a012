import { colourJitter, gateDraws, shiftCut } from '../ops'
import type { ShiftCutOptions } from '../ops/augment'
import {
  bytesOf,
  type Card,
  type Dense,
  elementwise,
  type Input,
  type None,
  type Shape,
  Sums,
  shaped,
} from './card'

const drawn = (N: number): Input => ({ shape: [N, 8], low: 0, high: 1 })

const sizes = (C: number) => ({ x: shaped(64, 32, 32, C), draws: drawn(64) })

const misuse = (op: string) => [
  {
    inputs: { x: shaped(3, 4, 4, 1), draws: drawn(2) },
    options: {},
    message: new RegExp(
      `^${op}: draws must hold 8 numbers for each image of x, \\[3, 4, 4, 1\\], but is \\[2, 8\\]`,
    ),
  },
  {
    inputs: { x: shaped(4, 4, 1), draws: drawn(4) },
    options: {},
    message: new RegExp(
      `^${op}: x must have four dimensions \\[N, H, W, C\\], but is \\[4, 4, 1\\]`,
    ),
  },
]

/** Terms of each element of y: itself, the mean of its pixel, the mean of its image. */
function eachTerm(
  { shape }: { shape: Shape },
  draws: Dense,
  visit: (y: number, x: number, weight: number, magnitude: number) => void,
): void {
  const [N = 0, H = 0, W = 0, C = 0] = shape
  const image = H * W * C
  for (let n = 0; n < N; n++) {
    const [saturation, contrast] = [2 * draws.at(n * 8 + 1), draws.at(n * 8 + 2) + 0.5]
    for (let i = 0; i < image; i++) {
      const y = n * image + i
      visit(y, y, contrast * saturation, contrast * saturation)
      const ofPixel = (contrast * (1 - saturation)) / C
      // 1 - s is as exact as 1 and s are.
      for (let c = 0; c < C; c++) {
        visit(y, y - (y % C) + c, ofPixel, (contrast * (1 + saturation)) / C)
      }
      for (let j = 0; j < image; j++) {
        visit(y, n * image + j, (1 - contrast) / image, (1 + contrast) / image)
      }
    }
  }
}

export const colourJitterCard: Card<'x' | 'draws', None> = {
  op: ({ x, draws }) => colourJitter(x, draws),
  reference({ x, draws }) {
    const result = new Sums(x.shape)
    eachTerm(x, draws, (y, from, weight, magnitude) => {
      const value = x.at(from)
      result.add(y, weight * value, magnitude * Math.abs(value))
    })
    const [N = 1] = x.shape
    const image = x.data.length / N
    for (let i = 0; i < x.data.length; i++) {
      const draw = draws.at(Math.floor(i / image) * 8)
      result.add(i, draw - 0.5, draw + 0.5)
    }
    return result
  },
  bound: 4,
  gradient: { inputs: ['x'], bound: 4 },
  cancelling({ x, draws }, _, { index, cotangent }) {
    let total = 0
    eachTerm(x, draws, (y, from, _weight, magnitude) => {
      if (from === index) total += magnitude * Math.abs(cotangent.at(y))
    })
    return total
  },
  samples: [
    { inputs: { x: shaped(3, 4, 4, 3), draws: drawn(3) }, options: {} },
    { inputs: { x: shaped(2, 5, 3, 1), draws: drawn(2) }, options: {} },
  ],
  errors: misuse('colourJitter'),
  sizes: { 'RGB 32², batch 64': { inputs: sizes(3), options: {} } },
  // The image's mean, the pixel's, and two weighings.
  work: ({ x, draws }) => ({
    flop: 8 * (bytesOf(x.shape) / 4),
    bytes: bytesOf(x.shape, x.shape, x.shape, draws.shape),
  }),
  lesson: {
    title: 'Another light',
    formula: String.raw`y = k\,(s\,x + (1 - s)\,\bar x_{\text{pixel}}) + (1 - k)\,\bar x + b`,
    summary:
      'Brightness, saturation and contrast are drawn for each image. Both means are symmetric maps, so ' +
      'but for the brightness the gradient goes through the same kernel.',
  },
}

/** A whole number below count. */
const whole = (draw: number, count: number) => Math.min(Math.floor(draw * count), count - 1)

/** Source of pixel (h, w) of image n; undefined where it is 0. */
function sourceOf(
  { shape: [, H = 0, W = 0] }: { shape: Shape },
  draws: Dense,
  { shift = 0, cut = 0, flip = false }: ShiftCutOptions,
) {
  return (n: number, h: number, w: number): { h: number; w: number } | undefined => {
    const draw = (column: number) => draws.at(n * 8 + column)
    const places = 1 - (cut % 2)
    const top = whole(draw(6), H + places) - Math.floor(cut / 2)
    const left = whole(draw(7), W + places) - Math.floor(cut / 2)
    if (draw(6) <= 1 && h >= top && h < top + cut && w >= left && w < left + cut) return undefined
    const from = {
      h: h - (whole(draw(4), 2 * shift + 1) - shift),
      w: w - (whole(draw(5), 2 * shift + 1) - shift),
    }
    if (from.h < 0 || from.h >= H || from.w < 0 || from.w >= W) return undefined
    return flip && draw(3) >= 0.5 ? { ...from, w: W - 1 - from.w } : from
  }
}

export const shiftCutCard: Card<'x' | 'draws', ShiftCutOptions> = {
  op: ({ x, draws }, options) => shiftCut(x, draws, options),
  reference({ x, draws }, options) {
    const [, H = 0, W = 0, C = 0] = x.shape
    const source = sourceOf(x, draws, options)
    return elementwise(x.shape, (i) => {
      const n = Math.floor(i / C / W / H)
      const from = source(n, Math.floor(i / C / W) % H, Math.floor(i / C) % W)
      return from ? x.at(((n * H + from.h) * W + from.w) * C + (i % C)) : 0
    })
  },
  // Numbers are moved, not changed.
  bound: 0.5,
  gradient: { inputs: ['x'], bound: 0.5 },
  samples: [
    {
      inputs: { x: shaped(6, 5, 7, 1), draws: drawn(6) },
      options: { shift: 2, cut: 3, flip: true },
    },
    { inputs: { x: shaped(5, 6, 4, 3), draws: drawn(5) }, options: { cut: 2 } },
    { inputs: { x: shaped(4, 3, 3, 2), draws: drawn(4) }, options: { shift: 3 } },
    { inputs: { x: shaped(4, 4, 5, 1), draws: drawn(4) }, options: { flip: true } },
  ],
  errors: [
    ...misuse('shiftCut'),
    {
      inputs: { x: shaped(1, 4, 5, 1), draws: drawn(1) },
      options: { shift: 5 },
      message: /^shiftCut: shift must be a whole number of pixels up to 4, but is 5/,
    },
    {
      inputs: { x: shaped(1, 4, 5, 1), draws: drawn(1) },
      options: { cut: 0.5 },
      message: /^shiftCut: cut must be a whole number of pixels up to 4, but is 0\.5/,
    },
  ],
  sizes: {
    'RGB 32², batch 64': { inputs: sizes(3), options: { shift: 4, cut: 16, flip: true } },
  },
  work: ({ x, draws }) => ({ flop: 0, bytes: bytesOf(x.shape, x.shape, draws.shape) }),
  lesson: {
    title: 'Moved, mirrored, cut',
    formula: String.raw`y_{h,w} = x_{h - \Delta h,\, w - \Delta w} \text{ outside a square, else } 0`,
    summary:
      'Each pixel of y knows which pixel of x it shows. The gradient asks the other way round: each pixel ' +
      'of x knows where it went, so nothing is scattered.',
  },
}

/** Draws that change nothing. */
const UNCHANGED = [0.5, 0.5, 0.5, 0, 0.5, 0.5, 2, 2]
/** Columns whose chance decides. */
const DECIDES = [0, 1, 2, 3, 4, 4, 6, 6]

const rows = (N: number): Input => ({ shape: [N, 16], low: 0, high: 1 })

export const gateDrawsCard: Card<'draws' | 'probability', None> = {
  op: ({ draws, probability }) => gateDraws(draws, probability),
  reference({ draws, probability }) {
    const [N = 0] = draws.shape
    return elementwise([N, 8], (i) => {
      const [row, column] = [Math.floor(i / 8) * 16, i % 8]
      const happens = draws.at(row + 8 + (DECIDES[column] ?? 0)) < probability.at(0)
      return happens ? draws.at(row + column) : (UNCHANGED[column] ?? 0)
    })
  },
  // Numbers are chosen, not changed.
  bound: 0.5,
  samples: [0, 0.25, 1].map((p) => ({
    inputs: { draws: rows(40), probability: { shape: [2], values: [p, 9] } },
    options: {},
  })),
  errors: [
    {
      inputs: { draws: drawn(3), probability: { shape: [1], values: [1] } },
      options: {},
      message: /^gateDraws: draws must hold 16 numbers for each image, but is \[3, 8\]/,
    },
  ],
  sizes: {
    'batch 64': {
      inputs: { draws: rows(64), probability: { shape: [1], values: [0.5] } },
      options: {},
    },
  },
  work: ({ draws: { shape } }) => ({ flop: 0, bytes: bytesOf(shape, shape) }),
  lesson: {
    title: 'Changed now and then',
    formula: String.raw`y = d \text{ with a probability, else what changes nothing}`,
    summary:
      'Each change happens to an image with a probability that follows how well D knows the images. The mask ' +
      'comes from the same random numbers as the change, so a resumed run draws the same.',
  },
}
