// Sheets of a translation: what goes in, what comes out, and the way back.

import type { Both } from '../../../gan/translate/cycleStep'
import type { TranslationConfig } from '../../../gan/translate/settings'
import type { Shown } from '../../../gan/translate/training'
import { type Cell, sheet } from '../../folder/png'

interface SheetOptions {
  /** [N, S, S, C] in [-1, 1] */
  samples: Both<Float32Array>
  made: Shown
  /** Is image i of one set the partner of image i of the other? */
  partners: boolean
  config: Pick<TranslationConfig, 'imageSize' | 'channels' | 'paired'>
}

/**
 * Rows of a PNG: of pairs the images, what was made of them, and the true partners; of two sets the images, what was
 * made of them, and the way back, then the same from the other side. Partners stand in the row above, where there are any.
 */
export function sheetOf({ samples, made, partners, config }: SheetOptions): Uint8Array {
  const { imageSize, channels, paired } = config
  const each = imageSize ** 2 * channels
  const row = (images: Float32Array | undefined): Cell[][] =>
    images
      ? [
          Array.from({ length: images.length / each }, (_, i) =>
            images.subarray(i * each, (i + 1) * each),
          ),
        ]
      : []
  const between: Cell[][] = [[]]
  const size = { height: imageSize, width: imageSize, channels, scale: imageSize > 64 ? 1 : 2 }
  if (paired) return sheet([...row(samples.a), ...row(made.toB), ...row(samples.b)], size)
  const there = [
    ...row(samples.a),
    ...row(made.toB),
    ...(partners ? row(samples.b) : []),
    ...row(made.backA),
  ]
  const back = [
    ...row(samples.b),
    ...row(made.toA),
    ...(partners ? row(samples.a) : []),
    ...row(made.backB),
  ]
  return sheet([...there, ...between, ...back], size)
}
