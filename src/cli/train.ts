// `ganvas train`: from options to a training run and its folder. Everything that can be refused is refused
// before anything is written. The loop itself is in trainLoop.ts.

import { join, resolve } from 'node:path'
import type { ImageSet } from '../data/imageSet'
import { type Blueprint, blueprint, bytesOf } from '../gan/blueprint'
import { showFigures } from '../gan/clock'
import { imageSizes, type ModelName } from '../gan/models'
import { objectives } from '../gan/objectives'
import { configOf, presetOf } from '../gan/presets'
import type { Choices } from '../gpu/choice'
import { checkLimits, megabytes } from '../gpu/plan'
import { readCheckpoint } from './checkpoint'
import { Failure, Misuse } from './failure'
import { exists, type ReadFile, writableFolder } from './files'
import { loadImages } from './images'
import type { RunConfig } from './runConfig'
import { RunFolder } from './runFolder'
import { openRuntime, type Runtime, type RuntimeOptions } from './runtime'
import { chooseTable } from './tables'
import type { TrainingOptions } from './training'
import { refuseNonFinite, run, Stop } from './trainLoop'

/** What was typed; what is missing takes its default. */
export interface TrainOptions extends RuntimeOptions {
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
  criticSteps?: number
  clip?: number
  lambda?: number
  halfActivations?: boolean
  seed?: number
  logEvery?: number
  sampleEvery?: number
  out?: string
  resume?: string
  dryRun?: boolean
  /** Race kernels first, or take the rules; as the adapter has it where nothing is said. */
  tune?: boolean
}

/** Options that a resumed run takes from its folder. Data may have moved; its images are counted. */
const FIXED = [
  'objective',
  'model',
  'imageSize',
  'width',
  'latent',
  'batchSize',
  'lr',
  'beta1',
  'criticSteps',
  'clip',
  'lambda',
  'halfActivations',
  'seed',
] as const

export async function train(options: TrainOptions): Promise<void> {
  const resumed = options.resume === undefined ? undefined : readResumed(options, options.resume)
  const images = await loadImages(options.data ?? resumed?.config.data ?? 'mnist')
  // From here on there may be a Chrome, with a profile folder, that an end in between would leave.
  const stop = new Stop()
  try {
    const { runtime, adapter } = options
    const opened = await openRuntime({ runtime, adapter, handleSignals: false })
    try {
      await trainOn(opened, { options, resumed, images, stop })
    } finally {
      await opened.close()
    }
  } finally {
    stop.off()
  }
}

interface Wanted {
  options: TrainOptions
  resumed: Resumed | undefined
  images: ImageSet
  stop: Stop
}

async function trainOn(
  runtime: Runtime,
  { options, resumed, images, stop }: Wanted,
): Promise<void> {
  const config = resumed ? continued(resumed, options, runtime) : fresh(options, runtime, images)
  if (images.count !== config.images) {
    throw new Failure(
      `${config.data} holds ${images.count} images, but the run began with ${config.images}. ` +
        'Give those with --data, or start a new run',
    )
  }
  refuseImages(config, images)
  const print = blueprint(config, images)
  for (const each of [print.trainPlan, print.samplePlan]) checkLimits(each, runtime.limits)
  const folder = options.dryRun ? undefined : chooseFolder(options, config)
  announce(config, { print, runtime, images, options, resumed })
  const { labels: _, ...unlabelled } = images
  const { steps, logEvery } = config
  const stopped = () => console.log('stopped    before the first step; nothing was saved')
  if (stop.asked) return stopped()
  const table =
    resumed?.table ?? (await chooseTable(runtime, { config, images, print, options, stop }))
  const { checkpoint } = resumed ?? {}
  const wanted = { config, images: unlabelled, steps, logEvery, checkpoint, table }
  if (stop.asked) return stopped()
  if (!folder) return dryRun(runtime, wanted)

  const release = folder.lock()
  try {
    const { step, impossible } = await runtime.ask('openTraining', wanted)
    if (impossible.length > 0) {
      console.log(
        `kernels    ${impossible.length} of the run's cannot be here: other bits from now on`,
      )
    }
    if (stop.asked) return stopped()
    folder.writeConfig({ ...config, table })
    folder.writeNoise(config)
    folder.startLog(resumed ? resumed.folder.readLog(resumed.step) : '')
    await run(runtime, { config, folder, stop, first: step })
  } finally {
    release()
  }
}

export function fresh(
  options: TrainOptions,
  { name, software }: Runtime,
  images: ImageSet,
): RunConfig {
  const chosen = Object.fromEntries(
    FIXED.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])),
  )
  const config = configOf(chosen, { software, channels: images.channels })
  if (options.beta1 !== undefined && objectives[config.objective].optimiser.kind !== 'adam') {
    throw new Misuse(`--beta1 is Adam's, but ${config.objective} takes RMSprop. Leave it out`)
  }
  return {
    data: dataOf(options) ?? 'mnist',
    images: images.count,
    ...config,
    steps: options.steps ?? presetOf(config.model, { software }).steps,
    logEvery: options.logEvery ?? 10,
    sampleEvery: options.sampleEvery ?? 100,
    adapter: name,
    table: {},
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
  table: Choices
  checkpoint: ReadFile
}

function readResumed(options: TrainOptions, path: string): Resumed {
  if (options.tune) {
    throw new Misuse(
      `--resume ${path}: a run keeps the kernels that it began with. Leave --tune out`,
    )
  }
  const folder = new RunFolder(path)
  const config = folder.readConfig()
  for (const key of FIXED) {
    if (options[key] !== undefined && options[key] !== config[key]) {
      throw new Misuse(
        `--resume ${path}: the run has ${key} ${config[key]}, but ${options[key]} was asked for. ` +
          'Leave that option out, or start a new run',
      )
    }
  }
  const checkpoint = folder.readCheckpoint()
  const { step, table } = readCheckpoint(checkpoint, config)
  return { folder, config, checkpoint, step, table }
}

/** `--steps N` is the step to train to; a run that is there already trains N steps more. */
function continued(
  { config, step, folder }: Resumed,
  options: TrainOptions,
  { name }: Runtime,
): RunConfig {
  const asked = options.steps ?? config.steps
  const steps = asked > step ? asked : step + asked
  if (options.steps === undefined && config.steps <= step) {
    throw new Misuse(
      `${folder.path} is complete: ${step} of ${config.steps} steps. Add --steps N to train on`,
    )
  }
  return {
    ...config,
    data: dataOf(options) ?? config.data,
    steps,
    logEvery: options.logEvery ?? config.logEvery,
    sampleEvery: options.sampleEvery ?? config.sampleEvery,
    adapter: name,
  }
}

/** Says in the terminal's words what the ops would say in theirs. */
export function refuseImages(
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
  runtime: Runtime
  images: ImageSet
  options: TrainOptions
  resumed: Resumed | undefined
}

function announce(
  config: RunConfig,
  { print, runtime, images, options, resumed }: Announcement,
): void {
  const { generator, discriminator } = print.models
  const { model, imageSize, width, latent, batchSize, steps, seed, lr, halfActivations } = config
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
  const { count, height, channels } = images
  const numbers = [generator, discriminator].map((net) => net.parameterCount.toLocaleString('en'))
  console.log(`data       ${config.data}: ${count} images ${height}×${images.width}×${channels}`)
  console.log(`model      ${model} ${imageSize}×${imageSize}, width ${width}, latent ${latent}`)
  console.log(
    `           ${numbers.join(' + ')} parameters, ${megabytes(bytesOf(print))} on the GPU` +
      (halfActivations ? ', activations kept as halves' : ''),
  )
  console.log(`objective  ${recipe(config)}, batch ${batchSize}, seed ${seed}`)
  console.log(`steps      ${resumed ? `from ${resumed.step} to ${steps}` : steps}`)
}

/** `wgan, RMSprop lr 0.00005, 5 critic steps, clip 0.01` */
function recipe({ objective, lr, beta1, criticSteps, clip, lambda }: RunConfig): string {
  const { kind } = objectives[objective].optimiser
  return [
    objective,
    kind === 'adam' ? `Adam lr ${lr}, beta1 ${beta1}` : `RMSprop lr ${lr}`,
    ...(criticSteps > 1 ? [`${criticSteps} critic steps`] : []),
    ...(clip > 0 ? [`clip ${clip}`] : []),
    ...(lambda > 0 ? [`gradient penalty ${lambda}`] : []),
  ].join(', ')
}

/** One whole iteration, nothing written. */
async function dryRun({ ask }: Runtime, wanted: TrainingOptions): Promise<void> {
  const { step, dispatches } = await ask('openTraining', { ...wanted, logEvery: 1 })
  const { seen } = await ask('advance', step + 1)
  const [figures] = [...seen, ...(await ask('settle'))]
  if (figures) refuseNonFinite(figures)
  console.log(
    `dry run    1 iteration, ${dispatches} dispatches: ${figures ? showFigures(figures) : ''}`,
  )
  console.log('           nothing was written')
}
