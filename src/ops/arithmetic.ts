// Element-by-element arithmetic, and the view that changes a shape.

import { add, arithmetic, full } from '../autograd/arithmetic'
import { check, checkSameShape, finite, show, size } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, Tensor } from '../autograd/tensor'
import { dispatch } from '../gpu/trace'

export { add, full }

/**
 * y = a - b, element by element.
 *
 * @param a  any shape
 * @param b  the same shape
 * @see https://pytorch.org/docs/stable/generated/torch.sub.html
 */
export function sub(a: Tensor, b: Tensor): Tensor {
  checkSameShape('sub', { a, b })
  const result = empty('sub', a.shape)
  dispatch(arithmetic, 'subtract', { bindings: { a, b, result }, invocations: result.vectors })
  return record('sub', { a, b }, result, (gradY) => ({
    a: () => gradY,
    b: () => scale(gradY, -1),
  }))
}

/**
 * y = a · b, element by element.
 *
 * @param a  any shape
 * @param b  the same shape
 * @see https://pytorch.org/docs/stable/generated/torch.mul.html
 */
export function mul(a: Tensor, b: Tensor): Tensor {
  checkSameShape('mul', { a, b })
  if (a.slice.value !== undefined) return scale(b, a.slice.value)
  if (b.slice.value !== undefined) return scale(a, b.slice.value)
  const result = empty('mul', a.shape)
  dispatch(arithmetic, 'multiply', { bindings: { a, b, result }, invocations: result.vectors })
  return record('mul', { a, b }, result, (gradY) => ({
    a: () => mul(gradY, b),
    b: () => mul(gradY, a),
  }))
}

/**
 * y = a / b, element by element.
 *
 * @param a  any shape
 * @param b  the same shape; where it is zero, y is infinite or not a number
 * @see https://pytorch.org/docs/stable/generated/torch.div.html
 */
export function div(a: Tensor, b: Tensor): Tensor {
  checkSameShape('div', { a, b })
  const result = empty('div', a.shape)
  dispatch(arithmetic, 'divide', { bindings: { a, b, result }, invocations: result.vectors })
  return record('div', { a, b }, result, (gradY) => ({
    a: () => div(gradY, b),
    // -gradY a / b²: y / b in place of a / b², whose square would overflow first.
    b: () => scale(div(mul(gradY, result), b), -1),
  }))
}

/**
 * y = factor · x.
 *
 * @param x       any shape
 * @param factor  a number that is fixed when the step is captured
 */
export function scale(x: Tensor, factor: number): Tensor {
  finite('scale', 'factor', factor)
  if (factor === 1) return x
  // A constant stays one: gradients that are the same everywhere cost no kernel.
  if (x.slice.value !== undefined) return full(x.shape, Math.fround(factor) * x.slice.value)
  const result = empty('scale', x.shape)
  dispatch(arithmetic, 'scale', {
    constants: { FACTOR: factor },
    bindings: { a: x, result },
    invocations: result.vectors,
  })
  return record('scale', { x }, result, (gradY) => ({ x: () => scale(gradY, factor) }))
}

/**
 * The same values, in the same order, under another shape. No copy is made.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.reshape.html
 */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  check(size(shape) === x.size, 'reshape', () => {
    return `${show(x.shape)} holds ${x.size} values, but ${show(shape)} holds ${size(shape)}.`
  })
  const y = new Tensor(shape, x.slice, x.dtype)
  return record('reshape', { x }, y, (gradY) => ({ x: () => reshape(gradY, x.shape) }))
}
