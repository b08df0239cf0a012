import type { Gpu } from '../../gpu/device'
import { FEATURES, type Judge, type Opinion } from './judge'
import type { Nearby } from './memorised'
import { classifierScore } from './metrics/classes'
import { frechetDistance, type Moments, momentsOf } from './metrics/frechet'
import { kernelDistance } from './metrics/kernel'
import { distances, manifold, nearest } from './metrics/neighbours'
import { slicedDistance } from './metrics/sliced'
import { average, type Values } from './report'

/** Images, and the judge's opinion of them. */
export interface View {
  /** Indices in random order: files may hold one class after the other. */
  order: Uint32Array
  pixels: Float32Array
  seen?: Seen
}

export type Seen = Opinion & { judge: Judge }

/** Compares a block with all training images. `nearby`: nearest of them to each image, in features if there is a judge. */
export async function alone(
  gpu: Gpu,
  { order, pixels, seen }: View,
  all: View,
  moments: Moments | undefined,
): Promise<{ values: Values; nearby: Nearby }> {
  const found = await nearest(gpu, pixels, all.pixels, pixels.length / order.length)
  const values = { nearest: average([...found.distance]) }
  if (!seen || !all.seen || !moments) return { values, nearby: { images: order, ...found } }
  const { features } = all.seen
  return {
    values: {
      ...values,
      frechet: frechetDistance(await momentsOf(gpu, seen.features, FEATURES), moments),
      score: classifierScore(seen.probabilities, seen.judge.shape.classes),
    },
    nearby: { images: order, ...(await nearest(gpu, seen.features, features, FEATURES)) },
  }
}

/** Compares a block with as many training images. */
export async function paired(gpu: Gpu, block: View, facing: View): Promise<Values> {
  const perImage = block.pixels.length / block.order.length
  const values = { sliced: await slicedDistance(gpu, block.pixels, facing.pixels, perImage) }
  if (!block.seen || !facing.seen) return values
  const [generated, real] = [block.seen.features, facing.seen.features]
  const between = (a: Float32Array, b: Float32Array) => distances(gpu, a, b, FEATURES)
  return {
    ...values,
    kernel: await kernelDistance(gpu, generated, real, FEATURES),
    ...manifold({
      real: await between(real, real),
      generated: await between(generated, generated),
      across: await between(real, generated),
    }),
  }
}

/** The n-th block of `size` images of a view, in its order. After the last block comes the first again. */
export function part({ order, pixels, seen }: View, n: number, size: number): View {
  const first = (n % Math.floor(order.length / size)) * size
  const chosen = order.subarray(first, first + size)
  const rows = (values: Float32Array) => {
    const each = values.length / order.length
    const found = new Float32Array(size * each)
    for (const [to, row] of chosen.entries()) {
      found.set(values.subarray(row * each, (row + 1) * each), to * each)
    }
    return found
  }
  return {
    order: chosen,
    pixels: rows(pixels),
    ...(seen && {
      seen: {
        judge: seen.judge,
        features: rows(seen.features),
        probabilities: rows(seen.probabilities),
      },
    }),
  }
}
