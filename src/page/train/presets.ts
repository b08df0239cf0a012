// Settings that are known to work. docs/quality.md has the results of most of the first six.

import type { Settings } from '../core/protocol'

export interface Preset {
  name: string
  title: string
  settings: Omit<Settings, 'seed'>
}

export const presets: readonly Preset[] = [
  { name: 'dcgan', title: 'DCGAN, hinge', settings: { data: 'mnist' } },
  {
    name: 'non-saturating',
    title: 'DCGAN, non-saturating',
    settings: { data: 'mnist', objective: 'non-saturating' },
  },
  {
    name: 'sngan',
    title: 'Spectral norm (SNGAN)',
    settings: { data: 'mnist', spectralNorm: true },
  },
  { name: 'wgan-gp', title: 'WGAN-GP', settings: { data: 'mnist', objective: 'wgan-gp' } },
  {
    name: 'conditional',
    title: 'Conditional: a row for each digit',
    settings: { data: 'mnist', classes: 10 },
  },
  { name: 'mlp', title: 'The GAN of 2014 (MLP)', settings: { data: 'mnist', model: 'mlp' } },
  {
    name: 'ring',
    title: 'Points: a ring, WGAN-GP',
    settings: { data: 'ring' },
  },
  {
    name: 'grid',
    title: 'Points: a grid, WGAN-GP',
    settings: { data: 'grid' },
  },
]
