// A trained generator for your own page: opened from the bytes or address of a file, it draws pictures. It
// imports nothing that only training needs.

import { DataError } from '../../data/imageSet'
import { isRecord, parseJson } from '../../data/json'
import { readWeights } from '../../data/packed'
import { bytesOfImages, rgbaOf } from '../../data/prepare'
import type { Gpu } from '../../gpu/device'
import { openGpu } from '../../gpu/open'
import { free } from '../../gpu/owning'
import { rules } from '../model/config'
import { buildGenerator, type ModelOptions } from '../model/models'
import type { Wanted } from '../model/noise'
import { imageSizes, type ModelName, modelNames } from '../model/recipes'
import { Sampler } from './generate'

/** Shape of a generator. The files of a run contain it. */
export type GeneratorShape = Pick<ModelOptions, 'imageSize' | 'channels' | 'width' | 'latent'> & {
  model: ModelName
  classes: number
}

/** Key of the shape in a file's metadata. */
const KEY = 'ganvas'

/** Metadata from which `openGenerator` reads the shape. */
export function describeGenerator(shape: GeneratorShape): Record<string, string> {
  const { model, imageSize, channels, width, latent, classes } = shape
  return { [KEY]: JSON.stringify({ model, imageSize, channels, width, latent, classes }) }
}

/** An image as R, G, B, A per pixel, ready for `new ImageData(data, width, height)`. */
export interface DrawnImage {
  width: number
  height: number
  data: Uint8ClampedArray<ArrayBuffer>
}

export interface OpenGeneratorOptions {
  /** GPU to draw on. Default: the page's. */
  gpu?: Gpu | undefined
  /** Shape, for a file without it, such as one from PyTorch. */
  shape?: GeneratorShape | undefined
  /** Images drawn at once. */
  batch?: number
}

/** A generator on the GPU. */
export class Generator {
  readonly gpu: Gpu
  readonly shape: GeneratorShape
  readonly #sampler: Sampler
  readonly #free: () => void

  private constructor(gpu: Gpu, shape: GeneratorShape, sampler: Sampler, free: () => void) {
    this.gpu = gpu
    this.shape = shape
    this.#sampler = sampler
    this.#free = free
  }

  /** Opens a generator from the bytes of a file. @see openGenerator */
  static async open(
    bytes: Uint8Array,
    name: string,
    { gpu: given, shape: told, batch = 16 }: OpenGeneratorOptions = {},
  ): Promise<Generator> {
    const { metadata, tensors } = readWeights(bytes, name)
    const shape = told ?? shapeIn(metadata[KEY], name)
    const network = buildGenerator(shape)
    const gpu = given ?? (await openGpu(globalThis.navigator?.gpu))
    try {
      network.load(gpu, tensors)
      const { latent, classes } = shape
      const sampler = await Sampler.open(gpu, network, { latent, classes, batch })
      return new Generator(gpu, shape, sampler, () => {
        free(sampler, network)
        if (!given) gpu.close()
      })
    } catch (error) {
      if (!given) gpu.close()
      throw error
    }
  }

  /**
   * Draws the images of a seed. Adapters differ by rounding only.
   *
   * @param wanted  classOf: class of image i, of a conditional generator. Default: the classes take turns
   */
  async images({ seed = 1, count = 1, ...classes }: Partial<Wanted> = {}): Promise<DrawnImage[]> {
    const drawn = await this.#sampler.drawSeed({ seed, count, ...classes })
    const { imageSize, channels } = this.shape
    const each = imageSize ** 2 * channels
    return Array.from({ length: count }, (_, i) => {
      const bytes = bytesOfImages(drawn.subarray(i * each, (i + 1) * each))
      return { width: imageSize, height: imageSize, data: rgbaOf(bytes, channels) }
    })
  }

  /**
   * Draws from your own noise.
   *
   * @param noise  [count, latent + classes]: N(0, 1), and a 1 at the class
   * @returns      [count, H, W, C] in [-1, 1], as one array
   * @throws TensorError when the noise is not a whole number of rows
   */
  draw(noise: Float32Array): Promise<Float32Array<ArrayBuffer>> {
    return this.#sampler.draw(noise)
  }

  /** Frees its memory on the GPU, and closes the GPU if it opened it. */
  destroy(): void {
    this.#free()
  }
}

/**
 * Opens a generator written by a run: `generator.safetensors`, or its moving average.
 *
 * @param source  bytes of the file, or its address
 * @throws DataError when the file cannot be fetched or has another format; GpuError when there is no adapter;
 * Error when the weights belong to another network
 */
export async function openGenerator(
  source: Uint8Array | ArrayBuffer | URL | string,
  options: OpenGeneratorOptions = {},
): Promise<Generator> {
  if (source instanceof Uint8Array) return Generator.open(source, 'generator', options)
  if (source instanceof ArrayBuffer) {
    return Generator.open(new Uint8Array(source), 'generator', options)
  }
  const response = await fetch(source)
  if (!response.ok) {
    throw new DataError(`${source} cannot be fetched: ${response.status} ${response.statusText}`)
  }
  return Generator.open(new Uint8Array(await response.arrayBuffer()), String(source), options)
}

export function shapeIn(json: string | undefined, name: string): GeneratorShape {
  if (json === undefined) {
    throw new DataError(`${name}: its metadata has no shape of a generator. Pass \`shape\``)
  }
  const shape = parseJson(json)
  if (!isShape(shape)) throw new DataError(`${name}: the shape in its metadata is damaged`)
  return shape
}

function isShape(value: unknown): value is GeneratorShape {
  if (!isRecord(value)) return false
  const { model, imageSize, channels, width, latent, classes } = value
  return (
    modelNames.some((name) => name === model) &&
    imageSizes.some((size) => size === imageSize) &&
    (channels === 1 || channels === 3) &&
    rules.width.holds(width) &&
    rules.latent.holds(latent) &&
    rules.classes.holds(classes)
  )
}
