// Evaluation of the present run, which training pauses for.

import { computed, signal } from '@preact/signals'
import { metricRows, smallBlocks } from '../../gan/judge/rows'
import type { Opened } from '../core/protocol'
import { began, opened, phase } from '../core/store'
import * as studio from '../core/studio'
import { sentenceOf } from '../core/text'
import { ask } from './ask'
import type { Measured } from './evaluateJobs'
import { text } from './text'

/** The last evaluation, and the run that it is of. */
const last = signal<{ of: Opened | undefined; found: Measured } | undefined>(undefined)

/** Evaluation of the present run, if there is one. */
export const evaluation = computed(() =>
  last.value?.of === opened.value ? last.value?.found : undefined,
)

export async function evaluate(): Promise<void> {
  const of = opened.value
  const trained = studio.rest(() => text.value.evaluation.rests)
  try {
    last.value = { of, found: await ask('evaluateRun') }
  } finally {
    if (trained && phase.value === 'paused') studio.toggle()
  }
}

export const rowsOf = metricRows

/** A line that says which drawings were measured, and against which images. */
export const aboutOf = ({ step, blocks, size, heldOut }: Measured): string =>
  text.value.evaluation.about({
    ...{ drawings: blocks * size, step, heldOut },
    isOwn: began.value?.data === 'own',
  })

/** Results of the judge, or the reason that there is none. */
export function judgedOf(found: Measured): string {
  const { unjudged, accuracy, asked, classes } = found
  const words = text.value.evaluation
  const small = smallBlocks(found)
  if (unjudged !== undefined)
    return `${words.unjudged(unjudged)}${small === undefined ? '' : ` ${sentenceOf(small)}`}`
  const percent = (share: number) => (100 * share).toFixed(1)
  return [
    ...(classes ? [words.classes(classes.hit, classes.shares.length)] : []),
    ...(asked === undefined ? [] : [words.asked(percent(asked))]),
    ...(accuracy === undefined ? [] : [words.accuracy(percent(accuracy))]),
  ].join(' ')
}
