// Evaluation of the present run, which training pauses for.

import { computed, signal } from '@preact/signals'
import { imageCount } from '../../data/imageSet'
import { metricRows, smallBlocks } from '../../gan/judge/rows'
import type { Opened } from '../core/protocol'
import { began, opened, phase } from '../core/store'
import * as studio from '../core/studio'
import { count, sentence } from '../core/words'
import { ask } from './ask'
import type { Measured } from './evaluateJobs'

/** The last evaluation, and the run that it is of. */
const last = signal<{ of: Opened | undefined; found: Measured } | undefined>(undefined)

/** Evaluation of the present run, if there is one. */
export const evaluation = computed(() =>
  last.value?.of === opened.value ? last.value?.found : undefined,
)

export async function evaluate(): Promise<void> {
  const of = opened.value
  const trained = studio.rest('Training pauses while its drawings are measured.')
  try {
    last.value = { of, found: await ask('evaluateRun') }
  } finally {
    if (trained && phase.value === 'paused') studio.toggle()
  }
}

export const rowsOf = metricRows

/** A line that says which drawings were measured, and against which images. */
export function aboutOf({ step, blocks, size, heldOut }: Measured): string {
  const isOwn = began.value?.data === 'own'
  const drawn = `${count(blocks * size)} drawings of step ${count(step)}`
  const real = isOwn
    ? `${imageCount(heldOut)} set apart, although the run has trained on ${heldOut === 1 ? 'it' : 'them'}`
    : `${count(heldOut)} digits that it has not trained on`
  return `${drawn}, compared with training images, beside ${real}.`
}

/** Results of the judge, or the reason that there is none. */
export function judgedOf(found: Measured): string {
  const { unjudged, accuracy, asked, classes } = found
  const small = smallBlocks(found)
  if (unjudged !== undefined)
    return `No judge, since ${unjudged}.${small === undefined ? '' : ` ${sentence(small)}`}`
  const share = (value: number) => `${(100 * value).toFixed(1)} %`
  return [
    ...(classes ? [`${classes.hit} of ${classes.shares.length} classes drawn.`] : []),
    ...(asked === undefined ? [] : [`The requested class in ${share(asked)} of the drawings.`]),
    ...(accuracy === undefined
      ? []
      : [`The judge names ${share(accuracy)} of real digits correctly.`]),
  ].join(' ')
}
