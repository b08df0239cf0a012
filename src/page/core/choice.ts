// The user's choices, and the configuration that they give.

import { computed } from '@preact/signals'
import { toyNames } from '../../data/toys'
import { type GanConfig, LIVE, type PageName } from '../../gan/model/config'
import { configOf } from '../../gan/model/presets'
import { namesOf } from '../../gan/model/row'
import { settings as table } from '../../gan/model/settings'
import { writeSettings } from './address'
import type { Settings } from './protocol'
import { adapter, began, chosen, config, opened, own, phase, recorded, step } from './store'
import { set } from './studio'

const ofRecipe = namesOf<Exclude<PageName, 'seed'>>(table, ({ run }) => run?.recipe === true)

/** Settings of every link: with them, another adapter begins the same run. */
const linked = namesOf<PageName>(table, ({ page }) => page?.linked === true)

export const isToy = ({ data }: Pick<Settings, 'data'>): boolean =>
  toyNames.some((name) => name === data)

/** Configuration of the next run, once its adapter is known; none for a run of points. */
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

/** Do these settings give the chosen run, except for its seed? */
export function comesToChosen(settings: Omit<Settings, 'seed'>): boolean {
  const { seed } = chosen.value
  const all = resolve({ ...settings, seed })
  const same = (a: object = {}, b: object = {}) =>
    Object.keys({ ...a, ...b }).every((key) => Reflect.get(a, key) === Reflect.get(b, key))
  if (all && next.value) return settings.data === chosen.value.data && same(all, next.value)
  return same({ ...settings, seed }, chosen.value)
}

/** Chooses a setting. A run in training takes it at once if the setting is live. */
export function choose<Key extends keyof Settings>(key: Key, value: Settings[Key]): void {
  const settings = { ...chosen.value, [key]: value }
  if (key === 'objective' || key === 'model') for (const name of ofRecipe) delete settings[name]
  chosen.value = settings
  const isLive = LIVE.some((name) => name === key)
  // A run that has not begun takes all settings at its start.
  const goesOn =
    ['training', 'paused'].includes(phase.value) && opened.value?.about.kind === 'images'
  // An lr alone would reset the lrD that the user chose.
  const { lrD } = settings
  const chosenToo = key === 'lr' && lrD !== undefined ? { lrD } : {}
  if (isLive && goesOn) set({ [key]: value, ...chosenToo })
}

/** Address that begins the next run with the chosen settings. */
export const addressOfChoice = computed((): string => linkOf(chosen.value, next.value))

/** Address of the run, once it has begun: its link begins the same run, whatever was chosen since. */
export const address = computed((): string =>
  step.value > 0 && began.value && !recorded.value
    ? linkOf(began.value, config.value)
    : addressOfChoice.value,
)

function linkOf(settings: Settings, all: GanConfig | undefined): string {
  const whole: Settings = { ...settings }
  if (all) for (const name of linked) Object.assign(whole, { [name]: all[name] })
  return writeSettings(whole)
}
