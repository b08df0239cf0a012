// What somebody chooses, and what it comes to.

import { computed } from '@preact/signals'
import { toyNames } from '../../data/toys'
import type { GanConfig } from '../../gan/model/config'
import { LIVE } from '../../gan/model/live'
import { configOf } from '../../gan/model/presets'
import { writeSettings } from './address'
import type { Settings } from './protocol'
import { adapter, chosen, opened, own, phase } from './store'
import { set } from './studio'

/** What an objective's recipe, and the preset of a model, say: another brings its own. */
const RECIPE = [
  'width',
  'lr',
  'lrD',
  'beta1',
  'criticSteps',
  'criticWarmup',
  'clip',
  'lambda',
  'r1',
] as const

export const isToy = ({ data }: Pick<Settings, 'data'>): boolean =>
  toyNames.some((name) => name === data)

/** All settings of the next run, once it is known for which adapter; none of a run of points. */
export const next = computed((): GanConfig | undefined => resolve(chosen.value))

function resolve(settings: Settings): GanConfig | undefined {
  if (!adapter.value || isToy(settings)) return undefined
  const { data: _, ...rest } = settings
  const channels = settings.data === 'own' ? (own.value?.channels ?? 1) : 1
  try {
    return configOf(rest, { software: adapter.value.software, channels })
  } catch {
    return undefined
  }
}

/** Would these settings begin the run that was chosen, but for its seed? */
export function comesToChosen(settings: Omit<Settings, 'seed'>): boolean {
  const { seed } = chosen.value
  const all = resolve({ ...settings, seed })
  const same = (a: object = {}, b: object = {}) =>
    Object.keys({ ...a, ...b }).every((key) => Reflect.get(a, key) === Reflect.get(b, key))
  if (all && next.value) return settings.data === chosen.value.data && same(all, next.value)
  return same({ ...settings, seed }, chosen.value)
}

/** Takes one setting; a run that is on takes it at once where it can. */
export function choose<Key extends keyof Settings>(key: Key, value: Settings[Key]): void {
  const settings = { ...chosen.value, [key]: value }
  if (key === 'objective' || key === 'model') for (const name of RECIPE) delete settings[name]
  chosen.value = settings
  const isLive = LIVE.some((name) => name === key)
  // What has not begun takes any of them at its start.
  const goesOn =
    ['training', 'paused'].includes(phase.value) && opened.value?.about.kind === 'images'
  // An lr alone would bring another lrD than the one that was chosen.
  const { lrD } = settings
  const chosenToo = key === 'lr' && lrD !== undefined ? { lrD } : {}
  if (isLive && goesOn) set({ [key]: value, ...chosenToo })
}

/** What always stands in a link: with it, another adapter begins the same run. */
const ALWAYS = ['objective', 'model', 'imageSize', 'width', 'latent', 'batchSize', 'lr'] as const

/** The address of the next run, all of its settings included. */
export const address = computed((): string => {
  const settings = chosen.value
  const all = next.value
  const whole: Settings = { ...settings }
  if (all) for (const key of ALWAYS) Object.assign(whole, { [key]: all[key] })
  return writeSettings(whole)
})
