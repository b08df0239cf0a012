// Card of the batch sampler: bytes on the GPU, walked in an order that is keyed by seed and epoch.

import { size } from '../autograd/check'
import { permuted } from '../nn/order'
import { gather, gatherClasses } from '../ops'
import { strideOf } from '../ops/gather'
import { type Card, type Dense, elementwise, type Input, shaped } from './card'

export interface Options {
  batchSize: number
  imageSize: number
  stream?: number
  slots?: number
}

const clock = (...values: number[]): Input => ({ shape: [4], values, dtype: 'u32' })

const bytes = (...shape: number[]): Input => ({ shape, low: 0, high: 256, dtype: 'u8' })

/** The byte of an image that lies in one of the parts. */
function pixel(parts: readonly Dense[], image: number, h: number, w: number, c: number): number {
  const [part, ...others] = parts
  if (!part) return Number.NaN
  const [held = 0, height = 0, width = 0, C = 0] = part.shape
  if (image >= held) return pixel(others, image - held, h, w, c)
  if (h < 0 || w < 0 || h >= height || w >= width) return 0
  return part.at(((image * height + h) * width + w) * C + c)
}

/** All images, or their parts in order. */
const partsOf = <T>({ images, second, third }: { images: T; second?: T; third?: T }): T[] =>
  [images, second, third].filter((part) => part !== undefined)

interface Walk {
  count: number
  batchSize: number
  now: Dense
  stream?: number | undefined
}

function imageOf(b: number, { count, batchSize, now, stream }: Walk): number {
  // The clock has counted this batch already, so the first is number 1.
  const position = (now.at(2) - 1) * batchSize + b
  const epoch = Math.floor(position / count)
  return permuted(position % count, count, { seed: now.at(0), epoch, stream })
}

export const gatherCard: Card<'images' | 'clock', Options, 'second' | 'third'> = {
  op: ({ clock: now, ...images }, options) => gather(partsOf(images), { clock: now, ...options }),
  reference({ clock: now, ...images }, { batchSize, imageSize, stream, slots }) {
    const parts = partsOf(images)
    const count = parts.reduce((sum, { shape: [held = 0] }) => sum + held, 0)
    const [, height = 0, width = 0, C = 0] = images.images.shape
    const top = Math.floor((imageSize - height) / 2)
    const left = Math.floor((imageSize - width) / 2)
    return elementwise([batchSize, imageSize, imageSize, C], (i) => {
      const c = i % C
      const w = Math.floor(i / C) % imageSize
      const h = Math.floor(i / C / imageSize) % imageSize
      const b = Math.floor(i / C / imageSize / imageSize)
      const image =
        slots === undefined
          ? imageOf(b, { count, batchSize, now, stream })
          : ((now.at(2) - 1) % slots) * strideOf(batchSize) + b
      return (2 * pixel(parts, image, h - top, w - left, c) - 255) / 255
    })
  },
  // WGSL promises a division to 2.5 units in the last place.
  bound: 5,
  samples: [
    {
      inputs: { images: bytes(10, 3, 3, 1), clock: clock(7, 0, 1, 0) },
      options: { batchSize: 4, imageSize: 4 },
    },
    // The last batch of an epoch takes the first images of the next.
    {
      inputs: { images: bytes(10, 3, 5, 3), clock: clock(7, 0, 3, 0) },
      options: { batchSize: 4, imageSize: 5 },
    },
    {
      inputs: { images: bytes(65, 2, 2, 3), clock: clock(2 ** 32 - 1, 0, 40, 0) },
      options: { batchSize: 8, imageSize: 2 },
    },
    // In the order of another stream.
    {
      inputs: { images: bytes(10, 3, 3, 1), clock: clock(7, 0, 1, 0) },
      options: { batchSize: 4, imageSize: 4, stream: 1 },
    },
    // Batches that lie there in turn, each from a multiple of four images on.
    {
      inputs: { images: bytes(16, 3, 3, 1), clock: clock(7, 0, 6, 0) },
      options: { batchSize: 3, imageSize: 4, slots: 4 },
    },
    // In parts of odd numbers of bytes, padded; into the next epoch.
    {
      inputs: {
        ...{ images: bytes(5, 3, 5, 1), second: bytes(5, 3, 5, 1), third: bytes(1, 3, 5, 1) },
        clock: clock(7, 0, 2, 0),
      },
      options: { batchSize: 8, imageSize: 6 },
    },
  ],
  errors: [
    {
      inputs: { images: bytes(15, 3, 3, 1), clock: clock(7, 0, 1, 0) },
      options: { batchSize: 3, imageSize: 4, slots: 4 },
      message: /^gather: 4 places of 4 images need one tensor of 16, but there are 15 images\./,
    },
    {
      inputs: { images: bytes(8, 4, 4, 1), second: bytes(8, 4, 4, 3), clock: clock(1, 0, 1, 0) },
      options: { batchSize: 2, imageSize: 4 },
      message:
        /^gather: all parts must have images of one shape, but some are \[4, 4, 1\] and some \[4, 4, 3\]/,
    },
    {
      inputs: { images: shaped(10, 4, 4, 1), clock: clock(1, 0, 1, 0) },
      options: { batchSize: 2, imageSize: 4 },
      message: /^gather: images must be bytes \(u8\), but are f32/,
    },
    {
      inputs: { images: bytes(10, 4, 4, 1), clock: clock(1, 0, 1, 0) },
      options: { batchSize: 11, imageSize: 4 },
      message: /^gather: batchSize 11 is larger than the data set of 10 images/,
    },
    {
      inputs: { images: bytes(10, 4, 4, 1), clock: clock(1, 0, 1, 0) },
      options: { batchSize: 2, imageSize: 3 },
      message: /^gather: images \[10, 4, 4, 1\] do not fit imageSize 3/,
    },
  ],
  sizes: {
    'MNIST to 32², batch 64': {
      inputs: { images: bytes(9000, 28, 28, 1), clock: clock(1, 0, 1, 0) },
      options: { batchSize: 64, imageSize: 32 },
    },
  },
  work: ({ images }, { batchSize, imageSize }) => {
    const [count = 1] = images.shape
    const written = batchSize * imageSize ** 2 * (images.shape[3] ?? 1)
    return { flop: 2 * written, bytes: 4 * written + (size(images.shape) / count) * batchSize }
  },
  lesson: {
    title: 'The next batch',
    formula: String.raw`y_b = \tfrac{2}{255}\, x_{\pi_{e}(b)} - 1`,
    summary:
      'The data set lies on the GPU as bytes. A permutation that needs no memory gives every image once ' +
      'an epoch; nothing is shuffled, nothing is copied.',
  },
}

export interface ClassesOptions {
  batchSize: number
  classes: number
  stream?: number
}

const labelled = (count: number, classes: number): Input => ({
  shape: [count],
  low: 0,
  high: classes,
  dtype: 'u8',
})

export const gatherClassesCard: Card<'labels' | 'clock', ClassesOptions> = {
  op: ({ labels, clock: now }, options) => gatherClasses(labels, { clock: now, ...options }),
  reference({ labels, clock: now }, { batchSize, classes, stream }) {
    const [count = 0] = labels.shape
    return elementwise([batchSize, classes], (i) => {
      const image = imageOf(Math.floor(i / classes), { count, batchSize, now, stream })
      return labels.at(image) === i % classes ? 1 : 0
    })
  },
  // Ones and zeros.
  bound: 0,
  samples: [
    {
      inputs: { labels: labelled(10, 3), clock: clock(7, 0, 1, 0) },
      options: { batchSize: 4, classes: 3 },
    },
    // Into the next epoch; some labels beyond the classes.
    {
      inputs: { labels: labelled(65, 5), clock: clock(2 ** 32 - 1, 0, 40, 0) },
      options: { batchSize: 8, classes: 4 },
    },
    {
      inputs: { labels: labelled(65, 5), clock: clock(3, 0, 2, 0) },
      options: { batchSize: 8, classes: 5, stream: 2 },
    },
  ],
  errors: [
    {
      inputs: { labels: shaped(10), clock: clock(1, 0, 1, 0) },
      options: { batchSize: 2, classes: 3 },
      message: /^gatherClasses: labels must be bytes \(u8\) \[count\], but are f32 \[10\]/,
    },
    {
      inputs: { labels: labelled(10, 3), clock: clock(1, 0, 1, 0) },
      options: { batchSize: 11, classes: 3 },
      message: /^gatherClasses: batchSize 11 is larger than the data set of 10 images/,
    },
  ],
  sizes: {
    'MNIST, batch 64': {
      inputs: { labels: labelled(9000, 10), clock: clock(1, 0, 1, 0) },
      options: { batchSize: 64, classes: 10 },
    },
  },
  work: (_, { batchSize, classes }) => ({ flop: 0, bytes: batchSize * (4 * classes + 1) }),
  lesson: {
    title: 'What the next batch shows',
    formula: String.raw`y_{b,k} = [\,k = \ell_{\pi_e(b)}\,]`,
    summary:
      'The same walk through the same permutation as the images take, so a label and its image meet ' +
      'without a table that pairs them.',
  },
}
