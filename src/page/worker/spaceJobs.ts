// What the lesson on the latent space asks for: noise, and what the trained example draws of it, as numbers.

import { seededNoise } from '../../gan/blueprint'
import type { Latent } from '../../gan/latent'
import type { Lab } from './lab'

export interface SpaceDrawings {
  /** [count, latent] */
  z: Latent
  /** [count, side, side] in [-1, 1] */
  images: Float32Array
  latent: number
  side: number
}

export const spaceJobs = {
  /** The noise of a seed, and its drawings. */
  async spaceDrawings(lab: Lab, seed: number, count: number): Promise<SpaceDrawings> {
    const artist = await lab.example()
    const { latent, imageSize: side } = artist.config
    const z = seededNoise(seed, count, latent)
    return { z, images: await artist.draw(z, 0), latent, side }
  },

  /**
   * @param z  [count, latent]
   * @returns  [count, side, side] in [-1, 1]
   */
  async spaceDraw(lab: Lab, z: Float32Array): Promise<Float32Array> {
    return (await lab.example()).draw(z, 0)
  },

  /** N(0, 1): [count, dimensions]. No GPU is asked. */
  async spaceNoise(_: Lab, seed: number, count: number, dimensions: number): Promise<Latent> {
    return seededNoise(seed, count, dimensions)
  },
}
