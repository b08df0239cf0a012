// Draws images from a trained generator, a batch at a time.

import { Tensor } from '../autograd/tensor'
import type { Gpu } from '../gpu/device'
import { Slice } from '../gpu/memory'
import { capture, submit, upload } from '../gpu/program'
import type { Network } from '../nn/network'

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
  const count = noise.length / latent
  const shape = [BATCH, 1, 1, latent]
  const input = new Tensor(shape, Slice.whole('noise', BATCH * latent * 4))
  const captured = await capture(gpu, {
    sample: () => generator.forward(input, { training: false }),
  })
  try {
    const images = captured.results.sample
    const perImage = images.size / BATCH
    const all = new Float32Array(count * perImage)
    for (let first = 0; first < count; first += BATCH) {
      // The last batch is filled up with zeros; in eval mode one image does not touch another.
      const batch = new Float32Array(BATCH * latent)
      batch.set(noise.subarray(first * latent, (first + BATCH) * latent))
      upload(gpu, input, batch)
      submit(gpu, [captured.programs.sample])
      const drawn = await images.read(gpu)
      const wanted = Math.min(count - first, BATCH) * perImage
      all.set(drawn.subarray(0, wanted), first * perImage)
    }
    return all
  } finally {
    captured.destroy()
    input.slice.memory?.destroy()
  }
}
