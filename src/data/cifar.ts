// Reads the binary files of CIFAR: records of a label and 3 × 32 × 32 bytes, all red ones first. A file has no
// header, so it is known by its name and length. Source: https://www.cs.toronto.edu/~kriz/cifar.html

import { DataError, type ImageSet } from './imageSet'

const SIDE = 32
const PIXELS = 3 * SIDE * SIDE
/** CIFAR-10's record; that of CIFAR-100 has a coarse label before the fine one. */
const RECORDS = [
  { bytes: PIXELS + 1, label: 0 },
  { bytes: PIXELS + 2, label: 1 },
]

export const cifarClasses = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
]

const recordOf = (size: number) => RECORDS.find(({ bytes }) => size > 0 && size % bytes === 0)

export const isCifar = ({ path, size }: { path: string; size: number }): boolean =>
  /\.bin$/i.test(path) && recordOf(size) !== undefined

/** @throws DataError where it does not consist of records */
export function parseCifar(bytes: Uint8Array, name: string): ImageSet {
  const record = recordOf(bytes.length)
  if (!record) {
    const sizes = RECORDS.map((each) => each.bytes).join(' or ')
    throw new DataError(
      `${name}: ${bytes.length} bytes are no whole records of CIFAR, which have ${sizes}. Fetch it again`,
    )
  }
  const count = bytes.length / record.bytes
  const labels = new Uint8Array(count)
  const pixels = new Uint8Array(count * PIXELS)
  const area = SIDE * SIDE
  for (let n = 0; n < count; n++) {
    const from = n * record.bytes
    const label = bytes[from + record.label] ?? 0
    if (record.label === 0 && label >= cifarClasses.length) {
      throw new DataError(`${name}: byte ${from} is label ${label}, but CIFAR-10's are 0 to 9`)
    }
    labels[n] = label
    const planes = bytes.subarray(from + record.label + 1, from + record.bytes)
    for (let i = 0; i < PIXELS; i++) {
      pixels[n * PIXELS + (i % area) * 3 + Math.floor(i / area)] = planes[i] ?? 0
    }
  }
  return { count, height: SIDE, width: SIDE, channels: 3, pixels, labels }
}
