import type { ImageSet } from '../../data/imageSet'
import type { GanConfig } from '../../gan/model/config'
import { makeBlueprint } from '../../gan/run/blueprint'
import { tuneRun } from '../../gan/run/tuning'
import type { Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'
import type { Outcome } from '../../gpu/race'

export interface TuningOptions {
  config: GanConfig
  images: Omit<ImageSet, 'pixels' | 'labels'>
  /** Problems that need no race. */
  known: Choices
  seconds: number
}

const tunings = new WeakMap<Gpu, AsyncGenerator<Outcome>>()

/** Prepares the races of a run's problems, except the known ones. */
export async function openTuning(gpu: Gpu, options: TuningOptions): Promise<void> {
  const { config, images, known, seconds } = options
  const blueprint = makeBlueprint(config, images, { traits: gpu.traits })
  tunings.set(gpu, tuneRun(gpu, blueprint, { known, seconds }))
}

/** Runs the next race; undefined where none is left, or no time for it. */
export async function raceNext(gpu: Gpu): Promise<Outcome | undefined> {
  const next = await tunings.get(gpu)?.next()
  return next?.done ? undefined : next?.value
}
