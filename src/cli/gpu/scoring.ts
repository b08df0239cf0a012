// What `train --best` asks of the GPU: how far images that a run draws are from training images.

import { FEATURES } from '../../gan/judge/judge'
import { frechetDistance, type Moments, momentsOf } from '../../gan/judge/metrics/frechet'
import { slicedDistance } from '../../gan/judge/metrics/sliced'
import type { Gpu } from '../../gpu/device'
import { type KnownJudge, withJudge } from './judging'
import { forgetTime } from './training'

/** Reference of a score. The Fréchet distance needs only moments. */
export type Against =
  | { score: 'frechet'; known: KnownJudge; real: Moments }
  | { score: 'sliced'; real: Float32Array }

/** Job: moments of the judge's features. @param images  [N, S, S, C] in [-1, 1] */
export function seenMoments(gpu: Gpu, images: Float32Array, known: KnownJudge): Promise<Moments> {
  return withJudge(gpu, known, async (judge) => {
    const { features } = await judge.look(images)
    return momentsOf(gpu, features, FEATURES)
  })
}

/** A job. @param images  [N, S, S, C] in [-1, 1] */
export async function scoreImages(
  gpu: Gpu,
  images: Float32Array,
  { against, pixels }: { against: Against; pixels: number },
): Promise<number> {
  const found =
    against.score === 'sliced'
      ? await slicedDistance(gpu, images, against.real, pixels)
      : frechetDistance(await seenMoments(gpu, images, against.known), against.real)
  forgetTime(gpu)
  return found
}
