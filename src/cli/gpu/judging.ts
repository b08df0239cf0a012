// What is asked of a judge on the GPU: to learn, to look at images, to measure them.

import type { ImageSet } from '../../data/imageSet'
import type { ReadFile } from '../../data/readFile'
import { readSafetensors, writeSafetensors } from '../../data/safetensors'
import { type EvaluateOptions, evaluating } from '../../gan/judge/evaluate'
import { Judge, type JudgeRecipe, type JudgeShape, type Opinion } from '../../gan/judge/judge'
import type { Report } from '../../gan/judge/report'
import { type Taught, teaching } from '../../gan/judge/teach'
import { layersOf, type Shape } from '../../gan/translate/players'
import type { Gpu } from '../../gpu/device'

/** A trained judge: its shape, recipe and weights. */
export interface KnownJudge {
  shape: JudgeShape
  recipe: JudgeRecipe
  /** Translator in front of it. */
  front?: Shape | undefined
  file: ReadFile
}

/** A judge that is to learn, and the labelled images. */
export type Lesson = Pick<KnownJudge, 'shape' | 'recipe'> & { set: ImageSet }

const lessons = new WeakMap<Gpu, AsyncGenerator<Taught, Uint8Array>>()

/** Begins to teach a judge; `continueLesson` does the work. */
export async function beginLesson(gpu: Gpu, lesson: Lesson): Promise<void> {
  // One that was left in the middle frees what it has.
  await lessons.get(gpu)?.return(new Uint8Array())
  lessons.set(gpu, taught(gpu, lesson))
}

async function* taught(
  gpu: Gpu,
  { shape, recipe, set }: Lesson,
): AsyncGenerator<Taught, Uint8Array> {
  const judge = new Judge(gpu, shape, recipe)
  try {
    yield* teaching(judge, set, recipe)
    return writeSafetensors(await judge.network.state(gpu))
  } finally {
    await judge.destroy()
  }
}

/** Teaches for the given milliseconds, and at least a step. Returns how far it is, and the weights at the end. */
export async function continueLesson(
  gpu: Gpu,
  milliseconds: number,
): Promise<Taught & { weights?: Uint8Array }> {
  const steps = lessons.get(gpu)
  if (!steps) throw new Error('no judge is being taught')
  const until = performance.now() + milliseconds
  for (let so = { done: 0, total: 0 }; ; ) {
    const { done, value } = await steps.next()
    if (done) {
      lessons.delete(gpu)
      return { ...so, weights: value }
    }
    so = value
    if (performance.now() > until) return so
  }
}

/** Images to measure, and the judge that looks at them. */
export type Measuring = Omit<EvaluateOptions, 'judge'> & { known?: KnownJudge | undefined }

const evaluations = new WeakMap<Gpu, AsyncGenerator<number, Report>>()

/** Begins to measure images; `continueEvaluation` does the work. */
export async function beginEvaluation(gpu: Gpu, options: Measuring): Promise<void> {
  evaluations.set(gpu, measured(gpu, options))
}

async function* measured(gpu: Gpu, { known, ...sets }: Measuring): AsyncGenerator<number, Report> {
  if (!known) return yield* evaluating(gpu, sets)
  const judge = judgeWith(gpu, known)
  try {
    return yield* evaluating(gpu, { ...sets, judge })
  } finally {
    await judge.destroy()
  }
}

/** Measures for the given milliseconds, and at least one block. Returns the number of measured blocks, or the results. */
export async function continueEvaluation(
  gpu: Gpu,
  milliseconds: number,
): Promise<{ blocks: number } | { report: Report }> {
  const blocks = evaluations.get(gpu)
  if (!blocks) throw new Error('nothing is being evaluated')
  const until = performance.now() + milliseconds
  for (;;) {
    const { done, value } = await blocks.next()
    if (done) return { report: value }
    if (performance.now() > until) return { blocks: value }
  }
}

/** @param images  [N, S, S, C] in [-1, 1] */
export function look(gpu: Gpu, known: KnownJudge, images: Float32Array): Promise<Opinion> {
  return withJudge(gpu, known, (judge) => judge.look(images))
}

/** Work with a judge that has learned; what it has on the GPU is freed after it. */
export async function withJudge<T>(
  gpu: Gpu,
  known: KnownJudge,
  work: (judge: Judge) => Promise<T>,
): Promise<T> {
  const judge = judgeWith(gpu, known)
  try {
    return await work(judge)
  } finally {
    await judge.destroy()
  }
}

export function judgeWith(gpu: Gpu, { shape, recipe, front, file }: KnownJudge): Judge {
  const judge = new Judge(gpu, shape, { width: recipe.width, front: front && layersOf(front) })
  judge.network.load(gpu, readSafetensors(file.bytes, file.path).tensors)
  return judge
}
