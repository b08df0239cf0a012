// From options to the settings of a run, new or resumed.

import { resolve } from 'node:path'
import { classesIn, type ImageSet, imageCount, type NamedSet } from '../../../data/imageSet'
import type { ReadFile } from '../../../data/readFile'
import type { LoadedSet } from '../../../data/setReading'
import { LIVE } from '../../../gan/model/config'
import { changed } from '../../../gan/model/live'
import { batchFor, configOf, imageSizeFor, knownOf, presetOf } from '../../../gan/model/presets'
import { imageSizes, recipes } from '../../../gan/model/recipes'
import { defaultsOf, type Having, namesOf } from '../../../gan/model/row'
import { settings } from '../../../gan/model/settings'
import type { RunConfig } from '../../../gan/run/runConfig'
import { type RunName, runSettings } from '../../../gan/run/runSettings'
import type { Choices } from '../../../gpu/choice'
import { isNamed } from '../../data/images'
import { RunFolder } from '../../folder/runFolder'
import type { Runtime, RuntimeOptions } from '../../runtime/runtime'
import { Misuse } from '../../terminal/failure'

/** Settings of a GAN that options name. For classes there is only --conditional, since the data has their number. */
type OptionName = Exclude<Having<typeof settings, { terminal: object }>, 'classes'>

/** Options as the user typed them; what is missing takes its default. */
export interface TrainOptions
  extends RuntimeOptions,
    Partial<Pick<RunConfig, OptionName | RunName>> {
  data?: string
  conditional?: boolean
  /** Initial weights of G and of D. */
  init?: string
  initD?: string
  out?: string
  resume?: string
  /** May a resumed run go on with other data? */
  changedData?: boolean
  tensorboard?: boolean
  /** Leaves the images in main memory: the same bits. */
  stream?: boolean
  dryRun?: boolean
  /** Race kernels first, or use the default ones? If missing, the adapter decides. */
  tune?: boolean
}

const typed = namesOf<OptionName>(settings, (row) => !!row.terminal && row.value.kind !== 'classes')

/** Settings that a resumed run takes from its folder. Data may have moved; its images are counted. */
const FIXED = [
  'cell',
  'crop',
  ...typed.filter((name) => !LIVE.some((live) => live === name)),
] as const

/** Settings of a run that may be changed at any time. */
const { cell: _, crop: __, ...free } = runSettings
const FREE = namesOf<keyof typeof free>(free, () => true)

/** imageSize → --image-size */
export const flagOf = (name: OptionName | 'cell' | 'crop'): string =>
  ({ ...settings, ...runSettings })[name].terminal.flag.replace(/ .*/, '')

export function fresh(
  options: TrainOptions,
  { name, software }: Runtime,
  images: NamedSet,
): RunConfig {
  const { cell, crop } = options
  const classes = options.conditional ? classesOf(images, dataOf(options) ?? 'mnist') : 0
  const imageSize = options.imageSize ?? imageSizeFor(images, { software })
  const adapter = { software, channels: images.channels }
  const { model = settings.model.value.default } = options
  const { batch } = presetOf(model, { software })
  const { batchSize = batchFor(images.count, batch) } = options
  const chosen = { ...given(options, typed), imageSize, batchSize, classes }
  const config = configOf(chosen, adapter)
  if (options.beta1 !== undefined && recipes[config.objective].optimiser.kind !== 'adam') {
    throw new Misuse(`--beta1 is Adam's, but ${config.objective} takes RMSprop. Leave it out`)
  }
  return {
    data: dataOf(options) ?? 'mnist',
    ...(cell !== undefined && { cell }),
    ...(crop !== undefined && { crop }),
    images: images.count,
    ...config,
    ...(defaultsOf(free, knownOf(config, adapter)) as Pick<RunConfig, keyof typeof free>),
    ...given(options, FREE),
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

/**
 * Images as a new run takes them. Where the adapter is a CPU and no size was typed, they are read again, smaller: a
 * resume and an evaluation read them at that size too, which gives the same bytes.
 */
export async function atSize(
  made: LoadedSet,
  { imageSize }: TrainOptions,
  { software, read }: { software: boolean; read: (size: number) => Promise<LoadedSet> },
): Promise<LoadedSet> {
  const { height, width } = made.set
  const size = imageSizeFor(made.set, { software })
  return imageSize !== undefined || size >= Math.max(height, width) ? made : read(size)
}

const MOST = Math.max(...imageSizes)

/** Refuses in terms of options what the ops would refuse in terms of shapes. */
export function refuseImages(
  { imageSize, batchSize }: RunConfig,
  { count, height, width }: ImageSet,
  { resumed = false } = {},
): void {
  const larger = imageSizes.filter((size) => size >= Math.max(height, width))
  if (height > imageSize || width > imageSize) {
    const advice =
      larger.length > 0
        ? `Use --image-size ${larger.join(' or ')}`
        : `Scale them to at most ${MOST}×${MOST}`
    throw new Misuse(
      `the images are ${height}×${width}, larger than --image-size ${imageSize}. ${advice}`,
    )
  }
  if (batchSize > count && resumed) {
    throw new Misuse(
      `the run's batch of ${batchSize} is larger than the data set of ${imageCount(count)}. Give at least ${batchSize}, or start a new run`,
    )
  }
  if (batchSize > count) {
    throw new Misuse(
      `--batch-size ${batchSize} is larger than the data set of ${imageCount(count)}. Leave it out, or take ${batchFor(count, batchSize)}`,
    )
  }
}

/** The options among `keys` that the user typed. */
function given<Key extends keyof TrainOptions>(
  options: TrainOptions,
  keys: readonly Key[],
): { [Name in Key]?: NonNullable<TrainOptions[Name]> } {
  return Object.fromEntries(
    keys.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]])),
  ) as { [Name in Key]?: NonNullable<TrainOptions[Name]> }
}

/** A path is stored as absolute: a run may be resumed from another folder. */
function dataOf({ data }: TrainOptions): string | undefined {
  return data === undefined || isNamed(data) ? data : resolve(data)
}

export interface Resumed {
  folder: RunFolder
  config: RunConfig
  step: number
  table: Choices
  checkpoint: ReadFile
  said: string[]
}

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
    const [asked, was, flag] = [options[key], config[key], flagOf(key)]
    if (asked === undefined || asked === was) continue
    const has = was === undefined || was === false ? `no ${flag}` : `${flag} ${was}`
    throw new Misuse(
      `--resume ${path}: the run has ${has}, but ${asked === true ? 'it' : asked} was asked for. ` +
        'Leave that option out, or start a new run',
    )
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

/** `--steps N` is the step to train to; a run that has reached it trains N more steps. */
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
  return {
    ...config,
    ...changed(config, given(options, LIVE)),
    data: dataOf(options) ?? config.data,
    keep: config.keep ?? runSettings.keep.value.default,
    ...given(options, FREE),
    steps,
    adapter: name,
  }
}
