// What somebody chose, in the page's address, so that a link brings it back: `?objective=lsgan&seed=3`.
// What is not named takes the recipe of the objective and the preset of the adapter.

import { toyNames } from '../data/toys'
import { type GanConfig, rules } from '../gan/config'
import { imageSizes } from '../gan/models'
import { configOf } from '../gan/presets'
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
  return new RangeError(`the address says ${key}=${text}, but it must be ${must}`)
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
