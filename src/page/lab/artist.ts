// Who draws on demand: a generator with the weights that it has by now, and what it learned from. What is
// captured for it is captured once, and goes with it.

import type { ImageSet } from '../../data/imageSet'
import { Sampler } from '../../gan/draw/generate'
import { Search } from '../../gan/latent/invert'
import type { GanConfig } from '../../gan/model/config'
import { joinClasses } from '../../gan/model/noise'
import type { Gpu } from '../../gpu/device'
import type { Network } from '../../nn/network'

/** Images that are drawn at once. One batch for all: the same noise is the same image, bit by bit. */
const BATCH = 16

/** A search walks so far, from so many starting points: enough for a small generator. */
const SEARCH = { restarts: 4, steps: 200, lr: 0.2, prior: 0.001 }

export interface ArtistOptions {
  gpu: Gpu
  generator: Network
  config: GanConfig
  /** What it learned from. */
  images: ImageSet
}

export class Artist {
  readonly config: GanConfig
  readonly images: ImageSet
  readonly #gpu: Gpu
  readonly generator: Network
  #sampler: Promise<Sampler> | undefined
  #search: Promise<Search> | undefined

  constructor({ gpu, generator, config, images }: ArtistOptions) {
    this.#gpu = gpu
    this.generator = generator
    this.config = config
    this.images = images
  }

  /**
   * @param z   [count, latent]
   * @param of  the class, where it was told classes
   * @returns   [count, H, W, C] in [-1, 1]
   */
  async draw(z: Float32Array, of: number): Promise<Float32Array<ArrayBuffer>> {
    const { latent, classes } = this.config
    if (z.length % latent !== 0) {
      throw new Error(`z of this generator have ${latent} numbers. Pick images that it drew`)
    }
    this.#sampler ??= Sampler.open(this.#gpu, this.generator, {
      latent: latent + classes,
      batch: BATCH,
    })
    const noise = classes === 0 ? z : joinClasses(z, { latent, classes, of: () => of })
    return (await this.#sampler).draw(noise)
  }

  /** The way back from an image to a z. There is one search at a time: the next ends the one before. */
  search(): Promise<Search> {
    const { latent, classes } = this.config
    this.#search ??= Search.open(this.#gpu, this.generator, { ...SEARCH, latent, classes })
    return this.#search
  }

  /** Was a search opened? */
  get searches(): boolean {
    return this.#search !== undefined
  }

  /** What a conditional generator is told beside z. */
  conditionOf(label: number): Float32Array | undefined {
    const { classes } = this.config
    return classes === 0
      ? undefined
      : Float32Array.from({ length: classes }, (_, i) => Number(i === label))
  }

  /** Frees what was captured; the generator is somebody else's. */
  destroy(): void {
    const nothing = () => {}
    this.#sampler?.then((sampler) => sampler.destroy(), nothing)
    this.#search?.then((search) => search.destroy(), nothing)
  }
}
