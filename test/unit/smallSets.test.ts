// One rule for small sets in terminal and page: batch and augmentation; and what can be evaluated without a judge.

import { expect, it } from 'vitest'
import { fresh, refuseImages } from '../../src/cli/commands/train/settings'
import { showEvaluation } from '../../src/cli/folder/evaluation'
import { whyUnjudged } from '../../src/gan/judge/evaluate'
import { augmentFor, batchFor } from '../../src/gan/model/presets'

it('the batch is the usual one, or the largest power of two that the set allows', () => {
  expect([9000, 64, 63, 14, 8, 1].map((count) => batchFor(count))).toEqual([64, 64, 32, 8, 8, 1])
  expect(batchFor(100, 256)).toBe(64)
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
