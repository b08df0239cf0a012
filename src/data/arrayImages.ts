// Arrays of numbers, as files of other programs hold them, as images and as labels: which axis is which, and
// what black and white are.

import { DataError, type ImageSet } from './imageSet'

export interface NumberArray {
  shape: readonly number[]
  data:
    | Uint8Array
    | Int8Array
    | Uint16Array
    | Int16Array
    | Int32Array
    | Uint32Array
    | Float32Array
    | Float64Array
    | BigInt64Array
    | BigUint64Array
}

const LAYOUTS = '[count, height, width], with 1 or 3 channels last or second'

/**
 * @param array  [N, H, W], [N, H, W, C] or [N, C, H, W] with C 1 or 3; from 0 to 1, from -1 to 1, or from 0 to 255
 * @param where  what the array is, for messages
 * @throws DataError where it is neither
 */
export function imagesOf({ shape, data }: NumberArray, where: string): ImageSet {
  const layout = layoutOf(shape)
  const said = `[${shape.join(', ')}]`
  if (!layout) {
    throw new DataError(`${where} is ${said}, but images are ${LAYOUTS}. Reshape it`)
  }
  const { count, height, width, channels, first } = layout
  if (count * height * width === 0) throw new DataError(`${where} is ${said}: it has no images`)
  const scale = scaleOf(data, where)
  const bytes =
    data instanceof Uint8Array && scale.by === 1
      ? data
      : mapped(data, (value) => Math.round((value + scale.plus) * scale.by))
  const pixels = first && channels > 1 ? channelsLast(bytes, { count, channels }) : bytes
  return { count, height, width, channels, pixels }
}

/** Is it an array of labels by its shape? */
export const isLabels = (shape: readonly number[]): boolean =>
  shape.length === 1 || (shape.length === 2 && shape[1] === 1)

/** `array`: [N] or [N, 1]: whole numbers from 0 to 255. Throws DataError where it is not. */
export function labelsOf({ shape, data }: NumberArray, where: string): Uint8Array {
  if (!isLabels(shape)) {
    throw new DataError(`${where} is [${shape.join(', ')}], but labels are [count]. Reshape it`)
  }
  return mapped(data, (label, i) => {
    if (Number.isInteger(label) && label >= 0 && label <= 255) return label
    throw new DataError(`${where}: label ${i} is ${label}, but labels are whole, from 0 to 255`)
  })
}

/** `Uint8Array.from` would list all values first. */
function mapped(data: NumberArray['data'], to: (value: number, i: number) => number): Uint8Array {
  const bytes = new Uint8Array(data.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = to(Number(data[i]), i)
  return bytes
}

function layoutOf(shape: readonly number[]) {
  const [count = 0, a = 0, b = 0, c = 0] = shape
  const few = (channels: number) => channels === 1 || channels === 3
  if (shape.length === 3) return { count, height: a, width: b, channels: 1, first: false }
  if (shape.length !== 4) return undefined
  if (few(c)) return { count, height: a, width: b, channels: c, first: false }
  return few(a) ? { count, height: b, width: c, channels: a, first: true } : undefined
}

/** From what the numbers are to bytes: (value + plus) × by. */
function scaleOf(data: NumberArray['data'], where: string): { plus: number; by: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i])
    if (!Number.isFinite(value)) {
      throw new DataError(`${where}: element ${i} is ${value}. Give numbers only`)
    }
    if (value < least) least = value
    if (value > most) most = value
  }
  if (least >= 0 && most <= 1) return { plus: 0, by: 255 }
  if (least >= 0 && most <= 255) return { plus: 0, by: 1 }
  if (least >= -1 && most <= 1) return { plus: 1, by: 127.5 }
  throw new DataError(
    `${where} goes from ${least} to ${most}, but images from 0 to 1, -1 to 1 or 0 to 255. Scale it`,
  )
}

/** [N, C, H × W] to [N, H × W, C]. */
function channelsLast(
  bytes: Uint8Array,
  { count, channels }: { count: number; channels: number },
): Uint8Array {
  const made = new Uint8Array(bytes.length)
  const each = bytes.length / count
  const area = each / channels
  for (let i = 0; i < bytes.length; i++) {
    const n = Math.floor(i / each)
    const [c, at] = [Math.floor((i % each) / area), i % area]
    made[n * each + at * channels + c] = bytes[i] ?? 0
  }
  return made
}
