// Activation functions, each with its gradient beside it. The gradients are ops themselves: they are
// linear in the incoming gradient, and a second differentiation goes through them.

import source from '../../shaders/activations.wgsl?raw'
import { check } from '../autograd/check'
import { record } from '../autograd/tape'
import { empty, type Tensor } from '../autograd/tensor'
import { Shader } from '../gpu/shader'
import type { Constants } from '../gpu/specialise'
import { dispatch } from '../gpu/trace'
import { add, full, mul, scale, sub } from './arithmetic'
import { keep } from './half'

const activations = new Shader('activations.wgsl', source)

/**
 * y = max(x, 0).
 *
 * @param x  any shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html
 */
export function relu(x: Tensor): Tensor {
  const y = forward('relu', x)
  const kept = keep(y)
  return record('relu', { x }, y, (gradY) => ({ x: () => gate('relu_backward', gradY, kept()) }))
}

/**
 * y = gain · x where x > 0, gain · negativeSlope · x elsewhere.
 *
 * @param x     any shape
 * @param gain  positive, 1 by default; √2 keeps the size of numbers in a style-based GAN
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html
 */
export function leakyRelu(
  x: Tensor,
  { negativeSlope = 0.01, gain = 1 }: { negativeSlope?: number; gain?: number } = {},
): Tensor {
  // The gradient looks at the sign of y, which is the sign of x only while the slope is not negative.
  check(negativeSlope >= 0, 'leakyRelu', () => {
    return `negativeSlope must not be negative, but is ${negativeSlope}. Use 0.2, as DCGAN does.`
  })
  check(gain > 0 && Number.isFinite(gain), 'leakyRelu', () => {
    return `gain must be finite and positive, but is ${gain}.`
  })
  const constants = { SLOPE: negativeSlope, GAIN: gain }
  const y = forward('leaky_relu', x, constants)
  const kept = keep(y)
  return record('leakyRelu', { x }, y, (gradY) => ({
    x: () => gate('leaky_relu_backward', gradY, kept(), constants),
  }))
}

/**
 * y = x where x > 0, alpha · (e^x - 1) elsewhere.
 *
 * @param x  any shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ELU.html
 */
export function elu(x: Tensor, { alpha = 1 }: { alpha?: number } = {}): Tensor {
  check(alpha >= 0 && Number.isFinite(alpha), 'elu', () => {
    return `alpha must be finite and not negative, but is ${alpha}. Use 1, as PyTorch does.`
  })
  const constants = { ALPHA: alpha }
  const y = forward('elu', x, constants)
  const kept = keep(x)
  return record('elu', { x }, y, (gradY) => ({ x: () => eluBackward(gradY, kept(), constants) }))
}

/** gradY where x > 0, gradY · alpha e^x elsewhere. In x its derivative is the same below zero, 0 above. */
function eluBackward(gradY: Tensor, x: Tensor, constants: Constants): Tensor {
  const result = empty('elu_backward', x.shape)
  const bindings = { grad_y: gradY, x, result }
  dispatch(activations, 'elu_backward', { constants, bindings, invocations: x.vectors })
  return record('eluBackward', { gradY, x }, result, (u) => ({
    gradY: () => eluBackward(u, x, constants),
    x: () => {
      const product = mul(u, gradY)
      return sub(eluBackward(product, x, constants), gate('relu_backward', product, x))
    },
  }))
}

/**
 * y = tanh(x).
 *
 * @param x  any shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Tanh.html
 */
export function tanh(x: Tensor): Tensor {
  const y = forward('tanh_forward', x)
  const kept = keep(y)
  return record('tanh', { x }, y, (gradY) => ({ x: () => tanhBackward(gradY, kept()) }))
}

/** gradY · (1 - y²); in y its derivative is -2 gradY y. */
function tanhBackward(gradY: Tensor, y: Tensor): Tensor {
  const result = backward('tanh_backward', gradY, y)
  return record('tanhBackward', { gradY, y }, result, (u) => ({
    gradY: () => tanhBackward(u, y),
    y: () => scale(mul(mul(u, gradY), y), -2),
  }))
}

/**
 * y = 1 / (1 + e^-x).
 *
 * @param x  any shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
 */
export function sigmoid(x: Tensor): Tensor {
  const y = forward('sigmoid', x)
  const kept = keep(y)
  return record('sigmoid', { x }, y, (gradY) => ({ x: () => sigmoidBackward(gradY, kept()) }))
}

/** gradY · y (1 - y); in y its derivative is gradY (1 - 2y). */
function sigmoidBackward(gradY: Tensor, y: Tensor): Tensor {
  const result = backward('sigmoid_backward', gradY, y)
  return record('sigmoidBackward', { gradY, y }, result, (u) => ({
    gradY: () => sigmoidBackward(u, y),
    y: () => mul(mul(u, gradY), add(full(y.shape, 1), scale(y, -2))),
  }))
}

/**
 * y = log(1 + e^x), a smooth max(x, 0). Neither overflows nor loses what is small.
 *
 * @param x  any shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html
 */
export function softplus(x: Tensor): Tensor {
  const y = forward('softplus', x)
  const kept = keep(x)
  return record('softplus', { x }, y, (gradY) => ({ x: () => mul(gradY, sigmoid(kept())) }))
}

/**
 * y = x σ(x), a smooth ReLU that dips below zero; also called swish.
 *
 * @param x  any shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.SiLU.html
 */
export function silu(x: Tensor): Tensor {
  return mul(x, sigmoid(x))
}

export interface GeluOptions {
  /** `tanh` for the approximation that older networks were trained with; `none` by default. */
  approximate?: 'none' | 'tanh'
}

/**
 * y = x Φ(x), with the share Φ(x) of normal numbers that are below x.
 *
 * @param x  any shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GELU.html
 */
export function gelu(x: Tensor, { approximate = 'none' }: GeluOptions = {}): Tensor {
  if (approximate === 'none') return mul(x, normalShare(x))
  // (1 + tanh u) / 2 is σ(2u), which keeps its digits where tanh u is close to -1.
  const cubed = scale(mul(mul(x, x), x), 0.044715)
  return mul(x, steepSigmoid(scale(add(x, cubed), 2 * Math.sqrt(2 / Math.PI))))
}

/** σ(x) with the derivative σ(x) σ(-x): 1 - σ(x), made from a rounded σ(x), has lost its digits where x is large. */
function steepSigmoid(x: Tensor): Tensor {
  const kept = keep(x)
  return record('sigmoid', { x }, forward('sigmoid', x), (gradY) => ({
    x: () => mul(mul(gradY, sigmoid(kept())), sigmoid(scale(kept(), -1))),
  }))
}

/** Φ(x); its derivative is the density of N(0, 1), whose own is -x times it. */
function normalShare(x: Tensor): Tensor {
  const y = forward('normal_share', x)
  const kept = keep(x)
  return record('normalShare', { x }, y, (gradY) => ({ x: () => mul(gradY, density(kept())) }))
}

function density(x: Tensor): Tensor {
  const y = forward('normal_density', x)
  return record('density', { x }, y, (gradY) => ({ x: () => scale(mul(mul(gradY, x), y), -1) }))
}

/** A gradient that lets gradY through by the sign of y: linear in gradY, piecewise constant in y. */
function gate(entry: string, gradY: Tensor, y: Tensor, constants?: Constants): Tensor {
  const result = backward(entry, gradY, y, constants)
  return record(entry, { gradY, y }, result, (u) => ({
    gradY: () => gate(entry, u, y, constants),
    y: null,
  }))
}

function forward(entry: string, x: Tensor, constants: Constants = {}): Tensor {
  const result = empty(entry, x.shape)
  dispatch(activations, entry, { constants, bindings: { x, result }, invocations: x.vectors })
  return result
}

function backward(entry: string, gradY: Tensor, y: Tensor, constants: Constants = {}): Tensor {
  const result = empty(entry, y.shape)
  const bindings = { grad_y: gradY, y, result }
  dispatch(activations, entry, { constants, bindings, invocations: y.vectors })
  return result
}
