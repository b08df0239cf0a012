// A generator as an ONNX file, as it draws in eval mode, and a translator.

import { writeOnnx } from '../../data/onnx'
import type { GivenState, Network } from '../../nn/network'
import type { GanConfig } from '../model/config'
import { StyleGenerator } from '../model/style'
import { Graph } from './onnxGraph'
import { drawStyle } from './onnxStyle'

export type OnnxOptions = Pick<GanConfig, 'latent' | 'classes' | 'imageSize' | 'channels'> & {
  metadata?: Readonly<Record<string, string>>
}

/**
 * The bytes of an ONNX file (operator set 17) that draws the same images as the generator.
 *
 * Inputs: `z` [N, latent], float; where G is told classes also `label` [N], int64, from 0.
 * Outputs: `images` [N, C, H, W], float in [-1, 1]; `pixels` [N, H, W, C], uint8. N may be any.
 *
 * @param state  weights, of the generator or its moving average
 * @throws DataError when a layer has no ONNX form here, or a weight is missing
 */
export function onnxOf(generator: Network, state: GivenState, options: OnnxOptions): Uint8Array {
  const { latent, classes, imageSize, channels, metadata = {} } = options
  const graph = new Graph(generator, state)
  if (classes > 0) graph.join('label', classes)
  const [first] = generator.layers
  if (first instanceof StyleGenerator) drawStyle(graph, first)
  else graph.walk(generator.layers)
  graph.finish('images')
  toPixels(graph)
  const size = [imageSize, imageSize]
  return writeOnnx({
    name: generator.name,
    nodes: graph.nodes,
    constants: graph.constants,
    inputs: [
      { name: 'z', type: 'float', shape: ['N', latent] },
      ...(classes > 0 ? [{ name: 'label', type: 'int64', shape: ['N'] } as const] : []),
    ],
    outputs: [
      { name: 'images', type: 'float', shape: ['N', channels, ...size] },
      { name: 'pixels', type: 'uint8', shape: ['N', ...size, channels] },
    ],
    metadata,
  })
}

/** As bytesOfImages does: halves are rounded up. */
function toPixels(graph: Graph): void {
  graph.apply('Mul', [graph.numbers('scale', [127.5])])
  graph.apply('Add', [graph.numbers('shift', [128])])
  graph.apply('Clip', [graph.numbers('least', [0], []), graph.numbers('most', [255], [])])
  graph.apply('Cast', [], { to: 2 })
  graph.apply('Transpose', [], { perm: [0, 2, 3, 1] })
  graph.finish('pixels')
}

/**
 * The bytes of an ONNX file (operator set 17) that translates images as the network does.
 *
 * Input: `image` [N, C, H, W], float in [-1, 1]. Outputs: `images`, the same; `pixels` [N, H, W, C], uint8. N, H and W
 * may be any that the network takes.
 *
 * @throws DataError when a layer has no ONNX form here, or a weight is missing
 */
export function onnxOfTranslator(
  translator: Network,
  state: GivenState,
  { channels, metadata = {} }: Pick<OnnxOptions, 'channels' | 'metadata'>,
): Uint8Array {
  const graph = new Graph(translator, state, { name: 'image', isImage: true })
  graph.walk(translator.layers)
  graph.finish('images')
  toPixels(graph)
  const image = { type: 'float', shape: ['N', channels, 'H', 'W'] } as const
  return writeOnnx({
    name: translator.name,
    nodes: graph.nodes,
    constants: graph.constants,
    inputs: [{ name: 'image', ...image }],
    outputs: [
      { name: 'images', ...image },
      { name: 'pixels', type: 'uint8', shape: ['N', 'H', 'W', channels] },
    ],
    metadata,
  })
}
