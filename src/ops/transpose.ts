// Permuted axes. The adjoint is a transposition again, so gradients can be differentiated as often as one
// likes.

import source from '../../shaders/transpose.wgsl?raw'
import { check, sameShape, show, size } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { reshape } from './arithmetic'

const shader = new Shader('transpose.wgsl', source)

/**
 * Puts the axes of x into another order; PyTorch calls it permute. Axis a of y is axis axes[a] of x, so
 * [0, 2, 3, 1] makes [N, H, W, C] of PyTorch's [N, C, H, W].
 *
 * @param x     up to four dimensions
 * @param axes  each axis of x once; negative ones count from the end
 * @see https://pytorch.org/docs/stable/generated/torch.permute.html
 */
export function transpose(x: Tensor, axes: readonly number[]): Tensor {
  const op = 'transpose'
  const rank = x.shape.length
  check(rank <= 4, op, () => {
    return `x must have at most four dimensions, but is ${show(x.shape)}. Reshape it.`
  })
  const order = axes.map((axis) => (axis < 0 ? axis + rank : axis))
  const isPermutation = order.length === rank && x.shape.every((_, axis) => order.includes(axis))
  check(isPermutation, op, () => {
    return `axes ${show(axes)} must name each axis of x, ${show(x.shape)}, once. Use 0 to ${rank - 1}.`
  })
  const shape = order.map((axis) => x.shape[axis] ?? 1)
  // Axes of one element may move freely: the memory stays as it is.
  const long = order.filter((axis) => x.shape[axis] !== 1)
  if (long.every((axis, i) => i === 0 || axis > (long[i - 1] ?? 0))) {
    return sameShape(x.shape, shape) ? x : reshape(x, shape)
  }

  const result = empty('transpose', shape)
  const strides = order.map((axis) => size(x.shape.slice(axis + 1)))
  // Missing axes come first: of one element each.
  const missing = Array.from({ length: 4 - rank }, () => 1)
  const [A = 1, B = 1, C = 1, D = 1] = [...missing, ...shape]
  const [STRIDE_A = 1, STRIDE_B = 1, STRIDE_C = 1, STRIDE_D = 1] = [...missing, ...strides]
  dispatch(shader, 'transpose', {
    constants: { A, B, C, D, STRIDE_A, STRIDE_B, STRIDE_C, STRIDE_D },
    bindings: { x, result },
    invocations: result.size,
  })
  const inverse = order.map((_, axis) => order.indexOf(axis))
  return record('transpose', { x }, result, (gradY) => ({ x: () => transpose(gradY, inverse) }))
}
