// Texts of the parts that several views use, in English.

import type { ModelName, ObjectiveName } from '../../gan/model/recipes'
import type { DataName } from '../core/protocol'
import { count, sizeOf } from '../core/words'

const data: Record<DataName, string> = {
  mnist: 'digits',
  own: 'own images',
  ring: 'points: a ring',
  grid: 'points: a grid',
  spiral: 'points: a spiral',
}

const objectives: Record<ObjectiveName, string> = {
  minimax: 'minimax',
  'non-saturating': 'non-saturating',
  lsgan: 'LSGAN',
  wgan: 'WGAN',
  'wgan-gp': 'WGAN-GP',
  hinge: 'hinge',
}

const models: Record<ModelName, string> = { dcgan: 'DCGAN', mlp: 'MLP', style: 'style-based GAN' }

export interface RunTitle {
  data: DataName
  objective: ObjectiveName
  model: ModelName
  seed: number
}

export const en = {
  titles: { data, objectives, models },
  /** `Digits, LSGAN, DCGAN, seed 3` */
  titleOfRun: ({ data: of, objective, model, seed }: RunTitle) => {
    const title = `${data[of]}, ${objectives[objective]}, ${models[model]}`
    return `${title.charAt(0).toUpperCase()}${title.slice(1)}, seed ${seed}`
  },
  /** Name of a layer, or of the pass through it, as its card has it. */
  layer: (name: string) => name,
  language: 'Language',
  koreanMissing: 'Korean could not be loaded. Reload the page to try again.',
  software: (adapter: string) => `${adapter} (software rendering)`,
  gaveWay: 'The run in Train is paused: there is one GPU.',
  kept: {
    runs: 'Kept runs',
    how: 'Every 15 seconds of training, when you pause, and when you leave the page, this browser keeps the run: its last two states. Nothing leaves this machine.',
    many: (runs: number, hasImages: boolean, bytes: number) =>
      `${count(runs)}${hasImages ? ' and your images' : ''}${bytes > 0 ? `, ${sizeOf(bytes)}` : ''}`,
    about: (step: number, date: string, bytes: number) =>
      `Step ${count(step)}, ${date}, ${sizeOf(bytes)}`,
    present: (about: string) => `${about}: this run`,
    elsewhere: (view: string, runs: number, bytes: number) =>
      `The view ${view} lists ${count(runs)} more, ${sizeOf(bytes)}.`,
    remove: 'Delete',
    removeForGood: 'Delete for good',
    goOn: 'Go on',
    save: 'Save',
    use: 'Use',
    refused: (why: string) =>
      `This browser could not keep the run (${why}). Save it before you leave the page.`,
    yourImages: (many: number) => `Your ${count(many)} images`,
  },
  load: 'Load',
  loads: 'A zip saved here, or config.json and checkpoint.safetensors of a run folder',
  offer: {
    drawings: (title: string) => `Drawings of ${title}`,
    goOn: (step: number) => `Go on with step ${count(step)}`,
  },
  pad: {
    role: 'drawing pad',
    label: 'Drawing pad. Arrow keys move the pen, with Shift they draw',
    hint: 'draw here; by keyboard: Shift and arrow keys',
  },
  bar: { start: 'Start', pause: 'Pause', goOn: 'Continue', reset: 'Reset' },
  must: (what: string) => `Must be ${what}.`,
}
