// What somebody chooses, and what it comes to.

import { computed } from '@preact/signals'
import { toyNames } from '../../data/toys'
import type { GanConfig } from '../../gan/config'
import { LIVE } from '../../gan/live'
import { configOf } from '../../gan/presets'
import { writeSettings } from '../address'
import type { Settings } from '../protocol'
import { adapter, chosen, opened, own } from '../store'
import { set } from '../studio'

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

/** Takes one setting; a run that is on takes it at once where it can. */
export function choose<Key extends keyof Settings>(key: Key, value: Settings[Key]): void {
  const settings = { ...chosen.value, [key]: value }
  if (key === 'objective' || key === 'model') for (const name of RECIPE) delete settings[name]
  chosen.value = settings
  const isLive = LIVE.some((name) => name === key)
  if (isLive && opened.value?.about.kind === 'images') set({ [key]: value })
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
