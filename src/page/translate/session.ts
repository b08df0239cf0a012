// Runs a translation: opens it, trains it to the last step and beyond, begins again.

import { batch } from '@preact/signals'
import { pauseGpuUsers } from '../core/gpuUsers'
import { keptTranslations, presentTranslation } from '../core/kept'
import { text as core } from '../core/text'
import { ask } from './ask'
import { draw, fail, go, guarded, idle, isCurrent, newTurn, pause, rested, train } from './loop'
import { bringAgain } from './ownFiles'
import { recover, reopened } from './saved'
import * as state from './state'
import { text } from './text'
import { ownPlacesOf } from './wanted'

/** Looks for the device, once. */
export async function openPlace(): Promise<void> {
  if (state.place.value || state.phase.value !== 'idle') return
  state.status.say(() => core.value.status.opening)
  try {
    state.place.value = await ask('translatePlace')
    state.status.say(idle)
  } catch (error) {
    fail(error)
  }
}

export function toggle(): void {
  if (state.phase.value === 'training') pause(() => text.value.status.pausing)
  else if (state.phase.value === 'paused') void go(newTurn())
  else if (state.phase.value === 'done') void extend(newTurn())
  else if (state.stranded.value !== undefined) void recover(newTurn())
  else if (state.phase.value === 'idle' || state.phase.value === 'fault') void begin(newTurn())
}

export async function reset(): Promise<void> {
  const mine = newTurn()
  batch(() => {
    state.clearRun()
    state.phase.value = 'idle'
    state.status.say(idle)
  })
  await ask('translateClose').catch(() => undefined)
  const before = keptTranslations.value.find(({ id }) => id === presentTranslation.value)
  presentTranslation.value = undefined
  const [newest] = before?.states ?? []
  if (!isCurrent(mine) || !newest) return
  state.status.say(() => `${idle()} ${core.value.status.before(newest.step)}`)
}

/** One iteration, and its pictures. */
export function iterate(): Promise<void> {
  const mine = newTurn()
  return guarded(mine, async () => {
    if (state.stranded.value !== undefined) await reopened(mine)
    const fresh = !state.opened.value || state.phase.value === 'fault'
    if (!isCurrent(mine) || (fresh && !(await open(mine)))) return
    pauseGpuUsers()
    state.phase.value = 'training'
    if ((await train(mine, 0)) && (await draw(mine))) rested()
  })
}

async function begin(mine: number): Promise<void> {
  await guarded(mine, async () => {
    if (await open(mine)) await go(mine)
  })
}

/** Each part returns whether this run is still the current one. */
async function open(mine: number): Promise<boolean> {
  pauseGpuUsers()
  state.place.value ??= await ask('translatePlace')
  const wanted = state.wanted.value
  if (!wanted) return false
  batch(() => {
    state.clearRun()
    state.phase.value = 'opening'
    state.status.say(() => text.value.status.opening)
  })
  await bringAgain(ownPlacesOf(wanted), wanted.imageSize)
  const named = { ...wanted, names: state.namesNow() }
  const opened = await ask('translateOpen', named)
  if (!isCurrent(mine)) return false
  batch(() => {
    state.began.value = named
    state.opened.value = opened
    presentTranslation.value = opened.id
  })
  return draw(mine)
}

/** Goes on beyond the last step, to the chosen one. */
async function extend(mine: number): Promise<void> {
  const { steps = 0 } = state.wanted.value ?? {}
  if (steps <= state.step.value) {
    const done = state.step.value
    state.status.say(() => text.value.status.extend(done))
    return
  }
  await guarded(mine, async () => {
    pauseGpuUsers()
    batch(() => {
      state.phase.value = 'opening'
      state.status.say(() => core.value.status.compiling)
    })
    const opened = await ask('translateExtend', steps)
    if (!isCurrent(mine)) return
    state.opened.value = opened
    if (state.began.value) state.began.value = { ...state.began.value, steps }
    await go(mine)
  })
}
