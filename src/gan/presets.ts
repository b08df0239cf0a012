// Settings for those who chose none: how wide the networks are, how fast they learn, and for how long.

import type { ModelName } from './models'
import type { GanConfig } from './trainer'

export interface Preset {
  width: number
  lr: number
  steps: number
}

/** On a software adapter they are such that readable digits come in minutes. */
const presets: Record<ModelName, Record<'hardware' | 'software', Preset>> = {
  dcgan: {
    hardware: { width: 32, lr: 2e-4, steps: 2000 },
    software: { width: 16, lr: 1e-3, steps: 600 },
  },
  mlp: {
    hardware: { width: 32, lr: 2e-4, steps: 20_000 },
    software: { width: 16, lr: 2e-4, steps: 4000 },
  },
}

export function presetOf(model: ModelName, { software }: { software: boolean }): Preset {
  return presets[model][software ? 'software' : 'hardware']
}

/** A whole configuration: what was chosen, and the preset for the rest. */
export function configOf(
  chosen: Partial<GanConfig>,
  { software, channels }: { software: boolean; channels: number },
): GanConfig {
  const { model = 'dcgan' } = chosen
  const { width, lr } = presetOf(model, { software })
  return {
    objective: 'non-saturating',
    model,
    imageSize: 32,
    channels,
    width,
    latent: 100,
    batchSize: 64,
    lr,
    beta1: 0.5,
    seed: 1,
    ...chosen,
  }
}
