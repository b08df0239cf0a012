import { batch, effect } from '@preact/signals'
import type { Changes } from '../../gan/model/live'
import { readSettings } from './address'
import { command, onReport } from './client'
import { fitting } from './dataChoice'
import { registerGpuUser } from './gpuUsers'
import { keptSets, refresh, wouldLose } from './kept'
import type { Said } from './line'
import { NoGpuError, packError } from './protocol'
import { fault, show } from './reports'
import * as store from './store'
import { text } from './text'

/** The status where there is nothing to learn from; this browser may keep earlier images. */
function noOwn(): string {
  const [kept] = keptSets.value.flatMap((set) => (set.place === undefined ? [set] : []))
  const { noImages, keptImages } = text.value.status
  return kept ? keptImages(kept.summary.count) : noImages
}

/** Begins a run, unless there are no images to learn from: then the present run stays. */
export function reset(): boolean {
  const settings = store.chosen.value
  if (settings.data === 'own' && !store.own.value) {
    store.status.say(noOwn)
    if (store.phase.value === 'loading') store.phase.value = 'empty'
    return false
  }
  batch(() => {
    if (settings.data === 'own') store.ownTaken.value = true
    store.began.value = settings
    store.stranded.value = undefined
    store.phase.value = 'loading'
    store.status.say(() => text.value.status.beginning)
    store.step.value = 0
  })
  try {
    // Some browsers offer WebGPU to pages but not to workers: there the worker reports the lack.
    if (!navigator.gpu) throw new NoGpuError(isSecureContext ? 'no-gpu' : 'insecure')
    command({ type: 'reset', settings })
  } catch (error) {
    fault(packError(error))
  }
  return true
}

/** Continues the saved run that the worker read last, in place of the present one. */
export function load({ train = false } = {}): void {
  store.phase.value = 'loading'
  command({ type: 'load', train })
}

export function toggle(): void {
  if (store.phase.value === 'training') {
    // The page changes at once; the worker's next report has the last word.
    store.phase.value = 'paused'
    store.status.say(() => text.value.status.pausing)
    command({ type: 'pause' })
    return
  }
  if (!resetIfNeeded()) return
  store.phase.value = 'training'
  command({ type: 'start' })
}

/** Pauses for work that needs the GPU, which `why` names; returns whether it trained. */
export function rest(why: Said): boolean {
  if (store.phase.value !== 'training') return false
  toggle()
  store.status.say(why)
  return true
}

/** Pauses for another view that needs the GPU. */
export function giveWay(): void {
  if (store.phase.value !== 'training') return
  toggle()
  store.gaveWay.value = true
}

registerGpuUser({
  view: 'train',
  isBusy: () => store.phase.value === 'training',
  pause: giveWay,
})

effect(() => {
  if (store.phase.value !== 'paused') store.gaveWay.value = false
})

export function iterate(): void {
  if (resetIfNeeded()) command({ type: 'step' })
}

export function substep(): void {
  if (resetIfNeeded()) command({ type: 'substep' })
}

/** Before the first step, another choice takes effect at once. */
function resetIfNeeded(): boolean {
  const { phase, step, isAnother, stranded } = store
  // The worker opens the GPU again.
  if (stranded.value !== undefined) return true
  const needed = step.value === 0 && isAnother.value
  if ((phase.value === 'fault' || needed) && !reset()) return false
  return (phase.value as store.Phase) !== 'fault'
}

/** Changes settings of the running run, from its next step on. */
export function set(changes: Changes): void {
  command({ type: 'set', changes })
}

/** Is the run of the address still to be opened? */
let waits = false

/** Reads the run that the address names; `openRun` opens it. */
export function open(): void {
  onReport((report) => batch(() => show(report)))
  try {
    const { settings, said } = fitting(readSettings(location.search))
    store.chosen.value = settings
    store.notice.value = said
  } catch (error) {
    fault(packError(error))
    return
  }
  waits = true
  void refresh()
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && store.phase.value === 'training') {
      command({ type: 'keep' })
    }
  })
  effect(() => {
    // Only while it is needed: a page with such a listener is slower to come back to.
    if (wouldLose.value) addEventListener('beforeunload', warn)
    else removeEventListener('beforeunload', warn)
  })
}

const warn = (event: Event) => event.preventDefault()

/** Opens the run that the address names, the first time that a view needs one. */
export function openRun(): void {
  if (!waits) return
  waits = false
  reset()
}
