// Functions of one number, element by element. Their gradients are composed of ops, so they can be
// differentiated again; where PyTorch chose a gradient for a kink, it is the same here.

import source from '../../shaders/elementary.wgsl?raw'
import { check, finite } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import type { Constants } from '../gpu/specialise'
import { dispatch } from '../gpu/trace'
import { div, mul, scale } from './arithmetic'

const elementary = new Shader('elementary.wgsl', source)

/**
 * y = x².
 *
 * @param x  any shape
 * @see https://pytorch.org/docs/stable/generated/torch.square.html
 */
export function square(x: Tensor): Tensor {
  const y = forward('square', x)
  return record('square', { x }, y, (gradY) => ({ x: () => mul(scale(gradY, 2), x) }))
}

/**
 * y = √x.
 *
 * @param x  any shape, not negative; at zero the gradient is infinite, so add a small number first
 *           where x may be zero
 * @see https://pytorch.org/docs/stable/generated/torch.sqrt.html
 */
export function sqrt(x: Tensor): Tensor {
  const y = forward('square_root', x)
  return record('sqrt', { x }, y, (gradY) => ({ x: () => div(scale(gradY, 0.5), y) }))
}

/**
 * y = 1 / √(x + eps).
 *
 * @param x    any shape; x + eps is positive
 * @param eps  a number that is fixed when the step is captured; 0 by default
 * @see https://pytorch.org/docs/stable/generated/torch.rsqrt.html
 */
export function rsqrt(x: Tensor, { eps = 0 }: { eps?: number } = {}): Tensor {
  const y = forward('inverse_root', x, { EPS: finite('rsqrt', 'eps', eps) })
  return record('rsqrt', { x }, y, (gradY) => ({
    x: () => scale(mul(mul(gradY, y), square(y)), -0.5),
  }))
}

/**
 * y = |x|; its gradient at zero is zero.
 *
 * @param x  any shape
 * @see https://pytorch.org/docs/stable/generated/torch.abs.html
 */
export function abs(x: Tensor): Tensor {
  const y = forward('absolute', x)
  return record('abs', { x }, y, (gradY) => ({ x: () => gate('absolute_backward', gradY, x) }))
}

/**
 * y = e^x.
 *
 * @param x  any shape; above 88.7, y is infinite
 * @see https://pytorch.org/docs/stable/generated/torch.exp.html
 */
export function exp(x: Tensor): Tensor {
  const y = forward('exponential', x)
  return record('exp', { x }, y, (gradY) => ({ x: () => mul(gradY, y) }))
}

/**
 * y = log x, the natural logarithm.
 *
 * @param x  any shape, positive
 * @see https://pytorch.org/docs/stable/generated/torch.log.html
 */
export function log(x: Tensor): Tensor {
  const y = forward('logarithm', x)
  return record('log', { x }, y, (gradY) => ({ x: () => div(gradY, x) }))
}

/**
 * The larger of x and a number. The gradient passes where x is not below the number, as in `clamp`
 * (torch.maximum of two tensors halves it at a tie).
 *
 * @param x      any shape
 * @param bound  a number that is fixed when the step is captured
 * @see https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function maximum(x: Tensor, bound: number): Tensor {
  const constants = { BOUND: finite('maximum', 'bound', bound) }
  const y = forward('maximum', x, constants)
  return record('maximum', { x }, y, (gradY) => ({
    x: () => gate('at_least', gradY, x, constants),
  }))
}

/**
 * The smaller of x and a number. The gradient passes where x is not above the number.
 *
 * @param x      any shape
 * @param bound  a number that is fixed when the step is captured
 * @see https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function minimum(x: Tensor, bound: number): Tensor {
  const constants = { BOUND: finite('minimum', 'bound', bound) }
  const y = forward('minimum', x, constants)
  return record('minimum', { x }, y, (gradY) => ({
    x: () => gate('at_most', gradY, x, constants),
  }))
}

/**
 * x, but not below min and not above max. The gradient passes from min to max, both included.
 *
 * @param x  any shape
 * @see https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clamp(x: Tensor, { min, max }: { min?: number; max?: number }): Tensor {
  check(min !== undefined || max !== undefined, 'clamp', () => {
    return 'there is neither a min nor a max. Give one of them, or both.'
  })
  if (min !== undefined) finite('clamp', 'min', min)
  if (max !== undefined) finite('clamp', 'max', max)
  check(min === undefined || max === undefined || min <= max, 'clamp', () => {
    return `min is ${min} but max is ${max}. Give a min that is not above max.`
  })
  const raised = min === undefined ? x : maximum(x, min)
  return max === undefined ? raised : minimum(raised, max)
}

/** gradY by the place of x: linear in gradY, piecewise constant in x. */
function gate(entry: string, gradY: Tensor, x: Tensor, constants: Constants = {}): Tensor {
  const result = empty(entry, x.shape)
  const bindings = { grad_y: gradY, x, result }
  dispatch(elementary, entry, { constants, bindings, invocations: x.vectors })
  return record(entry, { gradY, x }, result, (u) => ({
    gradY: () => gate(entry, u, x, constants),
    x: null,
  }))
}

function forward(entry: string, x: Tensor, constants: Constants = {}): Tensor {
  const result = empty(entry, x.shape)
  dispatch(elementary, entry, { constants, bindings: { x, result }, invocations: x.vectors })
  return result
}
