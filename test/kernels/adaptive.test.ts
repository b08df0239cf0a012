// Adaptive augmentation on Node's adapter: its strength follows D, changes as many images as it says, and is saved.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { tensor } from '../../src/autograd/tensor'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { Adaptive } from '../../src/gan/model/adaptive'
import { augment } from '../../src/gan/model/augment'
import { Clock } from '../../src/gan/model/clock'
import { recipes } from '../../src/gan/model/recipes'
import { Trainer } from '../../src/gan/run/trainer'
import type { Gpu } from '../../src/gpu/device'
import { run, upload } from '../../src/gpu/program'
import { Random } from '../../src/nn/philox'

let gpu: Gpu

beforeAll(async () => {
  gpu = await openNodeGpu()
})
afterAll(() => gpu.close())

const numbers = (seed: number, length: number) => {
  const random = new Random(seed, 7)
  return Float32Array.from({ length }, () => random.normal(0, 1))
}

test('the strength grows while D is sure of real images, and shrinks while it guesses', async () => {
  const adaptive = new Adaptive('lsgan', recipes.lsgan)
  const sure = tensor(gpu, new Float32Array(64).fill(0.75), [64])
  // 0.25 is below the threshold of lsgan, ½.
  const guesses = tensor(
    gpu,
    Float32Array.from(numbers(1, 64), (_, i) => (i % 2) / 2 + 0.25),
    [64],
  )
  let [p, known] = [0, 0]
  for (const [scores, mean] of [
    ...new Array(8).fill([sure, 1] as const),
    ...new Array(4).fill([guesses, 0] as const),
  ]) {
    await run(gpu, () => adaptive.follow(scores))
    known = 0.75 * known + 0.25 * mean
    p = Math.min(1, Math.max(0, p + (64 / 20_000) * Math.sign(known - 0.6)))
    const [strength = -1, sign = -1] = await adaptive.state.read(gpu)
    expect([strength, sign]).toEqual([expect.closeTo(p, 6), expect.closeTo(known, 6)])
  }
  expect(p).toBeGreaterThan(0)
})

test('with strength 0 an image stays to the bit, with 1 all change, and with ¼ a quarter', async () => {
  const clock = new Clock()
  clock.initialise(gpu, 5)
  const images = numbers(2, 400 * 4 * 4 * 3)
  const seen = async (strength: number) => {
    const x = tensor(gpu, images, [400, 4, 4, 3])
    const probability = tensor(gpu, Float32Array.of(strength), [1])
    const options = { clock: clock.now, stream: 3, probability }
    const y = await run(gpu, () => augment(x, 'adaptive,colour', options))
    const changed = await y.read(gpu)
    return Array.from({ length: 400 }, (_, n) => {
      const image = (all: Float32Array) => all.subarray(48 * n, 48 * (n + 1))
      return image(changed).some((value, i) => value !== image(images)[i])
    }).filter(Boolean).length
  }
  expect(await seen(0)).toBe(0)
  expect(await seen(1)).toBe(400)
  // Brightness, saturation and contrast, each by itself: 1 - ¾³ is 58 %.
  expect(Math.abs((await seen(0.25)) / 400 - (1 - 0.75 ** 3))).toBeLessThan(0.08)
})

test('a run saves the strength, and a resumed one goes on to the same bits', async () => {
  const set = { count: 32, height: 8, width: 8, channels: 1 }
  const pixels = Uint8Array.from(numbers(3, 32 * 64), (value) => 128 + 40 * value)
  const trainer = await Trainer.create(
    gpu,
    { ...set, pixels },
    { model: 'mlp', imageSize: 16, width: 1, latent: 4, batchSize: 16, augment: 'adaptive' },
  )
  const { gan } = trainer.blueprint
  try {
    await trainer.run(1)
    if (gan.adaptive) upload(gpu, gan.adaptive.state, Float32Array.of(0.5, 0.8))
    const kept = await trainer.save()
    const goOn = async () => {
      const { augmented } = await trainer.run(2)
      return [augmented, ...(await trainer.sample())]
    }
    const whole = await goOn()
    expect(whole[0]).toBeGreaterThan(0.4)
    trainer.restore(kept, 1)
    expect(await goOn()).toEqual(whole)
    trainer.restore(new Map(kept).set('augmentation', new Uint32Array(2)), 1)
    expect(await goOn()).not.toEqual(whole)
  } finally {
    trainer.destroy()
  }
})
