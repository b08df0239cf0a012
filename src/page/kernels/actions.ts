// Check, Race, Train: what the buttons do with the user's text.

import { batch } from '@preact/signals'
import type { Judgement } from '../../catalogue/own'
import type { Said } from '../core/line'
import { text as parts } from '../parts/text'
import { ask } from './ask'
import type { Exercise, Pace } from './exercise'
import type { Raced } from './jobs'
import { faultsOf, notesOf } from './notes'
import { chosenSize } from './sizes'
import * as state from './state'
import { text as told } from './text'
import { solve } from './texts'
import type { Text } from './types'
import { work } from './work'

export function check(): Promise<void> {
  return work('checking', (text) => ask('kernelCheck', text).then((value) => judged(text, value)))
}

/** Checks at the size that was typed. */
export function checkTyped(): Promise<void> {
  return work('checking', async (text) => {
    const { typed, row } = chosenSize()
    const layer = state.opened.value?.rows.find((each) => each.size === row.size)?.sample
    const at = typed ?? layer
    if (!at) throw new Error(`${text.op} has no size of its own`)
    return judged(text, await ask('kernelCheckAt', text, at), false)
  })
}

/**
 * Shows what was found, and says it in a line.
 *
 * @param solves  false where a check does not decide an exercise
 */
function judged(text: Text, value: Judgement, solves = true): Said {
  batch(() => {
    state.judged.value = { of: text.source, value }
    state.notes.value = () => notesOf(value)
  })
  const exercise = solves ? state.opened.value?.exercise?.of : undefined
  if (faultsOf(value).length === 0) {
    if (!exercise) return () => told.value.status.right
    if (exercise.pace) return () => told.value.status.rightNow
    solve(exercise.name)
    return () => told.value.status.rightSolved
  }
  return () => {
    const faults = faultsOf(value)
    return told.value.status.wrong(faults.length, faults[0] ?? '')
  }
}

export function race(): Promise<void> {
  return work('racing', async (text) => {
    const at = chosenSize()
    const value = await ask('kernelRace', text, at)
    state.raced.value = { of: text.source, value }
    if (value.wrong.length > 0) return () => told.value.status.wrongValues
    if (value.row) return raced(value.row, state.opened.value?.exercise?.of)
    const { what } = at.row
    return () => told.value.status.runsNot(parts.value.layer(what), text.file)
  })
}

/** Measures what the adapter reaches at most, for the shares of the roofline. */
export function measure(): Promise<void> {
  return work('measuring', async () => {
    state.limits.value = await ask('kernelLimits')
    return () => told.value.status.measured
  })
}

/** Trains with the kernel, and beside it with ours. */
export function train(): Promise<void> {
  return work('training', async (text, beat) => {
    const { total, portion } = await ask('kernelTrain', text)
    for (let step = portion; step <= total; step += portion) {
      beat()
      const row = { step, ...(await ask('kernelTrainOn')) }
      const { rows } = (step > portion && state.training.value?.value) || { rows: [] }
      state.training.value = { of: text.source, value: { total, rows: [...rows, row] } }
      const { lossD, lossG } = row.own.figures
      if (!Number.isFinite(lossD + lossG)) {
        await ask('kernelTrainEnd')
        return () => told.value.status.diverged(step)
      }
    }
    await ask('kernelTrainEnd')
    return () => told.value.status.trained
  })
}

/** Is the chosen size the one that decides? */
function isSizeOf({ size, what, typed }: Pace): boolean {
  const { row, typed: chosen } = chosenSize()
  const isRow = row.size === size && row.what === what
  return isRow && JSON.stringify(chosen) === JSON.stringify(typed)
}

/** Verdict of a race; in an exercise, on its pace. */
function raced({ ms }: NonNullable<Raced['row']>, exercise: Exercise | undefined): Said {
  const { pace, name } = exercise ?? {}
  if (!pace || !name || !isSizeOf(pace)) return () => told.value.status.raced
  const ratio = ms.own / ms.plain
  const shown = ratio.toFixed(2)
  if (ratio > pace.most) return () => told.value.status.tooSlow(shown, pace.most)
  solve(name)
  return () => told.value.status.fastEnough(shown)
}
