// The fully connected layer is a 1×1 convolution of 1×1 images: the same kernels, nothing new.

import { check, shape2, show } from '../autograd/check'
import type { Tensor } from '../autograd/tensor'
import { reshape } from './arithmetic'
import { conv2d } from './conv'

/**
 * y = x · weight.
 *
 * @param x       [N, I]
 * @param weight  [I, O]
 * @returns       [N, O]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.linear.html
 */
export function linear(x: Tensor, weight: Tensor): Tensor {
  const [N, I] = shape2('linear', 'x', x, '[N, I]')
  const [weightI, O] = shape2('linear', 'weight', weight, '[I, O]')
  check(I === weightI, 'linear', () => {
    return (
      `x has ${I} features but weight expects ${weightI}: x is ${show(x.shape)}, weight is ` +
      `${show(weight.shape)}. Weight must be [inFeatures, outFeatures].`
    )
  })
  const y = conv2d(reshape(x, [N, 1, 1, I]), reshape(weight, [1, 1, I, O]))
  return reshape(y, [N, O])
}
