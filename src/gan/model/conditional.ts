// Classes as what both networks are told: a row of numbers beside G's noise, planes beside D's image.
// Mirza, Osindero: Conditional Generative Adversarial Nets, https://arxiv.org/abs/1411.1784

import type { Tensor } from '../../autograd/tensor'
import { concat, expand, reshape } from '../../ops'

/**
 * What G gets: the noise, and a 1 at the class.
 *
 * @param noise   [N, 1, 1, latent]
 * @param labels  [N, classes], one-hot
 * @returns       [N, 1, 1, latent + classes]
 */
export function withRow(noise: Tensor, labels: Tensor): Tensor {
  const [N = 1, classes = 1] = labels.shape
  return concat([noise, reshape(labels, [N, 1, 1, classes])], { dim: 3 })
}

/**
 * What D gets: the image, and a plane for each class, which is 1 everywhere or 0 everywhere.
 *
 * @param images  [N, H, W, C]
 * @param labels  [N, classes], one-hot
 * @returns       [N, H, W, C + classes]
 */
export function withPlanes(images: Tensor, labels: Tensor): Tensor {
  const [N = 1, H = 1, W = 1] = images.shape
  const [, classes = 1] = labels.shape
  const planes = expand(reshape(labels, [N, 1, 1, classes]), [N, H, W, classes])
  return concat([images, planes], { dim: 3 })
}
