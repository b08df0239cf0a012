// `ganvas train`: from options to a training run and its folder. Everything that can be refused is refused
// before anything is written. The loop itself is in trainLoop.ts.

import { join, resolve } from 'node:path'
import type { ImageSet } from '../data/imageSet'
import { blueprint } from '../gan/blueprint'
import { nonFinite, showFigures } from '../gan/clock'
import { changed, LIVE } from '../gan/live'
import { imageSizes, type ModelName } from '../gan/models'
import { objectives } from '../gan/objectives'
import { configOf, presetOf } from '../gan/presets'
import { checkLimits } from '../gpu/plan'
import { announce } from './announce'
import { readCheckpoint } from './checkpoint'
import { Failure, Misuse } from './failure'
import { exists, type ReadFile, writableFolder } from './files'
import type { Remedy } from './guard'
import { loadImages } from './images'
import type { RunConfig } from './runConfig'
import { RunFolder } from './runFolder'
import { openRuntime, type Runtime, type RuntimeOptions } from './runtime'
import type { TrainingOptions } from './training'
import { run, Stop } from './trainLoop'

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
  lrD?: number
  beta1?: number
  criticSteps?: number
  criticWarmup?: boolean
  clip?: number
  lambda?: number
  r1?: number
  augment?: string
  conditional?: boolean
  spectralNorm?: boolean
  ema?: number
  seed?: number
  logEvery?: number
  sampleEvery?: number
  out?: string
  resume?: string
  onCollapse?: Remedy
  dryRun?: boolean
}

/** Settings that a resumed run takes from its folder. Data may have moved; its images are counted. */
const FIXED = [
  'objective',
  'model',
  'imageSize',
  'width',
  'latent',
  'batchSize',
  'beta1',
  'criticWarmup',
  'augment',
  'spectralNorm',
  'ema',
  'seed',
] as const

export async function train(options: TrainOptions): Promise<void> {
  const resumed = options.resume === undefined ? undefined : readResumed(options, options.resume)
  const labels = options.conditional ?? (resumed !== undefined && resumed.config.classes > 0)
  const images = await loadImages(options.data ?? resumed?.config.data ?? 'mnist', { labels })
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
  // Labels travel only where they are wanted.
  const { labels: _, ...unlabelled } = images
  const sent = config.classes > 0 ? images : unlabelled
  const { steps, logEvery } = config
  const wanted = { config, images: sent, steps, logEvery, checkpoint: resumed?.checkpoint }
  const stopped = () => console.log('stopped    before the first step; nothing was saved')
  if (stop.asked) return stopped()
  if (!folder) return dryRun(runtime, wanted)

  const release = folder.lock()
  try {
    const { step } = await runtime.ask('openTraining', wanted)
    if (stop.asked) return stopped()
    folder.writeConfig(config)
    folder.writeNoise(config)
    folder.startLog(resumed ? resumed.folder.readLog(resumed.step) : '')
    const patient = {
      objective: config.objective,
      parametersG: print.models.generator.parameterCount,
    }
    const { onCollapse = 'warn' } = options
    await run(runtime, { config, folder, stop, first: step, patient, onCollapse })
  } finally {
    release()
  }
}

function fresh(options: TrainOptions, { name, software }: Runtime, images: ImageSet): RunConfig {
  const chosen = given(options, [...FIXED, ...LIVE])
  const classes = options.conditional ? classesIn(images, dataOf(options) ?? 'mnist') : 0
  const config = configOf({ ...chosen, classes }, { software, channels: images.channels })
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
  }
}

function classesIn({ labels }: ImageSet, data: string): number {
  if (labels) return labels.reduce((most, label) => Math.max(most, label), 0) + 1
  throw new Misuse(
    `--conditional: ${data} has no labels. Put them beside it, as train-labels-idx1-ubyte beside train-images-idx3-ubyte`,
  )
}

/** Those of the options that were typed. */
function given<Key extends keyof TrainOptions>(
  options: TrainOptions,
  keys: readonly Key[],
): { [Name in Key]?: NonNullable<TrainOptions[Name]> } {
  return Object.fromEntries(
    keys.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])),
  ) as { [Name in Key]?: NonNullable<TrainOptions[Name]> }
}

/** A path is kept whole: a run may be resumed from another folder. */
function dataOf({ data }: TrainOptions): string | undefined {
  return data === undefined || data === 'mnist' ? data : resolve(data)
}

export interface Resumed {
  folder: RunFolder
  config: RunConfig
  step: number
  checkpoint: ReadFile
}

function readResumed(options: TrainOptions, path: string): Resumed {
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
  if (options.conditional && config.classes === 0) {
    throw new Misuse(
      `--resume ${path}: the run was not told classes. Leave --conditional out, or start a new run`,
    )
  }
  const checkpoint = folder.readCheckpoint()
  return { folder, config, checkpoint, step: readCheckpoint(checkpoint, config).step }
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
  const changes = given(options, LIVE)
  return {
    ...config,
    ...changed(config, changes),
    data: dataOf(options) ?? config.data,
    steps,
    logEvery: options.logEvery ?? config.logEvery,
    sampleEvery: options.sampleEvery ?? config.sampleEvery,
    adapter: name,
  }
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

/** One whole iteration, nothing written. */
async function dryRun({ ask }: Runtime, wanted: TrainingOptions): Promise<void> {
  const { step, dispatches } = await ask('openTraining', { ...wanted, logEvery: 1 })
  const { seen } = await ask('advance', step + 1)
  const [figures] = [...seen, ...(await ask('settle'))]
  const bad = figures && nonFinite(figures)
  if (bad) throw new Failure(`training diverged: ${bad} in the first step. Lower --lr`)
  console.log(
    `dry run    1 iteration, ${dispatches} dispatches: ${figures ? showFigures(figures) : ''}`,
  )
  console.log('           nothing was written')
}
