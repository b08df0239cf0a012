// The training of a translation, in short requests: it can be paused between them, and another run can take its place.

import { batch, effect } from '@preact/signals'
import { busyView, pauseGpuUsers, registerGpuUser } from '../core/gpuUsers'
import type { Said } from '../core/line'
import { packError } from '../core/protocol'
import { text as core, sentenceOf } from '../core/text'
import { messageOf } from '../core/words'
import { ask } from './ask'
import * as state from './state'
import { text } from './text'

export const idle: Said = () => text.value.status.idle

/** Milliseconds of training per request. */
const TOGETHER = 200
/** Least milliseconds between pictures, and least ratio of training to drawing time. */
const PICTURES_EVERY = 1000
const TRAINING_SHARE = 10

/** Counts runs and pauses, so that answers to earlier ones are ignored. */
let turn = 0

/** Begins a turn: whatever was under way ends. */
export const newTurn = (): number => ++turn

export const isCurrent = (mine: number): boolean => mine === turn

let drawn = { at: 0, took: 0 }

registerGpuUser({
  view: 'translate',
  isBusy: () => ['opening', 'training', 'pausing'].includes(state.phase.value),
  pause: () => {
    if (state.phase.value === 'training') pause(() => text.value.status.pausing)
  },
})

/** Pauses when another view needs the GPU. */
effect(() => {
  const other = busyView.value
  if (!other || other === 'translate' || state.phase.peek() !== 'training') return
  pause(() => text.value.status.pausingFor(core.value.views[other]))
})

export function pause(why: Said): void {
  // The loop checks it before its next request.
  batch(() => {
    state.phase.value = 'pausing'
    state.status.say(why)
  })
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden' && state.phase.value === 'training') keepSoon()
})

/** Keeps the state at the next step. What the browser refuses is said by the worker. */
export const keepSoon = (): void => void ask('translateKeep').catch(() => undefined)

/** Trains until it is paused, or the last step is done. */
export async function go(mine: number): Promise<void> {
  pauseGpuUsers()
  batch(() => {
    state.phase.value = 'training'
    state.status.say(() => core.value.status.training)
  })
  await guarded(mine, async () => {
    while (state.phase.value === 'training' && !isDone()) {
      if (!(await train(mine, TOGETHER))) return
      if (performance.now() - drawn.at < Math.max(PICTURES_EVERY, TRAINING_SHARE * drawn.took))
        continue
      if (!(await draw(mine))) return
    }
    if (await draw(mine)) rested()
  })
}

export const isDone = (): boolean => state.step.value >= (state.opened.value?.steps ?? 0)

export async function train(mine: number, milliseconds: number): Promise<boolean> {
  const { step, lines } = await ask('translateAdvance', milliseconds)
  if (mine !== turn) return false
  batch(() => {
    state.step.value = step
    state.takeLines(lines)
  })
  return true
}

export async function draw(mine: number): Promise<boolean> {
  const start = performance.now()
  const step = state.step.value
  const rows = await ask('translateRows')
  if (mine !== turn) return false
  state.rows.value = { step, rows }
  drawn = { at: performance.now(), took: performance.now() - start }
  return true
}

export function rested(): void {
  const at = state.step.value
  const done = isDone()
  batch(() => {
    state.phase.value = done ? 'done' : 'paused'
    state.status.say(() => (done ? text.value.status.done(at) : core.value.status.paused(at)))
  })
  keepSoon()
}

/** Shows an error, unless the run is over already. */
export async function guarded(mine: number, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (mine !== turn) return
    const now = ++turn
    fail(error)
    const lost = await ask('translateLost', packError(error)).catch(() => undefined)
    if (!lost || now !== turn) return
    batch(() => {
      state.status.say(() => sentenceOf(lost.message))
      strand(lost.kept)
    })
  }
}

/** Goes back to the step of the state that a lost device left. */
function strand(kept: number | undefined): void {
  state.stranded.value = kept
  if (kept === undefined) return
  state.step.value = kept
  state.curves.history.rewind(kept)
  state.curves.grown.value++
}

export function fail(error: unknown): void {
  batch(() => {
    state.phase.value = 'fault'
    const message = messageOf(error)
    state.status.say(() => sentenceOf(message))
  })
}
