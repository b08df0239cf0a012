// Settings for those who chose none: how wide the networks are, how fast they learn, and for how long.

import { checkConfig, type GanConfig } from './config'
import { type ModelName, type Recipe, rateOfD, recipes } from './recipes'

export interface Preset {
  width: number
  steps: number
  /** Times the learning rate of the objective. */
  pace: number
}

/** On a software adapter they are such that readable digits come in minutes. */
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

/**
 * A whole configuration: what was chosen, the objective's recipe, and the preset for the rest.
 *
 * @throws TensorError where something was chosen that cannot be
 */
export function configOf(
  chosen: Partial<GanConfig>,
  { software, channels }: { software: boolean; channels: number },
): GanConfig {
  checkConfig(chosen)
  const { model = 'dcgan', objective = 'non-saturating' } = chosen
  const { width, pace } = presetOf(model, { software })
  const { optimiser, criticSteps, clip = 0, lambda = 0 }: Recipe = recipes[objective]
  const { lr = optimiser.lr * pace } = chosen
  return {
    objective,
    model,
    imageSize: 32,
    channels,
    width,
    latent: 100,
    batchSize: 64,
    lr,
    lrD: lr * rateOfD({ objective, model }),
    beta1: optimiser.kind === 'adam' ? optimiser.betas[0] : 0,
    criticSteps,
    criticWarmup: false,
    clip,
    lambda,
    r1: 0,
    augment: '',
    classes: 0,
    spectralNorm: false,
    ema: 0,
    halfActivations: false,
    seed: 1,
    ...chosen,
  }
}
