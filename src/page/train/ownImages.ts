// The user's images: files are read by the worker, and a run of them may begin.

import { batch, signal } from '@preact/signals'
import type { Reading } from '../../data/setReading'
import { isToy } from '../core/choice'
import { chooseData } from '../core/dataChoice'
import { ownKept } from '../core/kept'
import type { OwnSummary } from '../core/protocol'
import { chosen, own, ownTaken, phase, step } from '../core/store'
import { reset } from '../core/studio'
import { messageOf, sentence } from '../core/words'
import { ask } from './ask'
import type { Brought } from './ownSource'

/** Progress of reading; undefined while nothing is read. */
export const reading = signal<Reading | undefined>(undefined)

/** Why the last files could not be read; empty if they could. */
export const problem = signal('')

/** Side of each square of a sprite sheet, in pixels; 0 for ordinary pictures. */
export const cell = signal(0)

/** Milliseconds of reading per request, so that a run gets its turn. */
const TOGETHER = 150

/** Number of the reading; new files end the one before. */
let turn = 0

/** Has the worker read the files; the current images stay until all are read without an error. */
export async function bring(files: AsyncIterable<Brought[]>): Promise<void> {
  const mine = ++turn
  batch(() => {
    problem.value = ''
    reading.value = { doing: 'looking', done: 0, total: 0 }
  })
  try {
    await ask('ownBegin', cell.value || undefined)
    for await (const some of files) {
      if (mine !== turn) return
      await ask('ownAdd', some)
    }
    while (mine === turn) {
      const { summary, ...so } = await ask('ownRead', TOGETHER)
      // Reading may have finished just before it was stopped: then the images are there.
      if (summary) hold(summary)
      if (mine !== turn) return
      if (summary) return take()
      reading.value = so
    }
  } catch (error) {
    if (mine !== turn) return
    batch(() => {
      reading.value = undefined
      problem.value = sentence(messageOf(error))
    })
    // The status line asks for images again.
    if (phase.value === 'empty') reset()
  }
}

export function stopReading(): void {
  turn++
  reading.value = undefined
  void ask('ownStop').catch(() => undefined)
}

function hold(summary: OwnSummary): void {
  batch(() => {
    own.value = summary
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
