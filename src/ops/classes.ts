// Classes: as rows of a table, for conditional networks, and as logits.

import source from '../../shaders/classes.wgsl?raw'
import { check, shape2, show } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { mul, scale, sub } from './arithmetic'
import { exp } from './elementary'
import { linear } from './linear'
import type { Reduction } from './losses'
import { expand, sum } from './sums'

const shader = new Shader('classes.wgsl', source)

/**
 * A row for each class: y[n, c] = 1 where c is classes[n], 0 elsewhere.
 *
 * @param classes  [N] of u32; one that is not below the number of classes gives a row of zeros
 * @param options  classes: how many there are, C
 * @returns        [N, C]; no gradient flows through it
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html
 */
export function oneHot(classes: Tensor, { classes: C }: { classes: number }): Tensor {
  checkIndices('oneHot', 'classes', classes)
  check(Number.isInteger(C) && C > 0, 'oneHot', () => {
    return `the number of classes must be a positive integer, but is ${C}.`
  })
  const result = empty('oneHot', [classes.size, C])
  dispatch(shader, 'one_hot', {
    constants: { CLASSES: C },
    bindings: { classes, result },
    invocations: result.size,
  })
  return result
}

/**
 * Rows of a table: y[n] = weight[indices[n]].
 *
 * One product of matrices, since its gradient is one too: rows that are asked for more than once add up
 * in a fixed order, where a kernel that scatters would need atomics.
 *
 * @param indices  [N] of u32; one that is not below V gives zeros
 * @param weight   [V, E]
 * @returns        [N, E]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.embedding.html
 */
export function embedding(indices: Tensor, weight: Tensor): Tensor {
  checkIndices('embedding', 'indices', indices)
  const [V] = shape2('embedding', 'weight', weight, '[V, E]')
  return linear(oneHot(indices, { classes: V }), weight)
}

/**
 * y[n] = log Σ e^x[n, c], without overflow.
 *
 * @param x  [N, C]
 * @returns  [N, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.logsumexp.html
 */
export function logSumExp(x: Tensor): Tensor {
  const [N, C] = shape2('logSumExp', 'x', x, '[N, C]')
  const result = empty('logSumExp', [N, 1])
  dispatch(shader, 'log_sum_exp', {
    constants: { CLASSES: C },
    bindings: { x, result },
    invocations: N,
  })
  // e^(x - y) would be the same, but y may be large, and then x - y has lost its digits.
  return record('logSumExp', { x }, result, (gradY) => ({
    x: () => mul(expand(gradY, x.shape), exp(logSoftmax(x))),
  }))
}

/**
 * The logarithm of the softmax over the last dimension: y = x - log Σ e^x.
 *
 * @param x  [..., C]
 * @returns  x's shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
 */
export function logSoftmax(x: Tensor): Tensor {
  const C = x.shape.at(-1)
  check(C !== undefined, 'logSoftmax', () => 'x must have a dimension, but is []. Reshape it.')
  const y = empty('logSoftmax', x.shape)
  dispatch(shader, 'log_softmax', {
    constants: { CLASSES: C },
    bindings: { x, result: y },
    invocations: x.size / C,
  })
  return record('logSoftmax', { x }, y, (gradY) => ({
    x: () => sub(gradY, mul(exp(y), expand(sum(gradY, { dim: -1, keepdim: true }), x.shape))),
  }))
}

/**
 * Minus the log probability that the softmax of x gives to the right class, the mean (or sum) over rows.
 *
 * @param x        logits [N, C]
 * @param classes  [N] of u32; one that is not below C costs nothing, and has no gradient
 * @returns        [1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
export function crossEntropy(
  x: Tensor,
  classes: Tensor,
  { reduction = 'mean' }: { reduction?: Reduction } = {},
): Tensor {
  const [N, C] = shape2('crossEntropy', 'x', x, '[N, C]')
  checkIndices('crossEntropy', 'classes', classes)
  check(classes.size === N, 'crossEntropy', () => {
    return `x is ${show(x.shape)} but classes is ${show(classes.shape)}. Give one class a row.`
  })
  const chosen = mul(logSoftmax(x), oneHot(classes, { classes: C }))
  return scale(sum(chosen), reduction === 'mean' ? -1 / N : -1)
}

function checkIndices(op: string, name: string, indices: Tensor): void {
  check(indices.dtype === 'u32', op, () => {
    return `${name} must be whole numbers (u32), but are ${indices.dtype}. Make them from a Uint32Array.`
  })
  check(indices.shape.length === 1, op, () => {
    return `${name} must have one dimension [N], but is ${show(indices.shape)}. Reshape it.`
  })
}
