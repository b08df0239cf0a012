// Class labels as input of both networks: a row beside G's noise, planes beside D's image.
// Mirza, Osindero: Conditional Generative Adversarial Nets, https://arxiv.org/abs/1411.1784

import type { Tensor } from '../../autograd/tensor'
import { concat, expand, reshape } from '../../ops'

/**
 * G's input: the noise, and the one-hot class.
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
 * D's input: the image, and a constant plane of 1 or 0 for each class.
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
