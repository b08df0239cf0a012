// The user's choices, and the configuration that they give.

import { computed } from '@preact/signals'
import { toyNames } from '../../data/toys'
import { type GanConfig, LIVE, type PageName } from '../../gan/model/config'
import { configOf } from '../../gan/model/presets'
import { recipes, usualObjective } from '../../gan/model/recipes'
import { namesOf } from '../../gan/model/row'
import { settings as table } from '../../gan/model/settings'
import { writeSettings } from './address'
import type { Settings } from './protocol'
import { adapter, began, chosen, config, opened, own, phase, recorded, step, typed } from './store'
import { set } from './studio'

const ofRecipe = namesOf<Exclude<PageName, 'seed'>>(table, ({ run }) => run?.recipe === true)

/** Settings that other networks or another objective bring. */
const following = [...ofRecipe, 'width', 'batchSize'] as const

/** Settings that presets turn on, besides objective and networks: a preset without them turns them off. */
const OF_PRESETS = ['spectralNorm', 'classes'] as const

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
  const { seed, data, objective } = chosen.value
  // Of a run of points the page sets nothing else.
  if (isToy(settings)) return settings.data === data && settings.objective === objective
  const all = resolve({ ...settings, seed })
  const same = (a: object = {}, b: object = {}) =>
    Object.keys({ ...a, ...b }).every((key) => Reflect.get(a, key) === Reflect.get(b, key))
  if (all && next.value) return settings.data === chosen.value.data && same(all, next.value)
  return same({ ...settings, seed }, chosen.value)
}

/** Chooses a setting. A run in training takes it at once if the setting is live. */
export function choose<Key extends keyof Settings>(key: Key, value: Settings[Key]): void {
  typed.add(key)
  const settings =
    key === 'objective' || key === 'model'
      ? withOther({ [key]: value })
      : { ...chosen.value, [key]: value }
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

/** Chooses what a preset names; the seed, and what the user typed, stay. */
export function choosePreset(preset: Omit<Settings, 'seed'>): void {
  const settings = withPreset(preset)
  for (const name of OF_PRESETS) if (preset[name] !== undefined) typed.delete(name)
  chosen.value = settings
}

/** Returns all settings under More settings to their defaults. */
export function chooseDefaults(): void {
  const { seed, data, objective, model } = chosen.value
  typed.clear()
  chosen.value = { seed, data, ...(objective && { objective }), ...(model && { model }) }
}

/** Has the user changed nothing of this preset that belongs to it? */
export const isNear = (preset: Omit<Settings, 'seed'>): boolean => comesToChosen(withPreset(preset))

function withPreset(preset: Omit<Settings, 'seed'>): Settings {
  const off = OF_PRESETS.filter((name) => !typed.has(name)).map((name) => [name, undefined])
  return withOther({
    ...{ objective: undefined, model: undefined },
    ...Object.fromEntries(off),
    ...preset,
  })
}

/** The chosen settings with another objective or other networks, and no settings that belong to the present ones. */
function withOther(changes: { [Key in keyof Settings]?: Settings[Key] | undefined }): Settings {
  const follows = following.filter((name) => !typed.has(name) && isUsual(name))
  const dropped = new Set<string>(follows)
  const { model = 'dcgan', objective: named } = { ...chosen.value, ...changes }
  const objective = named ?? usualObjective[model]
  if (!recipes[objective].probabilities) dropped.add('smoothLabels')
  if (objective !== 'wgan') dropped.add('criticWarmup')
  const settings = Object.entries({ ...chosen.value, ...changes }).filter(
    ([name, value]) => value !== undefined && !dropped.has(name),
  )
  return { seed: chosen.value.seed, data: chosen.value.data, ...Object.fromEntries(settings) }
}

/** Is the value the one that the present objective and networks have on some adapter? Then the user did not choose it. */
function isUsual(name: (typeof following)[number]): boolean {
  const { data: _, ...rest } = chosen.value
  const value = rest[name]
  delete rest[name]
  return [true, false].some((software) => configOf(rest, { software, channels: 1 })[name] === value)
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
