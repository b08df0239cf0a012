// The next batch of a data set that lies on the GPU as bytes.

import source from '../../shaders/gather.wgsl?raw'
import { check, sameShape, shape4, show } from '../autograd/check'
import { empty, Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'

const shader = new Shader('gather.wgsl', source)

export interface GatherOptions {
  /** [4] u32 on the GPU: seed, draws, batches, iterations. */
  clock: Tensor
  batchSize: number
  /** Height and width of the batch; images are padded evenly to it with byte 0. */
  imageSize: number
  /** Order of the images: two sets of one size, gathered by one clock, come in unrelated orders from two streams. */
  stream?: number
  /** Places in which batches lie in turn, `strideOf` the batch size images apart: the images are those alone. */
  slots?: number | undefined
}

/** Images from one place to the next: their bytes are a multiple of four. */
export const strideOf = (batchSize: number): number => 4 * Math.ceil(batchSize / 4)

/**
 * Takes the batch that the clock points at, scaled from bytes to [-1, 1].
 *
 * @param images  [count, height, width, C] of u8; or parts of that, one after the other, from which come the
 * same batches
 * @returns       [batchSize, imageSize, imageSize, C]
 */
export function gather(
  images: Tensor | readonly Tensor[],
  { clock, batchSize, imageSize, stream = 0, slots }: GatherOptions,
): Tensor {
  const parts = images instanceof Tensor ? [images] : images
  const shapes = parts.map((part) => shape4('gather', 'images', part, '[count, H, W, C]'))
  const [[, height, width, channels] = [0, 0, 0, 0], ...others] = shapes
  for (const { dtype } of parts) {
    check(dtype === 'u8', 'gather', () => `images must be bytes (u8), but are ${dtype}.`)
  }
  for (const [, ...other] of others) {
    const shape = [height, width, channels]
    check(sameShape(other, shape), 'gather', () => {
      return `all parts must have images of one shape, but some are ${show(shape)} and some ${show(other)}. Reshape them.`
    })
  }
  const count = shapes.reduce((sum, [held]) => sum + held, 0)
  checkBatch('gather', count, batchSize)
  check(height <= imageSize && width <= imageSize, 'gather', () => {
    return `images ${show([count, height, width, channels])} do not fit imageSize ${imageSize}. Take a larger imageSize.`
  })
  const result = empty('batch', [batchSize, imageSize, imageSize, channels])
  const constants = {
    COUNT: count,
    HEIGHT: height,
    WIDTH: width,
    C: channels,
    BATCH: batchSize,
    H: imageSize,
    W: imageSize,
    PADDING_H: (imageSize - height) >> 1,
    PADDING_W: (imageSize - width) >> 1,
    HALF_BITS: halfBits(count),
    STREAM: stream,
  }
  if (slots !== undefined) {
    const stride = strideOf(batchSize)
    check(parts.length === 1 && count === slots * stride, 'gather', () => {
      return `${slots} places of ${stride} images need one tensor of ${slots * stride}, but there are ${count} images.`
    })
    dispatch(shader, 'gather_slot', {
      constants: { ...constants, SLOTS: slots, STRIDE: stride },
      bindings: { images: parts[0] ?? result, clock, result },
      invocations: result.size,
    })
    return result
  }
  let first = 0
  for (const [n, part] of parts.entries()) {
    const [held] = shapes[n] ?? [0]
    dispatch(shader, parts.length === 1 ? 'gather' : 'gather_part', {
      constants: parts.length === 1 ? constants : { ...constants, FIRST: first, HELD: held },
      bindings: { images: part, clock, result },
      invocations: result.size,
    })
    first += held
  }
  return result
}

export interface GatherClassesOptions extends Omit<GatherOptions, 'imageSize'> {
  /** Count of classes; a label that is not below it gives a row of zeros. */
  classes: number
}

/**
 * Classes of the images of the same batch, as rows: y[b, k] = 1 where k is the label of image b.
 *
 * @param labels  [count] of u8
 * @returns       [batchSize, classes]
 */
export function gatherClasses(
  labels: Tensor,
  { clock, batchSize, classes, stream = 0 }: GatherClassesOptions,
): Tensor {
  const [count = 0] = labels.shape
  check(labels.dtype === 'u8' && labels.shape.length === 1, 'gatherClasses', () => {
    return `labels must be bytes (u8) [count], but are ${labels.dtype} ${show(labels.shape)}.`
  })
  checkBatch('gatherClasses', count, batchSize)
  const result = empty('labels', [batchSize, classes])
  dispatch(shader, 'gather_classes', {
    constants: {
      COUNT: count,
      BATCH: batchSize,
      CLASSES: classes,
      HALF_BITS: halfBits(count),
      STREAM: stream,
    },
    bindings: { labels, clock, result },
    invocations: result.size,
  })
  return result
}

function checkBatch(op: string, count: number, batchSize: number): void {
  check(batchSize <= count, op, () => {
    return `batchSize ${batchSize} is larger than the data set of ${count} images. Take a smaller batch.`
  })
}

const halfBits = (count: number): number => Math.max(1, Math.ceil(Math.log2(count) / 2))
