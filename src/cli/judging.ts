// What `ganvas evaluate` asks of a GPU, beside the drawing of images.

import type { ImageSet } from '../data/imageSet'
import { readSafetensors, writeSafetensors } from '../data/safetensors'
import { type EvaluateOptions, evaluate, type Report } from '../gan/evaluate'
import { Judge, type JudgeRecipe, type JudgeShape } from '../gan/judge'
import { teach } from '../gan/teach'
import type { Gpu } from '../gpu/device'
import type { ReadFile } from './files'

/** What a judge learned, and what it is to be. */
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
  const judge = new Judge(gpu, known.shape, known.recipe)
  try {
    judge.network.load(gpu, readSafetensors(known.file.bytes, known.file.path).tensors)
    return await evaluate(gpu, { ...sets, judge })
  } finally {
    await judge.destroy()
  }
}
