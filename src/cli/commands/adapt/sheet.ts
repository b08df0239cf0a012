import type { NamedSet } from '../../../data/imageSet'
import { rowsOf } from '../../../data/imageSet'
import { evenly } from '../../../data/pictures'
import { prepared } from '../../../data/prepare'
import type { AdaptConfig } from '../../../gan/adapt/config'
import { type Cell, sheet } from '../../folder/png'
import type { Domains } from './domains'

const COLUMNS = 16

/** Images of both domains as the classifier sees them: two rows of the source, two of the target. Bytes of a PNG. */
export function sheetOf({ source, target }: Domains, { imageSize, channels }: AdaptConfig) {
  const each = imageSize ** 2 * channels
  const rows = [source.train, target.train].flatMap((set: NamedSet): Cell[][] => {
    const some = evenly([...Array(set.count).keys()], 2 * COLUMNS)
    const images = prepared(rowsOf(set, Uint32Array.from(some)), imageSize)
    const cells = some.map((_, i) => images.subarray(i * each, (i + 1) * each))
    return [cells.slice(0, COLUMNS), cells.slice(COLUMNS)].filter((row) => row.length > 0)
  })
  const half = rows.length / 2
  const size = { height: imageSize, width: imageSize, channels, scale: imageSize < 48 ? 2 : 1 }
  return sheet([...rows.slice(0, half), [], ...rows.slice(half)], size)
}
