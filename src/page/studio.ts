// What the buttons do, and what the page makes of the worker's reports.

import { batch, effect } from '@preact/signals'
import type { Changes } from '../gan/live'
import { readSettings } from './address'
import { ask, command, onReport } from './client'
import { lookedAt, pictures, planes } from './frames'
import { count, sentence } from './parts/words'
import { type Fault, NoGpuError, packError, type Report } from './protocol'
import { showRecording } from './recorded/recorded'
import * as store from './store'

/** What is to be said while it trains: that it went back. */
let aside = ''

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

function fault({ message, code }: Fault): void {
  batch(() => {
    store.phase.value = 'fault'
    store.status.value = sentence(message)
  })
  if (code && !store.recorded.value) showRecording().catch(() => undefined)
}

function show(report: Report): void {
  switch (report.type) {
    case 'opening':
      store.status.value = 'Looking for a GPU…'
      break
    case 'compiling':
      store.adapter.value = { name: report.adapter, software: report.software }
      store.status.value = 'Compiling kernels…'
      break
    case 'real':
      store.real.value = report.picture
      break
    case 'tuning':
      store.status.value = 'Finding the fastest kernels for this GPU, the first time only…'
      break
    case 'ready':
      begin(report)
      break
    case 'settings':
      store.config.value = report.config
      if (report.refused !== undefined) store.status.value = sentence(report.refused)
      else if (store.began.value) store.began.value = { ...store.began.value, ...report.changes }
      break
    case 'picture':
      pictures.add({ step: report.step, picture: report.picture })
      break
    case 'points':
      planes.add({ step: report.step, layers: report.layers })
      break
    case 'substep':
      store.slow.value = report
      store.phase.value = 'paused'
      store.status.value = `Slow motion: step ${count(report.substep.step)}, ${report.substep.name}.`
      break
    case 'training':
      store.slow.value = undefined
      store.phase.value = 'training'
      store.status.value = `Training.${aside}`
      break
    case 'progress':
      store.step.value = report.step
      store.figures.value = report.figures
      store.imagesPerSecond.value = report.imagesPerSecond
      store.seconds.value = report.seconds
      store.addToCurves(report.step, report.figures)
      break
    case 'health':
      store.findings.value = [...store.findings.value, report]
      break
    case 'paused':
      aside = ''
      store.slow.value = undefined
      store.phase.value = 'paused'
      store.step.value = report.step
      store.status.value = `Paused at step ${count(report.step)}.`
      break
    case 'unloaded':
      store.status.value = `${sentence(report.message)} ${store.status.value}`
      break
    case 'recovered':
      goBack(report.step)
      break
    case 'fault':
      fault(report)
  }
}

/** Whatever an earlier run reported after the reset was asked for ends here. */
function begin({ opened, step, said }: Extract<Report, { type: 'ready' }>): void {
  aside = ''
  const { about } = opened
  store.opened.value = opened
  store.began.value = opened.settings
  // Of one that was loaded.
  if (said !== undefined) store.chosen.value = opened.settings
  if (opened.settings.data === 'own') store.ownTaken.value = true
  store.config.value = about.kind === 'images' ? about.config : undefined
  store.step.value = step
  store.figures.value = undefined
  store.findings.value = []
  store.slow.value = undefined
  store.imagesPerSecond.value = 0
  store.seconds.value = 0
  store.clearCurves()
  lookedAt.value = undefined
  // The first drawing has come already.
  pictures.restart({ empty: about.kind === 'points' })
  planes.restart({ empty: about.kind === 'images' })
  store.phase.value = step > 0 ? 'paused' : 'ready'
  const ready =
    opened.settings.data === 'mnist' ? 'Ready. Digits take a few hundred steps.' : 'Ready.'
  store.status.value = said ?? ready
}

/** Another device goes on from what was kept of the run. */
function goBack(step: number): void {
  store.phase.value = 'paused'
  const said = `The GPU was lost and opened again; the run went back to step ${count(step)}.`
  store.status.value = said
  aside = ` ${said}`
  store.step.value = step
  store.figures.value = undefined
  store.findings.value = store.findings.value.filter((found) => found.step <= step)
  store.slow.value = undefined
  lookedAt.value = undefined
  pictures.rewind()
  planes.rewind()
  store.rewindCurves(step)
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
