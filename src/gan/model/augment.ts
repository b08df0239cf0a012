// Random changes to D's input, real and generated images alike, in the steps of both networks: they keep D
// from memorising a small data set.

import type { Tensor } from '../../autograd/tensor'
import { colourJitter, gateDraws, shiftCut, uniform } from '../../ops'
import { DRAWS } from '../../ops/augment'
import type { NoiseOptions } from '../../ops/random'
import { usualPolicy } from './presets'
import { ADAPTIVE, isAugmentation } from './recipes'

/** Shares of an image's height and width, as in the paper. */
const SHIFT = 1 / 8
const CUT = 1 / 2

/**
 * Images changed at random, each in its own way. The order of the policy does not matter.
 *
 * @param images   [N, H, W, C] in [-1, 1]
 * @param policy   names from `policyNames` (recipes.ts), with commas between them; `adaptive` alone takes the usual changes
 * @param options  clock and stream of the random numbers; `probability`: its first number is that of each change.
 * Default: each happens to every image
 * @see Zhao et al.: Differentiable Augmentation for Data-Efficient GAN Training, https://arxiv.org/abs/2006.10738
 */
export function augment(
  images: Tensor,
  policy: string,
  { probability, ...options }: NoiseOptions & { probability?: Tensor | undefined },
): Tensor {
  const [N = 1, H = 1, W = 1, C = 1] = images.shape
  const changes = policy === ADAPTIVE ? usualPolicy(C) : policy
  const wanted = new Set(changes.split(',').filter(isAugmentation))
  if (wanted.size === 0) return images
  const draws = probability
    ? gateDraws(uniform([N, 2 * DRAWS], options), probability)
    : uniform([N, DRAWS], options)
  const coloured = wanted.delete('colour') ? colourJitter(images, draws) : images
  if (wanted.size === 0) return coloured
  const side = Math.min(H, W)
  return shiftCut(coloured, draws, {
    shift: wanted.has('translation') ? Math.round(side * SHIFT) : 0,
    cut: wanted.has('cutout') ? Math.round(side * CUT) : 0,
    flip: wanted.has('flip'),
  })
}
