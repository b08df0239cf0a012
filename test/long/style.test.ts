// A style-based GAN: PyTorch's iterations, R1 and average included, and a short run that learns.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readGoldenFile, readGoldenIndex } from '../../src/catalogue/golden/entries'
import { judge, runGoldenCase } from '../../src/catalogue/golden/run'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import type { ImageSet } from '../../src/data/imageSet'
import { parseMnist } from '../../src/data/mnist'
import { prepared } from '../../src/data/prepare'
import { style } from '../../src/gan/model/style'
import { Trainer } from '../../src/gan/run/trainer'
import type { Gpu } from '../../src/gpu/device'

let gpu: Gpu
beforeAll(async () => {
  gpu = await openNodeGpu()
})
afterAll(() => gpu.close())

const folder = new URL('../golden/', import.meta.url)

it('iterations are those of PyTorch', async () => {
  const entries = readGoldenIndex(readFileSync(new URL('index.json', folder), 'utf8'))
  const entry = entries.find(({ op }) => op === 'style_train')
  if (!entry) throw new Error('there is no such case')
  const bytes = new Uint8Array(readFileSync(new URL(entry.file, folder)))
  const tensors = readGoldenFile(entry, bytes, entry.file)
  const outcome = await runGoldenCase(gpu, entry, tensors)
  if ('skipped' in outcome) throw new Error(outcome.skipped)
  expect(judge(entry, tensors, outcome.computed)).toMatchObject({ passed: true })
})

it('a short run learns digits of 16 pixels', async () => {
  const train = halved((await parseMnist(readFileSync('src/data/mnist/mnist.bin.gz'))).train)
  const side = 16
  const own = { imageSize: side, channels: 1, latent: 64 }
  const trainer = await Trainer.create(gpu, train, {
    models: style({ ...own, average: true }),
    ...{ imageSize: side, latent: 64, batchSize: 16, lr: 2e-2, r1: 1, ema: 0.95, seed: 1 },
  })
  const real = meanOf(Float32Array.from(prepared({ ...train, count: 1000 }, side)), side)
  const distance = async () => {
    const drawn = meanOf(await trainer.sample({ ema: true }), side)
    return Math.hypot(...drawn.map((value, i) => value - (real[i] ?? 0))) / side
  }
  const before = await distance()
  const seen = await trainer.run(200)
  const after = await distance()
  expect(Number.isFinite(seen.lossD)).toBe(true)
  expect(before).toBeGreaterThan(0.5)
  expect(after).toBeLessThan(0.35 * before)
  // G has not fallen for one image: pixels in the middle are light in some and dark in others.
  const images = await trainer.sample({ ema: true })
  const middle = Array.from({ length: 64 }, (_, n) => images[n * side * side + 8 * side + 8] ?? 0)
  expect(Math.max(...middle) - Math.min(...middle)).toBeGreaterThan(0.5)
})

/** Images of half the size, by means of 2 × 2 pixels. */
function halved({ pixels, width, height, ...rest }: ImageSet): ImageSet {
  const [w, h] = [width / 2, height / 2]
  const smaller = Uint8Array.from({ length: rest.count * w * h }, (_, i) => {
    const [n, y, x] = [Math.floor(i / w / h), Math.floor(i / w) % h, i % w]
    const at = (n * height + 2 * y) * width + 2 * x
    const four = [at, at + 1, at + width, at + width + 1]
    return four.reduce((sum, each) => sum + (pixels[each] ?? 0), 0) / 4
  })
  return { ...rest, pixels: smaller, width: w, height: h }
}

/** The mean of the first 64 images. */
function meanOf(images: Float32Array, side: number): number[] {
  const count = Math.min(64, images.length / side ** 2)
  return Array.from({ length: side ** 2 }, (_, i) => {
    let sum = 0
    for (let n = 0; n < count; n++) sum += images[n * side ** 2 + i] ?? 0
    return sum / count
  })
}
