// Defaults of a run: width, learning rate and steps by model and adapter, and the whole configuration.

import { checkConfig, type GanConfig } from './config'
import { imageSizes, type ModelName, type Recipe, recipes, usualObjective } from './recipes'
import { defaultsOf, type Known } from './row'
import { settings } from './settings'

export interface Preset {
  width: number
  steps: number
  /** Multiple of the objective's learning rate. */
  pace: number
}

/** On a software adapter, readable digits come in minutes. */
const presets: Record<ModelName, Record<'hardware' | 'software', Preset>> = {
  dcgan: {
    hardware: { width: 32, steps: 2000, pace: 1 },
    software: { width: 16, steps: 1000, pace: 5 },
  },
  mlp: {
    hardware: { width: 32, steps: 20_000, pace: 1 },
    software: { width: 16, steps: 4000, pace: 2.5 },
  },
}

export function presetOf(model: ModelName, { software }: { software: boolean }): Preset {
  return presets[model][software ? 'software' : 'hardware']
}

/** Batch where the user chooses none. */
export const usualBatch: number = settings.batchSize.value.default

/** Batch that a set of images allows: the wanted one, or the largest power of two below it. */
export const batchFor = (count: number, wanted = usualBatch): number =>
  wanted <= count ? wanted : 2 ** Math.floor(Math.log2(count))

/** Largest image size that a software adapter takes unasked: an iteration at 64 takes it four times as long. */
const SOFTWARE_SIZE = 32

/** Image size where the user chooses none: the smallest that the images fit into, or what a CPU computes in time. */
export function imageSizeFor(
  { height, width }: { height: number; width: number },
  { software }: { software: boolean },
): number {
  const side = Math.max(height, width)
  const fits = imageSizes.find((size) => size >= side) ?? Math.max(...imageSizes)
  return software ? Math.min(SOFTWARE_SIZE, fits) : fits
}

/** Smaller sets are soon memorised. */
const FEW = 1000

/** Augmentation for a small set, as its authors chose; undefined for a large one. Only coloured images vary in colour. */
export function augmentFor({
  count,
  channels,
}: {
  count: number
  channels: number
}): string | undefined {
  if (count >= FEW) return undefined
  return channels === 3 ? 'colour,translation,cutout' : 'translation,cutout'
}

/** Facts that the defaults of a run depend on. */
export function knownOf(
  {
    model = settings.model.value.default,
    objective = usualObjective[model],
    lr,
  }: Partial<GanConfig>,
  { software, channels }: { software: boolean; channels: number },
): Known {
  const { width, steps, pace } = presetOf(model, { software })
  const recipe: Recipe = recipes[objective]
  return { objective, model, recipe, channels, width, steps, lr: lr ?? recipe.optimiser.lr * pace }
}

/**
 * A whole configuration: the settings that were chosen, and defaults for the rest.
 *
 * @throws TensorError if a setting is out of range
 */
export function configOf(
  chosen: Partial<GanConfig>,
  adapter: { software: boolean; channels: number },
): GanConfig {
  checkConfig(chosen)
  return { ...(defaultsOf(settings, knownOf(chosen, adapter)) as GanConfig), ...chosen }
}
