// The trained example without a GPU: its layers in plain loops, one image after the other, from the weights
// in its file, in PyTorch's layout. Sums are doubles, so results differ from the GPU's by rounding.

import { readWeights } from '../../../data/packed'

type State = ReturnType<typeof readWeights>['tensors']

interface Image {
  /** [channels, side, side] */
  values: Float64Array
  side: number
}

/** Functions of z [count, latent]. */
export interface PaperGenerator {
  /** [count, side, side] in [-1, 1] */
  draw: (z: Float32Array) => Float32Array<ArrayBuffer>
  /** The first channels of the first layer's output at its first pixel: [count, channels] */
  first: (z: Float32Array, channels: number) => Float32Array<ArrayBuffer>
}

const EPS = 1e-5

/** @throws Error where a layer is missing */
export function exampleOnPaper(file: Uint8Array): PaperGenerator {
  const { tensors } = readWeights(file, 'generator.safetensors')
  const latent = numbers(tensors, 'main.0.weight').shape[0] ?? 0
  const each = (z: Float32Array, make: (z: Image) => Float64Array) => {
    const made = Array.from({ length: z.length / latent }, (_, n) =>
      make({ values: Float64Array.from(z.subarray(n * latent, (n + 1) * latent)), side: 1 }),
    )
    const all = new Float32Array(made.reduce((sum, { length }) => sum + length, 0))
    for (const [n, values] of made.entries()) all.set(values, n * values.length)
    return all
  }
  const firsts = (z: Image) => stamped(tensors, 0, z).values.filter((_, i) => i % 16 === 0)
  return {
    draw: (z) => each(z, (one) => drawn(tensors, one)),
    first: (z, channels) => each(z, (one) => firsts(one).subarray(0, channels)),
  }
}

/** DCGAN for 32 × 32 pixels: main.0 projects, 3 and 6 enlarge, 9 draws; 1, 4 and 7 are the batch norms between. */
function drawn(state: State, z: Image): Float64Array {
  let image = z
  for (const layer of [0, 3, 6]) {
    const made = stamped(state, layer, image)
    image = { ...made, values: normed(state, layer + 1, made) }
  }
  return stamped(state, 9, image).values.map(Math.tanh)
}

/** A transposed convolution, 4 × 4: a single pixel gives the whole window, larger inputs use stride 2 and padding 1. */
function stamped(state: State, layer: number, { values, side }: Image): Image {
  const weight = numbers(state, `main.${layer}.weight`)
  const [inputs = 0, outputs = 0, kernel = 0] = weight.shape
  const { stride, padding } = side === 1 ? { stride: 1, padding: 0 } : { stride: 2, padding: 1 }
  const large = (side - 1) * stride - 2 * padding + kernel
  const result = new Float64Array(outputs * large * large)
  for (let input = 0; input < inputs; input++) {
    for (let at = 0; at < side * side; at++) {
      const x = values[input * side * side + at] ?? 0
      // Half of a ReLU's outputs are 0.
      if (x === 0) continue
      const [top, left] = [Math.floor(at / side) * stride - padding, (at % side) * stride - padding]
      for (let output = 0; output < outputs; output++) {
        const taps = (input * outputs + output) * kernel * kernel
        for (let tap = 0; tap < kernel * kernel; tap++) {
          const [row, column] = [top + Math.floor(tap / kernel), left + (tap % kernel)]
          if (row < 0 || row >= large || column < 0 || column >= large) continue
          const place = (output * large + row) * large + column
          result[place] = (result[place] ?? 0) + x * (weight.data[taps + tap] ?? 0)
        }
      }
    }
  }
  return { values: result, side: large }
}

/** Batch norm by running statistics, and ReLU. */
function normed(state: State, layer: number, { values, side }: Image): Float64Array {
  const of = (name: string) => numbers(state, `main.${layer}.${name}`).data
  const [mean, variance, weight, bias] = [
    of('running_mean'),
    of('running_var'),
    of('weight'),
    of('bias'),
  ]
  return values.map((value, i) => {
    const c = Math.floor(i / (side * side))
    const scale = (weight[c] ?? 0) / Math.sqrt((variance[c] ?? 0) + EPS)
    return Math.max(0, (value - (mean[c] ?? 0)) * scale + (bias[c] ?? 0))
  })
}

function numbers(state: State, name: string): { shape: readonly number[]; data: Float32Array } {
  const { shape, data } = state.get(name) ?? {}
  if (!shape || !(data instanceof Float32Array)) throw new Error(`the example has no ${name}`)
  return { shape, data }
}
