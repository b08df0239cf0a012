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

it('augmentation is suggested for small sets', () => {
  expect(augmentFor({ count: 999, channels: 3 })).toBe('colour,translation,cutout')
  expect(augmentFor({ count: 14, channels: 1 })).toBe('translation,cutout')
  expect(augmentFor({ count: 1000, channels: 1 })).toBe(undefined)
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
