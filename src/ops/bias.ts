// Numbers that every row of x meets alike: the bias of a layer, the scale and shift of a norm.

import { arithmetic } from '../autograd/arithmetic'
import { check, sameShape, show } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { dispatch } from '../gpu/trace'
import { mul } from './arithmetic'
import { keep } from './half'
import { sumTo } from './sums'

/**
 * y[…, c] = x[…, c] + b[c]: the bias of a layer.
 *
 * @param x  [..., C]
 * @param b  [C], or the last dimensions of x
 */
export function bias(x: Tensor, b: Tensor): Tensor {
  const result = repeated('bias', 'add_repeated', x, { b })
  return record('bias', { x, b }, result, (gradY) => ({
    x: () => gradY,
    b: () => sumTo(gradY, b.shape),
  }))
}

/** y[…, c] = x[…, c] · b[c]; b as for `bias`. */
export function gain(x: Tensor, b: Tensor): Tensor {
  const result = repeated('gain', 'multiply_repeated', x, { b })
  const kept = keep(x)
  return record('gain', { x, b }, result, (gradY) => ({
    x: () => gain(gradY, b),
    b: () => sumTo(mul(gradY, kept()), b.shape),
  }))
}

/** y[…, c] = x[…, c] · b[c] + c[c]; both as for `bias`. */
export function gainAndBias(x: Tensor, b: Tensor, c: Tensor): Tensor {
  const result = repeated('gainAndBias', 'multiply_add_repeated', x, { b, c })
  const kept = keep(x)
  return record('gainAndBias', { x, b, c }, result, (gradY) => ({
    x: () => gain(gradY, b),
    b: () => sumTo(mul(gradY, kept()), b.shape),
    c: () => sumTo(gradY, c.shape),
  }))
}

/** x with others that are repeated along its first dimensions. */
function repeated(
  op: string,
  entry: string,
  x: Tensor,
  others: Readonly<Record<string, Tensor>>,
): Tensor {
  for (const [name, { shape, size }] of Object.entries(others)) {
    const tail = x.shape.slice(x.shape.length - shape.length)
    check(size === 1 || sameShape(tail, shape), op, () => {
      return (
        `${name} must hold one value or have the last dimensions of ${show(x.shape)}, but is ` +
        `${show(shape)}. Reshape it.`
      )
    })
  }
  const result = empty(op, x.shape)
  const repeated = Object.entries(others).map(([name, other]) => [`repeated_${name}`, other])
  const bindings = { a: x, ...Object.fromEntries(repeated), result }
  dispatch(arithmetic, entry, { bindings, invocations: result.vectors })
  return result
}
