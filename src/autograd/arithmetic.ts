// The two ops that the tape itself needs: adding gradients that meet, and a constant to start from.

import source from '../../shaders/arithmetic.wgsl?raw'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { checkSameShape } from './check'
import { record } from './tape'
import { empty, type Tensor } from './tensor'

export const arithmetic = new Shader('arithmetic.wgsl', source)

/**
 * y = a + b, element by element.
 *
 * @param a  any shape
 * @param b  the same shape
 */
export function add(a: Tensor, b: Tensor): Tensor {
  checkSameShape('add', { a, b })
  const result = empty('add', a.shape)
  dispatch(arithmetic, 'add', { bindings: { a, b, result }, invocations: result.vectors })
  return record('add', { a, b }, result, (gradY) => ({ a: () => gradY, b: () => gradY }))
}

/** A tensor of one value; not on the tape. */
export function full(shape: readonly number[], value: number): Tensor {
  const result = empty('full', shape)
  dispatch(arithmetic, 'fill', {
    constants: { VALUE: value },
    bindings: { result },
    invocations: result.vectors,
  })
  return result
}
