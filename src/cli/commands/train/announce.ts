import { imageCount } from '../../../data/imageSet'
import type { LoadedSet } from '../../../data/setReading'
import { LIVE } from '../../../gan/model/config'
import { imageSizeFor, presetOf } from '../../../gan/model/presets'
import { recipes } from '../../../gan/model/recipes'
import type { Row } from '../../../gan/model/row'
import { settings } from '../../../gan/model/settings'
import type { Blueprint } from '../../../gan/run/blueprint'
import type { RunConfig } from '../../../gan/run/runConfig'
import { sayNotes } from '../../data/notes'
import type { Runtime } from '../../runtime/runtime'
import { spanOf } from '../../terminal/span'
import { sayMemory } from './memory'
import type { Resumed, TrainOptions } from './settings'

export interface Announcement {
  blueprint: Blueprint
  runtime: Runtime
  made: LoadedSet
  /** The same images as they were read first, before the adapter was known. */
  whole: LoadedSet
  options: TrainOptions
  resumed: Resumed | undefined
  /** Lines about the data of a resumed run. */
  said: readonly string[]
}

export function announce(
  config: RunConfig,
  { blueprint, runtime, made, whole, options, resumed, said }: Announcement,
): void {
  const { generator, discriminator } = blueprint.models
  const { model, imageSize, width, latent, batchSize, steps, seed, lr, classes, augment } = config
  const { accumulate } = config
  console.log(`adapter    ${runtime.name}`)
  if (resumed && resumed.config.adapter !== runtime.name) {
    console.log(
      `           was trained on ${resumed.config.adapter}; continuing, but results will not be bit-identical`,
    )
  }
  const { pace, batch } = presetOf(model, runtime)
  const preset = { width, steps, ...(pace === 1 ? {} : { lr }) }
  const taken = Object.entries(preset).filter(([key]) => !(key in options))
  if (runtime.software && !resumed && taken.length > 0) {
    const values = taken.map(([key, value]) => `${key} ${value}`).join(', ')
    console.log(`           the adapter is a CPU; preset: ${values}`)
  }
  const { count, height, width: across, channels, names } = made.set
  const numbers = [generator, discriminator].map((net) => net.parameterCount.toLocaleString('en'))
  const many = made.of > count ? `${count} of ${made.of} images` : imageCount(count)
  console.log(`data       ${config.data}: ${many} ${height}×${across}×${channels}`)
  for (const line of [...said, ...sayNotes(made, config.data)]) console.log(line)
  console.log(`model      ${model} ${imageSize}×${imageSize}, width ${width}, latent ${latent}`)
  console.log(`           ${numbers.join(' + ')} parameters, ${sayMemory(blueprint)}`)
  const size = imageSizeFor(whole.set, { software: false })
  if (!resumed && options.imageSize === undefined && imageSize < size) {
    console.log(
      `           size ${imageSize}, since the adapter is a CPU: ${size} takes four times as long (--image-size ${size})`,
    )
  }
  if (!resumed && imageSize > size) {
    console.log(
      `           ${height}×${across} pixels are padded with black to ${imageSize}×${imageSize}: ${size} fits them (--image-size ${size})`,
    )
  }
  const called =
    names && !names.every((name, i) => name === String(i)) ? `: ${names.join(', ')}` : ''
  const told = classes > 0 ? [`told which of ${classes} classes${called}`] : []
  const seen = augment === '' ? [] : [`D sees images through ${augment.replaceAll(',', ', ')}`]
  if (told.length + seen.length > 0) console.log(`           ${[...told, ...seen].join('; ')}`)
  console.log(
    `objective  ${recipe(config)}, batch ${batchSize}${accumulate > 1 ? ` × ${accumulate}` : ''}, seed ${seed}`,
  )
  if (!resumed && options.batchSize === undefined && batchSize < batch) {
    console.log(`           batch ${batchSize} instead of ${batch}, for ${imageCount(count)}`)
  }
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
  const span = resumed && spanOf(resumed.step, steps, resumed.config.steps)
  console.log(`steps      ${span ?? steps}`)
}

/** `wgan, RMSprop lr 0.00005, 5 critic steps, clip 0.01` */
function recipe(config: RunConfig): string {
  const { objective, lr, lrD, beta1, criticSteps, criticWarmup, r1Every } = config
  const { kind } = recipes[objective].optimiser
  return [
    objective,
    kind === 'adam' ? `Adam lr ${lr}, beta1 ${beta1}` : `RMSprop lr ${lr}`,
    ...(lrD === lr ? [] : [`lr of D ${lrD}`]),
    ...(criticSteps > 1 || criticWarmup ? [`${criticSteps} critic steps`] : []),
    ...Object.entries<Row>(settings).flatMap(([name, { terminal }]) => {
      const value: unknown = Reflect.get(config, name)
      const told = terminal?.told
      if (told === undefined || !value) return []
      const rest = name === 'r1' && r1Every > 1 ? ` in every ${r1Every}th step` : ''
      return [value === true ? told : `${told} ${value}${rest}`]
    }),
  ].join(', ')
}
