// Golden cases of one op: how each op of a file reads its attributes and inputs.

import type { Tensor } from '../../autograd/tensor'
import { type Objective, objectives } from '../../gan/model/objectives'
import {
  add,
  avgPool2d,
  batchNorm,
  bceWithLogits,
  bias,
  conv2d,
  convTranspose2d,
  crossEntropy,
  elu,
  gelu,
  groupNorm,
  instanceNorm,
  l1,
  layerNorm,
  leakyRelu,
  linear,
  mse,
  pad,
  relu,
  reverseGradient,
  scale,
  sigmoid,
  silu,
  softplus,
  tanh,
  upsampleNearest2d,
} from '../../ops'
import { full } from '../../ops/arithmetic'
import { type Attributes, type GoldenCase, type Role, Skip } from './case'
import type { Operands, Prepare, Prepared } from './runOp'
import { styleOps } from './styleOps'

export const goldenOps: Readonly<Record<string, Prepare>> = {
  conv2d: convolution(conv2d),
  conv_transpose2d: convolution(convTranspose2d),
  linear: ({ attributes }, operands) => {
    const x = operands.place('x')
    const weight = operands.place('weight', 'linear')
    const b = attributes.flag('bias') ? operands.place('bias') : undefined
    return { y: () => biased(linear(x, weight), b), role: 'plain' }
  },
  batch_norm1d: normalisation,
  batch_norm2d: normalisation,
  layer_norm: ({ attributes }, operands) => {
    const [channels = 1, ...rest] = attributes.sizes('normalized_shape')
    const x = operands.place('x', 'image')
    const affine = rest.length === 2 ? 'perPixel' : 'plain'
    const options = normOptions(attributes, operands, affine)
    const normalizedShape = [...rest, channels]
    return { y: () => layerNorm(x, { normalizedShape, ...options }), role: 'image' }
  },
  instance_norm2d: ({ attributes }, operands) => {
    const x = operands.place('x', 'image')
    const options = normOptions(attributes, operands, 'plain')
    return { y: () => instanceNorm(x, options), role: 'image' }
  },
  group_norm: ({ attributes }, operands) => {
    const x = operands.place('x', 'image')
    const groups = attributes.number('num_groups')
    const options = normOptions(attributes, operands, 'plain')
    return { y: () => groupNorm(x, { groups, ...options }), role: 'image' }
  },
  relu: activation(() => relu),
  leaky_relu: activation(({ attributes }) => {
    const negativeSlope = attributes.number('slope')
    return (x) => leakyRelu(x, { negativeSlope })
  }),
  elu: activation(({ attributes }) => {
    const alpha = attributes.number('alpha')
    return (x) => elu(x, { alpha })
  }),
  gelu: activation(({ attributes }) => {
    const approximate = attributes.text('approximate') === 'tanh' ? 'tanh' : 'none'
    return (x) => gelu(x, { approximate })
  }),
  silu: activation(() => silu),
  tanh: activation(() => tanh),
  sigmoid: activation(() => sigmoid),
  softplus: activation(() => softplus),
  bce_with_logits: loss(bceWithLogits),
  mse: loss(mse),
  l1: loss(l1),
  cross_entropy: ({ attributes }, operands) => {
    const reduction = readReduction(attributes)
    attributes.describe('input_range')
    const x = operands.place('x')
    const target = operands.placeIndices('target')
    return { y: () => crossEntropy(x, target, { reduction }), role: 'plain' }
  },
  avg_pool2d: ({ attributes }, operands) => {
    attributes.only('ceil_mode', false)
    const options = {
      kernelSize: attributes.pair('kernel'),
      stride: attributes.pair('stride'),
      padding: attributes.pair('padding'),
      countIncludePad: attributes.flag('count_include_pad'),
    }
    const x = operands.place('x', 'image')
    return { y: () => avgPool2d(x, options), role: 'image' }
  },
  upsample_nearest2d: ({ attributes }, operands) => {
    const scaleFactor = attributes.pair('scale')
    const x = operands.place('x', 'image')
    return { y: () => upsampleNearest2d(x, { scaleFactor }), role: 'image' }
  },
  reflection_pad2d: ({ attributes }, operands) => {
    attributes.only('padding_order', 'left,right,top,bottom')
    const [left, right, top, bottom] = attributes.four('padding')
    const x = operands.place('x', 'image')
    return { y: () => pad(x, { left, right, top, bottom, mode: 'reflection' }), role: 'image' }
  },
  gradient_reversal: ({ attributes }, operands) => {
    attributes.describe('contract')
    const lambda = attributes.number('lambda')
    const x = operands.place('x')
    return { y: () => reverseGradient(x, lambda), role: 'plain' }
  },
  ...styleOps,
  // The losses of a GAN come from the very rows that training uses.
  vanilla_d: discriminatorLoss(objectives['non-saturating']),
  vanilla_g_nonsaturating: generatorLoss(objectives['non-saturating'].generator),
  vanilla_g_saturating: generatorLoss(objectives.minimax.generator),
  hinge_d: discriminatorLoss(objectives.hinge),
  hinge_g: generatorLoss(objectives.hinge.generator),
  wasserstein_d: discriminatorLoss(objectives.wgan),
  wasserstein_g: generatorLoss(objectives.wgan.generator),
  lsgan_d: discriminatorLoss(objectives.lsgan),
  lsgan_g: generatorLoss(objectives.lsgan.generator),
}

function convolution(op: typeof conv2d | typeof convTranspose2d): Prepare {
  return ({ attributes }, operands) => {
    const x = operands.place('x', 'image')
    const weight = operands.place('weight', 'convolution')
    const b = attributes.flag('bias') ? operands.place('bias') : undefined
    attributes.only('groups', 1)
    const [height, width] = attributes.pair('kernel')
    if (weight.shape[0] !== height || weight.shape[1] !== width) {
      throw new Skip(`the weight is not of the kernel ${height} × ${width}`)
    }
    const window = {
      stride: attributes.pair('stride'),
      padding: attributes.pair('padding'),
      dilation: attributes.pair('dilation'),
    }
    // Only the transposed one has it, and its op refuses the attribute of the other.
    const options =
      op === convTranspose2d
        ? { ...window, outputPadding: attributes.pair('output_padding') }
        : window
    return { y: () => biased(op(x, weight, options), b), role: 'image' }
  }
}

function normalisation({ attributes }: GoldenCase, operands: Operands): Prepared {
  const mode = attributes.text('mode')
  if (mode !== 'train' && mode !== 'eval') throw new Skip(`batch norm in mode ${mode}`)
  const training = mode === 'train'
  const eps = attributes.number('eps')
  const momentum = attributes.number('momentum')
  const affine = attributes.flag('affine')
  const x = operands.place('x', 'image')
  const C = x.shape.at(-1) ?? 0
  const weight = affine ? operands.place('weight') : undefined
  const b = affine ? operands.place('bias') : undefined
  const mean = operands.place('running_mean')
  const variance = operands.place('running_var')

  const normalise = (options: Parameters<typeof batchNorm>[3]) =>
    batchNorm(x, weight ?? full([C], 1), b ?? full([C], 0), { ...options, training, eps })
  const y = () => normalise({ momentum, running: { mean, variance, batches: operands.zeros(1) } })
  if (!training) return { y, role: 'image' }

  // The op does not hand out the batch's statistics. With momentum 1 it tracks nothing but them, by
  // the same kernels; from zeros the running mean is the batch's to the bit, and the variance costs
  // one rounding each to make it unbiased (the op) and biased again (here).
  const others = () => {
    const rows = x.size / C
    const batch = {
      mean: operands.zeros(C),
      variance: operands.zeros(C),
      batches: operands.zeros(1),
    }
    normalise({ momentum: 1, running: batch })
    return {
      batch_mean: batch.mean,
      batch_var: scale(batch.variance, (rows - 1) / rows),
      running_mean_out: mean,
      running_var_out: variance,
    }
  }
  return { y, role: 'image', others }
}

function normOptions(attributes: Attributes, operands: Operands, role: Role) {
  const eps = attributes.number('eps')
  if (!attributes.flag('affine')) return { eps }
  return { eps, weight: operands.place('weight', role), bias: operands.place('bias', role) }
}

function activation(read: (golden: GoldenCase) => (x: Tensor) => Tensor): Prepare {
  return (golden, operands) => {
    golden.attributes.describe('input_range')
    const op = read(golden)
    const x = operands.place('x')
    return { y: () => op(x), role: 'plain' }
  }
}

function loss(op: typeof bceWithLogits | typeof mse | typeof l1): Prepare {
  return ({ attributes }, operands) => {
    const reduction = readReduction(attributes)
    attributes.describe('input_range')
    const x = operands.place('x')
    const target = operands.place('target')
    return { y: () => op(x, target, { reduction }), role: 'plain' }
  }
}

function readReduction(attributes: Attributes): 'mean' | 'sum' {
  const reduction = attributes.text('reduction')
  if (reduction !== 'mean' && reduction !== 'sum') throw new Skip(`reduction ${reduction}`)
  return reduction
}

function discriminatorLoss({ real, fake }: Pick<Objective, 'real' | 'fake'>): Prepare {
  return ({ attributes }, operands) => {
    attributes.only('reduction', 'mean')
    const scores = { real: operands.place('real'), fake: operands.place('fake') }
    return { y: () => add(real(scores.real), fake(scores.fake)), role: 'plain' }
  }
}

function generatorLoss(loss: (scores: Tensor) => Tensor): Prepare {
  return ({ attributes }, operands) => {
    attributes.only('reduction', 'mean')
    const fake = operands.place('fake')
    return { y: () => loss(fake), role: 'plain' }
  }
}

function biased(y: Tensor, b: Tensor | undefined): Tensor {
  return b ? bias(y, b) : y
}
