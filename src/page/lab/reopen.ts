// Saved runs, of the page or of the terminal: read and checked before the present run ends.

import { identityOf, type Likeness, likeness } from '../../data/identity'
import { DataError, type ImageSet, type NamedSet } from '../../data/imageSet'
import { type GanConfig, pageNames, rules } from '../../gan/model/config'
import { configOf, presetOf } from '../../gan/model/presets'
import { makeBlueprint } from '../../gan/run/blueprint'
import { readCheckpoint } from '../../gan/run/checkpoint'
import { parseConfig, type RunConfig } from '../../gan/run/runConfig'
import { names } from '../../gan/run/runNames'
import { checkState } from '../../gan/run/state'
import { impossible } from '../../gan/run/tuning'
import type { Choices } from '../../gpu/choice'
import type { Gpu } from '../../gpu/device'
import { checkLimits } from '../../gpu/plan'
import { History } from '../core/history'
import type { Settings } from '../core/protocol'
import type { StoredState } from '../core/storage'
import { count, messageOf } from '../core/words'
import { browserName } from './browserName'
import { type Continued, fitOf, KEPT, type Naming, readNewest } from './keeper'
import type { Lab } from './lab'
import { imagesOf, ownImages } from './opening'
import type { Kept } from './run'
import { checkView, pickRun } from './runZip'

/** Settings of the terminal beside those of a GAN; the page keeps them for when the run goes back there. */
export type RunPlan = Omit<RunConfig, keyof GanConfig | 'adapter' | 'table'>

/** Parts of a saved run that the page's settings cannot express. */
export interface SavedRun {
  config: GanConfig
  table: Choices
  plan: RunPlan
}

export interface Reopening {
  /** As the user would have chosen them. */
  settings: Settings
  saved: SavedRun
  kept: Kept
  said: string
  /** Its place in the browser's storage. */
  continued?: Continued
}

/** Plan of a run that began on the page: the terminal's defaults. */
export function planOf(
  { model }: GanConfig,
  { data, images, software }: { data: string; images: ImageSet; software: boolean },
): RunPlan {
  const { steps } = presetOf(model, { software })
  const { count: of } = images
  return {
    data,
    ...fitOf(images),
    images: of,
    steps,
    logEvery: 10,
    sampleEvery: 100,
    onCollapse: 'warn',
  }
}

/** Adapter and runtime as the terminal names them: `SwiftShader in Chrome`. Bits are equal only within one. */
export function placeOf({ name }: Pick<Gpu, 'name'>): string {
  return `${name} in ${browserName()}`
}

/** @throws DataError of one line where a file is invalid, or does not fit the images or the device here */
export async function readRun(lab: Lab, files: readonly File[]): Promise<Reopening> {
  const picked = await pickRun(files)
  checkView(picked, 'Train')
  const { config: configFile, checkpoint, name } = picked
  const run = parseConfig(new TextDecoder().decode(configFile.bytes), configFile.path)
  const { step, table, state } = readCheckpoint(checkpoint, run)
  const read = { run: { ...run, table }, step, state, seconds: 0, curves: new History(4).kept }
  return reopening(lab, read, { name, path: checkpoint.path, from: `loaded from ${name}` })
}

/**
 * A run that this browser kept: from its newest state, or the one before where that cannot be read.
 *
 * @throws DataError as `readRun` does
 */
export function readKept(lab: Lab, id: string): Promise<Reopening> {
  return readNewest(id, (stored, naming) => reopening(lab, unpacked(stored), naming))
}

/** @throws DataError where this version cannot read its settings */
export function unpacked({ config, ...rest }: StoredState): Omit<Kept, 'images'> {
  return { ...rest, run: parseConfig(config, names.config) }
}

async function reopening(
  lab: Lab,
  { run, step, state: whole, seconds, curves }: Omit<Kept, 'images'>,
  { name, path, from }: Naming,
): Promise<Reopening> {
  const { table } = run
  const { config, plan } = split(run)
  // Settings are those of config.json.
  const state = new Map([...whole].filter(([key]) => key !== 'settings'))
  const data = run.data === 'mnist' ? 'mnist' : 'own'
  const { images, found } = await imagesFor(lab, run, name)
  const gpu = await lab.gpu()
  const { traits } = gpu
  const blueprint = makeBlueprint(config, images, { traits, table })
  for (const each of [blueprint.trainPlan, blueprint.samplePlan])
    checkLimits(each, gpu.device.limits)
  try {
    checkState(blueprint, { saved: state, step })
  } catch (cause) {
    throw new DataError(`${path}: ${messageOf(cause)}`, { cause })
  }
  const elsewhere = run.adapter !== placeOf(gpu)
  const missing = impossible(blueprint, table, traits).length
  const said = [
    `Paused at step ${count(step)}, ${from}.`,
    ...(elsewhere ? [`So far on ${run.adapter}: it goes on, but not to the same bits.`] : []),
    ...(found === 'same' ? [] : [differ[found]]),
    ...(missing > 0 ? [`${missing} of its kernels cannot be here: other bits from now on.`] : []),
  ].join(' ')
  const settings = settingsOf(config, { data, software: gpu.software })
  return {
    settings,
    saved: { config, table, plan },
    kept: { step, seconds, state, images, run, curves },
    said,
  }
}

/** Sentences on images that are nearly those of the run. */
export const differ = {
  reordered: 'The pictures are in another order now: it goes on, but not to the same bits.',
  decoded: 'Another program decoded the pictures before: it goes on, but not to the same bits.',
}

/**
 * The images that the run learned from, if the page has them, and how they compare with those.
 *
 * @throws DataError that says which to bring, where they are others
 */
export async function imagesFor(
  lab: Lab,
  run: RunConfig,
  name: string,
): Promise<{ images: NamedSet; found: Exclude<Likeness, 'other'> }> {
  const { data, images: wanted, channels, classes, classNames = [] } = run
  const isMnist = data === 'mnist'
  const kind = channels === 1 ? 'grey' : 'coloured'
  const many = `${count(wanted)} ${kind} ${wanted === 1 ? 'image' : 'images'}`
  const isKept = name === KEPT
  const learned = `${isKept ? name : `${name}: the run`} learned from ${many}`
  const again = `then ${isKept ? 'press Go on' : 'load it'} again`
  const folder = isMnist || data === 'own' ? '' : ` of ${data.split(/[/\\]/).at(-1)}`
  const from = `${folder}${asRead(run)}`
  if (!isMnist && !ownImages.has(lab)) {
    throw new DataError(`${learned}${from}. Bring those first, ${again}`)
  }
  const images = await imagesOf(lab, { data: isMnist ? 'mnist' : 'own', imageSize: run.imageSize })
  if (images.count !== wanted || images.channels !== channels) {
    const here = `${count(images.count)} ${images.channels === 1 ? 'grey' : 'coloured'}`
    throw new DataError(
      `${learned}${from}, but here are ${here}. ${isMnist ? 'It cannot go on here' : `Bring those first, ${again}`}`,
    )
  }
  if (classes > 0 && !images.labels) {
    throw new DataError(`${learned} with labels, but those here have none. Bring them with labels`)
  }
  const told = classes > 0
  // Another program decoded them, unless the page itself did or they come with the project.
  const elsewhere = !isMnist && !(data === 'own' && run.adapter.endsWith(` in ${browserName()}`))
  const is = identityOf(images, { labels: told })
  const namesHere = is.classNames?.join(', ') ?? ''
  if (told && classNames.length > 0 && namesHere !== '' && namesHere !== classNames.join(', ')) {
    throw new DataError(
      `${learned}${from}, of the classes ${classNames.join(', ')}; those here are of ${namesHere}. Bring folders with those names, ${again}`,
    )
  }
  const found = likeness(run, is, { elsewhere, told })
  if (found === 'other' || (isMnist && found !== 'same')) {
    throw new DataError(
      `${learned}${from}; those here are ${count(images.count)} others. Bring those first, ${again}`,
    )
  }
  return { images, found }
}

/** `, cut into cells of 32` */
const asRead = ({ cell, crop }: RunConfig): string =>
  cell !== undefined ? `, cut into cells of ${cell}` : crop === 'pad' ? ', padded to squares' : ''

function split(run: RunConfig): { config: GanConfig; plan: RunPlan } {
  const { adapter: _, table: __, ...rest } = run
  const isOfGan = ([key]: [string, unknown]) => key in rules
  const entries = Object.entries(rest)
  return {
    config: Object.fromEntries(entries.filter(isOfGan)) as GanConfig,
    plan: Object.fromEntries(entries.filter((each) => !isOfGan(each))) as RunPlan,
  }
}

/** The fewest settings that give a configuration: values of the presets are left out. */
export function settingsOf(
  config: GanConfig,
  { data, software }: { data: Settings['data']; software: boolean },
): Settings {
  const settings: Settings = { seed: config.seed, data }
  // The model comes first: the usual objective depends on it.
  for (const key of ['model', ...pageNames] as const) {
    const { data: _, ...chosen } = settings
    const usual = configOf(chosen, { software, channels: config.channels })
    if (usual[key] !== config[key]) Object.assign(settings, { [key]: config[key] })
  }
  return settings
}
