// Runs a translation: opens it, trains in short requests, shows held-out images on their way.

import { batch, effect } from '@preact/signals'
import { busyView, pauseGpuUsers, registerGpuUser } from '../core/gpuUsers'
import { count, messageOf, sentence, sizeOf } from '../core/words'
import { download } from '../parts/download'
import { ask } from './ask'
import { bringAgain } from './ownFiles'
import * as state from './state'

const TITLE = 'Translate'
const IDLE = 'Start learns to turn images of one set into images of the other.'

/** Milliseconds of training per request. */
const TOGETHER = 200
/** Least milliseconds between pictures, and least ratio of training to drawing time. */
const PICTURES_EVERY = 1000
const TRAINING_SHARE = 10

/** Counts runs and pauses, so that answers to earlier ones are ignored. */
let turn = 0
let drawn = { at: 0, took: 0 }

registerGpuUser({
  title: TITLE,
  isBusy: () => ['opening', 'training', 'pausing'].includes(state.phase.value),
  pause: () => {
    if (state.phase.value === 'training') pause('Pausing…')
  },
})

/** Pauses when another view needs the GPU. */
effect(() => {
  const other = busyView.value
  if (!other || other === TITLE || state.phase.peek() !== 'training') return
  pause(`Pausing, since ${other} needs the GPU…`)
})

/** Looks for the device, once. */
export async function openPlace(): Promise<void> {
  if (state.place.value || state.phase.value !== 'idle') return
  state.status.value = 'Looking for a GPU…'
  try {
    state.place.value = await ask('translatePlace')
    state.status.value = IDLE
  } catch (error) {
    fail(error)
  }
}

export function toggle(): void {
  if (state.phase.value === 'training') pause('Pausing…')
  else if (state.phase.value === 'paused') void go(++turn)
  else if (state.phase.value === 'done') void extend(++turn)
  else if (state.phase.value === 'idle' || state.phase.value === 'fault') void begin(++turn)
}

function pause(why: string): void {
  // The loop checks it before its next request.
  batch(() => {
    state.phase.value = 'pausing'
    state.status.value = why
  })
}

export async function reset(): Promise<void> {
  turn++
  batch(() => {
    state.clearRun()
    state.phase.value = 'idle'
    state.status.value = IDLE
  })
  await ask('translateClose').catch(() => undefined)
}

/** One iteration, and its pictures. */
export function iterate(): Promise<void> {
  const mine = ++turn
  return guarded(mine, async () => {
    const fresh = !state.opened.value || state.phase.value === 'fault'
    if (fresh && !(await open(mine))) return
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
    state.status.value = 'Reading images and compiling kernels…'
  })
  await bringAgain(wanted.imageSize)
  const opened = await ask('translateOpen', wanted)
  if (mine !== turn) return false
  batch(() => {
    state.began.value = wanted
    state.opened.value = opened
  })
  return draw(mine)
}

/** Trains until it is paused, or the last step is done. */
async function go(mine: number): Promise<void> {
  pauseGpuUsers()
  batch(() => {
    state.phase.value = 'training'
    state.status.value = 'Training.'
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

/** Goes on beyond the last step, to the chosen one. */
async function extend(mine: number): Promise<void> {
  const { steps = 0 } = state.wanted.value ?? {}
  if (steps <= state.step.value) {
    state.status.value = `All ${count(state.step.value)} steps are done. Choose more Steps to go on.`
    return
  }
  await guarded(mine, async () => {
    pauseGpuUsers()
    batch(() => {
      state.phase.value = 'opening'
      state.status.value = 'Compiling kernels…'
    })
    const opened = await ask('translateExtend', steps)
    if (mine !== turn) return
    state.opened.value = opened
    if (state.began.value) state.began.value = { ...state.began.value, steps }
    await go(mine)
  })
}

const isDone = (): boolean => state.step.value >= (state.opened.value?.steps ?? 0)

async function train(mine: number, milliseconds: number): Promise<boolean> {
  const { step, lines } = await ask('translateAdvance', milliseconds)
  if (mine !== turn) return false
  batch(() => {
    state.step.value = step
    state.takeLines(lines)
  })
  return true
}

async function draw(mine: number): Promise<boolean> {
  const start = performance.now()
  const step = state.step.value
  const rows = await ask('translateRows')
  if (mine !== turn) return false
  state.rows.value = { step, rows }
  drawn = { at: performance.now(), took: performance.now() - start }
  return true
}

function rested(): void {
  const at = count(state.step.value)
  batch(() => {
    state.phase.value = isDone() ? 'done' : 'paused'
    state.status.value = isDone()
      ? `All ${at} steps are done. Draw below, or choose more Steps to go on.`
      : `Paused at step ${at}.`
  })
}

/** Saves the run as a zip that the terminal goes on with. */
export async function save(): Promise<void> {
  state.status.value = 'Saving…'
  try {
    const { step, bytes } = await ask('translateSave')
    const name = `ganvas-translation-step${String(step).padStart(6, '0')}.zip`
    download(new Blob([bytes], { type: 'application/zip' }), name)
    state.status.value = `${name}, ${sizeOf(bytes.byteLength)}.`
  } catch (error) {
    state.status.value = sentence(messageOf(error))
  }
}

/** Shows an error, unless the run is over already. */
async function guarded(mine: number, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (mine !== turn) return
    turn++
    fail(error)
  }
}

function fail(error: unknown): void {
  batch(() => {
    state.phase.value = 'fault'
    state.status.value = sentence(messageOf(error))
  })
}
