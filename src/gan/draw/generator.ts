// A trained generator for somebody else's page: opened from a file's bytes or address, asked for pictures.
// It trains nothing, and what training needs does not come along.

import { check } from '../../autograd/check'
import { DataError } from '../../data/imageSet'
import { isRecord, parseJson } from '../../data/json'
import { readWeights } from '../../data/packed'
import { bytesOfImages, rgbaOf } from '../../data/prepare'
import { type Gpu, openGpu } from '../../gpu/device'
import { rules } from '../model/config'
import { buildGenerator, type ModelOptions } from '../model/models'
import { noiseFor, type Wanted } from '../model/noise'
import { imageSizes, type ModelName, modelNames } from '../model/recipes'
import { Sampler } from './generate'

/** What one must know of a generator to build it. Files of a run say it themselves. */
export type GeneratorShape = Pick<ModelOptions, 'imageSize' | 'channels' | 'width' | 'latent'> & {
  model: ModelName
  classes: number
}

/** The key of the words about it in a file's metadata. */
const KEY = 'ganvas'

/** For the metadata of a file: all that `openGenerator` must know. */
export function describeGenerator(shape: GeneratorShape): Record<string, string> {
  const { model, imageSize, channels, width, latent, classes } = shape
  return { [KEY]: JSON.stringify({ model, imageSize, channels, width, latent, classes }) }
}

/** R, G, B, A of each pixel: `new ImageData(data, width, height)` takes it. */
export interface DrawnImage {
  width: number
  height: number
  data: Uint8ClampedArray<ArrayBuffer>
}

export interface OpenGeneratorOptions {
  /** Where to draw; the page's own GPU if not said. */
  gpu?: Gpu | undefined
  /** Of a file that does not say it, such as one that PyTorch wrote. */
  shape?: GeneratorShape | undefined
  /** Images that are drawn at once. */
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

  /** @see openGenerator, which this is without the fetching */
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
      const sampler = await Sampler.open(gpu, network, { latent: latent + classes, batch })
      return new Generator(gpu, shape, sampler, () => {
        sampler.destroy()
        for (const flat of [network.parameters, network.buffers]) flat.slice.memory?.destroy()
        if (!given) gpu.close()
      })
    } catch (error) {
      if (!given) gpu.close()
      throw error
    }
  }

  /**
   * Draws the images of a seed, the same on every adapter but for roundings.
   *
   * @param wanted  classOf: the class of image i, where G is told one; the classes in turn if not said
   */
  async images({ seed = 1, count = 1, classOf }: Partial<Wanted> = {}): Promise<DrawnImage[]> {
    const { classes } = this.shape
    const asked = classOf ?? ((i: number) => i % classes)
    const noise = noiseFor(this.shape, { seed, count, classOf: asked })
    const drawn = await this.draw(noise)
    const { imageSize, channels } = this.shape
    const each = imageSize ** 2 * channels
    return Array.from({ length: count }, (_, i) => {
      const bytes = bytesOfImages(drawn.subarray(i * each, (i + 1) * each))
      return { width: imageSize, height: imageSize, data: rgbaOf(bytes, channels) }
    })
  }

  /**
   * Draws from noise of your own.
   *
   * @param noise  [count, latent + classes], N(0, 1) and a 1 at the class
   * @returns      [count, H, W, C] in [-1, 1], as one array
   * @throws TensorError where the noise is not so many whole rows
   */
  draw(noise: Float32Array): Promise<Float32Array<ArrayBuffer>> {
    const each = this.shape.latent + this.shape.classes
    check(noise.length % each === 0, 'draw', () => {
      return `noise has ${noise.length} numbers, which are no rows of ${each}. Give ${each} an image.`
    })
    return this.#sampler.draw(noise)
  }

  /** Frees what it has on the GPU, and the GPU where it opened that itself. */
  destroy(): void {
    this.#free()
  }
}

/**
 * Opens a generator that a run wrote: `generator.safetensors`, or its moving average.
 *
 * @param source  the bytes of the file, or its address
 * @throws DataError where it cannot be had or is not such a file; GpuError where there is no adapter; Error
 * where the weights are those of another network
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
    throw new DataError(`${source} cannot be had: ${response.status} ${response.statusText}`)
  }
  return Generator.open(new Uint8Array(await response.arrayBuffer()), String(source), options)
}

function shapeIn(json: string | undefined, name: string): GeneratorShape {
  if (json === undefined) {
    throw new DataError(`${name} does not say what network it holds. Pass its \`shape\``)
  }
  const shape = parseJson(json)
  if (!isShape(shape)) throw new DataError(`${name}: what it says of its network is damaged`)
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
