// The user's images: files are read by the worker, and a run of them may begin.

import { batch, computed, effect, signal } from '@preact/signals'
import type { Reading } from '../../data/setReading'
import { isToy } from '../core/choice'
import { chooseData } from '../core/dataChoice'
import { ownKept } from '../core/kept'
import type { OwnSummary } from '../core/protocol'
import { chosen, own, ownTaken, phase, step } from '../core/store'
import { reset } from '../core/studio'
import { messageOf } from '../core/words'
import type { Fit } from '../lab/decode'
import type { Brought } from '../lab/ownSource'
import { ask } from './ask'

/** Progress of reading; undefined while nothing is read. */
export const reading = signal<Reading | undefined>(undefined)

/** Why the last files could not be read; empty if they could. */
export const problem = signal('')

/** Files left out of the last ones, where none of those can be used: a line each. */
export const unusable = signal<readonly string[]>([])

export function showProblem(why: string, skipped: readonly string[] = []): void {
  batch(() => {
    problem.value = why
    unusable.value = skipped
  })
}

/** The problem is over when other data is chosen, or training begins. */
const turning = computed(() => `${chosen.value.data} ${phase.value === 'training'}`)
effect(() => {
  void turning.value
  showProblem('')
})

/** Side of each square of a sprite sheet, in pixels; 0 for ordinary pictures. */
export const cell = signal(0)

/** The files of the current images; empty where those were kept in the browser. */
export const files = signal<readonly Brought[]>([])

/** Milliseconds of reading per request, so that a run gets its turn. */
const TOGETHER = 150

/** Number of the reading; new files end the one before. */
let turn = 0

/** Reads the same files again, in another fit. */
export async function bringAgain(changes: Partial<Fit>): Promise<void> {
  const { cell, crop = 'centre', without = [] } = own.value ?? {}
  const again = async function* () {
    yield [...files.value]
  }
  // Other cells are other pictures.
  const out = 'cell' in changes ? [] : without
  return bring(again(), { cell, crop, ...changes }, out)
}

/** Has the worker read the files; the current images stay until all are read without an error. */
export async function bring(
  brought: AsyncIterable<Brought[]>,
  fit: Fit = { cell: cell.value || undefined, crop: 'centre' },
  without: readonly number[] = [],
): Promise<void> {
  const mine = ++turn
  const all: Brought[] = []
  batch(() => {
    showProblem('')
    reading.value = { doing: 'looking', done: 0, total: 0 }
  })
  try {
    await ask('ownBegin', fit, without)
    for await (const some of brought) {
      if (mine !== turn) return
      all.push(...some)
      await ask('ownAdd', some)
    }
    while (mine === turn) {
      const { summary, refused, ...so } = await ask('ownRead', TOGETHER)
      // Reading may have finished just before it was stopped: then the images are there.
      if (summary) hold(summary, all)
      if (mine !== turn) return
      if (refused) return refuse(refused.why, refused.skipped)
      if (summary) return take()
      reading.value = so
    }
  } catch (error) {
    if (mine !== turn) return
    refuse(messageOf(error))
  }
}

function refuse(why: string, skipped: readonly string[] = []): void {
  batch(() => {
    reading.value = undefined
    showProblem(why, skipped)
  })
  // The status line asks for images again.
  if (phase.value === 'empty') reset()
}

export function stopReading(): void {
  turn++
  reading.value = undefined
  void ask('ownStop').catch(() => undefined)
}

function hold(summary: OwnSummary, brought: readonly Brought[]): void {
  batch(() => {
    own.value = summary
    files.value = brought
    ownTaken.value = false
    ownKept.value = false
  })
}

/** Starts a run with the new images at once if nothing was trained yet. */
function take(): void {
  batch(() => {
    reading.value = undefined
    // Settings of points do not apply to images.
    if (isToy(chosen.value)) chosen.value = { seed: chosen.value.seed, data: chosen.value.data }
    chooseData('own')
  })
  if (step.value === 0 || phase.value === 'fault') reset()
}

/** Number of the last choice of images; only its answer counts. */
let choice = 0

/** Leaves images out, by their places. A run that has not begun takes the others when it starts. */
export async function leaveOut(places: readonly number[]): Promise<void> {
  const mine = ++choice
  const read = turn
  try {
    const summary = await ask('ownWithout', places)
    if (mine !== choice || read !== turn) return
    showProblem('')
    hold(summary, files.value)
    chooseData('own')
  } catch (error) {
    showProblem(messageOf(error))
  }
}
