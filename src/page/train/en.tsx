// Texts of the view Train, in English.

import { imageCount } from '../../data/imageSet'
import { type PageName, pageNames } from '../../gan/model/config'
import type { PolicyName } from '../../gan/model/recipes'
import type { Row } from '../../gan/model/row'
import { settings } from '../../gan/model/settings'
import type { Link } from '../../gan/model/sketch'
import { count } from '../core/words'
import type { LayerName } from '../parts/paintPlane'
import { enOwn } from './enOwn'
import { sayPart } from './enPart'
import type { PresetName } from './presets'

export interface SettingText {
  title: string
  help: string
}

/** Titles and help of the table of settings. */
function settingTexts(): Record<PageName, SettingText> {
  const texts = pageNames.map((name) => {
    const { page, help }: Row = settings[name]
    const sentence = `${help.charAt(0).toUpperCase()}${help.slice(1)}`
    return [name, { title: page?.title ?? name, help: sentence }]
  })
  return Object.fromEntries(texts) as Record<PageName, SettingText>
}

const presets: Record<PresetName, string> = {
  dcgan: 'DCGAN, hinge',
  'non-saturating': 'DCGAN, non-saturating',
  sngan: 'Spectral norm (SNGAN)',
  'wgan-gp': 'WGAN-GP',
  conditional: 'Conditional: a row for each digit',
  mlp: 'The GAN of 2014 (MLP)',
  style: 'Style-based GAN',
  ring: 'Points: a ring, WGAN-GP',
  grid: 'Points: a grid, WGAN-GP',
}

const layers: Record<LayerName, string> = {
  judged: "D's judgement",
  mesh: 'warped noise',
  real: 'real points',
  fake: 'generated points',
  pushes: 'pushes',
}

/** Ways beside that from layer to layer. */
const links: Record<Link, string> = {
  'from w': 'w, to each layer',
  w: 'scaled by w',
  image: 'and an image',
  'to image': 'of all layers',
  skip: 'and a way past it',
}

const augmentations: Record<PolicyName, string> = {
  colour: 'colour',
  translation: 'translation',
  cutout: 'cutout',
  flip: 'flip',
  adaptive: 'adaptive: as much as D overfits',
}

export const en = {
  own: enOwn,
  part: sayPart,
  bar: {
    label: 'Training',
    iterate: 'Step',
    step: 'Step',
    speed: 'Images/s',
    time: 'Time',
    more: 'Adapter and health',
    recorded: 'Below is a recorded run: play it, or drag its slider.',
  },
  setup: {
    label: 'Settings',
    preset: 'Preset',
    presets,
    changed: (preset: string) => `${preset}, changed`,
    custom: 'Custom',
    data: 'Dataset',
    explain: 'Explain the settings',
    hide: 'Hide explanations',
    more: 'More settings',
    defaults: 'Default settings',
    settings: settingTexts(),
    augmentations,
  },
  difference: {
    start: 'Start uses the new settings.',
    uses: (what: string) => `The run uses ${what}; Reset to use the new settings.`,
    imagesBefore: 'the images before these',
    other: 'other settings',
    named: (parts: readonly string[], rest: number) => {
      const named = parts.join(', ')
      return rest > 0 ? `${named} and ${rest} other settings` : named
    },
    without: (setting: string) => `no ${setting}`,
    is: (setting: string, value: string) => `${setting} ${value}`,
  },
  graph: {
    label: 'The model',
    andClass: 'and the class',
    nets: { generator: 'G, the generator', discriminator: 'D, the discriminator' },
    links,
    loss: 'loss',
    parameters: (many: number) => `${count(many)} parameters`,
    images: (model: string, size: number, width: number) =>
      `${model} ${size} × ${size}, width ${width}`,
    points: 'MLP of three hidden layers',
    summary: (
      nets: string,
      [g, d]: readonly [number, number],
      { objective, optimiser, batch, seed }: Summary,
    ) =>
      `${nets}: ${count(g)} + ${count(d)} parameters, ${objective}, ${optimiser}, batch ${batch}, seed ${seed}`,
    drawings: (many: number) => `${many} drawings by the generator`,
    fake: 'fake',
    fakeBatch: 'fake, of this batch',
    fakeRows: (names: readonly string[]) =>
      names.length > 0
        ? `fake, a row of each class, from the top: ${enOwn.named(names)}`
        : 'fake, a row of each class',
    contrast: (times: number) => `, contrast × ${times}`,
    step: 'step',
    sixteen: 'Sixteen real images',
    real: 'real',
    realBatch: 'real, of this batch',
    ofThese: (many: number) => `${count(many)} of these`,
  },
  scrubber: {
    stop: 'Stop',
    play: 'Play the drawings from the start',
    back: 'Look back',
    at: (step: number) => `step ${count(step)}`,
  },
  plane: {
    layers,
    label: 'The plane: real points, generated points, and how real D thinks each place is',
    modes: (many: number, percent: number) =>
      `${many} modes found, ${percent} % of the points good`,
  },
  slow: {
    label: 'Slow motion',
    title: 'One iteration, part by part',
    next: 'Next part',
    play: 'Play slowly',
    stop: 'Stop',
    how: 'An iteration trains D, then G. Next part runs one part of it and shows the result; the numbers are those of normal training.',
    gradients: (player: string) => `Gradients of ${player}`,
  },
  curves: {
    label: 'Curves',
    loss: 'Loss',
    discriminator: 'discriminator',
    generator: 'generator',
    losses: 'Both losses by step',
    probability: 'Probability of real',
    scores: "D's scores",
    real: 'real, D(x)',
    fake: 'fake, D(G(z))',
    scoresByStep: "The discriminator's scores by step",
    logarithmic: 'logarithmic',
    smooth: 'smooth',
  },
  drop: {
    title: 'Drop to train on these',
    what: 'Images, folders, a zip or IDX files; or a saved run, to continue it. Nothing is uploaded: the files stay on this machine.',
  },
  keep: {
    label: 'Keep the run',
    buttons: {
      save: { title: 'Save', hint: 'A zip to continue from, here or in a terminal' },
      evaluate: {
        title: 'Evaluate',
        hint: 'Distances of new drawings from the training images, beside those of real images',
      },
      png: { title: 'PNG', hint: 'The drawings shown now' },
      gif: { title: 'GIF', hint: 'The training as an animation' },
      json: { title: 'JSON', hint: 'Settings, curves and findings' },
      html: { title: 'HTML', hint: 'A page of its own that draws with this generator' },
    },
    use: (
      <span>
        Continue a saved run here with Load, or unzip it and continue in a terminal:{' '}
        <code>npx ganvas train --resume</code>.
      </span>
    ),
    notReady: 'There is nothing to save before the run is ready.',
    points: 'A run of points is not saved: it takes only a minute, and its link starts it again.',
    noDrawings: 'Evaluate, GIF and HTML need drawings, and a run of points has none.',
    noRun: 'There is no run to save.',
    noGpu: 'Evaluate needs a run on a GPU.',
    fewDrawings: 'A GIF needs at least two drawings: train for a moment.',
    saving: 'Saving the run…',
    measuring: 'Measuring drawings: on a CPU this takes a moment…',
    drawing: 'Drawing…',
    sharing: 'Writing a page that draws…',
    gif: (done: number, all: number) => `GIF: ${done} of ${all} frames.`,
    reading: 'Reading…',
  },
  evaluation: {
    title: 'Evaluation',
    rests: 'Training pauses while its drawings are measured.',
    columns: ['Metric', 'Drawings', 'Real', 'Reading'],
    metric: (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    reading: (how: string) => how,
    about: ({ drawings, step, heldOut, isOwn }: About) => {
      const real = isOwn
        ? `${imageCount(heldOut)} set apart, although the run has trained on ${heldOut === 1 ? 'it' : 'them'}`
        : `${count(heldOut)} digits that it has not trained on`
      return `${count(drawings)} drawings of step ${count(step)}, compared with training images, beside ${real}.`
    },
    unjudged: (why: string) => `No judge, since ${why}.`,
    classes: (hit: number, all: number) => `${hit} of ${all} classes drawn.`,
    asked: (percent: string) => `The requested class in ${percent} % of the drawings.`,
    accuracy: (percent: string) => `The judge names ${percent} % of real digits correctly.`,
  },
}

export interface Summary {
  objective: string
  optimiser: string
  batch: number
  seed: number
}

export interface About {
  drawings: number
  step: number
  heldOut: number
  isOwn: boolean
}
