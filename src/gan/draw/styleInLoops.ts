// A style-based generator in plain loops, as it draws: without noise.

import type { EqualLinear } from '../../nn/equal'
import {
  DEMODULATION_EPS,
  type ModulatedConv2d,
  ModulatedConvTranspose2d,
} from '../../nn/modulated'
import type { Variable } from '../../nn/module'
import { type MappingNetwork, PIXEL_NORM_EPS } from '../../nn/style'
import type { StyleGenerator, Synthesis } from '../model/style'
import { type Image, stamping } from './stamping'

export type Read = (variable: Variable) => Float32Array
type Layer = ModulatedConv2d | ModulatedConvTranspose2d

/** z as [1, 1, latent + classes] → the image. */
export function styleInLoops(
  { mapping, synthesis }: StyleGenerator,
  read: Read,
): (z: Image) => Image {
  const map = mappingInLoops(mapping, read)
  const draw = synthesisInLoops(synthesis, read)
  return ({ data: z }) => draw(map(z))
}

/** Style w, or that of each block → the image; `noise`: for each block [height · width], by default none. */
export function synthesisInLoops(
  synthesis: Synthesis,
  read: Read,
): (w: Float32Array | readonly Float32Array[], noise?: readonly Float32Array[]) => Image {
  const [size = 1, , channels = 1] = synthesis.constant.tensor.shape
  const start = { height: size, width: size, channels, data: read(synthesis.constant) }
  const blocks = synthesis.blocks.map(({ conv, torgb }) => ({
    conv: modulated(conv, read),
    torgb: modulated(torgb, read),
  }))
  return (w, noise = []) => {
    let x: Image = start
    let drawn: Image | undefined
    for (const [i, { conv, torgb }] of blocks.entries()) {
      const own = w instanceof Float32Array ? w : (w[i] ?? new Float32Array())
      x = conv(x, own, noise[i])
      const detail = torgb(x, own)
      const below = drawn && enlarged(drawn)
      drawn = below
        ? { ...detail, data: detail.data.map((value, i) => value + (below.data[i] ?? 0)) }
        : detail
    }
    const image = drawn ?? x
    return { ...image, data: image.data.map(Math.tanh) }
  }
}

/** Noise [latent + classes] → w. */
export function mappingInLoops(
  { layers }: MappingNetwork,
  read: Read,
): (z: Float32Array) => Float32Array<ArrayBuffer> {
  const linears = layers.map((layer) => linear(layer, read))
  return (z) => {
    const square = z.reduce((sum, value) => sum + value * value, 0) / z.length
    const normal = Float32Array.from(z, (value) => value / Math.sqrt(square + PIXEL_NORM_EPS))
    return linears.reduce((x, layer) => layer(x).map((value) => leaky(value)), normal)
  }
}

const leaky = (value: number, { negativeSlope = 0.2, gain = Math.SQRT2 } = {}): number =>
  gain * (value > 0 ? value : negativeSlope * value)

function linear({ weight, bias, factors }: EqualLinear, read: Read) {
  const [I = 1, O = 1] = weight.tensor.shape
  const values = read(weight)
  const shift = bias && read(bias)
  return (x: Float32Array): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: O }, (_, o) => {
      let sum = 0
      for (let i = 0; i < I; i++) sum += (x[i] ?? 0) * (values[i * O + o] ?? 0)
      return sum * factors.weight + (shift?.[o] ?? 0) * factors.bias
    })
}

function modulated(layer: Layer, read: Read) {
  const { affine, factor, options, bias, noiseStrength } = layer
  const weight = read(layer.weight)
  const { shape } = layer.weight.tensor
  const style = linear(affine, read)
  const isTransposed = layer instanceof ModulatedConvTranspose2d
  const convolve = isTransposed
    ? stamping(weight, shape, { stride: 2, padding: 1 })
    : stamping(
        flipped(weight, shape),
        [shape[0] ?? 1, shape[1] ?? 1, shape[3] ?? 1, shape[2] ?? 1],
        {
          stride: 1,
          padding: layer.padding,
        },
      )
  const sizes = (options.demodulate ?? true) ? squares(weight, shape, isTransposed) : undefined
  const shift = read(bias)
  const [strength = 0] = noiseStrength ? read(noiseStrength) : []
  return (x: Image, w: Float32Array, noise?: Float32Array): Image => {
    const s = style(w).map((value) => value * factor)
    const scaled = x.data.map((value, i) => value * (s[i % x.channels] ?? 1))
    const y = convolve({ ...x, data: scaled })
    const d = sizes?.map((row) => {
      const sum = row.reduce((all, square, i) => all + square * (s[i] ?? 0) ** 2, 0)
      return 1 / Math.sqrt(sum + DEMODULATION_EPS)
    })
    const data = y.data.map((value, i) => {
      const c = i % y.channels
      const grain = strength * (noise?.[Math.floor(i / y.channels)] ?? 0)
      const shifted = value * (d?.[c] ?? 1) + grain + (shift[c] ?? 0)
      return noiseStrength ? leaky(shifted, options) : shifted
    })
    return { ...y, data }
  }
}

/** [R, S, C, K] of a convolution → [R, S, K, C] of the transposed one that computes the same with stride 1. */
function flipped(weight: Float32Array, [R = 1, S = 1, C = 1, K = 1]: readonly number[]) {
  const turned = new Float32Array(weight.length)
  for (let tap = 0; tap < R * S; tap++) {
    for (let c = 0; c < C; c++) {
      for (let k = 0; k < K; k++) {
        turned[((R * S - 1 - tap) * K + k) * C + c] = weight[(tap * C + c) * K + k] ?? 0
      }
    }
  }
  return turned
}

/** Σ w² of the taps that meet in an output: a row of inputs for each output. */
function squares(
  weight: Float32Array,
  [R = 1, S = 1, third = 1, fourth = 1]: readonly number[],
  isTransposed: boolean,
): number[][] {
  const [outputs, inputs] = isTransposed ? [third, fourth] : [fourth, third]
  // 4 of a transposed layer's 16 taps meet in a pixel.
  const share = isTransposed ? 1 / 4 : 1
  return Array.from({ length: outputs }, (_, o) =>
    Array.from({ length: inputs }, (_, i) => {
      let sum = 0
      for (let tap = 0; tap < R * S; tap++) {
        const at = isTransposed ? o * inputs + i : i * outputs + o
        sum += (weight[tap * third * fourth + at] ?? 0) ** 2
      }
      return sum * share
    }),
  )
}

/** Twice the size, bilinear: each pixel takes 3/4 of the nearest and 1/4 of the next, in both dimensions. */
function enlarged({ height, width, channels, data }: Image): Image {
  const made = new Float32Array(4 * data.length)
  const along = (at: number, size: number) => {
    const near = at >> 1
    const next = Math.min(Math.max(at % 2 === 0 ? near - 1 : near + 1, 0), size - 1)
    return { near, next }
  }
  for (let h = 0; h < 2 * height; h++) {
    const rows = along(h, height)
    for (let w = 0; w < 2 * width; w++) {
      const columns = along(w, width)
      for (let c = 0; c < channels; c++) {
        const value = (row: number, column: number) =>
          data[(row * width + column) * channels + c] ?? 0
        const of = (row: number) =>
          0.75 * value(row, columns.near) + 0.25 * value(row, columns.next)
        made[(h * 2 * width + w) * channels + c] = 0.75 * of(rows.near) + 0.25 * of(rows.next)
      }
    }
  }
  return { height: 2 * height, width: 2 * width, channels, data: made }
}
