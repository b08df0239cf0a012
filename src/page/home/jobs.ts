// Worker job of the landing view: drawings on the way between two points of noise.

import { bytesOfImages, rgbaOf } from '../../data/prepare'
import { between, stack, unstack } from '../../gan/latent/latent'
import { seededNoise } from '../../gan/model/noise'
import type { Picture } from '../core/protocol'
import { exampleConfig } from '../lab/example/example'
import { exampleGenerator, exampleSampler } from '../lab/example/onLab'
import type { Lab } from '../lab/lab'

/** Drawings in a row, and rows. */
const SIDE = 4

/** A picture, and the name of the GPU that drew it: none without WebGPU. */
export type HomeDrawing = Picture & { gpu: string | undefined }

export const homeJobs = {
  /** Drawings at a share of the way from the noise of one seed to that of the next. */
  async homeDraw(lab: Lab, seed: number, share: number): Promise<HomeDrawing> {
    const { latent, imageSize: side } = exampleConfig
    const [from, to] = [seed, seed + 1].map((each) =>
      unstack(seededNoise(each, SIDE * SIDE, latent), latent),
    )
    const z = stack((from ?? []).map((a, i) => between(a, to?.[i] ?? a, share)))
    const gpu = await lab.gpuIfAny()
    const images = gpu
      ? await (await exampleSampler(gpu, SIDE * SIDE)).draw(z)
      : (await exampleGenerator()).draw(z)
    return { ...tiled(bytesOfImages(images), side), gpu: gpu?.name }
  },
}

/** Images [SIDE², side, side] side by side. */
function tiled(bytes: Uint8Array, side: number): Picture {
  const width = SIDE * side
  const grid = new Uint8Array(width * width)
  for (let row = 0; row < bytes.length / side; row++) {
    const [image, y] = [Math.floor(row / side), row % side]
    const top = Math.floor(image / SIDE) * side + y
    grid.set(bytes.subarray(row * side, (row + 1) * side), top * width + (image % SIDE) * side)
  }
  return { width, height: width, pixels: rgbaOf(grid, 1) }
}
