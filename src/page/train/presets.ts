// Settings that are known to work. docs/quality.md has the results of most of the first six.

import type { Settings } from '../core/protocol'

export type PresetName = (typeof presets)[number]['name']

interface Preset {
  name: string
  settings: Omit<Settings, 'seed'>
}

export const presets = [
  { name: 'dcgan', settings: { data: 'mnist' } },
  {
    name: 'non-saturating',
    settings: { data: 'mnist', objective: 'non-saturating' },
  },
  {
    name: 'sngan',
    settings: { data: 'mnist', spectralNorm: true },
  },
  { name: 'wgan-gp', settings: { data: 'mnist', objective: 'wgan-gp' } },
  {
    name: 'conditional',
    settings: { data: 'mnist', classes: 10 },
  },
  { name: 'mlp', settings: { data: 'mnist', model: 'mlp' } },
  { name: 'style', settings: { data: 'mnist', model: 'style' } },
  {
    name: 'ring',
    settings: { data: 'ring' },
  },
  {
    name: 'grid',
    settings: { data: 'grid' },
  },
] as const satisfies readonly Preset[]
