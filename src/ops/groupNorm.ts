// Norms within one sample: layer, instance and group norm, which are one thing with other groups.
// Unlike batch norm they can be differentiated again, so a critic with a gradient penalty may use them.

import source from '../../shaders/groupNorm.wgsl?raw'
import { check, sameShape, shape4, show, size } from '../autograd/check'
import { once } from '../autograd/once'
import { record, refuse } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { div, mul, reshape } from './arithmetic'
import { bias as addBias, gain, gainAndBias } from './bias'
import { keep } from './half'
import { chunkOf, type Grouping, merging, moments } from './moments'
import { sum } from './sums'

const shader = new Shader('groupNorm.wgsl', source)

export interface NormOptions {
  /** Scales the standardised numbers: [C] of groups and channels, else of the shape that is standardised. */
  weight?: Tensor
  /** Added after that; of the shape of `weight`. */
  bias?: Tensor
  eps?: number
}

/**
 * Standardises the last dimensions of each sample, all together.
 *
 * @param x                [N, ...]
 * @param normalizedShape  the last dimensions of x; all but the first by default
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
  if (weight && bias) return gainAndBias(y, weight, bias)
  const scaled = weight ? gain(y, weight) : y
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
  const kept = keep(y)
  // 1 / √(variance + eps), when the first gradient asks for it.
  const inverseDeviation = once(() => {
    const s = empty('inverse deviation', [variance.size])
    dispatch(shader, 'inverse_deviation', {
      constants,
      bindings: { variance, s_out: s },
      invocations: s.size,
    })
    return record('inverseDeviation', { x }, s, (gradS) => ({
      x: () => {
        const gradX = empty('inverse deviation ∂x', x.shape)
        dispatch(shader, 'deviation_by_x', {
          constants: constantsOf(grouping),
          bindings: { y: kept(), s, grad_s: gradS, result: gradX },
          invocations: x.size,
        })
        return last({ x, y: kept(), s, gradS }, gradX)
      },
    }))
  })
  return record('standardise', { x }, y, (gradY) => ({
    x: () => {
      const averages = averagesOf(gradY, kept(), grouping)
      return project(gradY, kept(), { s: inverseDeviation(), averages, grouping })
    },
  }))
}

/** mean(g) and mean(g y) of each group: [samples · groups, 2]. */
function averagesOf(g: Tensor, y: Tensor, grouping: Grouping): Tensor {
  const constants = constantsOf(grouping)
  const groups = grouping.samples * grouping.groups
  const chunks = Math.ceil((grouping.rows * grouping.depth) / constants.CHUNK)
  const partial = empty('products of chunks', [chunks, groups, 2])
  const averages = empty('averages', [groups, 2])
  dispatch(shader, 'chunk_products', {
    constants,
    bindings: { grad_y: g, y, partial },
    invocations: chunks * groups,
  })
  const { entry, invocations } = merging('merge_products', 'fold_products', groups)
  dispatch(shader, entry, {
    constants,
    bindings: { partial, averages_out: averages },
    invocations,
  })
  return averages
}

/** s · (g - mean(g) - y · mean(g y)), the means being those of each group. */
function project(
  g: Tensor,
  y: Tensor,
  { s, averages, grouping }: { s: Tensor; averages: Tensor; grouping: Grouping },
): Tensor {
  const result = empty('projection', g.shape)
  dispatch(shader, 'project', {
    constants: constantsOf(grouping),
    bindings: { grad_y: g, y, s, averages, result },
    invocations: g.size,
  })
  return record('project', { g, y, s }, result, (u) => {
    const averagesU = once(() => averagesOf(u, y, grouping))
    return {
      g: () => project(u, y, { s, averages: averagesU(), grouping }),
      // Each of u and g meets y in one mean, and the other in the product with it.
      y: () => {
        const gradY = empty('projection ∂y', y.shape)
        dispatch(shader, 'project_by_y', {
          constants: constantsOf(grouping),
          bindings: { u, grad_y: g, s, averages, averages_u: averagesU(), result: gradY },
          invocations: y.size,
        })
        return last({ u, g, y, s }, gradY)
      },
      // The projection is what s multiplies, times s.
      s: () => div(total(mul(u, result), grouping), s),
    }
  })
}

/** A kernel of the second gradient: a norm is never differentiated three times. */
const last = (inputs: Readonly<Record<string, Tensor>>, result: Tensor): Tensor =>
  record('norm', inputs, result, () =>
    refuse("a norm's second gradient", 'Differentiate a norm no more than twice.'),
  )

const constantsOf = ({ samples, rows, groups, depth }: Grouping) => ({
  N: samples,
  ROWS: rows,
  GROUPS: groups,
  DEPTH: depth,
  CHUNK: chunkOf(samples * rows * groups * depth),
})

/** Sum of each group: [samples · groups]. */
function total(x: Tensor, grouping: Grouping): Tensor {
  const { samples, rows, groups, depth } = grouping
  const sums = sum(reshape(x, [samples, rows, groups, depth]), { dim: [1, 3] })
  return reshape(sums, [samples * groups])
}
