// The settings of a GAN, a row each. The type of a configuration, ranges, defaults, earlier config.json files,
// options of the terminal, fields and address of the page all follow from the rows. To add a setting, add a
// row, and name it where it acts.

import { imageSizes, modelNames, objectiveNames, rateOfD } from './recipes'
import { LARGE, type Row } from './row'

export const settings = {
  objective: {
    value: { kind: 'choice', of: objectiveNames, default: ({ objective }) => objective },
    terminal: { flag: '--objective <name>', usual: 'hinge; non-saturating for mlp and style' },
    page: { group: 'main', linked: true, title: 'Objective' },
    help: 'losses that D and G minimise',
  },
  model: {
    value: { kind: 'choice', of: modelNames, default: 'dcgan' },
    terminal: { flag: '--model <name>' },
    page: { group: 'main', linked: true, title: 'Networks' },
    help: 'convolutional networks (dcgan), fully connected ones (mlp), or a style-based GAN (style)',
  },
  imageSize: {
    value: { kind: 'whole', least: 1, offered: imageSizes, default: 32 },
    terminal: { flag: '--image-size <n>' },
    page: { group: 'networks', linked: true, title: 'Image size' },
    help: 'height and width of the images: 16, 32, 64 or 128',
  },
  channels: {
    value: { kind: 'choice', of: [1, 3], default: ({ channels }) => channels },
    help: 'channels of the images: 1 if grey, 3 if coloured',
  },
  width: {
    value: { kind: 'whole', least: 1, most: 1024, default: ({ width }) => width },
    terminal: { flag: '--width <n>' },
    page: { group: 'networks', linked: true, title: 'Width' },
    help: 'channels of the layer nearest the image',
  },
  latent: {
    value: { kind: 'whole', least: 1, most: 65536, default: 100 },
    terminal: { flag: '--latent <n>' },
    page: { group: 'networks', linked: true, title: 'Latent' },
    help: 'length of the noise vector z',
  },
  batchSize: {
    value: { kind: 'whole', least: 1, most: 65536, default: ({ batch }) => batch },
    terminal: { flag: '--batch-size <n>' },
    page: { group: 'networks', linked: true, title: 'Batch' },
    help: 'images in a batch',
  },
  accumulate: {
    value: { kind: 'whole', least: 1, most: 64, default: 1, absent: 1 },
    terminal: { flag: '--accumulate <n>' },
    help: 'batches whose gradients are summed up before each step, for a batch that does not fit; norms see each by itself',
  },
  lr: {
    value: { kind: 'number', below: LARGE, default: ({ lr }) => lr },
    run: { live: 0, recipe: true },
    terminal: {
      flag: '--lr <x>',
      usual:
        "the objective's; on a software adapter 5 times that for dcgan, 2.5 for mlp; for style 50 and 100 times",
    },
    page: { group: 'learning', linked: true, title: 'Learning rate' },
    help: 'learning rate of G, and of D if D has none of its own',
  },
  lrD: {
    value: {
      kind: 'number',
      below: LARGE,
      default: ({ lr, objective, model }) => lr * rateOfD({ objective, model }),
      absent: ({ lr }) => lr,
    },
    run: { live: 1, recipe: true },
    terminal: { flag: '--lr-d <x>', usual: "G's; a fifth of it for a dcgan with minimax" },
    page: { group: 'learning', title: '… of D' },
    help: 'learning rate of D',
  },
  beta1: {
    value: {
      kind: 'number',
      below: 1,
      default: ({ recipe: { optimiser } }) => (optimiser.kind === 'adam' ? optimiser.betas[0] : 0),
    },
    run: { recipe: true },
    terminal: { flag: '--beta1 <x>', usual: "the objective's" },
    page: { group: 'learning', title: "Adam's β₁" },
    help: 'decay of the mean of gradients in Adam; RMSprop has none',
  },
  criticSteps: {
    value: {
      kind: 'whole',
      least: 1,
      most: 1000,
      default: ({ recipe }) => recipe.criticSteps,
      absent: 1,
    },
    run: { live: 4, recipe: true },
    terminal: { flag: '--critic-steps <n>', usual: "the objective's" },
    page: { group: 'learning', title: 'Critic steps' },
    help: 'steps of D for each step of G',
  },
  criticWarmup: {
    value: { kind: 'flag', default: false, absent: false },
    run: { recipe: true },
    terminal: { flag: '--critic-warmup', told: '100 at first and every 500th time' },
    page: { group: 'address' },
    help: "WGAN's schedule: 100 critic steps in each of the first 25 iterations and in every 500th after",
  },
  clip: {
    value: { kind: 'number', below: LARGE, default: ({ recipe }) => recipe.clip ?? 0, absent: 0 },
    run: { live: 2, recipe: true },
    terminal: { flag: '--clip <x>', usual: "the objective's", told: 'clip' },
    page: { group: 'learning', title: 'Clip' },
    help: "clamp D's weights to ± this; 0 for no clamp",
  },
  lambda: {
    value: { kind: 'number', below: LARGE, default: ({ recipe }) => recipe.lambda ?? 0, absent: 0 },
    run: { live: 3, recipe: true, penalty: 'gradient penalty' },
    terminal: { flag: '--lambda <x>', usual: "the objective's", told: 'gradient penalty' },
    page: { group: 'learning', title: 'Penalty λ' },
    help: 'weight of the gradient penalty; 0 for none',
  },
  r1: {
    value: { kind: 'number', below: LARGE, default: ({ recipe }) => recipe.r1 ?? 0, absent: 0 },
    run: { live: 5, recipe: true, penalty: 'R1 penalty' },
    terminal: { flag: '--r1 <x>', usual: '0; 3 for style', told: 'R1' },
    page: { group: 'learning', title: 'R1' },
    help: "weight of R1, a penalty on D's gradient at real images; 0 for none",
  },
  r1Every: {
    value: {
      kind: 'whole',
      least: 1,
      most: 1000,
      default: ({ recipe }) => recipe.r1Every ?? 1,
      absent: 1,
    },
    run: { recipe: true },
    terminal: { flag: '--r1-every <n>', usual: '1; 16 for style' },
    page: { group: 'address' },
    help: 'iterations between two steps of R1; above 1, R1 is a separate step of D, with its weight multiplied by this number',
  },
  smoothLabels: {
    value: { kind: 'flag', default: false, absent: false },
    run: { recipe: true },
    terminal: { flag: '--smooth-labels', told: 'real images labelled 0.9' },
    page: { group: 'learning', title: 'Smooth labels' },
    help: 'teach D 0.9 in place of 1 for real images, so that it stays less certain; for minimax and non-saturating',
  },
  augment: {
    value: { kind: 'policy', default: '', absent: '' },
    terminal: { flag: '--augment <list>', usual: 'none' },
    page: { group: 'learning', title: 'Augmentation: D sees images changed by' },
    help: 'changes to all images that D sees: some of colour,translation,cutout,flip; adaptive: as many as D overfits',
  },
  classes: {
    value: { kind: 'classes', most: 256, default: 0, absent: 0 },
    terminal: { flag: '--conditional' },
    page: { group: 'networks', title: 'Class labels' },
    help: 'give both networks the label of each image, so that you can ask for a class; needs images with labels',
  },
  spectralNorm: {
    value: { kind: 'flag', default: false, absent: false },
    terminal: { flag: '--spectral-norm', told: 'spectral norms in D' },
    page: { group: 'networks', title: 'Spectral norm in D' },
    help: "divide D's weights by their largest singular value; D then has no other norm",
  },
  ema: {
    value: {
      kind: 'number',
      below: 1,
      default: ({ recipe, model }) => recipe.ema?.[model] ?? 0,
      absent: 0,
    },
    run: { recipe: true },
    terminal: { flag: '--ema <x>', usual: "the objective's", told: 'average of G' },
    page: { group: 'learning', title: 'EMA' },
    help: 'decay of a moving average of G, which draws the samples; 0 for no average',
  },
  emaRampup: {
    value: { kind: 'number', below: 1, default: 0.05, absent: 0 },
    terminal: { flag: '--ema-rampup <x>' },
    page: { group: 'address' },
    help: "half-life of G's moving average as a share of the steps so far, at most; 0 for the decay alone",
  },
  halfActivations: {
    value: { kind: 'flag', default: false, absent: false },
    terminal: { flag: '--half-activations', told: 'activations kept as halves' },
    help: 'keep activations for the backward pass as halves (f16): less memory, slightly different numbers',
  },
  seed: {
    value: { kind: 'whole', least: 0, default: 1 },
    terminal: { flag: '--seed <n>' },
    page: { group: 'main', title: 'Seed' },
    help: 'seed of weights, noise and batches: the same seed gives the same run',
  },
} as const satisfies Record<string, Row>
