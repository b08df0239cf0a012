// One rule for small sets in terminal and page: batch and augmentation; and what can be evaluated without a judge.

import { expect, it } from 'vitest'
import {
  atSize,
  fresh,
  refuseImages,
  type TrainOptions,
} from '../../src/cli/commands/train/settings'
import { readData } from '../../src/cli/data/images'
import { showEvaluation } from '../../src/cli/folder/evaluation'
import { whyUnjudged } from '../../src/gan/judge/evaluate'
import { memorisedOf, sayMemorised } from '../../src/gan/judge/memorised'
import { augmentFor, batchFor, imageSizeFor } from '../../src/gan/model/presets'

it('the batch is the usual one, or the largest power of two that the set allows', () => {
  expect([9000, 64, 63, 14, 8, 1].map((count) => batchFor(count))).toEqual([64, 64, 32, 8, 8, 1])
  expect(batchFor(100, 256)).toBe(64)
})

it('the image size is the smallest that fits, on a CPU 32 at most', () => {
  const sizes = (software: boolean) =>
    [8, 16, 17, 28, 48, 64].map((side) => imageSizeFor({ height: side, width: 9 }, { software }))
  expect(sizes(false)).toEqual([16, 16, 32, 32, 64, 64])
  expect(sizes(true)).toEqual([16, 16, 32, 32, 32, 32])
})

it('train takes a size that was typed, and reads images again that a CPU takes smaller', async () => {
  const { set } = await readData('mnist')
  const made = { ...set, height: 64, width: 64 }
  const loaded = { set: made, of: 1, heads: [], paths: [], places: [], skipped: [], notes: [] }
  const asked: number[] = []
  const read = async (size: number) => {
    asked.push(size)
    return { ...loaded, set, halved: false }
  }
  const size = async (options: TrainOptions, software: boolean) =>
    (await atSize({ ...loaded, halved: false }, options, { software, read })).set.height
  expect([await size({ imageSize: 64 }, true), await size({}, false)]).toEqual([64, 64])
  expect([await size({}, true), asked]).toEqual([28, [32]])
})

it('adaptive augmentation is suggested for small sets, unless D is a critic', () => {
  expect([14, 999, 1000].map((count) => augmentFor({ count }))).toEqual([
    'adaptive',
    'adaptive',
    undefined,
  ])
  expect(augmentFor({ count: 14, objective: 'lsgan' })).toBe('adaptive')
  expect(augmentFor({ count: 14, objective: 'wgan-gp' })).toBe(undefined)
})

it('train shrinks the batch, but refuses one that was typed', () => {
  const images = { count: 14, height: 16, width: 16, channels: 3, pixels: new Uint8Array(0) }
  const runtime = { name: 'a CPU', software: true } as Parameters<typeof fresh>[1]
  const config = fresh({}, runtime, images)
  expect(config.batchSize).toBe(8)
  refuseImages(config, images)
  const typed = fresh({ batchSize: 16 }, runtime, images)
  expect(() => refuseImages(typed, images)).toThrow(
    '--batch-size 16 is larger than the data set of 14 images. Leave it out, or take 8',
  )
  expect(() => refuseImages(typed, { ...images, count: 1 })).toThrow('the data set of 1 image. ')
  expect(() => refuseImages(typed, images, { resumed: true })).toThrow(
    "the run's batch of 16 is larger than the data set of 14 images. Give at least 16, or start a new run",
  )
})

it('train names the sizes that larger images fit into', () => {
  const images = { count: 99, height: 100, width: 90, channels: 3, pixels: new Uint8Array(0) }
  const runtime = { name: 'a CPU', software: true } as Parameters<typeof fresh>[1]
  const refuse = (side: number) => () =>
    refuseImages(fresh({ imageSize: 64 }, runtime, images), { ...images, height: side })
  expect(refuse(100)).toThrow(
    'the images are 100×90, larger than --image-size 64. Use --image-size 128',
  )
  expect(refuse(129)).toThrow('larger than --image-size 64. Scale them to at most 128×128')
})

it('a set that is too small for a judge is known before it learns', () => {
  const [labels, generated] = [new Uint8Array(0), { count: 270 }]
  const few = { generated, train: { count: 270, labels }, heldOut: { count: 30, labels } }
  expect(whyUnjudged(few)).toBe('30 held-out images are too few for its metrics, which need 65')
  expect(whyUnjudged({ ...few, heldOut: { count: 65 } })).toBe(undefined)
  expect(whyUnjudged({ ...few, heldOut: { count: 1 } })).toMatch(/^1 held-out image is too few/)
  expect(whyUnjudged({ ...few, train: generated })).toBe('the images have no labels')
  const found = {
    ...{ source: 'run', data: 'pictures', imageSize: 32, adapter: '', count: 270 },
    ...{ blocks: 9, size: 30, generated: {}, real: {}, unjudged: whyUnjudged(few) ?? '' },
  }
  expect(showEvaluation(found)).toMatch(/^judge: none, since 30 held-out images are too few/m)
  expect(showEvaluation(found)).not.toContain('too small')
  expect(showEvaluation({ ...found, blocks: 13, size: 1 })).toMatch(
    /^note: blocks of 1 image are too small/m,
  )
})

it('memorisation: the share of images that are nearer to a training image than 95 % of held-out ones', () => {
  const nearby = (distances: number[], training: number[] = []) => ({
    images: Uint32Array.from(distances, (_, i) => i),
    distance: Float32Array.from(distances),
    index: Uint32Array.from(distances, (_, i) => training[i] ?? i),
  })
  const heldOut = nearby(Array.from({ length: 101 }, (_, i) => 1 + i / 100))
  // The bound is 1.05.
  const copies = [nearby([0.25, 1.5, 0.5, 1.75], [7, 1, 7, 2]), nearby([2, 1, 3, 3], [4, 5, 8, 9])]
  const found = memorisedOf(copies, [heldOut], 'features')
  expect(found).toMatchObject({ space: 'features', share: 3 / 8, generated: 1.625, heldOut: 1.5 })
  // A training image with two copies is shown once.
  expect(found.closest.map(({ training }) => training)).toEqual([7, 5, 1, 2, 4, 8, 9])
  expect(found.closest[0]).toEqual({ image: 0, training: 7, distance: 0.25 })
  expect(sayMemorised(found)).toBe(
    '37.5 % of the images are nearer to a training image than 95 % of the held-out ones are; without copies it would ' +
      "be 5 %, so images were learned by heart; the median distance is 1.63, that of held-out images 1.50, in the judge's features",
  )
  const few = memorisedOf(copies, [nearby([1, 2])], 'pixels')
  expect(sayMemorised(few)).toContain(', but 2 held-out images are too few to judge by')
  const one = memorisedOf(copies, [nearby([1])], 'pixels')
  expect(sayMemorised(one)).toContain(', but 1 held-out image is too few to judge by')
  const none = memorisedOf([heldOut], [heldOut], 'pixels')
  expect(none.share).toBeCloseTo(0.05, 2)
  expect(sayMemorised(none)).not.toContain('by heart')
})
