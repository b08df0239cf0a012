// Reports of the worker, written into the store.

import { batch } from '@preact/signals'
import type { SubStep } from '../../gan/run/slowMotion'
import { lookedAt, pictures, planes } from './frames'
import { keptGans, noteBegun, noteKept, presentId, refresh, refused } from './kept'
import type { Said } from './line'
import type { DataName, Fault, Report } from './protocol'
import { showRecording } from './recorded/recorded'
import * as store from './store'
import { sentenceOf, text } from './text'

/** Addition to the status while the run trains: that it went back. */
let aside: Said | undefined

/** The run has failed, or could not begin. */
export function fault({ message, code, kept }: Fault & { kept?: number }): void {
  batch(() => {
    store.phase.value = 'fault'
    store.status.say(() => sentenceOf(message))
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
      store.status.say(() => text.value.status.opening)
      break
    case 'compiling':
      store.adapter.value = { name: report.adapter, software: report.software }
      store.planned.value = report.opened
      store.status.say(() => text.value.status.compiling)
      break
    case 'real':
      store.real.value = report.picture
      break
    case 'tuning':
      store.status.say(() => text.value.status.tuning)
      break
    case 'ready':
      begin(report)
      break
    case 'settings':
      store.config.value = report.config
      if (report.refused !== undefined) tellSentence(report.refused)
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
      tellPart(report.substep)
      break
    case 'training':
      store.slow.value = undefined
      store.phase.value = 'training'
      tellTraining(aside)
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
      aside = undefined
      store.slow.value = undefined
      store.phase.value = 'paused'
      store.step.value = report.step
      store.status.say(() => text.value.status.paused(report.step))
      break
    case 'unloaded':
      tellSentence(report.message, store.status.said)
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

const tellSentence = (message: string, then?: Said): void =>
  store.status.say(() => joined(sentenceOf(message), then?.()))

const tellTraining = (then: Said | undefined): void =>
  store.status.say(() => joined(text.value.status.training, then?.()))

const tellPart = ({ step, name }: SubStep): void =>
  store.status.say(() => text.value.status.slowly(step, text.value.part(name)))

/** Sentences of a line. */
const joined = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join(' ')

/** Clears what an earlier run reported after the reset was requested. */
function begin(report: Extract<Report, { type: 'ready' }>): void {
  const { opened, step, said, seconds = 0, curves, id } = report
  aside = undefined
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
  const notice = store.notice.value
  store.notice.value = undefined
  store.status.say(
    said === undefined
      ? () => joined(readyFor(store.chosen.value.data), before && kept(before.step), notice?.())
      : () => sentenceOf(said),
  )
}

const kept = (step: number): string => text.value.status.before(step)

/** Start takes the data that are chosen by then. */
function readyFor(data: DataName): string {
  const { ready, digits, points } = text.value.status
  if (data === 'own') return ready
  return `${ready} ${data === 'mnist' ? digits : points}`
}

/** The run continues on another device, from the state that was kept. */
function goBack(step: number): void {
  store.phase.value = 'paused'
  aside = () => text.value.status.wentBack(step)
  store.status.say(aside)
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
