// A style-based generator as a graph of ONNX's operators, as it draws: without noise. Factors of weights are multiplied in,
// and sums of squares that demodulation divides by are computed here.

import type { EqualLinear } from '../../nn/equal'
import {
  DEMODULATION_EPS,
  type ModulatedConv2d,
  ModulatedConvTranspose2d,
} from '../../nn/modulated'
import type { Variable } from '../../nn/module'
import { PIXEL_NORM_EPS } from '../../nn/style'
import type { StyleGenerator } from '../model/style'
import type { Graph } from './onnxGraph'

/** Puts it at the end of a graph that ends in z [N, latent]. */
export function drawStyle(graph: Graph, { mapping, synthesis }: StyleGenerator): void {
  normalise(graph)
  for (const layer of mapping.layers) {
    linear(graph, layer)
    activate(graph)
  }
  const w = graph.end
  let [x, image] = [scaled(graph, synthesis.constant, 1), '']
  for (const { conv, torgb } of synthesis.blocks) {
    x = modulated(graph, conv, { x, w })
    const detail = modulated(graph, torgb, { x, w })
    if (image !== '') {
      graph.from(image, { isImage: true })
      const how = { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }
      graph.apply('Resize', ['', graph.numbers('double', [1, 1, 2, 2])], how)
      graph.apply('Add', [detail])
    }
    image = graph.end
  }
  graph.apply('Tanh')
}

/** z / √(mean z² + eps) */
function normalise(graph: Graph): void {
  const z = graph.end
  graph.apply('Mul', [z])
  graph.apply('ReduceMean', [], { axes: [1], keepdims: 1 })
  graph.apply('Add', [graph.numbers('eps', [PIXEL_NORM_EPS])])
  graph.apply('Sqrt')
  const size = graph.end
  graph.from(z, { isImage: false })
  graph.apply('Div', [size])
}

function linear(graph: Graph, { weight, bias, factors }: EqualLinear, factor = 1): void {
  const inputs = [scaled(graph, weight, factors.weight * factor)]
  if (bias) inputs.push(scaled(graph, bias, factors.bias * factor))
  graph.apply('Gemm', inputs, { transB: 1 })
}

function activate(graph: Graph, { negativeSlope = 0.2, gain = Math.SQRT2 } = {}): void {
  graph.apply('LeakyRelu', [], { alpha: { real: negativeSlope } })
  graph.apply('Mul', [graph.numbers('gain', [gain])])
}

function scaled(graph: Graph, variable: Variable, factor: number): string {
  const { name, shape, data } = graph.values(variable)
  return graph.numbers(
    name,
    data.map((value) => value * factor),
    shape,
  )
}

/** The convolution of x [N, C, H, W] with the style of w, and what follows it. */
function modulated(
  graph: Graph,
  layer: ModulatedConv2d | ModulatedConvTranspose2d,
  { x, w }: { x: string; w: string },
): string {
  const { affine, factor, options, weight, bias, noiseStrength } = layer
  const { demodulate = true } = options
  graph.from(w, { isImage: false })
  linear(graph, affine, factor)
  const style = graph.end
  asPixels(graph)
  graph.apply('Mul', [x])
  const { data, shape } = graph.values(weight)
  const inputs = [graph.numbers('weight', data, shape)]
  if (layer instanceof ModulatedConvTranspose2d) {
    graph.apply('ConvTranspose', inputs, { strides: [2, 2], pads: [1, 1, 1, 1] })
  } else {
    const { padding } = layer
    graph.apply('Conv', inputs, { pads: [padding, padding, padding, padding] })
  }
  if (demodulate) {
    const y = graph.end
    graph.from(style, { isImage: false })
    graph.apply('Mul', [style])
    graph.apply('MatMul', [squares(graph, layer)])
    graph.apply('Add', [graph.numbers('eps', [DEMODULATION_EPS])])
    graph.apply('Sqrt')
    asPixels(graph)
    const size = graph.end
    graph.from(y, { isImage: true })
    graph.apply('Div', [size])
  }
  const shift = graph.values(bias).data
  graph.apply('Add', [graph.numbers('bias', shift, [shift.length, 1, 1])])
  if (noiseStrength) activate(graph, options)
  return graph.end
}

/** [N, C] → [N, C, 1, 1] */
function asPixels(graph: Graph): void {
  graph.apply('Reshape', [graph.whole('pixels', [0, -1, 1, 1])])
}

/** Σ w² of the taps that meet in an output: [I, O]. A file has [O, I, R, S], and of a transposed layer [I, O, R, S]. */
function squares(graph: Graph, layer: ModulatedConv2d | ModulatedConvTranspose2d): string {
  const isTransposed = layer instanceof ModulatedConvTranspose2d
  const { data, shape } = graph.values(layer.weight)
  const [first = 1, second = 1] = shape
  const taps = data.length / first / second
  // 4 of a transposed layer's 16 taps meet in a pixel.
  const share = isTransposed ? 1 / 4 : 1
  const sums = new Float32Array(first * second)
  for (const [i, value] of data.entries()) {
    const [a, b] = [Math.floor(i / taps / second), Math.floor(i / taps) % second]
    const at = isTransposed ? a * second + b : b * first + a
    sums[at] = (sums[at] ?? 0) + share * value ** 2
  }
  return graph.numbers('squares', sums, isTransposed ? [first, second] : [second, first])
}
