// Losses. They take logits, never probabilities: a sigmoid in f32 saturates, its logarithm overflows.

import source from '../../shaders/losses.wgsl?raw'
import { check, checkSameShape } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch, tracing } from '../gpu/trace'
import { relu, sigmoid } from './activations'
import { add, full, mul, scale, sub } from './arithmetic'
import { abs, square } from './elementary'
import { expand, mean, sum } from './sums'

const losses = new Shader('losses.wgsl', source)

/** Are these so few terms that one invocation adds them up alone? On a GPU all others wait for it. */
const areFew = ({ size }: Tensor): boolean => size <= ((tracing()?.software ?? true) ? 1024 : 256)

/** One number from the terms of a loss. */
export type Reduction = 'mean' | 'sum'

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
  { reduction = 'mean' }: { reduction?: Reduction } = {},
): Tensor {
  if (typeof labels === 'number' && areFew(x)) return scoreLoss('bce', x, labels, reduction)
  const targets = typeof labels === 'number' ? full(x.shape, labels) : labels
  checkSameShape('bceWithLogits', { x, labels: targets })
  const terms = bceTerms(x, targets)
  return reduced(terms, reduction)
}

function bceTerms(x: Tensor, labels: Tensor): Tensor {
  const result = empty('bceTerms', x.shape)
  dispatch(losses, 'bce_terms', { bindings: { x, labels, result }, invocations: x.size })
  return record('bceTerms', { x, labels }, result, (gradY) => ({
    x: () => mul(gradY, add(sigmoid(x), scale(labels, -1))),
    labels: null,
  }))
}

/** The kernel's kinds of terms, in its order; each with its second derivative, `null` where it is zero. */
const kinds = {
  bce: (x: Tensor) => {
    const y = sigmoid(x)
    return mul(y, sub(full(y.shape, 1), y))
  },
  square: (x: Tensor) => full(x.shape, 2),
  hinge: null,
}

/** [1]: the loss of few scores with one target for all, and its gradient, in one dispatch. */
function scoreLoss(
  kind: keyof typeof kinds,
  x: Tensor,
  target: number,
  reduction: Reduction,
): Tensor {
  const share = reduction === 'mean' ? 1 / x.size : 1
  const loss = empty('loss', [1])
  const slope = empty('slope', x.shape)
  dispatch(losses, 'score_loss', {
    constants: { KIND: Object.keys(kinds).indexOf(kind), TARGET: target, SHARE: share },
    bindings: { x, result: loss, slope },
    invocations: x.size,
  })
  const curvature = kinds[kind]
  record('slope', { x }, slope, (u) => ({
    x: curvature && (() => scale(mul(u, curvature(x)), share)),
  }))
  return record(kind, { x }, loss, (gradY) => ({ x: () => mul(expand(gradY, x.shape), slope) }))
}

/**
 * Squared error: the mean (or sum) of (x - target)². Half of it is the loss of a least-squares GAN.
 *
 * @param x       any shape
 * @param target  a tensor of x's shape, to which a gradient flows too, or one number for all
 * @returns       [1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
 */
export function mse(
  x: Tensor,
  target: Tensor | number,
  { reduction = 'mean' }: { reduction?: Reduction } = {},
): Tensor {
  if (typeof target === 'number' && areFew(x)) return scoreLoss('square', x, target, reduction)
  return reduced(square(difference('mse', x, target)), reduction)
}

/**
 * Absolute error: the mean (or sum) of |x - target|. Where the two are equal, the gradient is zero.
 *
 * @param x       any shape
 * @param target  a tensor of x's shape, to which a gradient flows too, or one number for all
 * @returns       [1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.L1Loss.html
 */
export function l1(
  x: Tensor,
  target: Tensor | number,
  { reduction = 'mean' }: { reduction?: Reduction } = {},
): Tensor {
  return reduced(abs(difference('l1', x, target)), reduction)
}

/**
 * D's half of the hinge loss: the mean (or sum) of max(0, 1 - sign · x). A score that is right by a
 * margin of one costs nothing, and at the margin itself the gradient is zero, as of PyTorch's relu.
 *
 * @param x     scores, any shape
 * @param sign  1 for real images, -1 for generated ones
 * @returns     [1]
 * @see https://arxiv.org/abs/1705.02894 (Lim, Ye: Geometric GAN), section 3
 */
export function hinge(
  x: Tensor,
  { sign, reduction = 'mean' }: { sign: 1 | -1; reduction?: Reduction },
): Tensor {
  check(sign === 1 || sign === -1, 'hinge', () => {
    return `sign must be 1 or -1, but is ${sign}. Take 1 for real images, -1 for generated ones.`
  })
  if (areFew(x)) return scoreLoss('hinge', x, sign, reduction)
  const margin = full(x.shape, 1)
  return reduced(relu(sign === 1 ? sub(margin, x) : add(margin, x)), reduction)
}

function difference(op: string, x: Tensor, target: Tensor | number): Tensor {
  const targets = typeof target === 'number' ? full(x.shape, target) : target
  checkSameShape(op, { x, target: targets })
  return sub(x, targets)
}

function reduced(terms: Tensor, reduction: Reduction): Tensor {
  return reduction === 'mean' ? mean(terms) : sum(terms)
}
