// A layer whose weight has spectral norm 1: it never increases a vector's length.

import { arithmetic } from '../autograd/arithmetic'
import { Tensor } from '../autograd/tensor'
import { dispatch } from '../gpu/trace'
import { div, expand, linear, maximum, mul, reshape, sqrt, square, sum } from '../ops'
import { normalInitial } from './init'
import type { Conv2d, Linear } from './layers'
import { buffer, type Layout, type Mode, Module, type Variable } from './module'

/** A vector is divided by no less than this. */
const EPS = 1e-12

/**
 * Divides the weight of a layer by σ, its largest singular value as a matrix with a row for each output.
 * Each forward pass in training does one power iteration, and σ = uᵀ W v; the gradient flows through W
 * alone. u and v are tracked, under the names that PyTorch gives them. PyTorch begins with 15 iterations,
 * this with two random vectors, as the paper.
 *
 * @see Miyato et al.: Spectral Normalization for Generative Adversarial Networks,
 * https://arxiv.org/abs/1802.05957
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrizations.spectral_norm.html
 */
export class SpectralNorm extends Module {
  readonly layer: Conv2d | Linear
  /** [outputs] */
  readonly u: Variable
  /** [inputs], height · width · channels of a convolution's kernel. */
  readonly v: Variable

  constructor(layer: Conv2d | Linear) {
    super()
    this.layer = layer
    const { tensor, layout } = layer.weight
    const outputs = tensor.shape.at(-1) ?? 1
    const [R = 1, S = 1, C = 1] = tensor.shape
    const { from, to } = layout instanceof Object ? layout : { from: [R, S, C] as const }
    this.u = direction(outputs, { to })
    this.v = direction(tensor.size / outputs, { to: from })
  }

  override forward(x: Tensor, mode: Mode): Tensor {
    const weight = this.layer.weight.tensor
    const outputs = this.u.tensor.size
    const matrix = reshape(weight, [weight.size / outputs, outputs])
    const { u, v } = mode.training ? this.#iterate(constant(matrix)) : this.#stored()
    const sigma = sum(mul(linear(v, matrix), u))
    return this.layer.forward(x, mode, div(weight, expand(sigma, weight.shape)))
  }

  override variables(): [string, Variable][] {
    return [
      ...this.layer
        .variables()
        .map(([name, variable]): [string, Variable] => [
          name === 'weight' ? 'parametrizations.weight.original' : name,
          variable,
        ]),
      ['parametrizations.weight.0._u', this.u],
      ['parametrizations.weight.0._v', this.v],
    ]
  }

  #stored(): { u: Tensor; v: Tensor } {
    const { u, v } = { u: this.u.tensor, v: this.v.tensor }
    return { u: reshape(u, [1, u.size]), v: reshape(v, [1, v.size]) }
  }

  /** u ← W v and v ← Wᵀ u, each of length 1. What the tape sees stays; the buffers get copies. */
  #iterate(matrix: Tensor): { u: Tensor; v: Tensor } {
    const before = this.#stored()
    const u = unit(linear(before.v, matrix))
    const v = unit(reshape(linear(matrix, reshape(u, [u.size, 1])), before.v.shape))
    for (const [vector, { tensor }] of [
      [u, this.u],
      [v, this.v],
    ] as const) {
      dispatch(arithmetic, 'copy', {
        bindings: { few: vector, exactly: tensor },
        invocations: tensor.size,
      })
      tensor.slice.version++
    }
    return { u: constant(u), v: constant(v) }
  }
}

function unit(x: Tensor): Tensor {
  const length = maximum(sqrt(sum(square(x))), EPS)
  return div(x, expand(length, x.shape))
}

/** The same numbers, and no way back on the tape. */
const constant = ({ shape, slice }: Tensor): Tensor => new Tensor(shape, slice)

/** A vector of about length 1. */
function direction(size: number, layout: Layout): Variable {
  return { ...buffer([size], 0, layout), initial: normalInitial(0, 1 / Math.sqrt(size)) }
}
