// A pool of earlier images, some of which D sees in place of new ones: D does not forget what G drew before.

import source from '../../shaders/imagePool.wgsl?raw'
import { check, sameShape, show } from '../autograd/check'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import type { NoiseOptions } from './random'

const shader = new Shader('imagePool.wgsl', source)

export interface PoolPlacesOptions extends NoiseOptions {
  batchSize: number
  /** Images in the pool. */
  poolSize: number
}

/**
 * Place in a pool for each image of a batch, for `imagePool`. The first images fill the pool; after that each is
 * swapped with even odds. No place occurs twice. The clock has counted the batch already.
 *
 * @returns  [batchSize]
 * @see Shrivastava et al.: Learning from Simulated and Unsupervised Images through Adversarial Training,
 * https://arxiv.org/abs/1612.07828
 */
export function poolPlaces({ clock, stream = 0, batchSize, poolSize }: PoolPlacesOptions): Tensor {
  for (const [name, value] of Object.entries({ batchSize, poolSize })) {
    check(Number.isInteger(value) && value > 0, 'poolPlaces', () => {
      return `${name} must be a whole number above 0, but is ${value}.`
    })
  }
  const places = empty('places', [batchSize])
  dispatch(shader, 'pool_places', {
    constants: { BATCH: batchSize, SIZE: poolSize, STREAM: stream },
    bindings: { clock, places },
    invocations: 1,
  })
  return places
}

/**
 * Shows images of a pool in place of some of a batch, which go into the pool. The pool is overwritten. No
 * gradient flows.
 *
 * @param images  [N, ...]
 * @param pool    [P, ...]: earlier images
 * @param places  [N]: below P, the image is swapped with that one; from P to 2P - 1, it is shown, and stored at that
 * place minus P, which was empty; 2P, it is shown. None but 2P may occur twice
 * @returns       images' shape
 */
export function imagePool(images: Tensor, pool: Tensor, places: Tensor): Tensor {
  const [N = 0, ...image] = images.shape
  const [P = 0, ...held] = pool.shape
  check(sameShape(image, held), 'imagePool', () => {
    return `images ${show(images.shape)} and pool ${show(pool.shape)} must hold images of one shape.`
  })
  check(sameShape(places.shape, [N]), 'imagePool', () => {
    return `places must be one number for each of the ${N} images, but are ${show(places.shape)}.`
  })
  const result = empty('seen', images.shape)
  dispatch(shader, 'image_pool', {
    constants: { SIZE: P, EACH: images.size / N },
    bindings: { images, at: places, pool, result },
    invocations: result.size,
  })
  pool.slice.version++
  return result
}
