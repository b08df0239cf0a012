// A data set in one buffer and in parts, for test/kernels/parts.test.ts: in Chrome by name, in Node directly.

import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import type { ImageSet } from '../../src/data/imageSet'
import type { GanConfig } from '../../src/gan/model/config'
import { configOf } from '../../src/gan/model/presets'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { Trainer } from '../../src/gan/run/trainer'
import type { Gpu } from '../../src/gpu/device'
import { philox } from '../../src/nn/philox'
import { digest } from './training'

/** Images with odd numbers of bytes, smaller than the model, so that each gets a frame. */
export const tiny = { count: 70, height: 15, width: 13, channels: 1 }

/** Bytes with room for exactly 24 of them. */
export const SMALL = 24 * 15 * 13 + 190

export function noisy(): ImageSet {
  const { count, height, width, channels } = tiny
  const byte = (i: number) => (philox([i, 0, 0, 0], [5, 0])[0] ?? 0) % 256
  const pixels = Uint8Array.from({ length: count * height * width * channels }, (_, i) => byte(i))
  return { ...tiny, pixels, labels: Uint8Array.from({ length: count }, (_, i) => i % 3) }
}

export const smallest = (changes: Partial<GanConfig> = {}): GanConfig => {
  const chosen = { imageSize: 16, width: 2, latent: 4, batchSize: 16, seed: 3, lr: 2e-3 }
  return configOf({ ...chosen, ...changes }, { software: true, channels: 1 })
}

/**
 * Steps of a run with the set in one buffer and of one with the set in parts; then each takes the other's checkpoint
 * of half-way, and goes on from there: the bits of each batch, and of the saved state at the end.
 */
export async function compareParts(gpu: Gpu, changes: Partial<GanConfig>, steps: number) {
  const open = (maxBinding?: number) => {
    const { pixels, labels, ...set } = noisy()
    const traits = { ...gpu.traits, ...(maxBinding === undefined ? {} : { maxBinding }) }
    return Trainer.open(gpu, makeBlueprint(smallest(changes), set, { traits }), pixels, labels)
  }
  const iterate = async (trainer: Trainer, count: number) => {
    const batches: string[] = []
    for (let i = 0; i < count; i++) {
      trainer.iterate()
      await trainer.ready()
      const { batch } = trainer.blueprint.train.results.critic
      batches.push((await batch.read(gpu)).join())
    }
    return batches
  }
  const [whole, parted] = [await open(), await open(SMALL)]
  const run = async (trainer: Trainer) => {
    const before = await iterate(trainer, steps / 2)
    const saved = await trainer.save()
    const after = await iterate(trainer, steps / 2)
    return { saved, batches: [...before, ...after], digest: await digest(trainer) }
  }
  const [one, other] = [await run(whole), await run(parted)]
  const changedOver: string[] = []
  for (const [trainer, saved] of [
    [parted, one.saved],
    [whole, other.saved],
  ] as const) {
    trainer.restore(saved, steps / 2)
    await iterate(trainer, steps / 2)
    changedOver.push(await digest(trainer))
  }
  const found = {
    batches: [one.batches, other.batches],
    digests: [one.digest, other.digest, ...changedOver],
    saved: [one, other].map(({ saved }) => [...saved.keys()]),
    gathers: [whole, parted].map(({ blueprint }) =>
      blueprint.train.dispatches.critic
        .map(({ entry }) => entry.name)
        .filter((name) => /^gather/.test(name)),
    ),
  }
  for (const each of [whole, parted]) each.destroy()
  return found
}

export const partsScenarios = {
  comparePartsHere: async (changes: Partial<GanConfig>, steps: number) =>
    compareParts(await pageGpu(), changes, steps),
}
