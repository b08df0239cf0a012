// The next batch of a data set that lies on the GPU as bytes.

import source from '../../shaders/gather.wgsl?raw'
import { check, shape4, show } from '../autograd/check'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'

const shader = new Shader('gather.wgsl', source)

export interface GatherOptions {
  /** [4] u32 on the GPU: seed, draws, batches, iterations. */
  clock: Tensor
  batchSize: number
  /** Height and width of the batch; images are padded evenly to it with byte 0. */
  imageSize: number
}

/**
 * Takes the batch that the clock points at, scaled from bytes to [-1, 1].
 *
 * @param images  [count, height, width, C] of u8
 * @returns       [batchSize, imageSize, imageSize, C]
 */
export function gather(images: Tensor, { clock, batchSize, imageSize }: GatherOptions): Tensor {
  const [count, height, width, channels] = shape4('gather', 'images', images, '[count, H, W, C]')
  check(
    images.dtype === 'u8',
    'gather',
    () => `images must be bytes (u8), but are ${images.dtype}.`,
  )
  check(batchSize <= count, 'gather', () => {
    return `batchSize ${batchSize} is larger than the data set of ${count} images. Take a smaller batch.`
  })
  check(height <= imageSize && width <= imageSize, 'gather', () => {
    return `images ${show(images.shape)} do not fit imageSize ${imageSize}. Take a larger imageSize.`
  })
  const result = empty('batch', [batchSize, imageSize, imageSize, channels])
  dispatch(shader, 'gather', {
    constants: {
      COUNT: count,
      HEIGHT: height,
      WIDTH: width,
      C: channels,
      BATCH: batchSize,
      H: imageSize,
      W: imageSize,
      PADDING_H: (imageSize - height) >> 1,
      PADDING_W: (imageSize - width) >> 1,
      HALF_BITS: Math.max(1, Math.ceil(Math.log2(count) / 2)),
    },
    bindings: { images, clock, result },
    invocations: result.size,
  })
  return result
}
