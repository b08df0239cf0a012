// The networks whose kernels are compiled, as settings of a training run.

import type { GanConfig } from '../../src/gan/model/config'

const dcgan32 = { imageSize: 32, width: 32, batchSize: 64, channels: 1 } as const
const dcgan64 = { imageSize: 64, width: 64, batchSize: 128, channels: 3 } as const
const penalty = { objective: 'wgan-gp' } as const

export const networks: Readonly<Record<string, Partial<GanConfig>>> = {
  dcgan32,
  'dcgan32-gp': { ...dcgan32, ...penalty },
  dcgan64,
  'dcgan64-gp': { ...dcgan64, ...penalty },
}
