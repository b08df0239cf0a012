// Texts of the view Compare, in English.

import { count } from '../core/words'
import type { Measure } from './score'

const measures: Record<Measure, string> = {
  frechet: 'Fréchet distance',
  sliced: 'Distance in pixels',
}

const quantities = {
  lossD: 'loss of D',
  lossG: 'loss of G',
  dReal: 'D(x)',
  dFake: 'D(G(z))',
}

export type Quantity = keyof typeof quantities

export const en = {
  label: 'Comparison',
  columns: 'Side by side',
  status: {
    idle: 'Start trains them in turn.',
    pausing: 'Pausing…',
    compiling: (title: string, number: number, all: number) =>
      `Compiling kernels: ${title}, ${number} of ${all}…`,
    preparing: (percent: number) => `Preparing scores from real images: ${percent} %…`,
    training: 'Training in turn.',
    paused: (steps: readonly number[]) => `Paused at step ${steps.map(count).join(', ')}.`,
    scoring: 'Scoring…',
    diverged: 'All of them diverged. Press Reset and try another seed.',
  },
  choose: {
    label: 'GANs to compare',
    places: ['First', 'Second', 'Third'],
    all: 'All of them',
    equal: 'Equal for all',
    equalHint: 'The same number of steps, or the same GPU time',
    equals: { steps: 'steps', time: 'time' },
    data: 'Dataset',
    seed: 'Seed',
    width: 'Width',
    widthHint: 'Channels of the layer nearest the image',
    same: "All use one seed: equal networks start with equal weights, and all draw from the same noise, so their first pictures are equal. Learning rates are those of each objective's recipe.",
    objective: 'Objective',
    networks: 'Networks',
    none: 'none',
  },
  column: {
    drawings: (title: string) => `64 drawings by ${title}`,
    contrast: (times: number) => `contrast × ${times}`,
    step: 'step',
    steps: 'Step',
    speed: 'Images/s',
    time: 'Own time',
    loss: 'Loss',
    losses: 'Both losses by step',
    probability: 'Probability of real',
    scores: "D's scores",
    scoresByStep: "The discriminator's scores by step",
    well: 'No problems so far.',
  },
  overview: {
    label: 'Scores',
    measures,
    byStep: (measure: string) => `${measure}, by step`,
    bySeconds: '… by its own seconds',
    lower: 'lower is better',
    chartBySteps: (measure: string) => `${measure} of each, by step`,
    chartBySeconds: (measure: string) => `${measure} of each, by its seconds of training`,
    caption: 'The newest scores',
    gan: 'GAN',
    hit: 'Digits hit',
    step: 'Step',
    time: 'Own time',
    floor: { frechet: 'held-out digits', sliced: 'other real images' },
    about: {
      frechet: (images: string) =>
        `Between the features of ${images} drawings and of 9,000 digits in a small classifier. A digit is hit if at least 4 % of the drawings show it.`,
      sliced: (images: string) =>
        `Sliced Wasserstein distance between ${images} drawings and as many images, in pixels.`,
    },
  },
  kept: {
    label: 'Kept runs',
    title: 'Kept runs, by step',
    curve: 'Curve',
    quantities,
    chart: (quantity: string) => `${quantity} of the chosen runs, by step`,
    empty: 'Runs that this browser keeps, and records that JSON saved, appear here.',
    add: 'Add a record…',
    line: (title: string, step: number) => `${title}, step ${count(step)}`,
    file: (title: string, name: string) => `${title} (${name})`,
  },
}
