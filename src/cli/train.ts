// `ganvas train`: from options to a trainer and a run folder. Everything that can be refused is refused
// before anything is written. The loop itself is in trainLoop.ts.

import { join, resolve } from 'node:path'
import type { ImageSet } from '../data/imageSet'
import { imageSizes, type ModelName } from '../gan/models'
import { PRESET, SOFTWARE_PRESET } from '../gan/presets'
import { type Blueprint, blueprint, bytesOf, Trainer } from '../gan/trainer'
import type { Gpu } from '../gpu/device'
import { checkLimits, megabytes } from '../gpu/plan'
import { Failure, Misuse, text } from './failure'
import { exists, writableFolder } from './files'
import { loadImages } from './images'
import { openNodeGpu } from './nodeRuntime'
import type { RunConfig } from './runConfig'
import { RunFolder } from './runFolder'
import { refuseNonFinite, run, Stop, show } from './trainLoop'

/** What was typed; what is missing takes its default. */
export interface TrainOptions {
  data?: string
  objective?: RunConfig['objective']
  model?: ModelName
  imageSize?: number
  width?: number
  latent?: number
  batchSize?: number
  steps?: number
  lr?: number
  beta1?: number
  seed?: number
  logEvery?: number
  sampleEvery?: number
  out?: string
  resume?: string
  adapter?: string
  dryRun?: boolean
}

/** Options that a resumed run takes from its folder. */
const FIXED = [
  'data',
  'objective',
  'model',
  'imageSize',
  'width',
  'latent',
  'batchSize',
  'lr',
  'beta1',
  'seed',
] as const

export async function train(options: TrainOptions): Promise<void> {
  const resumed = options.resume === undefined ? undefined : readResumed(options, options.resume)
  const images = await loadImages(resumed?.config.data ?? options.data ?? 'mnist')
  const gpu = await openNodeGpu(options.adapter === undefined ? {} : { adapter: options.adapter })
  try {
    const config = resumed ? continued(resumed, options, gpu) : fresh(options, gpu, images)
    if (images.count !== config.images) {
      throw new Failure(
        `${config.data} holds ${images.count} images, but the run began with ${config.images}`,
      )
    }
    refuseImages(config, images)
    const print = blueprint(config, images)
    for (const each of [print.trainPlan, print.samplePlan]) checkLimits(each, gpu.device.limits)
    const folder = options.dryRun ? undefined : chooseFolder(options, config)
    announce(config, { print, gpu, images, options, from: resumed?.step ?? 0 })
    if (!folder) return await dryRun(await open(gpu, print, { images, resumed }))

    const stop = new Stop()
    const release = folder.lock()
    try {
      const trainer = await open(gpu, print, { images, resumed })
      if (stop.asked) return console.log('stopped    before the first step; nothing was saved')
      folder.writeConfig(config)
      folder.writeNoise(config)
      folder.startLog(resumed ? resumed.folder.readLog(resumed.step) : '')
      await run(trainer, { config, folder, stop })
    } finally {
      release()
      stop.off()
    }
  } finally {
    gpu.close()
  }
}

function fresh(options: TrainOptions, gpu: Gpu, images: ImageSet): RunConfig {
  const preset = gpu.software ? SOFTWARE_PRESET : PRESET
  return {
    data: dataOf(options) ?? 'mnist',
    images: images.count,
    objective: options.objective ?? 'non-saturating',
    model: options.model ?? 'dcgan',
    imageSize: options.imageSize ?? 32,
    channels: images.channels,
    width: options.width ?? preset.width,
    latent: options.latent ?? 100,
    batchSize: options.batchSize ?? 64,
    lr: options.lr ?? preset.lr,
    beta1: options.beta1 ?? 0.5,
    seed: options.seed ?? 1,
    steps: options.steps ?? preset.steps,
    logEvery: options.logEvery ?? 10,
    sampleEvery: options.sampleEvery ?? 100,
    adapter: gpu.name,
  }
}

/** A path is kept whole: a run may be resumed from another folder. */
function dataOf({ data }: TrainOptions): string | undefined {
  return data === undefined || data === 'mnist' ? data : resolve(data)
}

interface Resumed {
  folder: RunFolder
  config: RunConfig
  step: number
  state: Map<string, Uint32Array<ArrayBuffer>>
}

function readResumed(options: TrainOptions, path: string): Resumed {
  const folder = new RunFolder(path)
  const config = folder.readConfig()
  const asked = { ...options, data: dataOf(options) }
  for (const key of FIXED) {
    if (asked[key] !== undefined && asked[key] !== config[key]) {
      throw new Misuse(
        `--resume ${path}: the run has ${key} ${config[key]}, but ${asked[key]} was asked for. ` +
          'Leave that option out, or start a new run',
      )
    }
  }
  return { folder, config, ...folder.readCheckpoint(config) }
}

/** `--steps N` is the step to train to; a run that is there already trains N steps more. */
function continued({ config, step, folder }: Resumed, options: TrainOptions, gpu: Gpu): RunConfig {
  const asked = options.steps ?? config.steps
  const steps = asked > step ? asked : step + asked
  if (options.steps === undefined && config.steps <= step) {
    throw new Misuse(
      `${folder.path} is complete: ${step} of ${config.steps} steps. Add --steps N to train on`,
    )
  }
  return {
    ...config,
    steps,
    logEvery: options.logEvery ?? config.logEvery,
    sampleEvery: options.sampleEvery ?? config.sampleEvery,
    adapter: gpu.name,
  }
}

/** Opens a trainer, at the checkpoint if there is one. */
async function open(
  gpu: Gpu,
  print: Blueprint,
  { images, resumed }: { images: ImageSet; resumed: Resumed | undefined },
): Promise<Trainer> {
  const trainer = await Trainer.open(gpu, print, images.pixels)
  if (!resumed) return trainer
  try {
    trainer.restore(resumed.state, resumed.step)
  } catch (cause) {
    throw new Failure(`${join(resumed.folder.path, 'checkpoint.safetensors')}: ${text(cause)}`, {
      cause,
    })
  }
  return trainer
}

/** Says in the terminal's words what the ops would say in theirs. */
function refuseImages(
  { imageSize, batchSize }: RunConfig,
  { count, height, width }: ImageSet,
): void {
  const larger = imageSizes.filter((size) => size >= Math.max(height, width))
  if (height > imageSize || width > imageSize) {
    const advice =
      larger.length > 0 ? `Use --image-size ${larger.join(' or ')}` : 'Scale them to at most 64×64'
    throw new Misuse(
      `the images are ${height}×${width}, larger than --image-size ${imageSize}. ${advice}`,
    )
  }
  if (batchSize > count) {
    throw new Misuse(
      `--batch-size ${batchSize} is larger than the data set of ${count} images. Take a smaller batch`,
    )
  }
}

function chooseFolder({ out, resume }: TrainOptions, { data }: RunConfig): RunFolder {
  const path = out ?? resume ?? nextFolder(data)
  const folder = new RunFolder(path)
  if (path !== resume && folder.holdsRun) {
    throw new Misuse(
      `${path} already holds a run. Add --resume ${path} to go on with it, or choose another --out`,
    )
  }
  writableFolder(path)
  return folder
}

/** runs/mnist-1, runs/mnist-2, …: the first that is free. */
function nextFolder(data: string): string {
  const name = data === 'mnist' ? data : 'images'
  for (let i = 1; ; i++)
    if (!exists(join('runs', `${name}-${i}`))) return join('runs', `${name}-${i}`)
}

interface Announcement {
  print: Blueprint
  gpu: Gpu
  images: ImageSet
  options: TrainOptions
  /** The step that the run goes on from. */
  from: number
}

function announce(config: RunConfig, { print, gpu, images, options, from }: Announcement): void {
  const { generator, discriminator } = print.models
  const { objective, model, imageSize, width, latent, batchSize, lr, beta1, steps, seed } = config
  console.log(`adapter    ${gpu.name}`)
  const taken = Object.entries(SOFTWARE_PRESET).filter(([key]) => !(key in options))
  if (gpu.software && from === 0 && taken.length > 0) {
    const values = taken.map(([key, value]) => `${key} ${value}`).join(', ')
    console.log(`           a CPU plays the GPU; preset: ${values}`)
  }
  const { count, height, channels } = images
  const numbers = [generator, discriminator].map((net) => net.parameterCount.toLocaleString('en'))
  console.log(`data       ${config.data}: ${count} images ${height}×${images.width}×${channels}`)
  console.log(`model      ${model} ${imageSize}×${imageSize}, width ${width}, latent ${latent}`)
  console.log(
    `           ${numbers.join(' + ')} parameters, ${megabytes(bytesOf(print))} on the GPU`,
  )
  console.log(
    `objective  ${objective}, Adam lr ${lr}, beta1 ${beta1}, batch ${batchSize}, seed ${seed}`,
  )
  console.log(`steps      ${from === 0 ? steps : `from ${from} to ${steps}`}`)
}

/** One whole iteration, nothing written. */
async function dryRun(trainer: Trainer): Promise<void> {
  const figures = await trainer.iterate({ observe: true })
  await trainer.idle()
  if (figures) refuseNonFinite(figures, trainer.step)
  console.log(
    `dry run    1 iteration, ${trainer.dispatches} dispatches: ${figures ? show(figures) : ''}`,
  )
  console.log('           nothing was written')
}
