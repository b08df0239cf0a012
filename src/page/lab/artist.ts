// Draws on demand: a generator with its current weights, and its training images. Programs are captured once,
// when they are first needed.

import type { ImageSet } from '../../data/imageSet'
import { Sampler } from '../../gan/draw/generate'
import { Truncator } from '../../gan/draw/truncator'
import { Search } from '../../gan/latent/invert'
import type { GanConfig } from '../../gan/model/config'
import { joinClasses } from '../../gan/model/noise'
import type { Gpu } from '../../gpu/device'
import type { Network } from '../../nn/network'

/** Images drawn at once. One batch size for all, so that the same noise gives the same bits. */
const BATCH = 16

/** Options of a search, enough for a small generator. */
const SEARCH = { restarts: 4, steps: 200, lr: 0.2, prior: 0.001 }

export interface ArtistOptions {
  gpu: Gpu
  generator: Network
  config: GanConfig
  images: ImageSet
}

export class Artist {
  readonly config: GanConfig
  readonly images: ImageSet
  readonly #gpu: Gpu
  readonly generator: Network
  #sampler: Promise<Sampler> | undefined
  #truncator: Promise<Truncator> | undefined
  #search: Promise<Search> | undefined

  constructor({ gpu, generator, config, images }: ArtistOptions) {
    this.#gpu = gpu
    this.generator = generator
    this.config = config
    this.images = images
  }

  /**
   * @param z    [count, latent]
   * @param of   class, for a conditional generator
   * @param psi  share of the distance from the mean of W, for a style-based one
   * @returns    [count, H, W, C] in [-1, 1]
   */
  async draw(z: Float32Array, of: number, psi = 1): Promise<Float32Array<ArrayBuffer>> {
    const { latent, classes } = this.config
    if (z.length % latent !== 0) {
      throw new Error(`z of this generator have ${latent} numbers. Pick images that it drew`)
    }
    if (psi !== 1) {
      const shape = { latent, classes, batch: BATCH }
      this.#truncator ??= Truncator.open(this.#gpu, this.generator, shape)
      return (await this.#truncator).draw(z, psi, of)
    }
    this.#sampler ??= Sampler.open(this.#gpu, this.generator, { latent, classes, batch: BATCH })
    const noise = classes === 0 ? z : joinClasses(z, { latent, classes, of: () => of })
    return (await this.#sampler).draw(noise)
  }

  /** Search for the z of an image. There is one search at a time: the next ends the one before. */
  search(): Promise<Search> {
    const { latent, classes } = this.config
    this.#search ??= Search.open(this.#gpu, this.generator, { ...SEARCH, latent, classes })
    return this.#search
  }

  get searches(): boolean {
    return this.#search !== undefined
  }

  /** One-hot class for a conditional generator. */
  conditionOf(label: number): Float32Array | undefined {
    const { classes } = this.config
    return classes === 0
      ? undefined
      : Float32Array.from({ length: classes }, (_, i) => Number(i === label))
  }

  /** Frees the captured programs, but not the generator. */
  destroy(): void {
    const nothing = () => {}
    this.#sampler?.then((sampler) => sampler.destroy(), nothing)
    this.#truncator?.then((truncator) => truncator.destroy(), nothing)
    this.#search?.then((search) => search.destroy(), nothing)
  }
}
