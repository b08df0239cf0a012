// Worker jobs of the lesson on the latent space: noise, and the trained example's drawings of it, as numbers.

import type { Latent } from '../../../gan/latent/latent'
import { seededNoise } from '../../../gan/model/noise'
import { exampleConfig } from '../../lab/example/example'
import { exampleArtist, exampleGenerator } from '../../lab/example/onLab'
import type { Lab } from '../../lab/lab'

export interface SpaceDrawings {
  /** [count, latent] */
  z: Latent
  /** [count, side, side] in [-1, 1] */
  images: Float32Array
  latent: number
  side: number
  /** Without a GPU plain loops draw the same, apart from rounding. */
  by: 'GPU' | 'paper'
}

async function drawn(lab: Lab, z: Float32Array): Promise<Float32Array> {
  if (await lab.gpuIfAny()) return (await exampleArtist(lab)).draw(z, 0)
  return (await exampleGenerator()).draw(z)
}

export const spaceJobs = {
  /** The noise of a seed, and its drawings. */
  async spaceDrawings(lab: Lab, seed: number, count: number): Promise<SpaceDrawings> {
    const { latent, imageSize: side } = exampleConfig
    const z = seededNoise(seed, count, latent)
    const by = (await lab.gpuIfAny()) ? 'GPU' : 'paper'
    return { z, images: await drawn(lab, z), latent, side, by }
  },

  /** `z`: [count, latent]. Returns [count, side, side] in [-1, 1]. */
  async spaceDraw(lab: Lab, z: Float32Array): Promise<Float32Array> {
    return drawn(lab, z)
  },

  /** N(0, 1): [count, dimensions]. Needs no GPU. */
  async spaceNoise(_: Lab, seed: number, count: number, dimensions: number): Promise<Latent> {
    return seededNoise(seed, count, dimensions)
  },
}
