// The user's settings in the page's address, so that a link restores them: `?objective=lsgan&seed=3`. Settings
// that the address does not name take their defaults.

import { quote } from '../../data/json'
import { toyNames } from '../../data/toys'
import { offers, type PageName, pageNames } from '../../gan/model/config'
import {
  type ModelName,
  modelNames,
  type ObjectiveName,
  objectiveNames,
} from '../../gan/model/recipes'
import { readValue } from '../../gan/model/row'
import { settings } from '../../gan/model/settings'
import type { DataName, Settings } from './protocol'

export const dataNames: readonly DataName[] = ['mnist', ...toyNames, 'own']

/** Does the address name a run or a comparison? */
export function namesRun(search: string): boolean {
  const given = new URLSearchParams(search)
  return ['data', 'rivals', 'equal', ...pageNames].some((name) => given.has(name))
}

/** @throws RangeError that names the setting, and the values that it takes */
export function readSettings(search: string): Settings {
  const given = new URLSearchParams(search)
  const data = given.get('data') ?? 'mnist'
  const found = dataNames.find((name) => name === data)
  if (!found) throw wrong('data', data, `one of ${dataNames.join(', ')}`)
  const entries = pageNames.flatMap((name): [PageName, unknown][] => {
    const text = given.get(name)
    return text === null ? [] : [[name, settingOf(name, text)]]
  })
  return { seed: settings.seed.value.default, data: found, ...Object.fromEntries(entries) }
}

function settingOf(name: PageName, text: string): unknown {
  const value = readValue(settings[name], text)
  const { must, holds } = offers[name]
  if (!holds(value)) throw wrong(name, text, must)
  return value
}

function wrong(key: string, text: string, must: string): RangeError {
  // A value may be long and hold line breaks.
  const shown = /^[\w.,+-]{1,40}$/.test(text) ? text : quote(text)
  return new RangeError(`the address says ${key}=${shown}, but it must be ${must}`)
}

export function writeSettings({ data, ...chosen }: Settings): string {
  const given = new URLSearchParams({ data })
  for (const name of pageNames) {
    const value = chosen[name]
    if (value !== undefined) given.set(name, String(value))
  }
  return `?${given}`
}

export interface RivalChoice {
  objective: ObjectiveName
  model: ModelName
}

export interface Comparison {
  rivals: readonly RivalChoice[]
  /** Quantity that is the same for all. */
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
 * Comparison in an address: `?rivals=lsgan,wgan.mlp&equal=time`. Seed, size and data are settings of runs.
 *
 * @throws RangeError that names the part, and the values that it takes
 */
export function readComparison(search: string): Comparison {
  const given = new URLSearchParams(search)
  const named = given.get('rivals')
  const { rivals, equal: usual } = usualComparison
  const equal = given.get('equal') ?? usual
  if (equal !== 'steps' && equal !== 'time') throw wrong('equal', equal, 'steps or time')
  if (named === null) return { rivals, equal }
  const must = `two or three of ${objectiveNames.join(', ')}, with commas between, and .mlp or .style after one with other networks than a DCGAN`
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

/** Text of a comparison, after the settings of runs; empty for the default comparison. */
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
