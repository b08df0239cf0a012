// Draws images from a trained generator, a batch at a time.

import { Tensor } from '../autograd/tensor'
import type { Gpu } from '../gpu/device'
import { Slice } from '../gpu/memory'
import { capture } from '../gpu/program'
import type { Network } from '../nn/network'
import { inBatches } from './batches'

const BATCH = 64

/**
 * G(noise) in eval mode.
 *
 * @param noise  [count, latent]
 * @returns      [count, H, W, C] in [-1, 1], as one array
 */
export async function generate(
  gpu: Gpu,
  generator: Network,
  noise: Float32Array,
  latent: number,
): Promise<Float32Array> {
  const shape = [BATCH, 1, 1, latent]
  const input = new Tensor(shape, Slice.whole('noise', BATCH * latent * 4))
  // In eval mode one image does not touch another.
  const { programs, results, destroy } = await capture(gpu, {
    sample: () => generator.forward(input, { training: false }),
  })
  try {
    const through = { rows: noise, input, results: [results.sample] }
    const [images = new Float32Array()] = await inBatches(gpu, programs.sample, through)
    return images
  } finally {
    destroy()
    input.slice.memory?.destroy()
  }
}
