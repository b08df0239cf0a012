// Jobs of `ganvas translate`, which run where the GPU is. A job trains for a moment, not for one iteration: in Chrome
// each job is a trip to the page and back.

import { DataError, type ImageSet, messageOf } from '../../data/imageSet'
import type { ReadFile } from '../../data/readFile'
import { readSafetensors } from '../../data/safetensors'
import { Diverged } from '../../gan/run/state'
import type { Both } from '../../gan/translate/cycleStep'
import {
  evaluateTranslation as evaluate,
  type TranslationReport,
} from '../../gan/translate/evaluate'
import { type Files, filesOf, readCheckpoint } from '../../gan/translate/files'
import { planTranslation } from '../../gan/translate/plan'
import { type Shape, translatorOf } from '../../gan/translate/players'
import type { TranslationConfig } from '../../gan/translate/settings'
import { type Figures, Translation } from '../../gan/translate/translation'
import { rounded, Translator } from '../../gan/translate/translator'
import type { Gpu } from '../../gpu/device'
import { owning } from '../../gpu/owning'

/** Milliseconds that a job trains: short enough for Ctrl-C and for a live display. */
const MOMENT = 200

const ADVICE = 'Lower --lr; the last checkpoint, if any, is untouched'

export interface TranslatingOptions {
  config: TranslationConfig
  sets: Both<ImageSet>
  checkpoint?: ReadFile | undefined
}

/** Losses of one step, as in log.jsonl. */
export interface LossLine extends Figures {
  step: number
  imagesPerSecond: number
}

export interface TranslationMoment {
  step: number
  lines: LossLine[]
}

interface Training {
  translation: Translation
  lines: LossLine[]
  /** Resolves when all figures under way have arrived. */
  arriving: Promise<void>
  fault: unknown
  /** Time and step at which the measurement of the speed began. */
  since: { time: number; step: number }
}

const trainings = new WeakMap<Gpu, Training>()

function trainingOn(gpu: Gpu): Training {
  const training = trainings.get(gpu)
  if (!training) throw new Error('no translation was opened on this GPU')
  return training
}

/** Compiles, allocates, and restores the checkpoint, if any. Returns the step. */
export async function openTranslation(gpu: Gpu, options: TranslatingOptions): Promise<number> {
  const { config, sets, checkpoint } = options
  trainings.get(gpu)?.translation.destroy()
  trainings.delete(gpu)
  const made = planTranslation(config, sets, gpu.traits)
  const translation = await Translation.open(gpu, made, { a: sets.a.pixels, b: sets.b.pixels })
  if (checkpoint) {
    try {
      translation.restore(readCheckpoint(checkpoint).state)
    } catch (cause) {
      throw new DataError(`${checkpoint.path}: ${messageOf(cause)}`, { cause })
    }
  }
  const since = { time: performance.now(), step: translation.step }
  const arriving = Promise.resolve()
  trainings.set(gpu, { translation, lines: [], arriving, fault: undefined, since })
  return translation.step
}

/** Trains for a moment: at least one step, unless the run is at step `to` already. */
export async function advanceTranslation(gpu: Gpu, to: number): Promise<TranslationMoment> {
  const training = trainingOn(gpu)
  const { translation } = training
  const { logEvery, steps } = translation.plan.config
  const end = performance.now() + MOMENT
  while (translation.step < to) {
    const step = translation.step + 1
    const figures = translation.iterate({ observe: step % logEvery === 0 || step === steps })
    if (figures) training.arriving = note(training, step, figures, training.arriving)
    await translation.ready()
    if (training.fault) throw training.fault
    if (performance.now() >= end) break
  }
  return { step: translation.step, lines: training.lines.splice(0) }
}

async function note(
  training: Training,
  step: number,
  arriving: Promise<Figures>,
  before: Promise<void>,
): Promise<void> {
  try {
    const figures = await arriving
    await before
    const bad = Object.entries(figures).find(([, value]) => !Number.isFinite(value))
    if (bad) throw Diverged.at(step, `${bad[0]} is ${bad[1]}`, ADVICE)
    const { since, translation } = training
    const now = performance.now()
    const images = (step - since.step) * translation.plan.config.batchSize
    const imagesPerSecond = Number(((1000 * images) / (now - since.time)).toFixed(1))
    training.since = { time: now, step }
    training.lines.push({ step, ...figures, imagesPerSecond })
  } catch (error) {
    training.fault ??= error
  }
}

export interface TranslationSnapshot {
  files: Files
  lines: LossLine[]
  /** Translations of the given images. */
  shown: Shown
}

/** Images on their way: [N, S, S, C] in [-1, 1] each. What lies in the middle was rounded to bytes. */
export interface Shown {
  toB: Float32Array
  toA?: Float32Array
  /** There and back: of the first set, and of the second. */
  backA?: Float32Array
  backB?: Float32Array
}

/** @throws Diverged when one of the numbers is NaN or infinite */
export async function translationSnapshot(
  gpu: Gpu,
  samples: Both<Float32Array>,
): Promise<TranslationSnapshot> {
  const training = trainingOn(gpu)
  const { translation } = training
  await training.arriving
  if (training.fault) throw training.fault
  const { step, plan } = translation
  const files = filesOf(plan, { state: await translation.save(ADVICE), step })
  const toB = await translation.toB(samples.a)
  const toA = await translation.toA(samples.b)
  const backA = await translation.toA(rounded(toB))
  const backB = toA && (await translation.toB(rounded(toA)))
  training.since = { time: performance.now(), step }
  const back = { ...(toA && { toA }), ...(backA && { backA }), ...(backB && { backB }) }
  return { files, lines: training.lines.splice(0), shown: { toB, ...back } }
}

/**
 * Translates images with saved weights.
 *
 * @param images  [N, S, S, C] in [-1, 1]
 */
export function translateImages(
  gpu: Gpu,
  shape: Shape,
  { name, file, images }: { name: 'toA' | 'toB'; file: ReadFile; images: Float32Array },
): Promise<Float32Array> {
  return owning(async (own) => {
    const network = own(translatorOf(name, shape))
    network.load(gpu, readSafetensors(file.bytes, file.path).tensors)
    return own(await Translator.open(gpu, network, shape)).images(images)
  })
}

export interface MeasuredTranslation {
  files: { toB: ReadFile; toA?: ReadFile }
  sets: Both<ImageSet>
  heldOut: Both<ImageSet>
  partners: boolean
}

/** Measures saved weights on held-out images. */
export function evaluateTranslation(
  gpu: Gpu,
  shape: Shape,
  { files, ...sets }: MeasuredTranslation,
): Promise<TranslationReport> {
  const through = (name: 'toA' | 'toB', file: ReadFile) => (images: Float32Array) =>
    translateImages(gpu, shape, { name, file, images })
  return evaluate(gpu, {
    ...sets,
    imageSize: shape.imageSize,
    toB: through('toB', files.toB),
    toA: files.toA && through('toA', files.toA),
  })
}
