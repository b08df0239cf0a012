// Training scenarios for test/runs/training.test.ts, on the adapter of the page.

import { type Tensor, tensor } from '../../src/autograd/tensor'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import type { ImageSet } from '../../src/data/imageSet'
import { parseMnist } from '../../src/data/mnist'
import { Clock, type Figures } from '../../src/gan/model/clock'
import { withPlanes, withRow } from '../../src/gan/model/conditional'
import type { GanConfig } from '../../src/gan/model/config'
import { type Objective, objectives } from '../../src/gan/model/objectives'
import { r1Penalty } from '../../src/gan/model/penalty'
import { configOf } from '../../src/gan/model/presets'
import type { ObjectiveName } from '../../src/gan/model/recipes'
import { ganSteps } from '../../src/gan/model/steps'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { Trainer } from '../../src/gan/run/trainer'
import { worksOf } from '../../src/gan/run/tuning'
import type { Choices } from '../../src/gpu/choice'
import { capture, submit } from '../../src/gpu/program'
import { Linear } from '../../src/nn/layers'
import { Module } from '../../src/nn/module'
import { Network } from '../../src/nn/network'
import { Flatten, Tanh, Unflatten } from '../../src/nn/plain'
import { add, sub } from '../../src/ops'
import { adam, type Optimizer } from '../../src/optim/optimizer'

const chosen = { width: 4, latent: 16, batchSize: 16, lr: 2e-3, seed: 7 }
const config = configOf(chosen, { software: false, channels: 1 })

/** The smallest DCGAN: what does not depend on the size is tested with it, so that its kernels are compiled once. */
export const TINY = { imageSize: 32, width: 1, batchSize: 4, latent: 4 } as const

/** Images in the data set: enough for what is tested here. */
const COUNT = 1000

let read: Promise<ImageSet> | undefined

/** The first digits, read once. */
export function digits(): Promise<ImageSet> {
  read ??= firstDigits()
  return read
}

async function firstDigits(): Promise<ImageSet> {
  const response = await fetch('/src/data/mnist/mnist.bin.gz')
  const { train } = await parseMnist(new Uint8Array(await response.arrayBuffer()))
  const { height, width, pixels, labels } = train
  return {
    ...train,
    count: COUNT,
    pixels: pixels.slice(0, COUNT * height * width),
    ...(labels ? { labels: labels.slice(0, COUNT) } : {}),
  }
}

export async function openTrainer(
  changes: Partial<GanConfig> = {},
  table: Choices = {},
): Promise<Trainer> {
  const images = await digits()
  const gpu = await pageGpu()
  const blueprint = makeBlueprint({ ...config, ...changes }, images, { traits: gpu.traits, table })
  return Trainer.open(gpu, blueprint, images.pixels, images.labels)
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
export async function digest(trainer: Trainer): Promise<string> {
  let hash = 0x811c9dc5
  for (const words of (await trainer.save()).values()) {
    for (const word of words) hash = Math.imul(hash ^ word, 0x01000193)
  }
  return (hash >>> 0).toString(16)
}

/** Trains for some steps; returns the figures, and statistics of the samples. */
async function trainShort(steps: number) {
  const trainer = await openTrainer()
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
  // As in checkpoints from before settings could change: without settings, and without an optimiser's clip.
  const earlier = new Map(
    [...saved].map(([name, words]) => [
      name,
      name.endsWith('.optimiser') ? words.slice(0, 4) : words,
    ]),
  )
  earlier.delete('settings')
  const third = await openTrainer(changes)
  third.restore(earlier, n)
  await iterate(third, n)
  const other = await openTrainer({ ...changes, seed: 8 })
  await iterate(other, 2 * n)
  return {
    whole: await digest(whole),
    resumed: await digest(second),
    fromEarlier: await digest(third),
    half: await digest(first),
    otherSeed: await digest(other),
  }
}

/** Settings changed after n steps of 2n; the same through a checkpoint; and a run that keeps its settings. */
async function trainChanged(n: number) {
  const gpu = await pageGpu()
  const begun = { ...TINY, objective: 'wgan-gp', criticSteps: 2, lambda: 10 } as const
  const changes = { lr: 1e-3, lrD: 5e-4, clip: 0.05, lambda: 1, criticSteps: 3 }
  const kept = await openTrainer(begun)
  await iterate(kept, 2 * n)
  const first = await openTrainer(begun)
  await iterate(first, n)
  first.set(changes)
  const saved = await first.save()
  await iterate(first, n)
  const second = await openTrainer(begun)
  second.restore(saved, n)
  await iterate(second, n)
  const other = await openTrainer({ ...begun, criticSteps: 1 })
  other.restore(saved, n)
  const parameters = await second.blueprint.models.discriminator.parameters.read(gpu)
  const [, draws, batches, iterations] = (await second.save()).get('clock') ?? []
  const refused = (changed: Parameters<Trainer['set']>[0]) => {
    try {
      second.set(changed)
      return 'nothing'
    } catch (error) {
      return String(error)
    }
  }
  return {
    kept: await digest(kept),
    whole: await digest(first),
    resumed: await digest(second),
    config: second.config,
    configOfOther: other.config,
    counted: { draws, batches, iterations },
    largest: parameters.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    refused: [{ criticSteps: 1 }, { lambda: 0 }, { lr: -1 }].map(refused),
    still: second.config,
  }
}

/**
 * A run whose submits may last for ever, no time at all (each piece is a submit, however fast the adapter is), or a
 * minute: its state after some steps, and the submits of the iteration in which they were fewest, soon after.
 */
async function trainDivided(steps: number) {
  const { queue } = (await pageGpu()).device
  const { submit } = queue
  let submits = 0
  const next = async (trainer: Trainer) => {
    submits = 0
    trainer.iterate()
    await trainer.idle()
    return submits
  }
  const ran = (longest: number) =>
    within(longest, async () => {
      const trainer = await openTrainer(TINY)
      for (let i = 0; i < steps; i++) await next(trainer)
      const state = await digest(trainer)
      let fewest = await next(trainer)
      // The pace is known when the queue has told that pieces are done.
      for (let i = 0; i < 20 && fewest > 1; i++) fewest = Math.min(fewest, await next(trainer))
      return { state, fewest }
    })
  queue.submit = (...args) => {
    submits++
    return submit.apply(queue, args)
  }
  try {
    return { whole: await ran(Infinity), divided: await ran(-1), short: await ran(60_000) }
  } finally {
    queue.submit = submit
  }
}

/** Does some work with submits that may hold so many milliseconds. */
async function within<T>(longest: number, work: () => Promise<T>): Promise<T> {
  const gpu = await pageGpu()
  const before = gpu.longest
  gpu.longest = longest
  try {
    return await work()
  } finally {
    gpu.longest = before
  }
}

/** The first iteration of WGAN's schedule: the clock's counts, and the number of submits. */
async function trainWarm() {
  const { device } = await pageGpu()
  const options = { ...TINY, objective: 'wgan', criticSteps: 1, criticWarmup: true } as const
  const trainer = await openTrainer(options)
  const { submit } = device.queue
  let submits = 0
  device.queue.submit = (...args) => {
    submits++
    return submit.apply(device.queue, args)
  }
  try {
    await within(Infinity, () => iterate(trainer, 1))
  } finally {
    device.queue.submit = submit
  }
  const [, draws, batches, iterations] = (await trainer.save()).get('clock') ?? []
  return { draws, batches, iterations, submits }
}

class Shown extends Module {
  readonly seen: Tensor[] = []

  override forward(x: Tensor): Tensor {
    this.seen.push(x)
    return x
  }
}

/** Inputs of both networks for three images of two classes, and R1's part of D's loss. */
async function trainWired() {
  const gpu = await pageGpu()
  const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i + 1))
  const real = tensor(gpu, numbers(12), [3, 2, 2, 1])
  const noise = tensor(gpu, numbers(6), [3, 1, 1, 2])
  const labels = tensor(gpu, [1, 0, 0, 1, 1, 0], [3, 2])
  const [beforeG, beforeD] = [new Shown(), new Shown()]
  const draw = [beforeG, new Flatten(), new Linear(4, 4), new Unflatten([2, 2, 1])]
  const judge = [beforeD, new Flatten(), new Linear(12, 5), new Tanh(), new Linear(5, 1)]
  const generator = new Network('G', draw)
  const discriminator = new Network('D', judge)
  const clock = new Clock()
  const [optimiserG, optimiserD] = [generator, discriminator].map((each) =>
    adam(each, { lr: 1e-3 }),
  )
  if (!optimiserG || !optimiserD) throw new Error('two networks have two optimisers')
  const sources = { real: () => real, noise: () => noise, labels: () => labels }
  const networks = { generator, discriminator, optimiserG, optimiserD }
  const steps = ganSteps({ ...networks, objective: objectives.lsgan, r1: 3, sources, clock })
  const penalty = (images: Tensor) =>
    r1Penalty((x) => discriminator.forward(withPlanes(x, labels), { training: true }), images, {
      lambda: 3,
    }).loss
  const { programs, results } = await capture(gpu, {
    expected() {
      const images = generator.forward(withRow(noise, labels), { training: true })
      return { real: penalty(real), fake: penalty(images) }
    },
    critic() {
      beforeG.seen.length = 0
      beforeD.seen.length = 0
      const { images, loss, lossReal, lossFake } = steps.critic()
      const [shownG, shownD] = [beforeG.seen.slice(), beforeD.seen.slice(0, 1)]
      return { images, added: sub(loss, add(lossReal, lossFake)), shownG, shownD }
    },
    generator: steps.generator,
  })
  for (const network of [generator, discriminator]) network.initialise(gpu, 1)
  for (const optimiser of [optimiserG, optimiserD]) optimiser.initialise(gpu)
  clock.initialise(gpu, 1)
  submit(gpu, [programs.expected, programs.critic])
  const read = async (each: Tensor | undefined) => [...((await each?.read(gpu)) ?? [])]
  return {
    images: { real: await read(real), generated: await read(results.critic.images) },
    noise: await read(noise),
    shownG: await read(results.critic.shownG[0]),
    shownD: await read(results.critic.shownD[0]),
    added: await read(results.critic.added),
    atReal: await read(results.expected.real),
    atGenerated: await read(results.expected.fake),
  }
}

/** A run with an average of G: its state after two steps, its files, and its drawings. */
async function trainAveraged(ema: number, emaRampup: number) {
  const gpu = await pageGpu()
  const trainer = await openTrainer({ ...TINY, ema, emaRampup })
  const { generator, average } = trainer.blueprint.models
  if (!average) throw new Error('there is no average')
  const both = async () => {
    const numbers = async ({ parameters, buffers }: Network) => ({
      parameters: [...(await parameters.read(gpu))],
      buffers: [...(await buffers.read(gpu))],
    })
    return { live: await numbers(generator), average: await numbers(average) }
  }
  const states = [await both()]
  for (let step = 1; step <= 2; step++) {
    await iterate(trainer, 1)
    states.push(await both())
  }
  const drawn = [...(await trainer.sample({ ema: false }))]
  const drawnByAverage = [...(await trainer.sample())]
  const second = await openTrainer({ ...TINY, ema, emaRampup })
  second.restore(await trainer.save(), 2)
  const resumed = [...(await second.sample({ ema: true }))]
  const without = await openTrainer({ ...TINY, ema: 0 })
  await iterate(without, 2)
  const refused = await without.sample({ ema: true }).catch(String)
  const unaffected = [...(await without.sample())]
  return { states, drawn, drawnByAverage, resumed, unaffected, refused }
}

/** As trainResumed, with kernel choices that no rule makes. */
async function trainTuned(n: number) {
  const ruled = await openTrainer()
  const tile = { TILE_ROWS: 2, TILE_COLUMNS: 1 }
  const table = Object.fromEntries(
    worksOf(ruled.blueprint)
      .slice(0, 4)
      .map(({ problem: { key } }) => {
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

/** Objects that an iteration makes on the device, and its cost in JavaScript. */
async function trainCounted(iterations: number) {
  const gpu = await pageGpu()
  const trainer = await openTrainer(TINY)
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

/** A run with some options: figures, its state after 2n steps and after n + n, and its number of drawings. */
async function trainOptions(changes: Partial<GanConfig>, n: number) {
  const open = () => openTrainer({ ...TINY, ...changes })
  const whole = await open()
  const figures = await iterate(whole, 2 * n)
  const first = await open()
  await iterate(first, n)
  const second = await open()
  second.restore(await first.save(), n)
  await iterate(second, n)
  const drawn = (await whole.sample()).length / config.imageSize ** 2
  return { figures, whole: await digest(whole), resumed: await digest(second), drawn }
}

/** Every objective for some iterations, and the same through a checkpoint: figures and digests. */
async function trainObjective(objective: ObjectiveName, n: number) {
  const row: Objective = objectives[objective]
  const changes = {
    ...TINY,
    objective,
    lr: row.optimiser.lr,
    lrD: row.optimiser.lr,
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
  const { models, gan } = whole.blueprint
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

/** Names saved by a run whose networks have the same name. */
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
  trainChanged,
  trainOptions,
  trainDivided,
  trainWarm,
  trainWired,
  trainAveraged,
}
