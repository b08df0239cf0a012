// A data set on the GPU: its bytes in one buffer, or in parts where that would be larger than the adapter binds.

import { check, show } from '../autograd/check'
import { Tensor } from '../autograd/tensor'
import type { Gpu } from '../gpu/device'
import { Slice, VECTOR } from '../gpu/memory'
import { upload } from '../gpu/program'
import type { ImageSet } from './imageSet'

/** Bytes that every adapter binds: WebGPU's default limit. */
const EVERYWHERE = 2 ** 27
/** Most bytes that a kernel can count in u32. */
const COUNTABLE = 2 ** 32
/** Most parts: each is one more dispatch for every batch. */
const MOST_PARTS = 64
/** Bytes copied to the GPU at once. */
const TOGETHER = 2 ** 24

/**
 * Room for the images: as few tensors [count, height, width, C] of u8 as hold all of them, none cut in two.
 * `gather` takes the same batches from them, however many there are.
 *
 * @param maxBinding  bytes of the largest buffer that the adapter binds
 * @throws TensorError where an image alone is larger, or there would be more parts than 64
 */
export function partsFor(
  { count, height, width, channels }: Omit<ImageSet, 'pixels' | 'labels'>,
  { maxBinding = EVERYWHERE, label = 'data set' }: { maxBinding?: number; label?: string } = {},
): Tensor[] {
  const image = [height, width, channels]
  const each = height * width * channels
  const most = Math.min(maxBinding, COUNTABLE)
  // A buffer ends with a whole vector.
  const room = Math.floor((Math.floor(most / VECTOR) * VECTOR) / each)
  const binds = `this adapter binds at most ${inFull(most)} in a buffer`
  check(room > 0, label, () => {
    return `an image ${show(image)} has ${inFull(each)}, but ${binds}. Take smaller images.`
  })
  const parts = Math.ceil(count / room)
  check(parts <= MOST_PARTS, label, () => {
    return (
      `${count} images ${show(image)} have ${inFull(count * each)}, but ${binds}, and ${MOST_PARTS} buffers ` +
      `are the most. Take at most ${MOST_PARTS * room} of them, or smaller ones.`
    )
  })
  const held = Math.ceil(count / parts)
  return Array.from({ length: parts }, (_, n) => {
    const shape = [Math.min(held, count - n * held), ...image]
    const name = parts === 1 ? label : `${label}, part ${n + 1} of ${parts}`
    return new Tensor(shape, Slice.whole(name, (shape[0] ?? 0) * each), 'u8')
  })
}

const inFull = (bytes: number): string => `${bytes.toLocaleString('en')} bytes`

/** Streams the pixels into the parts, a few megabytes at a time. */
export function uploadParts(gpu: Gpu, parts: readonly Tensor[], pixels: Uint8Array): void {
  const bytes = parts.reduce((sum, { size }) => sum + size, 0)
  check(pixels.length === bytes, 'data set', () => {
    return `there is room for ${inFull(bytes)}, but the pixels are ${inFull(pixels.length)}. Give those of its images.`
  })
  let first = 0
  for (const part of parts) {
    for (let at = 0; at < part.size; at += TOGETHER) {
      const end = Math.min(at + TOGETHER, part.size)
      upload(gpu, part, pixels.slice(first + at, first + end), { at })
    }
    first += part.size
  }
}
