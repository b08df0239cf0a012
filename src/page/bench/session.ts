// Runs a measurement: first the limits, then row by row, in short requests.

import { batch, effect } from '@preact/signals'
import { emptyReport, type Report, rates } from '../../../bench/report'
import { busyView, pauseGpuUsers, type ViewName } from '../core/gpuUsers'
import type { Said } from '../core/line'
import { text as core, sentenceOf } from '../core/text'
import { clock, messageOf } from '../core/words'
import { browserName } from '../lab/browserName'
import { ask } from './ask'
import { type Conditions, limitsTake, planned, rowTakes } from './estimate'
import type { PlannedRow } from './jobs'
import * as state from './state'
import { text } from './text'

/** Milliseconds between checks whether other runs have paused. */
const PATIENCE = 50

/** View that needs the GPU instead. */
let stoppedFor: ViewName | undefined

/** Requests the list of rows, once. */
export async function openPlan(): Promise<void> {
  if (state.plan.value || state.phase.value !== 'idle') return
  say(() => text.value.status.opening)
  try {
    state.plan.value = await ask('benchPlan')
    if (state.phase.value === 'idle') say(() => text.value.status.ready)
  } catch (error) {
    fail(error)
  }
}

export function toggle(): void {
  if (state.phase.value === 'idle') void measure()
  else stop()
}

function stop(): void {
  batch(() => {
    state.phase.value = 'stopping'
    say(() => text.value.status.stopping)
  })
}

const isStopping = (): boolean => state.phase.value === 'stopping'

/** Stops when another view trains: there is one GPU, and training would distort the times. */
effect(() => {
  const other = busyView.value
  const phase = state.phase.peek()
  if (!other || (phase !== 'limits' && phase !== 'kernels')) return
  stoppedFor = other
  stop()
})

async function measure(): Promise<void> {
  stoppedFor = undefined
  state.phase.value = 'waiting'
  say(() => text.value.status.waiting)
  try {
    await quieten()
    state.plan.value ??= await ask('benchPlan')
    if (isStopping()) say(() => text.value.status.stoppedBefore)
    else await measureRows(state.chosen.value.rows)
  } catch (error) {
    fail(error)
  }
  await ask('benchClose').catch(() => undefined)
  batch(() => {
    state.phase.value = 'idle'
    state.current.value = undefined
    state.progress.value = undefined
  })
}

/** Pauses the other views, and waits until they have stopped. */
async function quieten(): Promise<void> {
  pauseGpuUsers()
  while (busyView.value && !isStopping()) {
    await new Promise((resolve) => setTimeout(resolve, PATIENCE))
    // One that was still opening can be paused later.
    pauseGpuUsers()
  }
}

/** Enters the next phase, unless it was stopped. */
function enter(phase: 'limits' | 'kernels'): boolean {
  if (isStopping()) return false
  batch(() => {
    state.phase.value = phase
    say(() => text.value.status[phase])
  })
  return true
}

async function measureRows(rows: readonly PlannedRow[]): Promise<void> {
  const { software = true } = state.plan.value ?? {}
  const { quick } = state.wanted.value
  const told = await ask('benchDescribe')
  const work = { rows, conditions: { software, quick }, start: performance.now() }
  batch(() => {
    state.limits.value = {}
    state.report.value = emptyReport(told, { runtime: browserName(), quick })
  })
  if (enter('limits')) await measureLimits(work)
  if (enter('kernels')) await measureKernels(work)
  const done = state.report.value?.kernels.length ?? 0
  const seconds = Math.round((performance.now() - work.start) / 1000)
  if (!isStopping()) say(() => text.value.status.done(done, clock(seconds)))
  else {
    const view = stoppedFor
    say(() => text.value.status.stopped(done, rows.length, view && core.value.views[view]))
  }
}

interface Work {
  rows: readonly PlannedRow[]
  conditions: Conditions
  /** Milliseconds. */
  start: number
}

async function measureLimits(work: Work): Promise<void> {
  const { quick } = work.conditions
  for (let begin = true; state.phase.value === 'limits'; begin = false) {
    const { share, found, probes } = await ask('benchProbe', { begin, quick })
    batch(() => {
      state.limits.value = found
      if (probes) change({ probes })
      advance(work, share, 0)
    })
    if (probes) return
  }
}

async function measureKernels(work: Work): Promise<void> {
  const { quick } = work.conditions
  for (const [i, { row, control }] of planned(work.rows).entries()) {
    if (state.phase.value !== 'kernels') return
    const { op, size, what } = row
    state.current.value = { op, size, what }
    const times = await ask('benchRow', { op, size, what }, { quick, control })
    const { probes = null, kernels = [], controls = [] } = state.report.value ?? {}
    const rated = times.rows.map((each) => ({ ...each, ...rates(each, probes) }))
    batch(() => {
      change({
        kernels: [...kernels, ...rated],
        controls: times.control ? [...controls, times.control] : controls,
      })
      advance(work, 1, i + 1)
    })
  }
}

function change(part: Partial<Report>): void {
  if (state.report.value) state.report.value = { ...state.report.value, ...part }
}

/** Updates the progress, and corrects the pace. */
function advance({ rows, conditions, start }: Work, limits: number, done: number): void {
  const parts = planned(rows).map(({ row, control }) => rowTakes(row, control, conditions))
  const sum = (some: readonly number[]) => some.reduce((a, b) => a + b, 0)
  const spent = limits * limitsTake(conditions) + sum(parts.slice(0, done))
  const all = limitsTake(conditions) + sum(parts)
  state.pace.value = (performance.now() - start) / 1000 / spent
  state.progress.value = { done, total: rows.length, left: (all - spent) * state.pace.value }
}

function say(said: Said): void {
  state.failed.value = false
  state.status.say(said)
}

function fail(error: unknown): void {
  state.failed.value = true
  const message = messageOf(error)
  state.status.say(() => sentenceOf(message))
}
