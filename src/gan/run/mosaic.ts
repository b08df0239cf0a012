// A batch of images as one picture, in the bytes of a canvas.

import source from '../../../shaders/mosaic.wgsl?raw'
import { check, shape4 } from '../../autograd/check'
import { empty, type Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { owning } from '../../gpu/owning'
import { download, run } from '../../gpu/program'
import { Shader } from '../../gpu/shader'
import { dispatch } from '../../gpu/trace'

const shader = new Shader('mosaic.wgsl', source)

/**
 * Lays images out side by side, row by row. Not an op: it has no gradient.
 *
 * @param images  [N, H, W, C] in [-1, 1]; 1 channel is grey, 3 are red, green, blue
 * @returns       [⌈N / columns⌉ · H, columns · W] of u32, each the bytes R, G, B, A of one pixel
 */
export function mosaic(images: Tensor, { columns }: { columns: number }): Tensor {
  const [count, height, width, channels] = shape4('mosaic', 'images', images, '[N, H, W, C]')
  check(channels === 1 || channels === 3, 'mosaic', () => {
    return `images need 1 or 3 channels, got ${channels}.`
  })
  const rows = Math.ceil(count / columns)
  const result = empty('mosaic', [rows * height, columns * width], 'u32')
  dispatch(shader, 'mosaic', {
    constants: { N: count, H: height, W: width, C: channels, COLUMNS: columns, ROWS: rows },
    bindings: { images, result },
    invocations: result.size,
  })
  return result
}

export interface Picture {
  width: number
  height: number
  /** R, G, B, A a pixel. */
  pixels: Uint8ClampedArray<ArrayBuffer>
}

/** Images on the GPU as a picture. Allocates and frees buffers: for occasional use. */
export function pictureOf(
  gpu: Gpu,
  images: Tensor,
  { columns }: { columns: number },
): Promise<Picture> {
  return owning(async (own) => {
    const picture = own(await run(gpu, () => mosaic(images, { columns })))
    const [height = 0, width = 0] = picture.shape
    return { width, height, pixels: new Uint8ClampedArray(await download(gpu, picture)) }
  })
}
