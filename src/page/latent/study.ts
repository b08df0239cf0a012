// Nearest images need the features of all real images. They are computed in parts, so that
// training and drawing go on meanwhile.

import { computed, signal } from '@preact/signals'
import { takeBack, tell } from '../core/problems'
import { messageOf } from '../core/words'
import { ask } from './ask'
import type { Looked } from './jobs'
import { from, problem } from './state'

/** Share of the real images that is done. */
export const studied = signal(0)

/** Read by all that shows nearest images, so that they ask again once it is true. */
export const isStudied = computed(() => studied.value === 1)

let study: Promise<void> | undefined

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

/** Starts computing the remaining features if a result lacks its nearest images. */
export function looked<Found extends Pick<Looked, 'nearest'>>(found: Found): Found {
  if (!found.nearest) void learn()
  return found
}
