// From what was typed to the settings of a run: a new one, or one that goes on.

import { resolve } from 'node:path'
import { classesIn, type ImageSet, type NamedSet } from '../../../data/imageSet'
import type { ReadFile } from '../../../data/readFile'
import { changed, LIVE } from '../../../gan/model/live'
import { configOf, presetOf } from '../../../gan/model/presets'
import { imageSizes, type ModelName, recipes } from '../../../gan/model/recipes'
import type { Remedy, RunConfig, Score } from '../../../gan/run/runConfig'
import type { Choices } from '../../../gpu/choice'
import { isNamed } from '../../data/images'
import { KEEP } from '../../folder/checkpoints'
import { RunFolder } from '../../folder/runFolder'
import type { Runtime, RuntimeOptions } from '../../runtime/runtime'
import { Misuse } from '../../terminal/failure'

/** What was typed; what is missing takes its default. */
export interface TrainOptions extends RuntimeOptions {
  data?: string
  cell?: number
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
  halfActivations?: boolean
  seed?: number
  logEvery?: number
  sampleEvery?: number
  /** Weights to begin with, of G and of D. */
  init?: string
  initD?: string
  out?: string
  resume?: string
  onCollapse?: Remedy
  /** Checkpoints to keep. */
  keep?: number
  best?: Score
  /** Write event files for TensorBoard? */
  tensorboard?: boolean
  dryRun?: boolean
  /** Race kernels first, or take the rules; as the adapter has it where nothing is said. */
  tune?: boolean
}

/** Settings that a resumed run takes from its folder. Data may have moved; its images are counted. */
const FIXED = [
  'cell',
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
  'halfActivations',
  'seed',
] as const

export function fresh(
  options: TrainOptions,
  { name, software }: Runtime,
  images: NamedSet,
): RunConfig {
  const { cell, ...chosen } = given(options, [...FIXED, ...LIVE])
  const classes = options.conditional ? classesOf(images, dataOf(options) ?? 'mnist') : 0
  const imageSize = options.imageSize ?? sizeFor(images)
  const wanted = { ...chosen, imageSize, classes }
  const config = configOf(wanted, { software, channels: images.channels })
  if (options.beta1 !== undefined && recipes[config.objective].optimiser.kind !== 'adam') {
    throw new Misuse(`--beta1 is Adam's, but ${config.objective} takes RMSprop. Leave it out`)
  }
  return {
    data: dataOf(options) ?? 'mnist',
    ...(cell !== undefined && { cell }),
    images: images.count,
    ...config,
    steps: options.steps ?? presetOf(config.model, { software }).steps,
    logEvery: options.logEvery ?? 10,
    sampleEvery: options.sampleEvery ?? 100,
    onCollapse: options.onCollapse ?? 'warn',
    keep: options.keep ?? KEEP,
    ...(options.best && { best: options.best }),
    adapter: name,
    table: {},
  }
}

function classesOf({ labels, names }: NamedSet, data: string): number {
  if (labels) return names?.length ?? classesIn(labels)
  throw new Misuse(
    `--conditional: ${data} has no labels. Put them beside it, as train-labels-idx1-ubyte beside train-images-idx3-ubyte; pictures into a folder a class`,
  )
}

/** The smallest model that images fit into; of 32 pixels at least. */
const sizeFor = ({ height, width }: ImageSet): number =>
  imageSizes.find((size) => size >= Math.max(height, width, 32)) ?? Math.max(...imageSizes)

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
  return data === undefined || isNamed(data) ? data : resolve(data)
}

export interface Resumed {
  folder: RunFolder
  config: RunConfig
  step: number
  table: Choices
  checkpoint: ReadFile
  /** What there is to say of it. */
  said: string[]
}

/** imageSize → --image-size */
const optionOf = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

export function readResumed(options: TrainOptions, path: string): Resumed {
  if (options.tune !== undefined) {
    const option = options.tune ? '--tune' : '--no-tune'
    throw new Misuse(
      `--resume ${path}: a run keeps the kernels that it began with. Leave ${option} out`,
    )
  }
  for (const [option, file] of Object.entries({
    '--init': options.init,
    '--init-d': options.initD,
  })) {
    if (file === undefined) continue
    throw new Misuse(
      `--resume ${path}: the run has weights. Leave ${option} out, or start a new run`,
    )
  }
  const folder = new RunFolder(path)
  const config = folder.readConfig()
  for (const key of FIXED) {
    if (options[key] !== undefined && options[key] !== config[key]) {
      throw new Misuse(
        `--resume ${path}: the run has ${optionOf(key)} ${config[key]}, but ${options[key]} was asked for. ` +
          'Leave that option out, or start a new run',
      )
    }
  }
  if (options.conditional && config.classes === 0) {
    throw new Misuse(
      `--resume ${path}: the run was not told classes. Leave --conditional out, or start a new run`,
    )
  }
  const { file, step, table, passed } = folder.checkpoints.newest(config)
  const said = passed.map((line) => `damaged    ${line}`)
  if (said.length > 0) said.push(`           goes on from ${file.path}, step ${step}`)
  return { folder, config, checkpoint: file, step, table, said }
}

/** `--steps N` is the step to train to; a run that is there already trains N steps more. */
export function continued(
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
    onCollapse: options.onCollapse ?? config.onCollapse,
    keep: options.keep ?? config.keep ?? KEEP,
    best: options.best ?? config.best,
    adapter: name,
  }
}
