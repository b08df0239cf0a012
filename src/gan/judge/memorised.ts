// Memorisation: whether generated images lie nearer to training images than held-out images do.

import type { Neighbours } from './metrics/neighbours'

/** Share of held-out images below the bound: what a generator that learns no image by heart has. */
export const BY_CHANCE = 0.05

/** Multiple of that share from which images count as learned by heart. */
const MANY = 3

/** Fewest held-out images that say where the bound is. */
const FEWEST = 20

/** Pairs that are kept to be shown. */
const SHOWN = 8

export interface Memorised {
  /** Space of the distances. */
  space: 'features' | 'pixels'
  /** Share of generated images that are nearer to a training image than 95 % of the held-out images are. */
  share: number
  /** Median distance to the nearest training image, of generated and of held-out images. */
  generated: number
  heldOut: number
  /** Number of held-out images that tell the bound. */
  among: number
  /** The generated images that are nearest to a training image, by index, and that image. */
  closest: { image: number; training: number; distance: number }[]
}

/** Images of a set, by index, and the training image nearest to each. */
export interface Nearby extends Neighbours {
  images: Uint32Array
}

export function memorisedOf(
  generated: readonly Nearby[],
  heldOut: readonly Nearby[],
  space: Memorised['space'],
): Memorised {
  const all = generated.flatMap(({ images, distance, index }) =>
    [...distance].map((apart, i) => {
      return { image: images[i] ?? 0, training: index[i] ?? 0, distance: apart }
    }),
  )
  all.sort((a, b) => a.distance - b.distance || a.image - b.image)
  const held = heldOut.flatMap(({ distance }) => [...distance]).sort((a, b) => a - b)
  const bound = quantile(held, BY_CHANCE)
  const distances = all.map(({ distance }) => distance)
  // One training image has many copies: each is shown once.
  const seen = new Set<number>()
  const closest = all.filter(({ training }) => !seen.has(training) && seen.add(training))
  return {
    space,
    share: distances.filter((distance) => distance < bound).length / distances.length,
    generated: quantile(distances, 0.5),
    heldOut: quantile(held, 0.5),
    among: held.length,
    closest: closest.slice(0, SHOWN),
  }
}

/** Quantile of sorted values, between two of them if need be. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1)
  const [low = Number.NaN, high = low] = sorted.slice(Math.floor(at), Math.floor(at) + 2)
  return low + (at % 1) * (high - low)
}

/** Memorisation as a line for people. */
export function sayMemorised({ space, share, generated, heldOut, among }: Memorised): string {
  const by = space === 'features' ? "in the judge's features" : 'in pixels'
  const n = (value: number) => value.toPrecision(3)
  const percent = `${(100 * share).toFixed(1)} %`
  const chance = `; without copies it would be ${100 * BY_CHANCE} %`
  const verdict =
    among < FEWEST
      ? `, but ${among === 1 ? '1 held-out image is' : `${among} held-out images are`} too few to judge by`
      : share > MANY * BY_CHANCE
        ? `${chance}, so images were learned by heart`
        : chance
  return (
    `${percent} of the images are nearer to a training image than 95 % of the held-out ones are${verdict}; ` +
    `the median distance is ${n(generated)}, that of held-out images ${n(heldOut)}, ${by}`
  )
}
