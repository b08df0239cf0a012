// Jobs of `ganvas train`, which run where the GPU is. A job trains for a moment, not for one iteration:
// in Chrome each job is a trip to the page and back.

import { DataError, type ImageSet, messageOf } from '../../data/imageSet'
import type { ReadFile } from '../../data/readFile'
import type { GanConfig } from '../../gan/model/config'
import { makeBlueprint, type TrainSteps } from '../../gan/run/blueprint'
import { type DataFacts, readCheckpoint } from '../../gan/run/checkpoint'
import { watchFinite } from '../../gan/run/finite'
import type { Observed } from '../../gan/run/observer'
import type { Files } from '../../gan/run/runFiles'
import { Diverged } from '../../gan/run/state'
import { Trainer } from '../../gan/run/trainer'
import { impossible } from '../../gan/run/tuning'
import type { Finding } from '../../gan/watch/diagnosis'
import { type Seen, Session } from '../../gan/watch/session'
import type { Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'
import { type FiniteWatch, showNonFinite } from '../../gpu/explain/finite'
import { loadWeights } from './weights'

/** Milliseconds that a job trains: short enough for Ctrl-C and for a live display. */
const MOMENT = 200

export interface TrainingOptions {
  config: GanConfig
  /** With labels, for a conditional run. */
  images: ImageSet
  /** Facts about the data, for checkpoints. */
  data?: DataFacts | undefined
  /** Steps between figures; those of the last step are read too. */
  logEvery: number
  steps: number
  checkpoint?: ReadFile | undefined
  /** Initial weights in place of random ones. */
  init?: { generator?: ReadFile | undefined; discriminator?: ReadFile | undefined } | undefined
  /** Kernel choices, by problem key. */
  table: Choices
  /** Debugging: a run that diverges ends with the first op and tensor that is not finite. */
  findNaN?: boolean
  /** Leaves the images in main memory. */
  streamed?: boolean | undefined
}

/** Figures of one step, as in log.jsonl. */
export interface LogLine extends Observed {
  step: number
  imagesPerSecond: number
}

/** Figures that arrived, and a new problem that they show. */
export interface Noted {
  line: LogLine
  finding?: Finding
}

export interface Moment {
  /** Iterations submitted so far. */
  step: number
  /** Figures that arrived; those of the last steps may still be under way. */
  noted: Noted[]
}

/** Result of a run at one step. */
export interface Snapshot {
  files: Files
  /** Images drawn by `Trainer.sample`. */
  images: Float32Array
}

interface Training extends TrainingOptions {
  session: Session
  /** Figures that were not yet returned. */
  noted: Noted[]
  watch: FiniteWatch<TrainSteps> | undefined
}

const trainings = new WeakMap<Gpu, Training>()

function trainingOn(gpu: Gpu): Training {
  const training = trainings.get(gpu)
  if (!training) throw new Error('no training was opened on this GPU')
  return training
}

/** A run that is ready to train. */
export interface Opened {
  step: number
  dispatches: number
  /** Problems whose kernel in the table does not run on this adapter. */
  impossible: string[]
}

/** Compiles, allocates, and restores the checkpoint, if any. */
export async function openTraining(gpu: Gpu, options: TrainingOptions): Promise<Opened> {
  const { config, images, checkpoint, init, table, streamed } = options
  const { traits } = gpu
  const blueprint = makeBlueprint(config, images, { traits, table, streamed })
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
  const noted: Noted[] = []
  const hear = (seen: Seen) => noted.push(notedOf(seen))
  const session = new Session(trainer, { hear, advice: 'Lower --lr', reportsDivergence: true })
  session.begin()
  session.forgetTime()
  const watch = options.findNaN ? await watchFinite(trainer) : undefined
  trainings.set(gpu, { ...options, session, noted, watch })
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

function notedOf({ step, figures, imagesPerSecond, finding }: Seen): Noted {
  const line = { step, ...figures, imagesPerSecond: Number(imagesPerSecond.toFixed(1)) }
  return { line, ...(finding ? { finding } : {}) }
}

/** Trains for a moment: at least one step, unless the run is at step `to` already. */
export async function advance(gpu: Gpu, to: number): Promise<Moment> {
  const { session, noted, logEvery, steps, watch } = trainingOn(gpu)
  const { trainer } = session
  const end = performance.now() + MOMENT
  while (trainer.step < to) {
    const step = trainer.step + 1
    await session.iterate({ observe: step % logEvery === 0 || step === steps })
    const origin = await watch?.first()
    if (origin) throw Diverged.at(step, showNonFinite(origin), 'Lower --lr')
    if (performance.now() >= end) break
  }
  return { step: trainer.step, noted: noted.splice(0) }
}

/** Excludes the time since the last step from the speed: other work took it. */
export function forgetTime(gpu: Gpu): void {
  trainings.get(gpu)?.session.forgetTime()
}

/** Waits for the figures still under way. */
export async function settle(gpu: Gpu): Promise<Noted[]> {
  const { session, noted } = trainingOn(gpu)
  await session.settle()
  return noted.splice(0)
}

/** @throws Diverged when one of the numbers is NaN or infinite */
export async function snapshot(gpu: Gpu): Promise<Snapshot> {
  const { session, data } = trainingOn(gpu)
  const { trainer } = session
  // First, because it rejects a run that diverged.
  const files = await session.files(data)
  const images = await trainer.sample()
  session.forgetTime()
  return { files, images }
}

/** Keeps the state of a healthy run, for `rollBack`. */
export async function remember(gpu: Gpu): Promise<void> {
  const { session } = trainingOn(gpu)
  if (session.healthy) await session.keep()
}

/** Goes back to the last kept state, with new noise and half the learning rates. */
export async function rollBack(gpu: Gpu): Promise<{ step: number; lr: number; lrD: number }> {
  const { session, noted } = trainingOn(gpu)
  const step = await session.rollBack()
  noted.length = 0
  const { lr, lrD } = session.trainer.config
  return { step, lr, lrD }
}
