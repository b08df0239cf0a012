// A training run where its GPU is: the jobs that `ganvas train` asks for, one after the other. A job
// trains for a moment, not for one iteration, since in Chrome each is a trip to the page and back.

import { DataError, type ImageSet, messageOf } from '../../data/imageSet'
import type { ReadFile } from '../../data/readFile'
import type { GanConfig } from '../../gan/model/config'
import { makeBlueprint } from '../../gan/run/blueprint'
import { readCheckpoint } from '../../gan/run/checkpoint'
import type { Observed } from '../../gan/run/observer'
import { type Files, trainedFiles } from '../../gan/run/runFiles'
import type { Saved } from '../../gan/run/state'
import { Trainer } from '../../gan/run/trainer'
import { impossible } from '../../gan/run/tuning'
import type { Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'
import { loadWeights } from './weights'

/** Milliseconds until a job looks up: soon enough for Ctrl-C, and for a person who watches. */
const MOMENT = 200

export interface TrainingOptions {
  config: GanConfig
  /** Labels are needed where the networks are told classes. */
  images: ImageSet
  /** Figures are read at each multiple of `logEvery`, and at the last step. */
  logEvery: number
  steps: number
  /** Where to go on from. */
  checkpoint?: ReadFile | undefined
  /** Weights to begin with, in the place of drawn ones. */
  init?: { generator?: ReadFile | undefined; discriminator?: ReadFile | undefined } | undefined
  /** The kernels to take. */
  table: Choices
}

/** The figures of one step, as log.jsonl has them. */
export interface LogLine extends Observed {
  step: number
  imagesPerSecond: number
}

/** What a moment of training brought. */
export interface Moment {
  /** Iterations submitted so far. */
  step: number
  /** Figures that arrived; those of the last steps may still be on their way. */
  seen: LogLine[]
}

/** What is worth keeping of a run at one step. */
export interface Snapshot {
  files: Files
  /** What `Trainer.sample` draws. */
  images: Float32Array
  /** The same by G's moving average, where the run keeps one. */
  average?: Float32Array
}

interface Training extends TrainingOptions {
  trainer: Trainer
  speed: Speed
  /** Resolves when all figures have arrived, those of the last step too. */
  noted: Promise<void>
  seen: LogLine[]
  fault?: unknown
  /** Where a run that goes wrong goes back to. */
  healthy?: { saved: Saved; step: number }
  rollbacks: number
}

const trainings = new WeakMap<Gpu, Training>()

function trainingOn(gpu: Gpu): Training {
  const training = trainings.get(gpu)
  if (!training) throw new Error('no training was opened on this GPU')
  return training
}

/** What a run is like that is ready to train. */
export interface Opened {
  step: number
  dispatches: number
  /** Problems for which the table names a kernel that this adapter does not allow. */
  impossible: string[]
}

/** Compiles, allocates, and takes over the checkpoint if there is one. */
export async function openTraining(gpu: Gpu, options: TrainingOptions): Promise<Opened> {
  const { config, images, checkpoint, init, table } = options
  const { traits } = gpu
  const blueprint = makeBlueprint(config, images, { traits, table })
  const trainer = await Trainer.open(gpu, blueprint, images.pixels, images.labels)
  const { generator, discriminator, average } = blueprint.models
  for (const [network, file] of [
    [generator, init?.generator],
    [average, init?.generator],
    [discriminator, init?.discriminator],
  ] as const) {
    if (network && file) loadWeights(gpu, network, file)
  }
  if (checkpoint) restore(trainer, config, checkpoint)
  const speed = new Speed(trainer, config.batchSize)
  trainings.set(gpu, {
    ...options,
    trainer,
    speed,
    noted: Promise.resolve(),
    seen: [],
    rollbacks: 0,
  })
  const { step, dispatches } = trainer
  return { step, dispatches, impossible: impossible(blueprint, table, traits) }
}

function restore(trainer: Trainer, config: GanConfig, { path, bytes }: ReadFile): void {
  const { state, step } = readCheckpoint({ path, bytes }, config)
  try {
    trainer.restore(state, step)
  } catch (cause) {
    throw new DataError(`${path}: ${messageOf(cause)}`, { cause })
  }
}

/** Trains on for a moment, at least one step and at most to step `to`. */
export async function advance(gpu: Gpu, to: number): Promise<Moment> {
  const training = trainingOn(gpu)
  const { trainer, speed, seen, logEvery, steps } = training
  const end = performance.now() + MOMENT
  while (trainer.step < to) {
    const step = trainer.step + 1
    const observe = step % logEvery === 0 || step === steps
    const arriving = trainer.iterate({ observe })
    if (arriving) training.noted = note(training, step, { arriving, before: training.noted })
    await trainer.ready()
    speed.measure()
    if (training.fault) throw training.fault
    if (performance.now() >= end) break
  }
  return { step: trainer.step, seen: seen.splice(0) }
}

/** Takes note of figures in the order of their steps: those of a later one may arrive first. */
async function note(
  training: Training,
  step: number,
  { arriving, before }: { arriving: Promise<Observed>; before: Promise<void> },
): Promise<void> {
  try {
    const figures = await arriving
    await before
    const imagesPerSecond = Number(training.speed.measure().toFixed(1))
    training.seen.push({ step, ...figures, imagesPerSecond })
  } catch (error) {
    training.fault ??= error
  }
}

/** Something else than training took the time since the last look. */
export function forgetTime(gpu: Gpu): void {
  trainings.get(gpu)?.speed.restart()
}

/** Waits for the figures that are still on their way. */
export async function settle(gpu: Gpu): Promise<LogLine[]> {
  const training = trainingOn(gpu)
  await training.trainer.idle()
  training.speed.measure()
  await training.noted
  if (training.fault) throw training.fault
  return training.seen.splice(0)
}

/** @throws Diverged when there is nothing worth keeping */
export async function snapshot(gpu: Gpu): Promise<Snapshot> {
  const { trainer, speed } = trainingOn(gpu)
  // First of all, since it refuses a run that has diverged.
  const files = await trainedFiles(trainer)
  const images = await trainer.sample()
  const { average } = trainer.blueprint.models
  const ofAverage = average ? { average: await trainer.sample({ ema: true }) } : {}
  speed.restart()
  return { files, images, ...ofAverage }
}

/** Keeps the state as it is, for `rollBack`. */
export async function remember(gpu: Gpu): Promise<void> {
  const training = trainingOn(gpu)
  const { trainer, speed } = training
  training.healthy = { saved: await trainer.save(), step: trainer.step }
  speed.restart()
}

/** Goes back to what was remembered last, with new noise and half the learning rates. */
export async function rollBack(gpu: Gpu): Promise<{ step: number; lr: number; lrD: number }> {
  await settle(gpu)
  const training = trainingOn(gpu)
  const { trainer, speed, healthy } = training
  if (!healthy) throw new Error('nothing was remembered')
  const { saved, step } = healthy
  trainer.rollBack(saved, { step, attempt: ++training.rollbacks })
  speed.restart()
  const { lr, lrD } = trainer.config
  return { step, lr, lrD }
}

/** Images a second, over the iterations that finished between the last two looks. */
class Speed {
  readonly #trainer: Trainer
  readonly #batchSize: number
  #step = 0
  #time = 0
  #value = 0

  constructor(trainer: Trainer, batchSize: number) {
    this.#trainer = trainer
    this.#batchSize = batchSize
    this.restart()
  }

  /** Forgets the time since the last look: something else than training took it. */
  restart(): void {
    this.#step = this.#trainer.finished
    this.#time = performance.now()
  }

  measure(): number {
    const done = this.#trainer.finished - this.#step
    if (done > 0) {
      this.#value = (done * this.#batchSize * 1000) / (performance.now() - this.#time)
      this.restart()
    }
    return this.#value
  }
}
