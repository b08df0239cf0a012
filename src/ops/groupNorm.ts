// Norms within one sample: layer, instance and group norm, which are one thing with other groups.
// Unlike batch norm they can be differentiated again, so a critic with a gradient penalty may use them.

import source from '../../shaders/groupNorm.wgsl?raw'
import { check, sameShape, shape4, show, size } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { add, full, mul, reshape, scale } from './arithmetic'
import { CHUNK, type Grouping, moments } from './moments'
import { bias as addBias, expand, mean, sum } from './sums'

const shader = new Shader('groupNorm.wgsl', source)

export interface NormOptions {
  /** Scales the standardised numbers. */
  weight?: Tensor
  /** Added after that. */
  bias?: Tensor
  eps?: number
}

/**
 * Standardises the last dimensions of each sample, all together.
 *
 * @param x                [N, ...]
 * @param normalizedShape  the last dimensions of x; all but the first if not said
 * @param weight           of that shape, as `bias` is
 * @returns                (x - mean) / √(variance + eps) · weight + bias, of x's shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
 * @see Ba, Kiros, Hinton: Layer Normalization, https://arxiv.org/abs/1607.06450
 */
export function layerNorm(
  x: Tensor,
  {
    normalizedShape = x.shape.slice(1),
    ...options
  }: NormOptions & { normalizedShape?: readonly number[] } = {},
): Tensor {
  const tail = x.shape.slice(x.shape.length - normalizedShape.length)
  check(sameShape(tail, normalizedShape), 'layerNorm', () => {
    return `normalizedShape ${show(normalizedShape)} must be the last dimensions of x, which is ${show(x.shape)}.`
  })
  const depth = size(normalizedShape)
  const grouping = { samples: x.size / depth, rows: 1, groups: 1, depth }
  return normalise('layerNorm', x, grouping, { affine: normalizedShape, ...options })
}

/**
 * Standardises each channel of each image.
 *
 * @param x       [N, H, W, C]
 * @param weight  [C], as `bias` is
 * @returns       (x - mean) / √(variance + eps) · weight + bias, of x's shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
 * @see Ulyanov, Vedaldi, Lempitsky: Instance Normalization, https://arxiv.org/abs/1607.08022
 */
export function instanceNorm(x: Tensor, options: NormOptions = {}): Tensor {
  const [N, H, W, C] = shape4('instanceNorm', 'x', x, '[N, H, W, C]')
  check(H * W > 1, 'instanceNorm', () => {
    return `a channel needs more than one pixel, but x is ${show(x.shape)}. Use layer norm there.`
  })
  const grouping = { samples: N, rows: H * W, groups: C, depth: 1 }
  return normalise('instanceNorm', x, grouping, { affine: [C], ...options })
}

/**
 * Standardises neighbouring channels of each image in groups.
 *
 * @param x       [N, H, W, C]
 * @param groups  how many; it divides C
 * @param weight  [C], as `bias` is
 * @returns       (x - mean) / √(variance + eps) · weight + bias, of x's shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
 * @see Wu, He: Group Normalization, https://arxiv.org/abs/1803.08494
 */
export function groupNorm(
  x: Tensor,
  { groups, ...options }: NormOptions & { groups: number },
): Tensor {
  const [N, H, W, C] = shape4('groupNorm', 'x', x, '[N, H, W, C]')
  check(groups >= 1 && C % groups === 0, 'groupNorm', () => {
    return `groups ${groups} must divide the channels of x, which is ${show(x.shape)}.`
  })
  const grouping = { samples: N, rows: H * W, groups, depth: C / groups }
  return normalise('groupNorm', x, grouping, { affine: [C], ...options })
}

function normalise(
  op: string,
  x: Tensor,
  grouping: Grouping,
  { affine, weight, bias, eps = 1e-5 }: NormOptions & { affine: readonly number[] },
): Tensor {
  for (const [name, tensor] of Object.entries({ weight, bias })) {
    check(!tensor || sameShape(tensor.shape, affine), op, () => {
      return `${name} must be ${show(affine)}, as x is ${show(x.shape)}, but is ${show(tensor?.shape ?? [])}.`
    })
  }
  const y = standardise(x, grouping, eps)
  const scaled = weight ? mul(y, expand(weight, y.shape)) : y
  return bias ? addBias(scaled, bias) : scaled
}

function standardise(x: Tensor, grouping: Grouping, eps: number): Tensor {
  const { mean, variance } = moments(x, grouping)
  const y = empty('standardised', x.shape)
  const constants = { ...constantsOf(grouping), EPS: eps }
  dispatch(shader, 'standardise', {
    constants,
    bindings: { x, mean, variance, result: y },
    invocations: x.size,
  })
  return record('standardise', { x }, y, (gradY) => ({
    x: () => {
      const s = empty('inverse deviation', [variance.size])
      dispatch(shader, 'inverse_deviation', {
        constants,
        bindings: { variance, s_out: s },
        invocations: s.size,
      })
      // ∂s/∂x = -s² y / COUNT
      record('inverseDeviation', { x }, s, (gradS) => ({
        x: () => {
          const pull = scale(mul(gradS, mul(s, s)), -s.size / x.size)
          return mul(y, spread(pull, x.shape, grouping))
        },
      }))
      return project(gradY, y, s, grouping)
    },
  }))
}

/** s · (g - mean(g) - y · mean(g y)), the means being those of each group. */
function project(g: Tensor, y: Tensor, s: Tensor, grouping: Grouping): Tensor {
  const constants = constantsOf(grouping)
  const chunks = Math.ceil((grouping.rows * grouping.depth) / CHUNK)
  const partial = empty('products of chunks', [chunks, s.size, 2])
  const averages = empty('averages', [s.size, 2])
  const result = empty('projection', g.shape)
  dispatch(shader, 'chunk_products', {
    constants,
    bindings: { grad_y: g, y, partial },
    invocations: chunks * s.size,
  })
  dispatch(shader, 'merge_products', {
    constants,
    bindings: { partial, averages_out: averages },
    invocations: s.size,
  })
  dispatch(shader, 'project', {
    constants,
    bindings: { grad_y: g, y, s, averages, result },
    invocations: g.size,
  })
  return record('project', { g, y, s }, result, (u) => ({
    g: () => project(u, y, s, grouping),
    // Each of u and g meets y in one mean, and the other in the product with it.
    y: () => {
      const byG = mul(u, spread(mul(s, average(mul(g, y), grouping)), y.shape, grouping))
      const byU = mul(g, spread(mul(s, average(mul(u, y), grouping)), y.shape, grouping))
      return scale(add(byG, byU), -1)
    },
    s: () => {
      // With s = 1 the projection is what s multiplies.
      return total(mul(u, project(g, y, full(s.shape, 1), grouping)), grouping)
    },
  }))
}

const constantsOf = ({ samples, rows, groups, depth }: Grouping) => ({
  N: samples,
  ROWS: rows,
  GROUPS: groups,
  DEPTH: depth,
  CHUNK,
})

const shapeOf = ({ samples, rows, groups, depth }: Grouping) => [samples, rows, groups, depth]

/** Sum of each group: [samples · groups]. */
function total(x: Tensor, grouping: Grouping): Tensor {
  const sums = sum(reshape(x, shapeOf(grouping)), { dim: [1, 3] })
  return reshape(sums, [grouping.samples * grouping.groups])
}

/** Mean of each group: [samples · groups]. */
function average(x: Tensor, grouping: Grouping): Tensor {
  const means = mean(reshape(x, shapeOf(grouping)), { dim: [1, 3] })
  return reshape(means, [grouping.samples * grouping.groups])
}

/** A number a group, in the place of each of its elements. */
function spread(x: Tensor, shape: readonly number[], grouping: Grouping): Tensor {
  const { samples, groups } = grouping
  return reshape(expand(reshape(x, [samples, 1, groups, 1]), shapeOf(grouping)), shape)
}
