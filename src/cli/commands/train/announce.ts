// What `ganvas train` says before it begins.

import type { Made } from '../../../data/setReading'
import { LIVE } from '../../../gan/model/live'
import { presetOf } from '../../../gan/model/presets'
import { recipes } from '../../../gan/model/recipes'
import { type Blueprint, bytesOf } from '../../../gan/run/blueprint'
import type { RunConfig } from '../../../gan/run/runConfig'
import { megabytes } from '../../../gpu/plan'
import type { Runtime } from '../../runtime/runtime'
import type { Resumed, TrainOptions } from './settings'

export interface Announcement {
  blueprint: Blueprint
  runtime: Runtime
  made: Made
  options: TrainOptions
  resumed: Resumed | undefined
}

export function announce(
  config: RunConfig,
  { blueprint, runtime, made, options, resumed }: Announcement,
): void {
  const { generator, discriminator } = blueprint.models
  const {
    model,
    imageSize,
    width,
    latent,
    batchSize,
    steps,
    seed,
    lr,
    classes,
    augment,
    halfActivations,
  } = config
  console.log(`adapter    ${runtime.name}`)
  if (resumed && resumed.config.adapter !== runtime.name) {
    console.log(`           so far on ${resumed.config.adapter}: goes on, but not to the same bits`)
  }
  const { pace } = presetOf(model, runtime)
  const preset = { width, steps, ...(pace === 1 ? {} : { lr }) }
  const taken = Object.entries(preset).filter(([key]) => !(key in options))
  if (runtime.software && !resumed && taken.length > 0) {
    const values = taken.map(([key, value]) => `${key} ${value}`).join(', ')
    console.log(`           a CPU plays the GPU; preset: ${values}`)
  }
  const { count, height, width: across, channels, names } = made.set
  const numbers = [generator, discriminator].map((net) => net.parameterCount.toLocaleString('en'))
  const many = made.of > count ? `${count} of ${made.of}` : count
  console.log(`data       ${config.data}: ${many} images ${height}×${across}×${channels}`)
  for (const line of saySkipped(made)) console.log(`           ${line}`)
  console.log(`model      ${model} ${imageSize}×${imageSize}, width ${width}, latent ${latent}`)
  console.log(
    `           ${numbers.join(' + ')} parameters, ${megabytes(bytesOf(blueprint))} on the GPU` +
      (halfActivations ? ', activations kept as halves' : ''),
  )
  const called =
    names && !names.every((name, i) => name === String(i)) ? `: ${names.join(', ')}` : ''
  const told = classes > 0 ? [`told which of ${classes} classes${called}`] : []
  const seen = augment === '' ? [] : [`D sees images through ${augment.replaceAll(',', ', ')}`]
  if (told.length + seen.length > 0) console.log(`           ${[...told, ...seen].join('; ')}`)
  console.log(`objective  ${recipe(config)}, batch ${batchSize}, seed ${seed}`)
  const begins = [
    ...(options.init === undefined ? [] : [`G with ${options.init}`]),
    ...(options.initD === undefined ? [] : [`D with ${options.initD}`]),
  ]
  if (begins.length > 0) console.log(`begins     ${begins.join(', ')}`)
  const changes = resumed ? LIVE.filter((key) => config[key] !== resumed.config[key]) : []
  if (resumed && changes.length > 0) {
    const pairs = changes.map((key) => `${key} ${resumed.config[key]} → ${config[key]}`)
    console.log(`changed    ${pairs.join(', ')}`)
  }
  console.log(`steps      ${resumed ? `from ${resumed.step} to ${steps}` : steps}`)
}

/** `wgan, RMSprop lr 0.00005, 5 critic steps, clip 0.01` */
function recipe(config: RunConfig): string {
  const {
    objective,
    lr,
    lrD,
    beta1,
    criticSteps,
    criticWarmup,
    clip,
    lambda,
    r1,
    spectralNorm,
    ema,
  } = config
  const { kind } = recipes[objective].optimiser
  return [
    objective,
    kind === 'adam' ? `Adam lr ${lr}, beta1 ${beta1}` : `RMSprop lr ${lr}`,
    ...(lrD === lr ? [] : [`lr of D ${lrD}`]),
    ...(criticSteps > 1 || criticWarmup ? [`${criticSteps} critic steps`] : []),
    ...(criticWarmup ? ['100 at first and every 500th time'] : []),
    ...(clip > 0 ? [`clip ${clip}`] : []),
    ...(lambda > 0 ? [`gradient penalty ${lambda}`] : []),
    ...(r1 > 0 ? [`R1 ${r1}`] : []),
    ...(spectralNorm ? ['spectral norms in D'] : []),
    ...(ema > 0 ? [`average of G ${ema}`] : []),
  ].join(', ')
}

/** What was passed over, and why: the first few. */
export function saySkipped({ skipped }: Pick<Made, 'skipped'>, most = 2): string[] {
  const first = skipped.slice(0, most).map((line) => `skipped: ${line}`)
  const more = skipped.length - first.length
  return more > 0 ? [...first, `skipped: ${more} more`] : first
}
