// What is asked of a judge on the GPU: to learn, to look at images, to measure them.

import type { ImageSet } from '../../data/imageSet'
import type { ReadFile } from '../../data/readFile'
import { readSafetensors, writeSafetensors } from '../../data/safetensors'
import { type EvaluateOptions, evaluate } from '../../gan/judge/evaluate'
import { Judge, type JudgeRecipe, type JudgeShape, type Opinion } from '../../gan/judge/judge'
import type { Report } from '../../gan/judge/report'
import { teach } from '../../gan/judge/teach'
import type { Gpu } from '../../gpu/device'

/** A trained judge: its shape, recipe and weights. */
export interface KnownJudge {
  shape: JudgeShape
  recipe: JudgeRecipe
  file: ReadFile
}

/** Lets a judge learn labels; returns its weights as a safetensors file. */
export async function learnJudge(
  gpu: Gpu,
  { shape, recipe, set }: Omit<KnownJudge, 'file'> & { set: ImageSet },
): Promise<Uint8Array> {
  const judge = new Judge(gpu, shape, recipe)
  try {
    await teach(judge, set, recipe)
    return writeSafetensors(await judge.network.state(gpu))
  } finally {
    await judge.destroy()
  }
}

export async function evaluateImages(
  gpu: Gpu,
  { known, ...sets }: Omit<EvaluateOptions, 'judge'> & { known?: KnownJudge | undefined },
): Promise<Report> {
  if (!known) return evaluate(gpu, sets)
  return withJudge(gpu, known, (judge) => evaluate(gpu, { ...sets, judge }))
}

/** @param images  [N, S, S, C] in [-1, 1] */
export function look(gpu: Gpu, known: KnownJudge, images: Float32Array): Promise<Opinion> {
  return withJudge(gpu, known, (judge) => judge.look(images))
}

/** Work with a judge that has learned; what it has on the GPU is freed after it. */
export async function withJudge<T>(
  gpu: Gpu,
  { shape, recipe, file }: KnownJudge,
  work: (judge: Judge) => Promise<T>,
): Promise<T> {
  const judge = new Judge(gpu, shape, recipe)
  try {
    judge.network.load(gpu, readSafetensors(file.bytes, file.path).tensors)
    return await work(judge)
  } finally {
    await judge.destroy()
  }
}
