// The two ops that the tape itself needs: adding gradients that meet, and a constant to start from.

import source from '../../shaders/arithmetic.wgsl?raw'
import { Slice } from '../gpu/memory'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { checkSameShape, size } from './check'
import { record } from './tape'
import { empty, Tensor } from './tensor'

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

/** A tensor of one value, which no kernel writes: not on the tape, and not to be overwritten. */
export function full(shape: readonly number[], value: number): Tensor {
  return new Tensor(shape, new Slice('full', 4 * size(shape), { value: Math.fround(value) }))
}
