// Picture of the generated images that are nearest to a training image, above those.

import { join } from 'node:path'
import { type ImageSet, rowsOf } from '../../../data/imageSet'
import { prepared } from '../../../data/prepare'
import type { Memorised } from '../../../gan/judge/memorised'
import { writeOutput } from '../../folder/outputs'
import { sheet } from '../../folder/png'
import { CLOSEST } from '../../folder/report/report'
import type { RunFolder } from '../../folder/runFolder'

interface Compared {
  generated: ImageSet
  train: ImageSet
  imageSize: number
}

/** Writes the picture into the run folder. */
export function writeClosest(
  run: RunFolder,
  { closest }: Pick<Memorised, 'closest'>,
  { generated, train, imageSize }: Compared,
): void {
  const { channels } = train
  const pixels = imageSize * imageSize * channels
  const cells = (set: ImageSet, rows: number[]) => {
    const images = prepared(rowsOf(set, Uint32Array.from(rows)), imageSize)
    return rows.map((_, i) => images.subarray(i * pixels, (i + 1) * pixels))
  }
  const drawn = cells(
    generated,
    closest.map(({ image }) => image),
  )
  const learned = cells(
    train,
    closest.map(({ training }) => training),
  )
  const size = { height: imageSize, width: imageSize, channels }
  writeOutput(join(run.path, CLOSEST), sheet([drawn, learned], { ...size, scale: 2 }))
}
