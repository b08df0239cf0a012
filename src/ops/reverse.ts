// Gradient reversal: one network learns what another unlearns, in one backward pass.

import { record } from '../autograd/tape'
import { Tensor } from '../autograd/tensor'
import { mul, reshape, scale } from './arithmetic'
import { expand } from './sums'

/**
 * y = x, without a copy; its gradient is that of y times -λ.
 *
 * @param x       any shape
 * @param lambda  a number that is fixed when the step is captured, or [1], which may change from step to step
 * @see Ganin, Lempitsky: Unsupervised Domain Adaptation by Backpropagation, https://arxiv.org/abs/1409.7495
 */
export function reverseGradient(x: Tensor, lambda: number | Tensor): Tensor {
  const y = new Tensor(x.shape, x.slice, x.dtype)
  return record('reverseGradient', { x }, y, (gradY) => ({ x: () => reversed(gradY, lambda) }))
}

function reversed(gradY: Tensor, lambda: number | Tensor): Tensor {
  if (typeof lambda === 'number') return scale(gradY, -lambda)
  const alike = reshape(
    lambda,
    gradY.shape.map(() => 1),
  )
  return scale(mul(gradY, expand(alike, gradY.shape)), -1)
}
