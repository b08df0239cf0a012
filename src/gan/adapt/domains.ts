// Other domains of a set of images, made from it and a seed: inverted, and on a coloured background.

import { type NamedSet, rowsOf } from '../../data/imageSet'
import type { Halves } from '../../data/mnist'
import { coloursOf } from '../../data/pictures'
import { bytesOfImages, prepared } from '../../data/prepare'
import { resized } from '../../data/resize'
import { hashBits } from '../../gpu/hash'
import { Random } from '../../nn/philox'

/** Seed of the backgrounds, which come out the same everywhere. */
const SEED = 1

export const madeDomains = ['coloured', 'inverted'] as const

export type MadeDomain = (typeof madeDomains)[number]

/**
 * Source and target of images that come in both domains: the first half of the training images as they are, and the second
 * half in the other domain, so that no image is in both.
 *
 * @param imageSize  height and width of the target's images; smaller ones are padded with black before they are changed
 */
export function domainsOf(
  { train, heldOut }: Halves,
  domain: MadeDomain,
  imageSize: number,
): { source: Halves; target: Halves } {
  const half = Math.floor(train.count / 2)
  const part = (from: number, to: number) =>
    rowsOf(
      train,
      Uint32Array.from({ length: to - from }, (_, i) => from + i),
    )
  const change = (set: NamedSet, stream: string) =>
    changed(padded(set, imageSize), domain, hashBits(`${domain} ${stream}`))
  return {
    source: { train: part(0, half), heldOut },
    target: { train: change(part(half, train.count), 'train'), heldOut: change(heldOut, 'held') },
  }
}

function padded(set: NamedSet, imageSize: number): NamedSet {
  const pixels = bytesOfImages(prepared(resized(set, imageSize), imageSize))
  return { ...set, height: imageSize, width: imageSize, pixels }
}

function changed(set: NamedSet, domain: MadeDomain, stream: number): NamedSet {
  if (domain === 'inverted') return { ...set, pixels: set.pixels.map((byte) => 255 - byte) }
  const { count, height, channels, pixels } = set
  const each = height * height
  const made = new Uint8Array(count * each * 3)
  const random = new Random(SEED, stream)
  for (let n = 0; n < count; n++) {
    const paper = background(random, height)
    for (let i = 0; i < each * 3; i++) {
      const ink = pixels[(n * each + Math.floor(i / 3)) * channels + ((i % 3) % channels)] ?? 0
      // As in MNIST-M: what is white turns the background's colour round.
      made[n * each * 3 + i] = Math.abs((paper[i] ?? 0) - ink)
    }
  }
  return { ...set, channels: 3, pixels: made }
}

/**
 * A colour that runs into another, with a little grain: as smooth as most patches of photographs.
 *
 * @returns  [size, size, 3], bytes
 */
function background(random: Random, size: number): Uint8Array {
  const light = random.uniform(0, 1)
  const base = [0, 1, 2].map(() => light + random.normal(0, 0.15))
  const slope = valueNoise(random, { size, cells: 1 + random.below(3), channels: 3 })
  const grain = valueNoise(random, { size, cells: 6 + random.below(11), channels: 3 })
  const [steep, coarse] = [random.uniform(0.1, 0.6), random.uniform(0, 0.4)]
  return Uint8Array.from(slope, (value, i) => {
    const pixel = i - (i % 3)
    const grey = [0, 1, 2].reduce((sum, c) => sum + (grain[pixel + c] ?? 0) / 3, 0)
    const colour = (base[i % 3] ?? 0) + steep * (value - 0.5) + coarse * (grey - 0.5)
    return Math.floor(255 * Math.min(1, Math.max(0, colour)))
  })
}

/** Value noise: random numbers in [0, 1) at the corners of cells, blended smoothly between them. [size, size, channels] */
function valueNoise(
  random: Random,
  { size, cells, channels }: { size: number; cells: number; channels: number },
): Float32Array {
  const corners = cells + 1
  const grid = Float32Array.from({ length: corners * corners * channels }, () =>
    random.uniform(0, 1),
  )
  const places = Array.from({ length: size }, (_, i) => {
    const at = (i * cells) / size
    const cell = Math.floor(at)
    return { cell, share: smooth(at - cell) }
  })
  const noise = new Float32Array(size * size * channels)
  let to = 0
  for (const { cell: y, share: down } of places) {
    for (const { cell: x, share: across } of places) {
      for (let c = 0; c < channels; c++) {
        const corner = (dy: number, dx: number) =>
          grid[((y + dy) * corners + x + dx) * channels + c] ?? 0
        const top = corner(0, 0) + across * (corner(0, 1) - corner(0, 0))
        const bottom = corner(1, 0) + across * (corner(1, 1) - corner(1, 0))
        noise[to++] = top + down * (bottom - top)
      }
    }
  }
  return noise
}

const smooth = (t: number): number => t * t * (3 - 2 * t)

/** The images with three channels, which are equal where they were one. */
export const inColour = (set: NamedSet): NamedSet =>
  set.channels === 3 ? set : { ...set, channels: 3, pixels: coloursOf(set.pixels) }
