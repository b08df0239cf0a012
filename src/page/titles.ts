// What objectives and models are called on the page.

import type { ModelName } from '../gan/models'
import type { ObjectiveName } from '../gan/objectives'

export const objectiveTitles: Record<ObjectiveName, string> = {
  minimax: 'minimax',
  'non-saturating': 'non-saturating',
  lsgan: 'LSGAN',
  wgan: 'WGAN',
  'wgan-gp': 'WGAN-GP',
  hinge: 'hinge',
}

export const modelTitles: Record<ModelName, string> = { dcgan: 'DCGAN', mlp: 'MLP' }
