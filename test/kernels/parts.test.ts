// A data set larger than the largest buffer an adapter can bind is stored in parts, and trains to the same bits.

import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { partsFor, uploadParts } from '../../src/data/parts'
import { Judge, judgeRecipe } from '../../src/gan/judge/judge'
import { teach } from '../../src/gan/judge/teach'
import type { GanConfig } from '../../src/gan/model/config'
import { bytesOf, makeBlueprint } from '../../src/gan/run/blueprint'
import type { Gpu } from '../../src/gpu/device'
import { checkLimits } from '../../src/gpu/plan'
import { download } from '../../src/gpu/program'
import { compareParts, noisy, SMALL, smallest, tiny } from '../scenarios/parts'

let gpu: Gpu
beforeAll(async () => {
  gpu = await openNodeGpu()
})
afterAll(() => gpu.close())

test.each([
  [{ halfActivations: true }],
  [
    {
      ...{ objective: 'wgan-gp', criticSteps: 2, lambda: 10, classes: 3, ema: 0.9 },
      augment: 'colour,translation,cutout,flip',
    },
  ],
] satisfies [Partial<GanConfig>][])(
  'three parts of 70 images are one buffer, bit for bit, and share checkpoints: %j',
  async (changes) => {
    // Past the end of the first epoch.
    const { batches, digests, saved, gathers } = await compareParts(gpu, changes, 6)
    const [whole, parted] = batches
    expect(new Set(whole).size).toBe(6)
    expect(parted).toEqual(whole)
    expect(digests).toHaveLength(4)
    expect(new Set(digests).size).toBe(1)
    expect(saved[1]).toEqual(saved[0])
    const labels = 'classes' in changes ? ['gather_classes'] : []
    expect(gathers[0]).toEqual(['gather', ...labels])
    expect(gathers[1]).toEqual(['gather_part', 'gather_part', 'gather_part', ...labels])
  },
  240_000,
)

describe('a data set is cut', () => {
  const room = (count: number, maxBinding?: number) =>
    partsFor({ ...tiny, count }, maxBinding === undefined ? {} : { maxBinding }).map(
      ({ shape, slice }) => [slice.label, shape[0]],
    )

  it('nowhere, where the adapter binds all of it', () => {
    expect(room(70)).toEqual([['data set', 70]])
    // Its buffer ends with a whole vector: 13650 bytes are 13664.
    expect(room(70, 13664)).toHaveLength(1)
    expect(room(70, 13663)).toHaveLength(2)
  })

  it('between images, into as few parts as there can be', () => {
    expect(room(70, SMALL)).toEqual([
      ['data set, part 1 of 3', 24],
      ['data set, part 2 of 3', 24],
      ['data set, part 3 of 3', 22],
    ])
    for (let maxBinding = 208; maxBinding < 14_000; maxBinding += 61) {
      const most = Math.floor((maxBinding - (maxBinding % 16)) / 195)
      if (Math.ceil(70 / most) > 64) continue
      const held = room(70, maxBinding).map(([, count]) => Number(count))
      expect(held).toHaveLength(Math.ceil(70 / most))
      expect(Math.min(...held)).toBeGreaterThan(0)
      expect(Math.max(...held)).toBeLessThanOrEqual(most)
      expect(held.reduce((a, b) => a + b)).toBe(70)
    }
  })

  it('at 128 MiB, where nothing is known of the adapter, and at 4 GiB, as far as a kernel counts', () => {
    const set = { count: 2 ** 20, height: 32, width: 32, channels: 1 }
    expect(partsFor(set)).toHaveLength(8)
    const limits = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize: 2 ** 27 }
    const blueprint = makeBlueprint(smallest({ imageSize: 32 }), set)
    expect(() => checkLimits(blueprint.trainPlan, limits)).not.toThrow()
    expect(blueprint.images.every(({ slice }) => slice.memory?.bytes === 2 ** 27)).toBe(true)
    expect(bytesOf(blueprint)).toBeGreaterThan(2 ** 30)
    expect(partsFor({ ...set, count: 2 ** 23 }, { maxBinding: 2 ** 40 })).toHaveLength(2)
  })

  it('never through an image, nor into more parts than an iteration may gather from', () => {
    expect(() => room(70, 190)).toThrow(
      'data set: an image [15, 13, 1] has 195 bytes, but this adapter binds at most 190 bytes in a buffer. Take smaller images.',
    )
    const traits = { maxBinding: 100 }
    expect(() => makeBlueprint(smallest(), tiny, { traits })).toThrow(
      'data set: an image [15, 13, 1]',
    )
    expect(() => room(70, 208)).toThrow(
      'data set: 70 images [15, 13, 1] have 13,650 bytes, but this adapter binds at most 208 bytes in a buffer, ' +
        'and 64 buffers are the most. Take at most 64 of them, or smaller ones.',
    )
  })
})

it('streams the pixels into their parts', async () => {
  // The first part is longer than one copy, and none ends with a whole word.
  const set = { count: 19, height: 1021, width: 1023, channels: 1 }
  const pixels = new Uint8Array(19 * 1021 * 1023).map((_, i) => (i * 7 + (i >> 9)) % 251)
  const parts = partsFor(set, { maxBinding: 17 * 1021 * 1023 + 16 })
  expect(parts.map(({ shape: [held] }) => held)).toEqual([10, 9])
  uploadParts(gpu, parts, pixels)
  let first = 0
  for (const part of parts) {
    const found = new Uint8Array(await download(gpu, part))
    expect(Buffer.compare(found, pixels.subarray(first, first + part.size))).toBe(0)
    first += part.size
    part.slice.memory?.destroy()
  }
  expect(() => uploadParts(gpu, parts, pixels.subarray(1))).toThrow(
    /^data set: there is room for 19,845,177 bytes, but the pixels are 19,845,176 bytes/,
  )
})

it('teaches a judge the same, whether in parts or not', async () => {
  const shape = { imageSize: 16, channels: 1, classes: 3 }
  const { traits } = gpu
  const learn = async (maxBinding = traits.maxBinding) => {
    Object.defineProperty(gpu, 'traits', { value: { ...traits, maxBinding }, configurable: true })
    const judge = new Judge(gpu, shape, { width: 4 })
    try {
      await teach(judge, noisy(), { ...judgeRecipe, batchSize: 16, epochs: 1 })
      return await judge.network.parameters.read(gpu)
    } finally {
      Reflect.deleteProperty(gpu, 'traits')
      await judge.destroy()
    }
  }
  expect(await learn(SMALL)).toEqual(await learn())
  // The adapter's limit is respected.
  await expect(learn(190)).rejects.toThrow('training images: an image [15, 13, 1] has 195 bytes')
})
