import type { ModelName, ObjectiveName } from '../../gan/model/recipes'
import type { DataName, Settings } from '../core/protocol'

export const dataTitles: Record<DataName, string> = {
  mnist: 'digits',
  own: 'own images',
  ring: 'points: a ring',
  grid: 'points: a grid',
  spiral: 'points: a spiral',
}

export const objectiveTitles: Record<ObjectiveName, string> = {
  minimax: 'minimax',
  'non-saturating': 'non-saturating',
  lsgan: 'LSGAN',
  wgan: 'WGAN',
  'wgan-gp': 'WGAN-GP',
  hinge: 'hinge',
}

export const modelTitles: Record<ModelName, string> = {
  dcgan: 'DCGAN',
  mlp: 'MLP',
  style: 'style-based GAN',
}

/** `Digits, LSGAN, DCGAN, seed 3`. Runs kept by earlier versions name no objective where it was non-saturating. */
export function titleOfRun({
  data,
  objective = 'non-saturating',
  model = 'dcgan',
  seed,
}: Settings): string {
  const title = `${dataTitles[data]}, ${objectiveTitles[objective]}, ${modelTitles[model]}`
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}, seed ${seed}`
}
