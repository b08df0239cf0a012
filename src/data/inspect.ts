import { imageHashes } from './identity'
import type { NamedSet } from './imageSet'
import type { PictureHead } from './pictureFile'

export interface Facts {
  count: number
  height: number
  width: number
  channels: number
  /** Mean of each channel; 1 is full scale. */
  mean: number[]
  /** Standard deviation of each channel; 1 is full scale. */
  deviation: number[]
  /** Images equal to an earlier one, to the byte. */
  twice: number
  classes?: { name: string; count: number }[]
  pictures?: Pictures
}

export interface Pictures {
  kinds: Record<string, number>
  /** [width, height], by the number of pixels. */
  smallest: [number, number]
  median: [number, number]
  largest: [number, number]
}

export function factsOf(set: NamedSet, heads: readonly PictureHead[]): Facts {
  const { count, height, width, channels } = set
  const classes = classCounts(set)
  return {
    ...{ count, height, width, channels },
    ...moments(set),
    twice: count - new Set(imageHashes(set).map(String)).size,
    ...(classes && { classes }),
    ...(heads.length > 0 && { pictures: picturesOf(heads) }),
  }
}

function classCounts({ labels, names }: NamedSet): Facts['classes'] {
  if (!labels) return undefined
  const counts = new Map<number, number>()
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1)
  const all = names ?? [...counts.keys()].sort((a, b) => a - b).map(String)
  return all.map((name, i) => ({ name, count: counts.get(names ? i : Number(name)) ?? 0 }))
}

function moments({ pixels, channels }: NamedSet): Pick<Facts, 'mean' | 'deviation'> {
  // Moments from the counts of each byte are exact.
  const times = Array.from({ length: channels }, () => new Float64Array(256))
  for (const [i, byte] of pixels.entries()) {
    const row = times[i % channels]
    if (row) row[byte] = (row[byte] ?? 0) + 1
  }
  const each = pixels.length / channels
  const over = (row: Float64Array, of: (byte: number) => number) =>
    row.reduce((sum, count, byte) => sum + count * of(byte / 255), 0) / each
  const mean = times.map((row) => over(row, (value) => value))
  const deviation = times.map((row, c) =>
    Math.sqrt(over(row, (value) => (value - (mean[c] ?? 0)) ** 2)),
  )
  return { mean, deviation }
}

function picturesOf(heads: readonly PictureHead[]): Pictures {
  const kinds: Record<string, number> = {}
  for (const { kind } of heads) kinds[kind] = (kinds[kind] ?? 0) + 1
  const sorted = [...heads].sort((a, b) => a.width * a.height - b.width * b.height)
  const at = (i: number): [number, number] => [sorted[i]?.width ?? 0, sorted[i]?.height ?? 0]
  const last = sorted.length - 1
  return { kinds, smallest: at(0), median: at(last >> 1), largest: at(last) }
}

/** The mean of images, or of those of one class. Shape [H, W, C], in [-1, 1]. */
export function meanImage(
  { count, pixels, labels }: NamedSet,
  { label }: { label?: number } = {},
): Float32Array {
  const each = pixels.length / count
  const sums = new Float64Array(each)
  let among = 0
  for (let n = 0; n < count; n++) {
    if (label !== undefined && labels?.[n] !== label) continue
    among++
    for (let i = 0; i < each; i++) sums[i] = (sums[i] ?? 0) + (pixels[n * each + i] ?? 0)
  }
  return Float32Array.from(sums, (sum) => sum / Math.max(1, among) / 127.5 - 1)
}
