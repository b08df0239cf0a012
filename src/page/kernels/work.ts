// Questions to the worker, one at a time, and an end to a kernel that never ends.

import { batch } from '@preact/signals'
import { busyView, pauseGpuUsers, registerGpuUser } from '../core/gpuUsers'
import type { Said } from '../core/line'
import { text as core, sentenceOf } from '../core/text'
import { clock, messageOf } from '../core/words'
import { endWorker } from './ask'
import * as state from './state'
import { text as told } from './text'
import type { Text, Work } from './types'

/** Seconds without an answer until a kernel is taken for one that never ends. */
const PATIENCE = 120

const STOPPED = 'it was stopped'

registerGpuUser({ view: 'lab', isBusy: () => state.isBusy.value, pause: () => stop() })

/**
 * Does what the worker is asked for, on the present text. Training elsewhere rests.
 *
 * @param todo  returns what to say; it calls `beat` where it gets on
 */
export async function work(
  phase: Work,
  todo: (text: Text, beat: () => void) => Promise<Said>,
): Promise<void> {
  const { opened, text } = state
  if (!opened.value || state.phase.value !== 'idle') return
  const { op, file, exercise } = opened.value
  const { entry, scope } = exercise?.of ?? {}
  let start = performance.now()
  const beat = () => {
    start = performance.now()
  }
  const tick = setInterval(() => wait(phase, (performance.now() - start) / 1000), 1000)
  pauseGpuUsers()
  batch(() => {
    state.phase.value = phase
    state.notes.value = () => []
    wait(phase, 0)
  })
  try {
    const said = await todo(
      {
        op,
        file,
        source: text.value,
        ...(entry !== undefined && { entry }),
        ...(scope && { scope }),
      },
      beat,
    )
    state.phase.value = 'idle'
    say(said)
  } catch (error) {
    state.phase.value = 'idle'
    const { message } = error instanceof Error ? error : { message: '' }
    const [, line, , reason] = /^mine\.wgsl:(\d+):(\d+) error: (.*)/.exec(message) ?? []
    if (line && reason) {
      const note = { line: Number(line), message: reason }
      state.notes.value = () => [note]
      refuse(() => told.value.status.line(note.line, reason))
    } else fail(error)
  }
  clearInterval(tick)
}

/** The status while it works. */
function wait(phase: Work, seconds: number): void {
  if (seconds > PATIENCE) {
    endWorker(
      `no answer came in ${PATIENCE} seconds, so the kernel was ended. Does one of its loops never end?`,
    )
    return
  }
  const busy = busyView.value
  const since = seconds < 3 ? '' : clock(seconds)
  const view = busy !== 'lab' ? busy : undefined
  say(() => told.value.status.doing(phase, since, view && core.value.views[view], seconds >= 20))
}

/** Ends the worker; the next question opens another. */
export function stop(): void {
  if (state.isBusy.value) endWorker(STOPPED)
}

export function say(said: Said): void {
  state.failed.value = false
  state.status.say(said)
}

function refuse(said: Said): void {
  state.failed.value = true
  state.status.say(said)
}

export function fail(error: unknown): void {
  const message = typeof error === 'string' ? error : messageOf(error)
  if (message === STOPPED) say(() => told.value.status.stopped)
  else refuse(() => sentenceOf(message))
}
