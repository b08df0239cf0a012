// Results of the tasks of setups.js in float64, which every library's are judged by.

import { BETAS, EPS, NORM_EPS, SLOPE } from './setups'

const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1)

/**
 * Calls `visit(l, s, w)` for each window and tap that lies inside the image: places of the first channel of the pixel of the
 * large image, of the small one, and of the tap's weights.
 */
function eachTap({ large, small, weight }, { stride, padding }, visit) {
  const [N, H, W, C] = large
  const [, P, Q, K] = small
  const [R, S] = weight
  for (let n = 0; n < N; n++)
    for (let p = 0; p < P; p++)
      for (let q = 0; q < Q; q++)
        for (let r = 0; r < R; r++)
          for (let s = 0; s < S; s++) {
            const [h, w] = [p * stride + r - padding, q * stride + s - padding]
            if (h < 0 || h >= H || w < 0 || w >= W) continue
            visit(((n * H + h) * W + w) * C, ((n * P + p) * Q + q) * K, (r * S + s) * C * K)
          }
}

function convolve({ large, weight }, { shapes, options }) {
  const [C, K] = weight.shape.slice(2)
  const y = new Float64Array(sizeOf(shapes.small))
  eachTap(shapes, options, (l, s, w) => {
    for (let c = 0; c < C; c++) {
      const x = large.data[l + c]
      for (let k = 0, at = w + c * K; k < K; k++) y[s + k] += x * weight.data[at + k]
    }
  })
  return [y]
}

function adjoint({ small, weight }, { shapes, options }) {
  const [C, K] = weight.shape.slice(2)
  const y = new Float64Array(sizeOf(shapes.large))
  eachTap(shapes, options, (l, s, w) => {
    for (let c = 0; c < C; c++) {
      let sum = 0
      for (let k = 0, at = w + c * K; k < K; k++) sum += small.data[s + k] * weight.data[at + k]
      y[l + c] += sum
    }
  })
  return [y]
}

function weightGradient({ large, small }, { shapes, options }) {
  const [C, K] = shapes.weight.slice(2)
  const y = new Float64Array(sizeOf(shapes.weight))
  eachTap(shapes, options, (l, s, w) => {
    for (let c = 0; c < C; c++) {
      const x = large.data[l + c]
      for (let k = 0, at = w + c * K; k < K; k++) y[at + k] += x * small.data[s + k]
    }
  })
  return [y]
}

/** y and the gradients of x, weight and bias. */
function batchNorm({ x, weight, bias, u }) {
  const C = weight.data.length
  const count = x.data.length / C
  const sums = (each) => {
    const sum = new Float64Array(C)
    for (let i = 0; i < x.data.length; i++) sum[i % C] += each(i, i % C)
    return sum
  }
  const mean = sums((i) => x.data[i] / count)
  const deviation = sums((i, c) => (x.data[i] - mean[c]) ** 2 / count).map((variance) =>
    Math.sqrt(variance + NORM_EPS),
  )
  const normal = Float64Array.from(x.data, (number, i) => (number - mean[i % C]) / deviation[i % C])
  const weightGradient = sums((i) => u.data[i] * normal[i])
  const biasGradient = sums((i) => u.data[i])
  const y = normal.map((number, i) => number * weight.data[i % C] + bias.data[i % C])
  const inputGradient = normal.map((number, i) => {
    const c = i % C
    const centred = u.data[i] - biasGradient[c] / count - (number * weightGradient[c]) / count
    return (weight.data[c] / deviation[c]) * centred
  })
  return [y, inputGradient, weightGradient, biasGradient]
}

const leakyRelu = ({ x, u }) => [
  Float64Array.from(x.data, (number) => (number > 0 ? number : SLOPE * number)),
  Float64Array.from(u.data, (number, i) => (x.data[i] > 0 ? number : SLOPE * number)),
]

/** Parameters after the first step. */
function adam({ parameters, gradients }, { lr }) {
  return [
    Float64Array.from(parameters.data, (number, i) => {
      const gradient = gradients.data[i]
      const [m, v] = BETAS.map((beta, power) => ((1 - beta) * gradient ** (power + 1)) / (1 - beta))
      return number - (lr * m) / (Math.sqrt(v) + EPS)
    }),
  ]
}

const kinds = { convolve, adjoint, 'weight gradient': weightGradient, batchNorm, leakyRelu, adam }

export const exact = (task) => kinds[task.kind](task.inputs, task)
