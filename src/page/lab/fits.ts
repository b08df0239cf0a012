// Refuses in words of the page what ops would refuse in terms of shapes.

import { DataError, type ImageSet } from '../../data/imageSet'
import type { GanConfig } from '../../gan/model/config'
import { batchFor } from '../../gan/model/presets'
import { imageSizes, USUAL_SIZE } from '../../gan/model/recipes'
import { count, dimensions } from '../core/words'

/** @throws DataError if the images do not fit the networks or the batch */
export function checkFits(
  { imageSize, batchSize }: Pick<GanConfig, 'imageSize' | 'batchSize'>,
  set: Pick<ImageSet, 'count' | 'height' | 'width'>,
): void {
  const side = Math.max(set.height, set.width)
  if (side > imageSize) {
    const larger = imageSizes.filter((size) => size >= side && size <= USUAL_SIZE).join(' or ')
    throw new DataError(
      `the images are ${dimensions([set.width, set.height])}, larger than Image size ${imageSize}. Choose ${larger || 'smaller images'}`,
    )
  }
  if (batchSize > set.count) {
    throw new DataError(
      `Batch is ${count(batchSize)}, but there are only ${count(set.count)} images. Choose ${count(batchFor(set.count, batchSize))} or less`,
    )
  }
}
