// The kernel distance: how much more similar features of one set are to each other than to those of the other
// set. Unlike the Fréchet distance it is unbiased for any number of images.

import { full } from '../../../autograd/arithmetic'
import { check } from '../../../autograd/check'
import type { Tensor } from '../../../autograd/tensor'
import type { Gpu } from '../../../gpu/device'
import { add, linear, mul, scale, square, sum, transpose } from '../../../ops'
import { compute } from './compute'

/**
 * The squared maximum mean discrepancy of two sets under the kernel (x · y / size + 1)³, without bias: the
 * mean over all pairs within each set, less twice the mean over pairs across. It may be negative.
 *
 * @param a     features [N, size], N at least 2
 * @param b     features [M, size], M at least 2
 * @see Gretton et al.: A Kernel Two-Sample Test, lemma 6, https://jmlr.org/papers/v13/gretton12a.html
 * @see Bińkowski et al.: Demystifying MMD GANs, https://arxiv.org/abs/1801.01401
 */
export async function kernelDistance(
  gpu: Gpu,
  a: Float32Array,
  b: Float32Array,
  size: number,
): Promise<number> {
  const [N, M] = [a.length / size, b.length / size]
  check(N > 1 && M > 1, 'kernelDistance', () => {
    return `pairs need at least two images in each set, but there are ${N} and ${M}. Take more.`
  })
  const inputs = { a: { data: a, shape: [N, size] }, b: { data: b, shape: [M, size] } }
  // Sums of rows; the rest in float64, since the result is a small difference of large sums.
  const sums = await compute(gpu, inputs, (t) => ({
    within: rowSums(cubed(linear(t.a, transpose(t.a, [1, 0])), size)),
    self: cubed(rowSums(square(t.a)), size),
    withinB: rowSums(cubed(linear(t.b, transpose(t.b, [1, 0])), size)),
    selfB: cubed(rowSums(square(t.b)), size),
    across: rowSums(cubed(linear(t.a, transpose(t.b, [1, 0])), size)),
  }))
  const amongA = (total(sums.within) - total(sums.self)) / (N * (N - 1))
  const amongB = (total(sums.withinB) - total(sums.selfB)) / (M * (M - 1))
  return amongA + amongB - (2 * total(sums.across)) / (N * M)
}

const rowSums = (x: Tensor): Tensor => sum(x, { dim: 1 })

/** (x / size + 1)³. */
function cubed(products: Tensor, size: number): Tensor {
  const base = add(scale(products, 1 / size), full(products.shape, 1))
  return mul(square(base), base)
}

const total = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0)
