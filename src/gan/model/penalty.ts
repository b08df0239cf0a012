// Penalties on a critic's gradient with respect to its input. They differentiate a gradient, so the critic must
// not use an op whose gradient is one fused kernel (batch norm).

import { gradients } from '../../autograd/gradients'
import type { Tensor } from '../../autograd/tensor'
import { maximum, mean, mul, scale, sqrt, square, sub, sum } from '../../ops'
import { full } from '../../ops/arithmetic'

/** A constant, or [1] on the GPU, which may change from step to step. */
export type Weight = number | Tensor

export interface Penalty {
  /** [1] */
  loss: Tensor
  /** The norm of each sample's gradient: [N]. */
  norms: Tensor
  /** The critic's scores of x. */
  scores: Tensor
  /** The gradient of the scores' sum, of x's shape. */
  gradient: Tensor
}

/** The root has no gradient at zero: norms up to 10⁻¹⁵ get the gradient zero, as in torch.norm. */
const NEGLIGIBLE = 1e-30

/**
 * λ · mean (‖∇D(x̂)‖ - 1)²: a critic whose gradient has norm 1 between real and fake is nearly
 * 1-Lipschitz.
 *
 * @param critic  maps x̂ to one score a sample
 * @param x       points between real and generated images, [N, ...]
 * @see Gulrajani et al.: Improved Training of Wasserstein GANs, https://arxiv.org/abs/1704.00028
 */
export function gradientPenalty(
  critic: (x: Tensor) => Tensor,
  x: Tensor,
  { lambda = 10 }: { lambda?: Weight } = {},
): Penalty {
  const { squares, ...rest } = squaredNorms(critic, x)
  const norms = sqrt(maximum(squares, NEGLIGIBLE))
  const off = sub(norms, full(norms.shape, 1))
  return { ...rest, norms, loss: weighed(mean(square(off)), lambda) }
}

/**
 * ½ λ · mean ‖∇D(x)‖², on real images.
 *
 * @see Mescheder, Geiger, Nowozin: Which Training Methods for GANs do actually Converge?,
 * https://arxiv.org/abs/1801.04406
 */
export function r1Penalty(
  critic: (x: Tensor) => Tensor,
  x: Tensor,
  { lambda = 10 }: { lambda?: Weight } = {},
): Penalty {
  const { squares, ...rest } = squaredNorms(critic, x)
  return { ...rest, norms: sqrt(squares), loss: scale(weighed(mean(squares), lambda), 0.5) }
}

const weighed = (loss: Tensor, weight: Weight): Tensor =>
  typeof weight === 'number' ? scale(loss, weight) : mul(loss, weight)

function squaredNorms(critic: (x: Tensor) => Tensor, x: Tensor) {
  const scores = critic(x)
  const [gradient = x] = gradients(sum(scores), [x])
  const squares = sum(square(gradient), { dim: x.shape.slice(1).map((_, d) => d + 1) })
  return { scores, gradient, squares }
}
