// What the buttons do.

import { batch, effect } from '@preact/signals'
import type { Changes } from '../../gan/model/live'
import { readSettings } from './address'
import { ask, command, onReport } from './client'
import { NoGpuError, packError } from './protocol'
import { fault, show } from './reports'
import * as store from './store'

const NO_OWN =
  'There are no images of your own yet. Drop some onto the page, or choose them by Files… or Folder….'

/** Begins anew, unless there is nothing to learn from: then the run that there is stays. */
export function reset(): boolean {
  const settings = store.chosen.value
  if (settings.data === 'own' && !store.own.value) {
    store.status.value = NO_OWN
    if (store.phase.value === 'loading') store.phase.value = 'empty'
    return false
  }
  batch(() => {
    if (settings.data === 'own') store.ownTaken.value = true
    store.began.value = settings
    store.phase.value = 'loading'
    store.step.value = 0
  })
  try {
    // Some browsers offer WebGPU to pages but not to workers: those are told by the worker.
    if (!navigator.gpu) throw new NoGpuError(isSecureContext ? 'no-gpu' : 'insecure')
    command({ type: 'reset', settings })
  } catch (error) {
    fault(packError(error))
  }
  return true
}

/**
 * Goes on with a saved run, in the place of the one that is here.
 *
 * @param files  a zip, or the files of a run folder
 * @throws Error of one line where they are none, or do not fit; the run that is here goes on then
 */
export async function load(files: readonly File[]): Promise<void> {
  await ask('readRun', files)
  store.phase.value = 'loading'
  command({ type: 'load' })
}

export function toggle(): void {
  if (store.phase.value === 'training') {
    // A press changes that at once; the worker follows when it can, and has the last word.
    store.phase.value = 'paused'
    store.status.value = 'Pausing at the next step…'
    command({ type: 'pause' })
    return
  }
  if (!resetIfNeeded()) return
  store.phase.value = 'training'
  command({ type: 'start' })
}

/** Pauses for another view, which needs the GPU. */
export function giveWay(): void {
  if (store.phase.value !== 'training') return
  toggle()
  store.gaveWay.value = true
}

effect(() => {
  if (store.phase.value !== 'paused') store.gaveWay.value = false
})

export function iterate(): void {
  if (resetIfNeeded()) command({ type: 'step' })
}

/** The next part of an iteration. */
export function substep(): void {
  if (resetIfNeeded()) command({ type: 'substep' })
}

/** Before anything was trained, another choice is taken at once. */
function resetIfNeeded(): boolean {
  const { phase, step, isAnother } = store
  const needed = step.value === 0 && isAnother.value
  if ((phase.value === 'fault' || needed) && !reset()) return false
  return (phase.value as store.Phase) !== 'fault'
}

/** Changes what holds for the steps to come. */
export function set(changes: Changes): void {
  command({ type: 'set', changes })
}

/** Views that do without a run: one that waits begins when another view is shown. */
const WITHOUT_RUN = ['#bench', '#lessons']

let waits = false

/** Opens the run that the address names, once it is of use. */
export function open(): void {
  onReport((report) => batch(() => show(report)))
  try {
    store.chosen.value = readSettings(location.search)
  } catch (error) {
    fault(packError(error))
    return
  }
  waits = true
  openIfOfUse()
}

/** To be called when another view is shown. */
export function openIfOfUse(): void {
  const [view = ''] = location.hash.split('/')
  if (!waits || WITHOUT_RUN.includes(view)) return
  waits = false
  reset()
}
