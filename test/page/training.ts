// Training scenarios for test/training.test.ts, on the adapter of the page.

import { pageGpu } from '../../src/cli/pageGpu'
import type { ImageSet } from '../../src/data/imageSet'
import { parseMnist } from '../../src/data/mnist'
import { blueprint } from '../../src/gan/blueprint'
import type { Figures } from '../../src/gan/clock'
import type { GanConfig } from '../../src/gan/config'
import { type Objective, type ObjectiveName, objectives } from '../../src/gan/objectives'
import { Trainer } from '../../src/gan/trainer'
import { worksOf } from '../../src/gan/tuning'
import type { Choices } from '../../src/gpu/choice'
import { Linear } from '../../src/nn/layers'
import { Network } from '../../src/nn/network'
import { Flatten, Unflatten } from '../../src/nn/plain'
import type { Optimizer } from '../../src/optim/optimizer'

const config: GanConfig = {
  objective: 'non-saturating',
  model: 'dcgan',
  imageSize: 32,
  channels: 1,
  width: 4,
  latent: 16,
  batchSize: 16,
  lr: 2e-3,
  beta1: 0.5,
  criticSteps: 1,
  clip: 0,
  lambda: 0,
  halfActivations: false,
  seed: 7,
}

async function digits(): Promise<ImageSet> {
  const response = await fetch('/src/data/mnist/mnist.bin.gz')
  const { train } = await parseMnist(new Uint8Array(await response.arrayBuffer()))
  return train
}

export async function openTrainer(
  changes: Partial<GanConfig> = {},
  table: Choices = {},
): Promise<Trainer> {
  const images = await digits()
  const gpu = await pageGpu()
  const print = blueprint({ ...config, ...changes }, images, { traits: gpu.traits, table })
  return Trainer.open(gpu, print, images.pixels)
}

async function iterate(trainer: Trainer, steps: number): Promise<Figures[]> {
  const seen: Promise<Figures>[] = []
  for (let i = 0; i < steps; i++) {
    const figures = trainer.iterate({ observe: true })
    if (figures) seen.push(figures)
    await trainer.ready()
  }
  return Promise.all(seen)
}

/** A digest of every byte that a resume needs. */
async function digest(trainer: Trainer): Promise<string> {
  let hash = 0x811c9dc5
  for (const words of (await trainer.save()).values()) {
    for (const word of words) hash = Math.imul(hash ^ word, 0x01000193)
  }
  return (hash >>> 0).toString(16)
}

/** Trains for a while; the figures, and what the samples look like. */
async function trainShort(steps: number) {
  const trainer = await openTrainer({ width: 8 })
  const figures = await iterate(trainer, steps)
  const images = await trainer.sample()
  const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length
  const side = config.imageSize
  const isBorder = (_: number, i: number) => {
    const [y, x] = [Math.floor(i / side) % side, i % side]
    return Math.min(y, x, side - 1 - y, side - 1 - x) < 4
  }
  return {
    figures,
    border: mean(images.filter(isBorder)),
    centre: mean(images.filter((value, i) => !isBorder(value, i))),
    least: images.reduce((a, b) => Math.min(a, b)),
    most: images.reduce((a, b) => Math.max(a, b)),
    distinct: new Set(Array.from({ length: 64 }, (_, i) => images[i * side ** 2 + 16 * side + 16]))
      .size,
  }
}

/** 2n steps at once, n + n through a checkpoint, and n + n in a trainer of another seed. */
async function trainResumed(n: number, changes: Partial<GanConfig> = {}) {
  const whole = await openTrainer(changes)
  await iterate(whole, 2 * n)
  const first = await openTrainer(changes)
  await iterate(first, n)
  const saved = await first.save()
  const second = await openTrainer(changes)
  second.restore(saved, n)
  await iterate(second, n)
  const other = await openTrainer({ ...changes, seed: 8 })
  await iterate(other, 2 * n)
  return {
    whole: await digest(whole),
    resumed: await digest(second),
    half: await digest(first),
    otherSeed: await digest(other),
  }
}

/** As trainResumed, with kernels that no rule chooses. */
async function trainTuned(n: number) {
  const ruled = await openTrainer()
  const tile = { TILE_ROWS: 2, TILE_COLUMNS: 1 }
  const table = Object.fromEntries(
    worksOf(ruled.print).map(({ problem: { key } }) => {
      const splits = key.startsWith('weight_gradient') ? { SPLITS: 1 } : {}
      return [key, { kernel: 'register', constants: { ...tile, ...splits } }]
    }),
  )
  await iterate(ruled, 2 * n)
  const whole = await openTrainer({}, table)
  await iterate(whole, 2 * n)
  const first = await openTrainer({}, table)
  await iterate(first, n)
  const second = await openTrainer({}, table)
  second.restore(await first.save(), n)
  await iterate(second, n)
  const [byRule, ...tuned] = await Promise.all([ruled, whole, second].map(digest))
  return { byRule, whole: tuned[0], resumed: tuned[1] }
}

/** What an iteration makes on the device, and what it costs in JavaScript. */
async function trainCounted(iterations: number) {
  const gpu = await pageGpu()
  const trainer = await openTrainer({ imageSize: 32, width: 1, batchSize: 2, latent: 4 })
  await iterate(trainer, 2)
  const { device } = gpu
  const counts = { buffers: 0, bindGroups: 0, pipelines: 0, submits: 0 }
  const original = {
    createBuffer: device.createBuffer,
    createBindGroup: device.createBindGroup,
    createComputePipelineAsync: device.createComputePipelineAsync,
  }
  const submit = device.queue.submit
  device.createBuffer = (...args) => {
    counts.buffers++
    return original.createBuffer.apply(device, args)
  }
  device.createBindGroup = (...args) => {
    counts.bindGroups++
    return original.createBindGroup.apply(device, args)
  }
  device.createComputePipelineAsync = (...args) => {
    counts.pipelines++
    return original.createComputePipelineAsync.apply(device, args)
  }
  device.queue.submit = (...args) => {
    counts.submits++
    return submit.apply(device.queue, args)
  }
  const times: number[] = []
  try {
    for (let i = 0; i < iterations; i++) {
      const start = performance.now()
      trainer.iterate()
      times.push(performance.now() - start)
      await trainer.ready()
    }
    await trainer.idle()
  } finally {
    Object.assign(device, original)
    device.queue.submit = submit
  }
  times.sort((a, b) => a - b)
  return { ...counts, medianMs: times[times.length >> 1] ?? 0, dispatches: trainer.dispatches }
}

/** Every objective for some iterations, and the same through a checkpoint: figures and digests. */
async function trainObjective(objective: ObjectiveName, n: number) {
  const row: Objective = objectives[objective]
  const changes = {
    objective,
    lr: row.optimiser.lr,
    criticSteps: Math.min(row.criticSteps, 2),
    clip: row.clip ?? 0,
    lambda: row.lambda ?? 0,
  }
  const whole = await openTrainer(changes)
  const figures = await iterate(whole, 2 * n)
  const first = await openTrainer(changes)
  await iterate(first, n)
  const second = await openTrainer(changes)
  second.restore(await first.save(), n)
  await iterate(second, n)
  const gpu = await pageGpu()
  const { models, gan } = whole.print
  const parameters = await models.discriminator.parameters.read(gpu)
  const stepsOf = async ({ state }: Optimizer) => (await state.read(gpu))[3]
  const [, draws, batches, iterations] = (await whole.save()).get('clock') ?? []
  return {
    criticSteps: gan.objective.criticSteps,
    counted: { draws, batches, iterations },
    stepsOfD: await stepsOf(gan.optimiserD),
    stepsOfG: await stepsOf(gan.optimiserG),
    figures,
    whole: await digest(whole),
    resumed: await digest(second),
    largest: parameters.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  }
}

/** What a run saves whose networks have one name. */
async function namesSaved(): Promise<string[]> {
  const layers = () => [new Flatten(), new Linear(16, 16 ** 2), new Unflatten([16, 16, 1])]
  const judge = [new Flatten(), new Linear(16 ** 2, 1)]
  const models = {
    generator: new Network('net', layers()),
    discriminator: new Network('net', judge),
  }
  const images = { count: 8, height: 16, width: 16, channels: 1, pixels: new Uint8Array(2048) }
  const own = { models, imageSize: 16, latent: 16, batchSize: 4 }
  const trainer = await Trainer.create(await pageGpu(), images, own)
  const saved = await trainer.save()
  trainer.destroy()
  return [...saved.keys()]
}

export const training = {
  namesSaved,
  trainObjective,
  trainShort,
  trainResumed,
  trainTuned,
  trainCounted,
}
