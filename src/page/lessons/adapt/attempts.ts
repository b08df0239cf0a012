// Attempts of the lesson: what D sees, how fast the copy moves, and the seed.

import { type AdaptConfig, adaptRecipes } from '../../../gan/adapt/config'
import { judgeRecipe } from '../../../gan/judge/judge'
import { digitShape } from '../../../gan/judge/judgeFile'

export const attemptNames = ['slow', 'fast', 'unlucky', 'features'] as const
export type AttemptName = (typeof attemptNames)[number]

export interface Attempt {
  dSees: 'logits' | 'features'
  /** Learning rate of the copy. */
  lr: number
  seed: number
  /** Its last step. */
  steps: number
}

const { steps, lr, lrD, batchSize } = adaptRecipes.adda

/** Steps of an attempt that is decided early. */
export const SHORT = 400

export const attempts: Record<AttemptName, Attempt> = {
  // The recipe of ganvas adapt: D learns ten times as fast as the copy.
  slow: { dSees: 'logits', lr, seed: 1, steps },
  // One rate for both.
  fast: { dSees: 'logits', lr: lrD, seed: 1, steps: SHORT },
  unlucky: { dSees: 'logits', lr: lrD, seed: 3, steps: SHORT },
  features: { dSees: 'features', lr: lrD, seed: 2, steps: SHORT },
}

/** Steps from one frame to the next: a second or two on a software adapter. */
export const ahead = (step: number): number => (step < 40 ? 10 : 20)

export function configOf({ lr, seed, steps }: Attempt): AdaptConfig {
  return {
    command: 'adapt',
    method: 'adda',
    ...{ source: 'mnist', target: 'uci', sourcePictures: '', targetPictures: '', adapter: '' },
    ...{ classNames: [], ...digitShape, width: judgeRecipe.width },
    ...{ batchSize, lr, lrD, seed, steps, planned: steps },
    ...{ logEvery: steps, saveEvery: steps, upperBound: false },
  }
}
