// How much the images of a batch differ, as one more channel: composed of ops, so it can be differentiated twice.

import { check, shape4, show } from '../autograd/check'
import type { Tensor } from '../autograd/tensor'
import { add, full, reshape, sub } from './arithmetic'
import { sqrt, square } from './elementary'
import { concat } from './shape'
import { expand, mean } from './sums'

export interface StddevOptions {
  /** Images of a group; 4 by default. */
  groupSize?: number
  /**
   * Distance between the images of a group. 1, the default: neighbours. N / groupSize: those of NVIDIA's code, which
   * spread over the whole batch.
   */
  apart?: number
  /** Number added to the variance. */
  eps?: number
}

/**
 * Appends a channel to x: the standard deviation of each number over the images of a group, averaged to one number a group.
 *
 * @param x  [N, H, W, C]
 * @returns  [N, H, W, C + 1]
 * @see Karras et al.: Progressive Growing of GANs, section 3, https://arxiv.org/abs/1710.10196
 */
export function minibatchStddev(
  x: Tensor,
  { groupSize = 4, apart = 1, eps = 1e-8 }: StddevOptions = {},
): Tensor {
  const op = 'minibatchStddev'
  const [N, H, W, C] = shape4(op, 'x', x, '[N, H, W, C]')
  const together = groupSize * apart
  check(Number.isInteger(together) && groupSize >= 1 && N % together === 0, op, () => {
    return (
      `x is ${show(x.shape)}, and its images are no groups of ${groupSize}${apart > 1 ? `, ${apart} apart` : ''}. ` +
      `Take a batch that is a multiple of ${together}.`
    )
  })
  const groups = N / groupSize
  const view = reshape(x, [N / together, groupSize, apart * H * W * C])
  const centred = sub(view, expand(mean(view, { dim: 1, keepdim: true }), view.shape))
  const variance = mean(square(centred), { dim: 1 })
  const deviation = sqrt(add(variance, full(variance.shape, eps)))
  const each = mean(reshape(deviation, [groups, H * W * C]), { dim: 1 })
  const plane = expand(reshape(each, [N / together, 1, apart, 1]), [
    N / together,
    groupSize,
    apart,
    H * W,
  ])
  return concat([x, reshape(plane, [N, H, W, 1])], { dim: 3 })
}
