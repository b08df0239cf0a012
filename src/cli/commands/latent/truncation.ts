// `ganvas latent truncation`: what noise without its tails brings and costs, a row for each threshold.

import { truncate } from '../../../gan/latent/latent'
import { inStudio, type LatentOptions } from './studio'

export interface TruncationOptions extends Omit<LatentOptions, 'truncation'> {
  thresholds: number[]
  /** Pictures a row. */
  count: number
  seed: number
}

export function truncation(options: TruncationOptions): Promise<void> {
  const { thresholds, count, seed, out } = options
  return inStudio(options, async (studio) => {
    const sheet = { columns: count, rows: thresholds.length + 1, option: '--count' }
    studio.refuseSheet(sheet, options)
    const plain = studio.noise(seed, count)
    const rows = [
      ...thresholds.map((threshold) =>
        plain.map((z, i) => truncate(z, { threshold, seed: seed + i })),
      ),
      plain,
    ]
    const images = (await studio.draw(rows.flat())).values()
    studio.write(
      rows.map((row) => row.map(() => images.next().value)),
      rows.flat(),
      options,
    )
    console.log(`thresholds ${thresholds.join(', ')}, and none in the last row, in ${out}`)
  })
}
