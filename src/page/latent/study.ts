// Which real image a drawing is most like is known once all of them were looked at: a part an ask, so that
// training and drawing go on meanwhile.

import { computed, signal } from '@preact/signals'
import { ask } from '../core/client'
import { takeBack, tell } from '../core/problems'
import { messageOf } from '../core/words'
import type { Looked } from './jobs'
import { from, problem } from './state'

/** The share that was looked at. */
export const studied = signal(0)

/** Who shows nearest images reads it, and so asks again when they are to be had. */
export const isStudied = computed(() => studied.value === 1)

let study: Promise<void> | undefined

/** Looks at what is left. */
export function learn(): Promise<void> {
  study ??= goOn().finally(() => {
    study = undefined
  })
  return study
}

async function goOn(): Promise<void> {
  studied.value = 0
  try {
    while (studied.value < 1) studied.value = await ask('latentStudy', from.peek())
    takeBack(problem, learn)
  } catch (error) {
    tell(problem, learn, messageOf(error))
  }
}

/** Has the rest looked at, if it must be. */
export function looked<Found extends Pick<Looked, 'nearest'>>(found: Found): Found {
  if (!found.nearest) void learn()
  return found
}
