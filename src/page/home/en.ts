// Texts of the landing view, in English.

import { count } from '../core/words'

export interface Way {
  /** The # part of the address. */
  to: string
  title: string
}

export interface Door extends Way {
  about: string
  /** Other ways to the same end. */
  also: readonly Way[]
}

const doors: readonly Door[] = [
  {
    to: 'train',
    title: 'Train',
    about:
      'Start a GAN on digits or on your own images, look into each part of a step, and play with what it learned.',
    also: [
      { to: 'latent', title: 'Latent space' },
      { to: 'translate', title: 'Translate' },
      { to: 'compare', title: 'Compare' },
    ],
  },
  {
    to: 'lessons',
    title: 'Learn',
    about:
      'Short lessons with the kernels at work: from one pixel of a convolution to the losses that make a GAN collapse.',
    also: [{ to: 'lessons/onestep', title: 'First lesson: one step of a GAN' }],
  },
  {
    to: 'bench',
    title: 'Measure',
    about:
      'Time every kernel against the limits of your GPU, or write your own in WGSL: it is checked, then raced against ours.',
    also: [{ to: 'lab', title: 'Lab: write a kernel' }],
  },
]

export const en = {
  title: 'Watch a network learn to draw',
  aim: 'Ganvas trains GANs in this browser, on your GPU: one network learns to draw, the other to tell its drawings from real images, and every step is a WGSL kernel that you can read.',
  ways: 'What to do here',
  doors,
  drawings: 'Drawings of a generator, four in a row',
  coming: 'Drawings are on their way.',
  recorded: (step: number) => `Recorded: after ${count(step)} training steps`,
  live: (gpu: string | undefined) =>
    gpu === undefined
      ? 'Live: a trained generator draws between points of noise, on the CPU'
      : `Live: a trained generator draws between points of noise, on ${gpu}`,
  own: (step: number) => `Live: your run in Train, step ${count(step)}`,
  play: 'Play',
  pause: 'Pause',
}
