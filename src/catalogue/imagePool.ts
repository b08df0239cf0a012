// Cards of the image pool. Its bits must be those of Philox on the CPU, and copies are exact.

import { philox, unit } from '../nn/philox'
import { concat, imagePool, poolPlaces } from '../ops'
import { bytesOf, type Card, elementwise, type Input, type None, shaped } from './card'

const clock = (...values: number[]): { clock: Input } => ({
  clock: { shape: [4], values, dtype: 'u32' },
})

export interface Places {
  batchSize: number
  poolSize: number
  stream?: number
}

/** Places of a batch: the rule in the plainest words. `now`: seed, draws, batches. */
export function placesOf(
  [seed = 0, draws = 0, batches = 0]: readonly number[],
  { batchSize, poolSize, stream = 0 }: Places,
): number[] {
  const held = Math.min((batches - 1) * batchSize, poolSize)
  const places: number[] = []
  for (let b = 0; b < batchSize; b++) {
    const [odds, which] = philox([b, draws, stream, 0], [seed, 0x706f6f6c])
    const free = Array.from({ length: poolSize }, (_, place) => place).filter(
      (place) => !places.includes(place) && !places.includes(poolSize + place),
    )
    const chosen = free[Math.floor((which * free.length) / 2 ** 32)]
    if (held + b < poolSize) places.push(poolSize + held + b)
    else places.push(unit(odds) < 0.5 && chosen !== undefined ? chosen : 2 * poolSize)
  }
  return places
}

export const poolPlacesCard: Card<'clock', Places> = {
  op: ({ clock: now }, options) => poolPlaces({ clock: now, ...options }),
  reference({ clock: now }, options) {
    const places = placesOf([now.at(0), now.at(1), now.at(2)], options)
    return elementwise([options.batchSize], (i) => places[i] ?? Number.NaN)
  },
  bound: 0,
  samples: [
    // Empty, filled in the middle of a batch, full.
    { inputs: clock(7, 1, 1, 1), options: { batchSize: 4, poolSize: 6 } },
    { inputs: clock(7, 2, 2, 2), options: { batchSize: 4, poolSize: 6, stream: 3 } },
    { inputs: clock(7, 30, 9, 9), options: { batchSize: 8, poolSize: 50 } },
    // More images than places: some pass by.
    { inputs: clock(2 ** 32 - 1, 2 ** 31, 2 ** 30, 0), options: { batchSize: 16, poolSize: 5 } },
    { inputs: clock(3, 4, 5, 0), options: { batchSize: 1, poolSize: 1 } },
  ],
  errors: [
    {
      inputs: clock(1, 1, 1, 0),
      options: { batchSize: 2, poolSize: 0 },
      message: /^poolPlaces: poolSize must be a whole number above 0, but is 0/,
    },
  ],
  sizes: {
    'CycleGAN, batch 8, pool of 50': {
      inputs: clock(1, 9, 9, 0),
      options: { batchSize: 8, poolSize: 50 },
    },
  },
  work: (_, { batchSize }) => ({ flop: 100 * batchSize, bytes: bytesOf([batchSize]) }),
  lesson: {
    title: 'Places in the pool',
    formula: String.raw`p_n \sim \text{one of the places that are free}`,
    summary:
      'An image goes into the pool with even odds. One invocation deals out the places of a batch, because each ' +
      'depends on those before it.',
  },
}

export const imagePoolCard: Card<'images' | 'pool' | 'places', None> = {
  // What D sees, and the pool after it.
  op: ({ images, pool, places }) => concat([imagePool(images, pool, places), pool], { dim: 0 }),
  reference({ images, pool, places }) {
    const [N = 0, ...image] = images.shape
    const [P = 0] = pool.shape
    const each = images.data.length / N
    const seen = Float64Array.from(images.data)
    const held = Float64Array.from(pool.data)
    for (let n = 0; n < N; n++) {
      const place = Math.floor(places.at(n))
      if (!(place < 2 * P)) continue
      const slot = (place % P) * each
      const shown = images.data.slice(n * each, (n + 1) * each)
      if (place < P) seen.set(held.slice(slot, slot + each), n * each)
      held.set(shown, slot)
    }
    return elementwise([N + P, ...image], (i) => seen[i] ?? held[i - seen.length] ?? Number.NaN)
  },
  bound: 0,
  samples: [
    {
      inputs: {
        images: shaped(3, 2, 2, 1),
        pool: shaped(2, 2, 2, 1),
        places: { shape: [3], values: [1, 4, 0], low: 0, high: 5 },
      },
      options: {},
    },
    // One goes where nothing was.
    {
      inputs: {
        images: shaped(4, 3, 2, 3),
        pool: shaped(5, 3, 2, 3),
        places: { shape: [4], values: [3, 7, 10, 0] },
      },
      options: {},
    },
  ],
  errors: [
    {
      inputs: { images: shaped(3, 2, 2, 1), pool: shaped(2, 2, 2, 3), places: shaped(3) },
      options: {},
      message:
        /^imagePool: images \[3, 2, 2, 1\] and pool \[2, 2, 2, 3\] must hold images of one shape/,
    },
    {
      inputs: { images: shaped(3, 2, 2, 1), pool: shaped(2, 2, 2, 1), places: shaped(2) },
      options: {},
      message: /^imagePool: places must be one number for each of the 3 images, but are \[2\]/,
    },
  ],
  sizes: {
    'CycleGAN, 32² in colour, batch 8': {
      inputs: {
        images: shaped(8, 32, 32, 3),
        pool: shaped(50, 32, 32, 3),
        places: { shape: [8], values: [3, 100, 7, 100, 100, 49, 0, 100] },
      },
      options: {},
    },
  },
  work: ({ images }) => ({ flop: 0, bytes: 3 * bytesOf(images.shape) }),
  overwrites: true,
  lesson: {
    title: 'The image pool',
    formula: String.raw`y_n = x_n \text{ or an earlier image}`,
    summary:
      'D sees an image of an earlier iteration in the place of some new ones, so that it does not forget them. ' +
      'An element goes in and comes out in one invocation.',
  },
}
