// Parts of generators in plain loops: their weights, and a transposed convolution of one image.

import { DataError } from '../../data/imageSet'
import { fromTorch } from '../../nn/layout'
import type { Variable } from '../../nn/module'
import type { GivenState, Network } from '../../nn/network'

/** [H, W, C] */
export interface Image {
  height: number
  width: number
  channels: number
  data: Float32Array
}

/** The weight is [R, S, C, K]: each pixel of K numbers stamps a window of C numbers. */
export function stamping(
  weight: Float32Array,
  [R = 1, S = 1, C = 1, K = 1]: readonly number[],
  {
    stride,
    padding,
    outputPadding = 0,
    bias,
  }: {
    stride: number
    padding: number
    outputPadding?: number
    bias?: Float32Array | undefined
  },
) {
  return ({ height: P, width: Q, data: x }: Image): Image => {
    const height = (P - 1) * stride - 2 * padding + R + outputPadding
    const width = (Q - 1) * stride - 2 * padding + S + outputPadding
    const data = Float32Array.from({ length: height * width * C }, (_, i) => bias?.[i % C] ?? 0)
    for (let p = 0; p < P; p++) {
      for (let q = 0; q < Q; q++) {
        for (let r = 0; r < R; r++) {
          for (let s = 0; s < S; s++) {
            const [h, w] = [p * stride + r - padding, q * stride + s - padding]
            if (h < 0 || w < 0 || h >= height || w >= width) continue
            for (let c = 0; c < C; c++) {
              const [from, at] = [(p * Q + q) * K, ((r * S + s) * C + c) * K]
              let sum = 0
              for (let k = 0; k < K; k++) sum += (x[from + k] ?? 0) * (weight[at + k] ?? 0)
              const to = (h * width + w) * C + c
              data[to] = (data[to] ?? 0) + sum
            }
          }
        }
      }
    }
    return { height, width, channels: C, data }
  }
}

/**
 * Reader of a network's variables, in our layout.
 *
 * @param state  weights, in PyTorch's layout
 * @throws DataError, when read, where a weight is missing
 */
export function readerOf(
  variables: Network['variables'],
  state: GivenState,
): (variable: Variable) => Float32Array {
  const names = new Map(variables.map(([name, variable]) => [variable, name]))
  return (variable) => {
    const name = names.get(variable) ?? ''
    const { data } = state.get(name) ?? {}
    if (!data) throw new DataError(`the weights have no ${name}`)
    return fromTorch(variable.layout, Float32Array.from(data, Number), variable.tensor.shape)
  }
}
