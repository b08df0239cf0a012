// The settings of a run, and what each may be: one table for those who write TypeScript, and for config.json.

import { check } from '../../autograd/check'
import {
  augmentations,
  isPolicy,
  type ModelName,
  modelNames,
  type ObjectiveName,
  objectiveNames,
} from './recipes'

export interface GanConfig {
  objective: ObjectiveName
  model: ModelName
  imageSize: number
  channels: number
  width: number
  latent: number
  batchSize: number
  /** Learning rate of G, and of D unless `lrD` says otherwise. */
  lr: number
  /** Learning rate of D. */
  lrD: number
  /** Adam's; RMSprop has none. */
  beta1: number
  /** Steps of D for each step of G. */
  criticSteps: number
  /** WGAN's schedule: 100 critic steps in each of the first 25 iterations, and in every 500th after. */
  criticWarmup: boolean
  /** D's parameters are clamped to ±clip; 0 for not at all. */
  clip: number
  /** Weight of the gradient penalty; 0 for none. With one, D has layer norms. */
  lambda: number
  /** Weight γ of R1, a penalty on D's gradient at real images; 0 for none. With one, D has layer norms. */
  r1: number
  /** What D sees images through: some of colour, translation, cutout, flip, with commas; empty for nothing. */
  augment: string
  /** Both networks are told which of so many classes an image shows; 0 if they are told nothing. */
  classes: number
  /** D's weights have spectral norm 1, and D has no other norm. */
  spectralNorm: boolean
  /** Share of G's moving average that each step keeps, such as 0.999; 0 for no average. */
  ema: number
  /** What a backward needs of its forward is kept as halves in between: less memory, not quite the same numbers. */
  halfActivations: boolean
  seed: number
}

/** The largest seed, step and size. */
export const MOST = 2 ** 31 - 1

/** Kernels compute in f32, which ends a little above. */
export const LARGE = 1e38

export interface Rule {
  must: string
  holds: (value: unknown) => boolean
}

export const whole = (least: number, most = MOST): Rule => ({
  must: `a whole number from ${least} to ${most}`,
  holds: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
})

export const oneOf = (values: readonly unknown[]): Rule => ({
  must: `one of ${values.join(', ')}`,
  holds: (value) => values.includes(value),
})

const below = (most: number): Rule => ({
  must: `a number from 0 to below ${most}`,
  holds: (value) => Number.isFinite(value) && Number(value) >= 0 && Number(value) < most,
})

export const rules: Record<keyof GanConfig, Rule> = {
  objective: oneOf(objectiveNames),
  model: oneOf(modelNames),
  // The models of `buildModels` allow three of them; networks of one's own may take others.
  imageSize: whole(1),
  channels: oneOf([1, 3]),
  width: whole(1, 1024),
  latent: whole(1, 65536),
  batchSize: whole(1, 65536),
  lr: below(LARGE),
  lrD: below(LARGE),
  beta1: below(1),
  criticSteps: whole(1, 1000),
  criticWarmup: oneOf([true, false]),
  clip: below(LARGE),
  lambda: below(LARGE),
  r1: below(LARGE),
  augment: {
    must: `empty, or some of ${augmentations.join(', ')}, with commas and no spaces between`,
    holds: isPolicy,
  },
  classes: whole(0, 256),
  spectralNorm: oneOf([true, false]),
  ema: below(1),
  halfActivations: oneOf([true, false]),
  seed: whole(0),
}

/** @throws TensorError where one of the settings is what it must not be */
export function checkConfig(config: Partial<GanConfig>): void {
  for (const [key, value] of Object.entries(config)) {
    const rule = rules[key as keyof GanConfig] as Rule | undefined
    check(!rule || rule.holds(value), 'GanConfig', () => {
      return `${key} is ${String(value)}, but must be ${rule?.must}.`
    })
  }
}
