// Settings of a run beside those of its GAN. They need no kernels, so that the page can show them.

import { crops } from '../../data/resize'
import type { Row } from '../model/row'

/** Scores that choose the best checkpoint of a run; less is better. */
export const scoreNames = {
  frechet: 'Fréchet distance',
  sliced: 'sliced Wasserstein distance',
} as const

export type Score = keyof typeof scoreNames

/** Settings of a run in the terminal beside those of its GAN. */
export const runSettings = {
  cell: {
    value: { kind: 'whole', least: 8, most: 4096, optional: true },
    terminal: { flag: '--cell <n>' },
    help: 'side of each sprite in pixels, if the pictures are sprite sheets',
  },
  crop: {
    value: { kind: 'choice', of: crops, optional: true },
    terminal: { flag: '--crop <fit>', usual: 'centre' },
    help: 'fit of pictures that are not square: their centre, or pad, which keeps them whole on black',
  },
  steps: {
    value: { kind: 'whole', least: 1, default: ({ steps }) => steps },
    terminal: { flag: '--steps <n>' },
    help: 'step to train to',
  },
  logEvery: {
    value: { kind: 'whole', least: 1, default: 10 },
    terminal: { flag: '--log-every <n>' },
    help: 'steps between log lines',
  },
  sampleEvery: {
    value: { kind: 'whole', least: 1, default: 100 },
    terminal: { flag: '--sample-every <n>' },
    help: 'steps between sample grids and checkpoints',
  },
  onCollapse: {
    value: { kind: 'choice', of: ['warn', 'rollback'], default: 'warn', absent: 'warn' },
    terminal: { flag: '--on-collapse <what>' },
    help:
      'reaction when training collapses, diverges, or one player stops the other: a warning, or a return to the ' +
      'last healthy snapshot with other noise and half the rate, three times at most',
  },
  keep: {
    value: { kind: 'whole', least: 1, default: 3, optional: true },
    terminal: { flag: '--keep <n>' },
    help: 'checkpoints to keep: if the newest is damaged, a resume takes the one before',
  },
  best: {
    value: { kind: 'choice', of: ['frechet', 'sliced'], optional: true },
    terminal: { flag: '--best <score>' },
    help:
      'also keep the best checkpoint, in checkpoints/best: at each sample grid 1,000 generated images are compared ' +
      'with training images, by the Fréchet distance of evaluate, which needs labels, or the sliced one',
  },
} as const satisfies Record<string, Row>

export type RunName = keyof typeof runSettings
