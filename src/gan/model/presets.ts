// Defaults of a run: width, learning rate and steps by model and adapter, and the whole configuration.

import { checkConfig, type GanConfig } from './config'
import {
  ADAPTIVE,
  imageSizes,
  type ModelName,
  type ObjectiveName,
  type Recipe,
  recipeOf,
  recipes,
  usualObjective,
} from './recipes'
import { defaultsOf, type Known } from './row'
import { settings } from './settings'

export interface Preset {
  width: number
  steps: number
  batch: number
  /** Multiple of the objective's learning rate. */
  pace: number
}

/** On a software adapter, readable digits come in minutes. */
const presets: Record<ModelName, Record<'hardware' | 'software', Preset>> = {
  dcgan: {
    hardware: { width: 32, steps: 2000, batch: 64, pace: 1 },
    software: { width: 16, steps: 1000, batch: 64, pace: 5 },
  },
  mlp: {
    hardware: { width: 32, steps: 20_000, batch: 64, pace: 1 },
    software: { width: 16, steps: 4000, batch: 64, pace: 2.5 },
  },
  // Weights are drawn from N(0, 1), 50 times as large as a DCGAN's, so a step has to be as much longer.
  style: {
    hardware: { width: 16, steps: 8000, batch: 32, pace: 50 },
    software: { width: 8, steps: 1500, batch: 16, pace: 100 },
  },
}

export function presetOf(model: ModelName, { software }: { software: boolean }): Preset {
  return presets[model][software ? 'software' : 'hardware']
}

/** Batch of the page's networks where the user chooses none. */
export const usualBatch = presets.dcgan.hardware.batch

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

/**
 * Augmentation to suggest for a small set (docs/quality.md); undefined for a large one, and for a critic, whose scores do not
 * tell how much it overfits.
 */
export function augmentFor({
  count,
  objective = usualObjective.dcgan,
}: {
  count: number
  objective?: ObjectiveName | undefined
}): string | undefined {
  const { threshold }: Recipe = recipes[objective]
  return count < FEW && threshold !== undefined ? ADAPTIVE : undefined
}

/** Changes where the user names none. */
export const usualPolicy = (channels: number): string =>
  channels === 3 ? 'colour,translation,cutout' : 'translation,cutout'

/** Facts that the defaults of a run depend on. */
export function knownOf(
  {
    model = settings.model.value.default,
    objective = usualObjective[model],
    lr,
  }: Partial<GanConfig>,
  { software, channels }: { software: boolean; channels: number },
): Known {
  const { pace, ...preset } = presetOf(model, { software })
  const recipe = recipeOf({ objective, model })
  return { objective, model, recipe, channels, ...preset, lr: lr ?? recipe.optimiser.lr * pace }
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
