// Jobs of `ganvas translate`, which run where the GPU is. A job trains for a moment, not for one iteration: in Chrome
// each job is a trip to the page and back.

import { DataError, type ImageSet, messageOf } from '../../data/imageSet'
import type { ReadFile } from '../../data/readFile'
import { readSafetensors } from '../../data/safetensors'
import { classesOf } from '../../gan/judge/metrics/classes'
import type { Both } from '../../gan/translate/cycleStep'
import {
  evaluateTranslation as evaluate,
  type TranslationReport,
} from '../../gan/translate/evaluate'
import { type Files, filesOf, readCheckpoint } from '../../gan/translate/files'
import { planTranslation } from '../../gan/translate/plan'
import { type Shape, translatorOf } from '../../gan/translate/players'
import type { TranslationConfig } from '../../gan/translate/settings'
import { type LossLine, type Shown, Training, throughBoth } from '../../gan/translate/training'
import { Translation } from '../../gan/translate/translation'
import { Translator } from '../../gan/translate/translator'
import type { Gpu } from '../../gpu/device'
import { owning } from '../../gpu/owning'
import { type KnownJudge, look } from './judging'

/** Milliseconds that a job trains: short enough for Ctrl-C and for a live display. */
const MOMENT = 200

const ADVICE = 'Lower --lr; the last checkpoint, if any, is untouched'

export interface TranslatingOptions {
  config: TranslationConfig
  sets: Both<ImageSet>
  checkpoint?: ReadFile | undefined
}

export interface TranslationMoment {
  step: number
  lines: LossLine[]
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
  trainings.set(gpu, new Training(translation, ADVICE))
  return translation.step
}

/** Trains for a moment: at least one step, unless the run is at step `to` already. */
export async function advanceTranslation(gpu: Gpu, to: number): Promise<TranslationMoment> {
  const training = trainingOn(gpu)
  const { translation } = training
  const { logEvery } = translation.plan.config
  await training.advance({ to, milliseconds: MOMENT, every: logEvery })
  return { step: translation.step, lines: training.takeLines() }
}

export interface TranslationSnapshot {
  files: Files
  lines: LossLine[]
  /** Translations of the given images. */
  shown: Shown
}

/** @throws Diverged when one of the numbers is NaN or infinite */
export async function translationSnapshot(
  gpu: Gpu,
  samples: Both<Float32Array>,
): Promise<TranslationSnapshot> {
  const training = trainingOn(gpu)
  const { translation } = training
  await training.settle()
  const { step, plan } = translation
  const files = filesOf(plan, { state: await translation.save(ADVICE), step })
  const shown = await throughBoth(translation, samples)
  training.rest()
  return { files, lines: training.takeLines(), shown }
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
  /** Classifiers of the labels of each set, and the labels of held-out images as they count them. */
  readers?: Partial<Both<{ known: KnownJudge; labels: Both<Uint8Array> }>>
}

/** Measures saved weights on held-out images. */
export function evaluateTranslation(
  gpu: Gpu,
  shape: Shape,
  { files, readers = {}, ...sets }: MeasuredTranslation,
): Promise<TranslationReport> {
  const through = (name: 'toA' | 'toB', file: ReadFile) => (images: Float32Array) =>
    translateImages(gpu, shape, { name, file, images })
  const readerOf = (set: 'a' | 'b') => {
    const { known, labels } = readers[set] ?? {}
    if (!known || !labels) return {}
    const read = async (images: Float32Array) =>
      classesOf((await look(gpu, known, images)).probabilities, known.shape.classes)
    return { [set]: { read, labels } }
  }
  return evaluate(gpu, {
    ...sets,
    readers: { ...readerOf('a'), ...readerOf('b') },
    imageSize: shape.imageSize,
    toB: through('toB', files.toB),
    toA: files.toA && through('toA', files.toA),
  })
}
