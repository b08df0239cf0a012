// A training run before there is a GPU: its steps recorded, its memory planned. Its size can be checked before
// an adapter is opened.

import { check } from '../../autograd/check'
import type { Tensor } from '../../autograd/tensor'
import type { ImageSet } from '../../data/imageSet'
import { partsFor } from '../../data/parts'
import type { Choices } from '../../gpu/choice'
import type { Traits } from '../../gpu/device'
import type { Memory } from '../../gpu/memory'
import { type Plan, plan } from '../../gpu/plan'
import { type Trace, trace } from '../../gpu/trace'
import type { Network } from '../../nn/network'
import { bceWithLogits, gather, gatherClasses, normal } from '../../ops'
import { adam, type Optimizer, rmsprop } from '../../optim/optimizer'
import { Adaptive } from '../model/adaptive'
import { augment } from '../model/augment'
import { Clock } from '../model/clock'
import { checkConfig, type GanConfig } from '../model/config'
import { drawsAfresh, rateForD, shareOfD } from '../model/live'
import { buildModels, type Models } from '../model/models'
import { noiseFor } from '../model/noise'
import { type Objective, objectives } from '../model/objectives'
import { isAdaptive, recipeOf } from '../model/recipes'
import { standing } from '../model/standing'
import { type Gan, ganSteps } from '../model/steps'
import { roomFor, slotsFor } from './feed'
import { healthSteps } from './health'
import { mosaic } from './mosaic'

/** Images in a sample grid: 8 × 8, or a row of 8 for each of the first 16 classes. */
export const COLUMNS = 8
const ROWS = { atMost: 16, ofNoClass: 8 }

export function samplesOf({ classes }: Pick<GanConfig, 'classes'>): number {
  return COLUMNS * (classes === 0 ? ROWS.ofNoClass : Math.min(classes, ROWS.atMost))
}

export type TrainSteps = ReturnType<typeof ganSteps>
export type SampleSteps = ReturnType<typeof sampleSteps>
export type HealthSteps = ReturnType<typeof healthSteps>

/** Everything about a training run that needs no GPU. */
export interface Blueprint {
  config: GanConfig
  /** Kernel choices, by problem key. */
  table: Choices
  models: Models
  /** Number of images in the data set. */
  count: number
  /** The data set: one tensor, or parts if the adapter cannot bind a buffer that large; streamed, some batches of it. */
  images: readonly Tensor[]
  /** Does the data set stay in main memory? Its batches are uploaded then: see feed.ts. */
  streamed: boolean
  /** Labels of the images, of a conditional run. */
  labels: Tensor | undefined
  gan: Gan
  train: Trace<TrainSteps>
  trainPlan: Plan
  sample: Trace<SampleSteps>
  samplePlan: Plan
  health: Trace<HealthSteps>
  healthPlan: Plan
  noise: Tensor
}

export interface BlueprintOptions {
  /** Networks to train in place of the configuration's. */
  models?: Models | undefined
  /** Traits of the adapter. Without them, the kernels are those that run on every adapter. */
  traits?: Traits
  /** Tuned kernel choices, by problem key (tuning.ts). Rules choose the others. */
  table?: Choices | undefined
  watchers?: Gan['watchers']
  /** Leaves the images in main memory and uploads each batch in time, to the same bits. Default: all on the GPU. */
  streamed?: boolean | undefined
}

/**
 * Records a training run without touching a GPU.
 *
 * @throws TensorError when a setting is out of range, or the model does not fit the images
 */
export function makeBlueprint(
  config: GanConfig,
  set: Omit<ImageSet, 'pixels' | 'labels'>,
  { models: own, traits = {}, table = {}, watchers, streamed = false }: BlueprintOptions = {},
): Blueprint {
  checkConfig(config)
  const models = modelsOf(config, own)
  const { generator, discriminator, average } = models
  const { batchSize, imageSize, latent, classes, lr, clip, lambda, r1, r1Every } = config
  const { ema: decay, emaRampup: share } = config
  const images = streamed ? [roomFor(set, config)] : partsFor(set, traits)
  const labels = classes > 0 ? standing('labels', [set.count], 'u8') : undefined
  const clock = new Clock()
  const objective = objectiveOf(config)
  const optimise = optimiserOf(config)
  const gan: Gan = {
    ...models,
    optimiserG: optimise(generator, { lr }),
    optimiserD: optimise(discriminator, { lr: rateForD(config), clip, share: shareOfD(config) }),
    objective,
    parts: config.accumulate,
    freshNoise: drawsAfresh(config),
    ...(lambda > 0 ? { lambda: standing('lambda', [1]) } : {}),
    ...(r1 > 0 ? { r1: standing('r1', [1]), r1Every } : {}),
    ...augmentOf(config, clock),
    average: average && {
      network: average,
      decay,
      ...(share > 0 && { rampUp: { share, clock: clock.now } }),
    },
    clock,
    watchers,
    sources: {
      real: () =>
        gather(images, {
          ...{ clock: clock.now, batchSize, imageSize },
          slots: streamed ? slotsFor(config) : undefined,
        }),
      noise: (part) =>
        normal([batchSize, 1, 1, latent], { clock: clock.now, first: part * batchSize * latent }),
      labels: labels && (() => gatherClasses(labels, { clock: clock.now, batchSize, classes })),
    },
  }
  const { halfActivations } = config
  const train = trace(ganSteps(gan), { ...traits, table, halfActivations })
  const noise = standing('fixed noise', [samplesOf(config), 1, 1, latent + classes])
  const sample = trace(sampleSteps(models, noise), { ...traits, table })
  const plans = { trainPlan: plan(train), samplePlan: plan(sample) }
  // After the plan of training, which places the images that it reads.
  const health = trace(healthSteps(gan, train.results.critic.images), traits)
  const healthPlan = plan(health)
  const made = { config, table, models, images, labels, gan, train, sample, health, noise }
  return { ...made, ...plans, healthPlan, streamed, count: set.count }
}

/** Networks of a configuration, or your own; with `ema`, a third for the average of G. */
export function modelsOf(config: GanConfig, own?: Models): Models {
  const models = own ?? buildModels(config)
  if (config.ema === 0) return { ...models, average: undefined }
  const average = own ? own.average : buildModels(config).generator
  check(average !== undefined, 'ema', () => {
    return 'the average of G is a network of its own. Pass it as models.average, of the same layers as G.'
  })
  return { ...models, average }
}

/** The objective's row, with the changes of the configuration. */
function objectiveOf({ objective, criticSteps, lambda, smoothLabels }: GanConfig): Objective {
  const { lambda: _, ...row }: Objective = objectives[objective]
  check(!smoothLabels || row.probabilities, 'smoothLabels', () => {
    return `${objective} has no labels to smooth. Choose minimax or non-saturating, or leave smoothLabels out.`
  })
  // One-sided: with smooth labels of generated images D would reward G for images as they are.
  // Salimans et al. 2016, section 3.4, https://arxiv.org/abs/1606.03498
  const real = smoothLabels ? { real: (scores: Tensor) => bceWithLogits(scores, 0.9) } : {}
  return { ...row, ...real, criticSteps, ...(lambda > 0 ? { lambda } : {}) }
}

function optimiserOf(config: GanConfig) {
  const { optimiser } = recipeOf(config)
  return (
    network: Network,
    { share = 1, ...options }: { lr: number; clip?: number; share?: number },
  ): Optimizer => {
    if (optimiser.kind === 'rmsprop') return rmsprop(network, options)
    const betas = [config.beta1 ** share, optimiser.betas[1] ** share] as const
    return adam(network, { betas, ...options })
  }
}

/** Augmentation of D's input, and its strength if that follows D. */
function augmentOf(config: GanConfig, clock: Clock): Pick<Gan, 'augment' | 'adaptive'> {
  const { augment: policy, objective } = config
  if (policy === '') return {}
  const adaptive = isAdaptive(policy) ? new Adaptive(objective, recipeOf(config)) : undefined
  const options = { clock: clock.now, probability: adaptive?.state }
  return { augment: (seen, stream) => augment(seen, policy, { ...options, stream }), adaptive }
}

function sampleSteps({ generator, average }: Models, noise: Tensor) {
  const from = (network: Network) => () => {
    const images = network.forward(noise, { training: false })
    return { images, picture: mosaic(images, { columns: COLUMNS }) }
  }
  return { sample: from(generator), ...(average ? { average: from(average) } : {}) }
}

/** Bytes of the run on the GPU. */
export function bytesOf(blueprint: Blueprint): number {
  return [...memoriesOf(blueprint)].reduce((sum, memory) => sum + memory.bytes, 0)
}

export function memoriesOf({ trainPlan, samplePlan, healthPlan }: Blueprint): Set<Memory> {
  const plans = [trainPlan, samplePlan, healthPlan]
  return new Set(plans.flatMap((p) => [...p.transient, ...p.kept, ...p.standing]))
}

/** Noise of the sample grids: a row of each class. */
export function fixedNoise(config: GanConfig): Float32Array<ArrayBuffer> {
  const classOf = (i: number) => Math.floor(i / COLUMNS)
  return noiseFor(config, { seed: config.seed, count: samplesOf(config), classOf })
}
