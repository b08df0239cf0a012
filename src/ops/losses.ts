// Losses. They take logits, never probabilities: a sigmoid in f32 saturates, its logarithm overflows.

import source from '../../shaders/losses.wgsl?raw'
import { checkSameShape } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { sigmoid } from './activations'
import { add, full, mul, scale } from './arithmetic'
import { mean, sum } from './sums'

const losses = new Shader('losses.wgsl', source)

/**
 * Binary cross-entropy of σ(x) against labels, computed from the logits x.
 *
 * @param x       logits, any shape
 * @param labels  a tensor of x's shape, or one number for all; no gradient flows to it
 * @returns       [1], the mean (or sum) over all elements
 * @see https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
 */
export function bceWithLogits(
  x: Tensor,
  labels: Tensor | number,
  { reduction = 'mean' }: { reduction?: 'mean' | 'sum' } = {},
): Tensor {
  const targets = typeof labels === 'number' ? full(x.shape, labels) : labels
  checkSameShape('bceWithLogits', { x, labels: targets })
  const terms = bceTerms(x, targets)
  return reduction === 'mean' ? mean(terms) : sum(terms)
}

function bceTerms(x: Tensor, labels: Tensor): Tensor {
  const result = empty('bceTerms', x.shape)
  dispatch(losses, 'bce_terms', { bindings: { x, labels, result }, invocations: x.size })
  return record('bceTerms', { x, labels }, result, (gradY) => ({
    x: () => mul(gradY, add(sigmoid(x), scale(labels, -1))),
    labels: null,
  }))
}
