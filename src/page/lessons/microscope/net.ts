// The small D of the lesson on the gradient microscope: its images, its weights, and their layout in the map.
//
//   x [8, 8, 8, 1] → conv 4 × 4, stride 2 → batch norm → activation → conv 4 × 4 → 8 logits → loss

import { Random } from '../../../nn/philox'
import type { LossName } from '../tools/forms'

/** D's loss for minimax is that of the non-saturating GAN. */
export type ScopeLoss = Exclude<LossName, 'minimax'>
/** With a kink, or without. */
export type Activation = 'leakyRelu' | 'tanh'

export interface Setting {
  loss: ScopeLoss
  activation: Activation
}

export const SIDE = 8
/** Half a batch: the first half is real, the second generated; each has its own batch statistics. */
export const HALF = 4
export const BATCH = 2 * HALF
export const SLOPE = 0.2
export const CHANNELS = 4
export const KERNEL = 4
/** Inputs of the activation: 4 × 4 pixels of 4 channels of 8 images. */
export const UNITS = BATCH * CHANNELS * (SIDE / 2) ** 2

export const shapes = {
  weight1: [KERNEL, KERNEL, 1, CHANNELS],
  gamma: [CHANNELS],
  beta: [CHANNELS],
  weight2: [KERNEL, KERNEL, CHANNELS, 1],
} as const

export type PartName = keyof typeof shapes

/** Start of each part in the flat list of all weights. */
export const starts = { weight1: 0, gamma: 64, beta: 68, weight2: 72 } as const
export const WEIGHTS = 136

/** All weights, in the order of `shapes`: convolutions N(0, 0.3), γ N(1, 0.1), β N(0, 0.1). */
export function drawWeights(): Float32Array<ArrayBuffer> {
  const random = new Random(7, 0)
  return Float32Array.from({ length: WEIGHTS }, (_, i) => {
    if (i < starts.gamma || i >= starts.weight2) return random.normal(0, 0.3)
    return i < starts.beta ? random.normal(1, 0.1) : random.normal(0, 0.1)
  })
}

/** [8, 8, 8, 1] in [-1, 1]: four rings, and four images of noise, like those of an untrained G. */
export function drawImages(): Float32Array<ArrayBuffer> {
  const random = new Random(7, 1)
  const images = new Float32Array(BATCH * SIDE * SIDE)
  for (let n = 0; n < BATCH; n++) {
    const [radius, top, left] = [2 + 0.3 * n, 3.2 + 0.3 * (n % 2), 3.7 - 0.2 * n]
    for (let i = 0; i < SIDE * SIDE; i++) {
      const away = Math.abs(Math.hypot(Math.floor(i / SIDE) - top, (i % SIDE) - left) - radius)
      const ring = Math.max(-1, 1 - 1.4 * away)
      images[n * SIDE * SIDE + i] = n < HALF ? ring : random.uniform(-1, 1)
    }
  }
  return images
}

/** Part that a weight belongs to, and its index there. */
export function partOf(index: number): { name: PartName; at: number } {
  const names = Object.keys(starts) as PartName[]
  const name = names.findLast((each) => starts[each] <= index) ?? 'weight1'
  return { name, at: index - starts[name] }
}

/** Position in units of a cell: one column of windows per channel; layer 1 on top, then γ and β, then layer 2. */
export interface Cell {
  index: number
  x: number
  y: number
}

const GAP = 0.5
export const bands = { weight1: 1, gamma: 6.2, weight2: 8.4 } as const
export const DRAWING = { width: CHANNELS * (KERNEL + GAP) - GAP, height: 12.4 } as const

export const cells: readonly Cell[] = Array.from({ length: WEIGHTS }, (_, index) => {
  const { name, at } = partOf(index)
  const [tap, channel] = [Math.floor(at / CHANNELS), at % CHANNELS]
  const left = channel * (KERNEL + GAP)
  if (name === 'gamma' || name === 'beta') {
    return { index, x: left + Number(name === 'beta'), y: bands.gamma }
  }
  return { index, x: left + (tap % KERNEL), y: bands[name] + Math.floor(tap / KERNEL) }
})

/** The cell nearest to a place in the drawing. */
export function nearest(x: number, y: number): number {
  const away = (cell: Cell) => Math.hypot(cell.x + 0.5 - x, cell.y + 0.5 - y)
  return cells.reduce((best, cell) => (away(cell) < away(best) ? cell : best)).index
}

const ways = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
} as const

/** The next cell in the direction of an arrow key; the same one at an edge, undefined for other keys. */
export function beside(index: number, key: string): number | undefined {
  const way = ways[key as keyof typeof ways]
  const from = cells[index]
  if (!way || !from) return undefined
  const [right, down] = way
  const cost = ({ x, y }: Cell): number => {
    const [along, aside] = right
      ? [(x - from.x) * right, Math.abs(y - from.y)]
      : [(y - from.y) * down, Math.abs(x - from.x)]
    return along > 0.01 && (down || aside < 0.01) ? along + aside / 8 : Number.POSITIVE_INFINITY
  }
  const next = cells.reduce((best, cell) => (cost(cell) < cost(best) ? cell : best), from)
  return cost(next) < Number.POSITIVE_INFINITY ? next.index : index
}
