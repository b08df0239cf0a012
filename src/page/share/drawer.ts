// The generator in the page: on the GPU, or in loops where there is none.

import { readWeights } from '../../data/packed'
import { bytesOfImages, rgbaOf } from '../../data/prepare'
import { Generator, type GeneratorShape, shapeIn } from '../../gan/draw/generator'
import { LoopGenerator } from '../../gan/draw/inLoops'
import { buildGenerator } from '../../gan/model/models'

export interface Drawer {
  shape: GeneratorShape
  /** Name of the GPU; undefined where the CPU computes. */
  gpu: string | undefined
  /** Images of noise [latent + classes] each. */
  draw(noise: readonly Float32Array[]): Promise<ImageData[]>
}

export async function openDrawer(bytes: Uint8Array): Promise<Drawer> {
  const { metadata, tensors } = readWeights(bytes, 'weights')
  const shape = shapeIn(metadata['ganvas'], 'weights')
  const pictures = (values: Float32Array, count: number): ImageData[] => {
    const size = values.length / count
    return Array.from({ length: count }, (_, i) => {
      const pixels = bytesOfImages(values.subarray(i * size, (i + 1) * size))
      return new ImageData(rgbaOf(pixels, shape.channels), shape.imageSize, shape.imageSize)
    })
  }
  try {
    const generator = await Generator.open(bytes, 'weights', { batch: 1 })
    return {
      shape,
      gpu: generator.gpu.name,
      async draw(noise) {
        const all = Float32Array.from(noise.flatMap((one) => [...one]))
        return pictures(await generator.draw(all), noise.length)
      },
    }
  } catch {
    const loops = new LoopGenerator(buildGenerator(shape), tensors)
    return {
      shape,
      gpu: undefined,
      async draw(noise) {
        return noise.flatMap((one) => pictures(loops.draw(one), 1))
      },
    }
  }
}
