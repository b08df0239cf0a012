// Cache of trained judges: training takes a minute, and the same images give the same judge. One file for each data set
// and recipe, in the user's cache folder. A damaged file is replaced.

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { classesIn, DataError, type ImageSet, messageOf } from '../../data/imageSet'
import { type RawTensor, readSafetensors, writeSafetensors } from '../../data/safetensors'
import { type JudgeRecipe, type JudgeShape, judgeRecipe } from '../../gan/judge/judge'
import type { AskGpu } from '../gpu/jobs'
import type { KnownJudge, Lesson } from '../gpu/judging'
import { Counter } from '../terminal/counter'
import { Failure } from '../terminal/failure'
import { type Asked, stopIfAsked } from '../terminal/stop'
import { cacheFolder, exists, readWhole, writeWhole } from './files'

/** Format of the cache. Raise the number when the network or its training changes. */
const FORMAT = 'ganvas-judge-1'

export interface JudgeOptions {
  recipe?: JudgeRecipe
  /** Ends a judge that learns. */
  stop?: Asked | undefined
}

/**
 * The judge of a labelled data set, from the cache or newly taught.
 *
 * @throws Stopped where it was asked to stop
 */
export async function judgeOf(
  set: ImageSet & { labels: Uint8Array },
  imageSize: number,
  ask: AskGpu,
  { recipe = judgeRecipe, stop }: JudgeOptions = {},
): Promise<KnownJudge> {
  const classes = classesIn(set.labels)
  const shape: JudgeShape = { imageSize, channels: set.channels, classes }
  const path = join(cacheFolder(), `judge-${hashOf(set, shape, recipe)}.safetensors`)
  const kept = exists(path) ? read(path) : undefined
  if (kept) return { shape, recipe, file: { path, bytes: kept } }
  console.error('judge: training on the labels, once; a minute on two cores without a GPU')
  const bytes = await learnJudge(ask, { shape, recipe, set }, stop)
  const { tensors } = readSafetensors(bytes, path)
  try {
    writeWhole(path, writeSafetensors(tensors, { format: FORMAT, sha256: digest(bytes) }))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(`judge: not cached: ${messageOf(error)}`)
  }
  return { shape, recipe, file: { path, bytes } }
}

/** Milliseconds of work between two looks at its progress. */
const MOMENT = 500
/** Lines about the progress, where there is no bar. */
const LINES = 4

/** Teaches a judge, with its progress on standard error. Returns its weights as a safetensors file. */
export async function learnJudge(ask: AskGpu, lesson: Lesson, stop?: Asked): Promise<Uint8Array> {
  await ask('beginLesson', lesson)
  const counter = new Counter()
  let said = 0
  try {
    for (;;) {
      stopIfAsked(stop)
      const { done, total, weights } = await ask('continueLesson', MOMENT)
      if (weights) return weights
      counter.show({ doing: 'teaching', done, total })
      const part = Math.floor((LINES * done) / total)
      if (part > said && !process.stderr.isTTY) console.error(`judge: step ${done} of ${total}`)
      said = part
    }
  } finally {
    counter.end()
  }
}

/** Weights of a cached judge; undefined where the file is damaged. */
function read(path: string): Uint8Array | undefined {
  let file: { metadata: Record<string, string>; tensors: Map<string, RawTensor> }
  try {
    file = readSafetensors(readWhole(path), path)
  } catch (error) {
    if (error instanceof DataError || error instanceof Failure) return undefined
    throw error
  }
  const { format, sha256 } = file.metadata
  const bytes = writeSafetensors(file.tensors)
  return format === FORMAT && sha256 === digest(bytes) ? bytes : undefined
}

function hashOf(set: ImageSet & { labels: Uint8Array }, shape: JudgeShape, recipe: JudgeRecipe) {
  const { count, height, width } = set
  const hash = createHash('sha256')
  hash.update(JSON.stringify([FORMAT, shape, recipe, count, height, width]))
  return hash.update(set.pixels).update(set.labels).digest('hex').slice(0, 16)
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
