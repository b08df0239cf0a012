// Reports of the worker, written into the store.

import { batch, effect } from '@preact/signals'
import { lookedAt, pictures, planes } from './frames'
import { keptGans, noteBegun, noteKept, presentId, refresh, refused } from './kept'
import type { DataName, Fault, Report } from './protocol'
import { showRecording } from './recorded/recorded'
import * as store from './store'
import { count, sentence } from './words'

/** Addition to the status while the run trains: that it went back. */
let aside = ''

/** The run has failed, or could not begin. */
export function fault({ message, code, kept }: Fault & { kept?: number }): void {
  batch(() => {
    store.phase.value = 'fault'
    store.status.value = sentence(message)
    store.stranded.value = kept
    if (kept !== undefined) rewind(kept)
  })
  if (code && !store.opened.value) showDemo().catch(() => undefined)
}

/** Shows the recorded run, but never in place of a run of the user. */
async function showDemo(): Promise<void> {
  await refresh()
  if (keptGans.value.length === 0) await showRecording()
}

export function show(report: Report): void {
  switch (report.type) {
    case 'opening':
      store.status.value = 'Looking for a GPU…'
      break
    case 'compiling':
      store.adapter.value = { name: report.adapter, software: report.software }
      store.planned.value = report.opened
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
    case 'kept':
      noteKept(report.run, report.was)
      break
    case 'unkept':
      refused.value = report.message
      break
    case 'fault':
      fault(report)
  }
}

/** Clears what an earlier run reported after the reset was requested. */
function begin(report: Extract<Report, { type: 'ready' }>): void {
  const { opened, step, said, seconds = 0, curves, id } = report
  aside = ''
  const { about } = opened
  const before = keptGans.value.find((run) => run.id === presentId.value)?.states[0]
  store.opened.value = opened
  store.began.value = opened.settings
  // A loaded run brings its settings.
  if (said !== undefined) {
    store.chosen.value = opened.settings
    store.typed.clear()
  }
  if (opened.settings.data === 'own') store.ownTaken.value = true
  store.config.value = about.kind === 'images' ? about.config : undefined
  store.step.value = step
  store.figures.value = undefined
  store.findings.value = []
  store.slow.value = undefined
  store.imagesPerSecond.value = 0
  store.seconds.value = seconds
  store.stranded.value = undefined
  store.clearCurves(curves)
  noteBegun(id)
  lookedAt.value = undefined
  // The first picture precedes `ready`.
  pictures.restart({ empty: about.kind === 'points' })
  planes.restart({ empty: about.kind === 'images' })
  store.phase.value = step > 0 ? 'paused' : 'ready'
  const more = [
    ...(before ? [`The run before is in Kept runs, at step ${count(before.step)}.`] : []),
    ...(store.notice.value ? [store.notice.value] : []),
  ]
  store.notice.value = ''
  ready.more = more
  ready.said = readyFor(store.chosen.value.data)
  store.status.value = said ?? ready.said
}

/** The status of a run that is ready, and its end, which is of other things than the data. */
const ready: { said: string; more: readonly string[] } = { said: '', more: [] }

const readyFor = (data: DataName): string =>
  ['Ready.', ...(data === 'own' ? [] : [data === 'mnist' ? DIGITS : POINTS]), ...ready.more].join(
    ' ',
  )

const DIGITS = 'Digits take a few hundred steps.'
/** At most as many as the learning rate falls over (gan/toy). */
const POINTS = 'Points take up to 2,000 steps.'

// Start takes the data that are chosen by then.
effect(() => {
  const { data } = store.chosen.value
  if (store.phase.peek() !== 'ready' || store.status.peek() !== ready.said) return
  ready.said = readyFor(data)
  store.status.value = ready.said
})

/** The run continues on another device, from the state that was kept. */
function goBack(step: number): void {
  store.phase.value = 'paused'
  const said = `The GPU was lost and opened again; the run went back to step ${count(step)}.`
  store.status.value = said
  aside = ` ${said}`
  store.stranded.value = undefined
  rewind(step)
}

function rewind(step: number): void {
  store.step.value = step
  store.figures.value = undefined
  store.findings.value = store.findings.value.filter((found) => found.step <= step)
  store.slow.value = undefined
  lookedAt.value = undefined
  pictures.rewind()
  planes.rewind()
  store.rewindCurves(step)
}
