// Worker jobs of the latent lab: drawings of vectors, nearest real images, and directions.

import { type Latent, stack, unstack } from '../../gan/latent/latent'
import { principalDirections } from '../../gan/latent/latentMap'
import { seededNoise } from '../../gan/model/noise'
import type { Artist } from '../lab/artist'
import { exampleArtist } from '../lab/example/onLab'
import { imageRunOf } from '../lab/imageRunOf'
import type { Lab } from '../lab/lab'
import { type Pixels, pixelsOf } from '../lab/pixels'
import { runOf } from '../lab/runs'
import {
  type Compared,
  comparedBy,
  filmLooks,
  type Nearest,
  nearestTo,
  type Smoothness,
  study,
} from './looks'

/** Source of drawings: the run, or a generator trained beforehand. */
export type Source = 'run' | 'example'

export interface From {
  source: Source
  label: number
}

export interface Drawings {
  pixels: Pixels
  /** Step of the run when they were drawn. */
  step: number
}

/** Shapes of a generator's vectors and images. */
export interface Space {
  latent: number
  classes: number
  imageSize: number
  height: number
  width: number
  channels: number
  /** Comparison of its drawings with real images. */
  compared: Compared
}

/** Drawings, and the real image nearest to each: none until all real images were compared. */
export type Looked = Drawings & { nearest: Nearest | undefined }

const COUNT = 64
/** Number of images from which directions are found. */
const LOOKS = 256

export const latentJobs = {
  /** Drawings of a seed's noise, and that noise: [64, latent]. */
  async latentPalette(
    lab: Lab,
    from: From,
    seed: number,
  ): Promise<Drawings & { space: Space; z: Latent }> {
    const artist = await artistOf(lab, from)
    const { latent, classes, imageSize } = artist.config
    const { height, width, channels } = artist.images
    const z = seededNoise(seed, COUNT, latent)
    const drawings = drawn(lab, artist, await artist.draw(z, from.label))
    const compared = await comparedBy(lab, artist)
    const space = { latent, classes, imageSize, height, width, channels, compared }
    return { ...drawings, space, z }
  },

  /** @param z  [count, latent] */
  async latentDraw(lab: Lab, from: From, z: Float32Array): Promise<Drawings> {
    const artist = await artistOf(lab, from)
    return drawn(lab, artist, await artist.draw(z, from.label))
  },

  /**
   * The same for a few vectors, and the real image nearest to each.
   *
   * @param psi  share of the distance from the mean of W, of a style-based generator
   */
  async latentLook(lab: Lab, from: From, z: Float32Array, psi = 1): Promise<Looked> {
    const artist = await artistOf(lab, from)
    const images = await artist.draw(z, from.label, psi)
    return { ...drawn(lab, artist, images), nearest: await nearestTo(lab, artist, images) }
  },

  /**
   * Smoothness of a way, with the drawing of every n-th frame and the real image nearest to it.
   *
   * @param z  [frames, latent], in order
   */
  async latentWay(
    lab: Lab,
    from: From,
    { z, every }: { z: Float32Array; every: number },
  ): Promise<Looked & { smoothness: Smoothness }> {
    const artist = await artistOf(lab, from)
    const images = await artist.draw(z, from.label)
    const count = z.length / artist.config.latent
    const frames = unstack(images, images.length / count)
    const shown = stack(frames.filter((_, frame) => frame % every === 0))
    return { ...drawn(lab, artist, shown), ...(await filmLooks(lab, artist, { images, every })) }
  },

  /** Computes features of more real images; returns the share that is done. */
  async latentStudy(lab: Lab, from: From): Promise<number> {
    return study(lab, await artistOf(lab, from))
  },

  /** Two directions in which the images differ most: [2, latent]. */
  async latentDirections(lab: Lab, from: From): Promise<Latent> {
    const artist = await artistOf(lab, from)
    const { latent, seed } = artist.config
    const z = seededNoise(seed, LOOKS, latent)
    const images = await artist.draw(z, from.label)
    return stack(principalDirections(unstack(z, latent), images, 2))
  },
}

export async function artistOf(lab: Lab, { source }: From): Promise<Artist> {
  if (source === 'example') return exampleArtist(lab)
  const run = imageRunOf(lab)
  if (run) return run.artist()
  throw new Error('there is no run that draws images. Choose the trained example')
}

function drawn(lab: Lab, { config }: Artist, images: Float32Array): Drawings {
  return { pixels: pixelsOf(images, config.channels), step: runOf(lab)?.step ?? 0 }
}
