// State of the lesson: the switched losses, the training that is shown, and what became of the user's seeds.

import { batch, computed, signal } from '@preact/signals'
import { messageOf } from '../../core/words'
import { ask } from './ask'
import type { Shown } from './pointCycle'
import { type Outcome, outcomeOf, type SettingName, STEPS, settingNames, targetsOf } from './points'
import recordedFile from './recorded.json?url'
import { type Recording, shownOf } from './recording'

/** Iterations between two pictures. */
const AHEAD = 50

export const setting = signal<SettingName>('none')
/** Seed of the training that is shown; 0 before the first. */
export const seed = signal(0)
export const shown = signal<Shown | undefined>(undefined)
export const running = signal(false)
export const source = signal<'opening' | 'GPU' | 'recording'>('opening')
export const fault = signal('')

type Seeds = readonly { seed: number; outcome: Outcome }[]

/** Completed trainings of the user, by setting. */
export const mine = signal<Readonly<Record<SettingName, Seeds>>>({ none: [], c: [], i: [], ci: [] })

/** The recorded trainings, counted in the table. */
export const recording = signal<Recording | undefined>(undefined)

export const targets = computed(() => {
  const { a, toB } = shown.value ?? {}
  return a && toB && targetsOf(a, toB)
})

/** Loads what is recorded, and shows the points before any training. */
export async function begin(): Promise<void> {
  try {
    recording.value ??= (await (await fetch(recordedFile)).json()) as Recording
    if (shown.value) return
    const found = await ask('cycleUntil', { setting: setting.value, seed: 1, step: 0 })
    source.value = found ? 'GPU' : 'recording'
    shown.value ??= found ?? shownOf(recording.value, setting.value, 1)
    fault.value = ''
  } catch (error) {
    fault.value = messageOf(error)
  }
}

export function choose(name: SettingName): void {
  batch(() => {
    setting.value = name
    seed.value = 0
  })
}

/** Trainings begun so far: one that was stopped does not go on when the next begins. */
let begun = 0

/** Trains from the next seed of the setting, or stops. */
export async function train(): Promise<void> {
  if (running.value) {
    running.value = false
    return
  }
  const now = ++begun
  const asked = setting.value
  const next = (mine.value[asked].at(-1)?.seed ?? 0) + 1
  batch(() => {
    running.value = true
    seed.value = next
    fault.value = ''
  })
  const goesOn = () => running.value && now === begun
  try {
    for (let step = 0; goesOn(); step += AHEAD) {
      const found = await stepped({ setting: asked, seed: next, step })
      if (!found || now !== begun) break
      shown.value = found
      if (found.step < STEPS) continue
      keep(asked, next, found)
      break
    }
  } catch (error) {
    if (now === begun) fault.value = messageOf(error)
  } finally {
    if (now === begun) running.value = false
  }
}

async function stepped(asked: {
  setting: SettingName
  seed: number
  step: number
}): Promise<Shown | undefined> {
  if (source.value === 'GPU') return ask('cycleUntil', asked)
  return recording.value && shownOf(recording.value, asked.setting, asked.seed)
}

function keep(name: SettingName, seed: number, { a, toB }: Shown): void {
  const outcome = outcomeOf(targetsOf(a, toB))
  mine.value = { ...mine.value, [name]: [...mine.value[name], { seed, outcome }] }
}

/** Number of recorded seeds with each outcome, by setting. */
export const counts = computed(() =>
  settingNames.map((name) => {
    const outcomes = recording.value?.settings[name].outcomes ?? []
    const of = (outcome: Outcome) => outcomes.filter((each) => each === outcome).length
    return { name, merged: of('merged'), swapped: of('swapped'), kept: of('kept') }
  }),
)
