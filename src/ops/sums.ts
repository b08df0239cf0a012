// Sums and their adjoint. Every sum here is one over leading dimensions, done by the same kernel in a
// fixed order; its gradient is `expand`, whose gradient is a sum again.

import source from '../../shaders/sums.wgsl?raw'
import { arithmetic } from '../autograd/arithmetic'
import { check, show, size } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { scale } from './arithmetic'

const sums = new Shader('sums.wgsl', source)

/** Rows that one invocation adds. Short enough to keep every lane busy and rounding small. */
const CHUNK = 128

/**
 * Sums all leading dimensions away: y[i] = Σ x[…, i].
 *
 * @param x      [..., ...shape]
 * @param shape  the last dimensions of x, or [1] for the sum of everything
 */
export function sumLeading(x: Tensor, shape: readonly number[]): Tensor {
  const columns = size(shape)
  const result = empty('sum', shape)
  checkTail('sumLeading', result, x.shape, 'the result')
  let rows = x.size / columns
  let from = x
  while (from !== result) {
    const chunks = Math.ceil(rows / CHUNK)
    const to = chunks === 1 ? result : empty('partial sums', [chunks, columns])
    dispatch(sums, 'sum_leading', {
      constants: { ROWS: rows, COLUMNS: columns, CHUNK: Math.min(CHUNK, rows) },
      bindings: { x: from, result: to },
      invocations: chunks * columns,
    })
    rows = chunks
    from = to
  }
  return record('sumLeading', { x }, result, (gradY) => ({ x: () => expand(gradY, x.shape) }))
}

/**
 * The sum of all elements.
 *
 * @param x  any shape
 * @returns  [1]
 */
export function sum(x: Tensor): Tensor {
  return sumLeading(x, [1])
}

/**
 * The mean of all elements.
 *
 * @param x  any shape
 * @returns  [1]
 */
export function mean(x: Tensor): Tensor {
  return scale(sum(x), 1 / x.size)
}

/**
 * Repeats x along new leading dimensions: y[…, i] = x[i].
 *
 * @param x      [1], or the last dimensions of `shape`
 * @param shape  what y shall be
 */
export function expand(x: Tensor, shape: readonly number[]): Tensor {
  checkTail('expand', x, shape)
  const result = empty('expand', shape)
  dispatch(arithmetic, 'expand', { bindings: { a: x, result }, invocations: result.size })
  return record('expand', { x }, result, (gradY) => ({ x: () => sumLeading(gradY, x.shape) }))
}

/**
 * y[…, c] = x[…, c] + b[c]: the bias of a layer.
 *
 * @param x  [..., C]
 * @param b  [C]
 */
export function bias(x: Tensor, b: Tensor): Tensor {
  checkTail('bias', b, x.shape, 'b')
  const result = empty('bias', x.shape)
  dispatch(arithmetic, 'add_expanded', { bindings: { a: x, b, result }, invocations: result.size })
  return record('bias', { x, b }, result, (gradY) => ({
    x: () => gradY,
    b: () => sumLeading(gradY, b.shape),
  }))
}

/** `x` must be one value, or have the shape of the last dimensions of `shape`. */
function checkTail(op: string, x: Tensor, shape: readonly number[], name = 'x'): void {
  const tail = shape.slice(shape.length - x.shape.length)
  check(x.size === 1 || show(tail) === show(x.shape), op, () => {
    return (
      `${name} must hold one value or have the last dimensions of ${show(shape)}, but is ` +
      `${show(x.shape)}. Reshape it.`
    )
  })
}
