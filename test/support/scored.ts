// The two scores of Compare, by the metrics alone. `evaluate` measures much more, which takes seconds.

import type { ImageSet } from '../../src/data/imageSet'
import { prepared } from '../../src/data/prepare'
import { FEATURES, type Judge, type Opinion } from '../../src/gan/judge/judge'
import { classesOf, histogram, modesHit } from '../../src/gan/judge/metrics/classes'
import { frechetDistance, momentsOf } from '../../src/gan/judge/metrics/frechet'

/** @param real  the judge's opinion of the training images */
export async function scored(
  judge: Judge,
  images: ImageSet,
  real: Opinion,
): Promise<{ frechet: number; hit: number }> {
  const { gpu, shape } = judge
  const { features, probabilities } = await judge.look(prepared(images, shape.imageSize))
  const [own, all] = [
    await momentsOf(gpu, features, FEATURES),
    await momentsOf(gpu, real.features, FEATURES),
  ]
  const { classes } = shape
  const hit = modesHit(histogram(classesOf(probabilities, classes), classes))
  return { frechet: frechetDistance(own, all), hit }
}
