// What somebody chose, in the page's address, so that a link brings it back: `?objective=lsgan&seed=3`.
// What is not named takes the recipe of the objective and the preset of the adapter.

import { quote } from '../../data/json'
import { toyNames } from '../../data/toys'
import { type GanConfig, rules } from '../../gan/model/config'
import { configOf } from '../../gan/model/presets'
import {
  imageSizes,
  type ModelName,
  modelNames,
  type ObjectiveName,
  objectiveNames,
} from '../../gan/model/recipes'
import type { DataName, Settings } from './protocol'

export const dataNames: readonly DataName[] = ['mnist', ...toyNames, 'own']

/** The data decide on channels; halves save memory that a page has. */
type Key = Exclude<keyof GanConfig, 'channels' | 'halfActivations'>

/** A setting of each kind, to tell numbers from texts by. */
const sample = configOf({}, { software: true, channels: 1 })

export const keys = Object.keys(rules).filter(
  (key) => key !== 'channels' && key !== 'halfActivations',
) as Key[]

/** @throws RangeError that says which setting is wrong, and what it must be */
export function readSettings(search: string): Settings {
  const given = new URLSearchParams(search)
  const data = given.get('data') ?? 'mnist'
  const found = dataNames.find((name) => name === data)
  if (!found) throw wrong('data', data, `one of ${dataNames.join(', ')}`)
  const entries = keys.flatMap((key): [Key, unknown][] => {
    const text = given.get(key)
    return text === null ? [] : [[key, settingOf(key, text)]]
  })
  return { seed: 1, data: found, ...Object.fromEntries(entries) }
}

function settingOf(key: Key, text: string): unknown {
  const value = parsed(typeof sample[key], text)
  const isSize = key !== 'imageSize' || imageSizes.some((size) => size === value)
  if (!rules[key].holds(value) || !isSize) {
    throw wrong(key, text, isSize ? rules[key].must : `one of ${imageSizes.join(', ')}`)
  }
  return value
}

function parsed(kind: string, text: string): unknown {
  if (kind === 'number') return text.trim() === '' ? Number.NaN : Number(text)
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

function wrong(key: string, text: string, must: string): RangeError {
  // A value may hold line breaks and be as long as an address can.
  const shown = /^[\w.,+-]{1,40}$/.test(text) ? text : quote(text)
  return new RangeError(`the address says ${key}=${shown}, but it must be ${must}`)
}

/** The inverse of `readSettings`. */
export function writeSettings({ data, ...settings }: Settings): string {
  const given = new URLSearchParams({ data })
  for (const key of keys) {
    const value = settings[key]
    if (value !== undefined) given.set(key, String(value))
  }
  return `?${given}`
}

/** One of the GANs that are compared. */
export interface RivalChoice {
  objective: ObjectiveName
  model: ModelName
}

export interface Comparison {
  /** Two or three. */
  rivals: readonly RivalChoice[]
  /** What each of them gets as much of. */
  equal: 'steps' | 'time'
}

export const usualComparison: Comparison = {
  rivals: (['lsgan', 'wgan', 'non-saturating'] as const).map((objective) => ({
    objective,
    model: 'dcgan',
  })),
  equal: 'steps',
}

/**
 * What is to be compared: `?rivals=lsgan,wgan.mlp&equal=time`. Seed, size and data are the settings of runs.
 *
 * @throws RangeError that says which part is wrong, and what it must be
 */
export function readComparison(search: string): Comparison {
  const given = new URLSearchParams(search)
  const named = given.get('rivals')
  const { rivals, equal: usual } = usualComparison
  const equal = given.get('equal') ?? usual
  if (equal !== 'steps' && equal !== 'time') throw wrong('equal', equal, 'steps or time')
  if (named === null) return { rivals, equal }
  const must = `two or three of ${objectiveNames.join(', ')}, with commas between, and .mlp after one that shall have other networks`
  const found = named.split(',').map((name) => {
    const [objective = '', model = 'dcgan'] = name.split('.')
    if (!isObjective(objective) || !isModel(model)) throw wrong('rivals', named, must)
    return { objective, model }
  })
  if (found.length < 2 || found.length > 3) throw wrong('rivals', named, must)
  return { rivals: found, equal }
}

const isObjective = (name: string): name is ObjectiveName => objectiveNames.some((n) => n === name)
const isModel = (name: string): name is ModelName => modelNames.some((n) => n === name)

/** What follows the settings of runs in an address; nothing where the usual is compared. */
export function writeComparison({ rivals, equal }: Comparison): string {
  const names = (each: readonly RivalChoice[]) =>
    each.map(({ objective, model }) => (model === 'dcgan' ? objective : `${objective}.${model}`))
  const listed = names(rivals).join()
  const { rivals: usual, equal: usually } = usualComparison
  return (
    (listed === names(usual).join() ? '' : `&rivals=${listed}`) +
    (equal === usually ? '' : `&equal=${equal}`)
  )
}
