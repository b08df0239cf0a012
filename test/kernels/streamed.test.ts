// A data set that stays in main memory, on Node's adapter: a run is that of the set on the GPU, to the bit.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import type { GanConfig } from '../../src/gan/model/config'
import { Trainer } from '../../src/gan/run/trainer'
import type { Gpu } from '../../src/gpu/device'
import { Random } from '../../src/nn/philox'

let gpu: Gpu

beforeAll(async () => {
  gpu = await openNodeGpu()
})
afterAll(() => gpu.close())

const COUNT = 50
const random = new Random(1, 7)
// 27 bytes an image: a batch of 6 ends within a word.
const set = {
  ...{ count: COUNT, height: 3, width: 9, channels: 1 },
  pixels: Uint8Array.from({ length: COUNT * 27 }, () => 128 + 40 * random.normal(0, 1)),
}

const open = (chosen: Partial<GanConfig> & { streamed?: boolean }) =>
  Trainer.create(gpu, set, {
    ...{ model: 'mlp', imageSize: 16, width: 1, latent: 4, batchSize: 6, seed: 3, ema: 0 },
    ...chosen,
  })

test.each<[Partial<GanConfig>]>([
  [{}],
  // A step of R1 takes a batch of its own.
  [{ criticSteps: 3, accumulate: 2, r1: 1, r1Every: 3 }],
])('%j: each batch is there in time, over several epochs, and after a resume', async (chosen) => {
  const [whole, streamed] = [await open(chosen), await open({ ...chosen, streamed: true })]
  try {
    const figures = await whole.run(20)
    expect(await streamed.run(20)).toEqual(figures)
    const kept = await streamed.save()
    expect(kept).toEqual(await whole.save())
    // Far from there, and back.
    await streamed.run(9)
    streamed.restore(kept, 20)
    expect(await streamed.run(11)).toEqual(await whole.run(11))
    if (whole.config.accumulate === 1) {
      for (let i = 0; i < 3; i++) for (const trainer of [whole, streamed]) await trainer.substep()
    }
    expect(await streamed.run(2)).toEqual(await whole.run(2))
    expect(await streamed.save()).toEqual(await whole.save())
  } finally {
    whole.destroy()
    streamed.destroy()
  }
})

test('holds some batches on the GPU only, and refuses more steps of D than it has room for', async () => {
  const streamed = await open({ criticSteps: 2, streamed: true })
  try {
    const [room] = streamed.blueprint.images
    // Six places of eight images.
    expect(room?.shape).toEqual([48, 3, 9, 1])
    streamed.set({ criticSteps: 5 })
    await streamed.run(3)
    expect(() => streamed.set({ criticSteps: 6 })).toThrow(
      'set: an iteration would take 6 batches, but a streamed run has room for 5. Begin the run with that many.',
    )
  } finally {
    streamed.destroy()
  }
})
