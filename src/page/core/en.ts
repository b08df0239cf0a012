// Texts of the frame of the page and of its state, in English.

import type { Finding } from '../../gan/watch/diagnosis'
import { count, dateOf, findingText, sentence } from './words'

export const en = {
  views: {
    train: 'Train',
    latent: 'Latent space',
    translate: 'Translate',
    compare: 'Compare',
    bench: 'Bench',
    lab: 'Lab',
    lessons: 'Lessons',
  },
  frame: {
    views: 'Views',
    footer: 'Every step is a list of hand-written WGSL kernels. Nothing leaves this machine.',
    loading: 'Loading…',
    notLoaded: 'This part of the page could not be loaded. Reload the page to try again.',
  },
  status: {
    loading: 'Loading…',
    opening: 'Looking for a GPU…',
    compiling: 'Compiling kernels…',
    tuning: 'Finding the fastest kernels for this GPU, the first time only…',
    beginning: 'Beginning a run…',
    pausing: 'Pausing at the next step…',
    training: 'Training.',
    paused: (step: number) => `Paused at step ${count(step)}.`,
    /** `part`: a name of `parts`. */
    slowly: (step: number, part: string) => `Slow motion: step ${count(step)}, ${part}.`,
    ready: 'Ready.',
    digits: 'Digits take a few hundred steps.',
    /** At most as many as the learning rate falls over (gan/toy). */
    points: 'Points take up to 2,000 steps.',
    before: (step: number) => `The run before is in Kept runs, at step ${count(step)}.`,
    wentBack: (step: number) =>
      `The GPU was lost and opened again; the run went back to step ${count(step)}.`,
    noImages:
      'There are no images of your own yet. Drop some onto the page, or choose them by Files… or Folder….',
    keptImages: (many: number) =>
      `Your ${count(many)} kept ${many === 1 ? 'image' : 'images'} can be learned from: press the button of that name, or drop others onto the page.`,
    fitted: (digits: number, size: number, wanted: number) =>
      `Digits are ${digits} × ${digits}, so Image size is ${size}, not ${wanted}.`,
  },
  /** Parts of an iteration, by their names in gan/model/stages.ts. */
  part: (name: string) => name,
  date: dateOf,
  finding: (step: number, finding: Finding) => findingText(step, finding),
  /** Message of an error as a sentence. */
  sentence,
  /** The same within a sentence. */
  reason: (message: string) => message,
}
