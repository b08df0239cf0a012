// `ganvas latent truncation`: images of noise without its tails, a row for each threshold.

import { truncate } from '../../../gan/latent/latent'
import { inLatentSpace, type LatentOptions } from './space'

export interface TruncationOptions extends Omit<LatentOptions, 'truncation'> {
  thresholds: number[]
  /** Images in each row. */
  count: number
  seed: number
}

export function truncation(options: TruncationOptions): Promise<void> {
  const { thresholds, count, seed, out } = options
  return inLatentSpace(options, async (space) => {
    const down = thresholds.length + 1
    const sheet = space.sheet({ columns: count, rows: down, option: '--count' }, options)
    const plain = space.noise(seed, count)
    const rows = [
      ...thresholds.map((threshold) =>
        plain.map((code, i) =>
          space.styles
            ? space.styles.truncated(code, threshold, space.label)
            : truncate(code, { threshold, seed: seed + i }),
        ),
      ),
      plain,
    ]
    const images = (await space.draw(rows.flat())).values()
    sheet.write(
      rows.map((row) => row.map(() => images.next().value)),
      rows.flat(),
    )
    console.log(`thresholds ${thresholds.join(', ')}, and none in the last row, in ${out}`)
  })
}
