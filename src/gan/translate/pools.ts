// Pools of earlier images, some of which a discriminator sees in place of new ones.

import type { Tensor } from '../../autograd/tensor'
import { imagePool, poolPlaces } from '../../ops'
import type { Clock } from '../model/clock'
import { standing } from '../model/standing'
import type { Both } from './cycleStep'

/** Streams of random numbers, which belong to the first set, and to the second. */
export const STREAMS: Both<number> = { a: 1, b: 2 }

export interface PoolOptions {
  /** Images in each pool. */
  pool: number
  batchSize: number
  imageSize: number
  channels: number
}

/** Memory of both pools, [pool, S, S, C]. Zeros until images have come. */
export function poolsOf({ pool, imageSize, channels }: PoolOptions): Both<Tensor> {
  const shape = [pool, imageSize, imageSize, channels]
  return { a: standing('pool of a', shape), b: standing('pool of b', shape) }
}

/** Records the exchange of a batch of each set with its pool. Returns what the discriminators see. */
export function exchange(
  pools: Both<Tensor>,
  { pool, batchSize, clock }: Pick<PoolOptions, 'pool' | 'batchSize'> & { clock: Clock },
): Both<(images: Tensor) => Tensor> {
  const of = (set: 'a' | 'b') => (images: Tensor) => {
    const options = { clock: clock.now, stream: STREAMS[set], batchSize, poolSize: pool }
    return imagePool(images, pools[set], poolPlaces(options))
  }
  return { a: of('a'), b: of('b') }
}
