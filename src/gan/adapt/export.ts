// A classifier as an ONNX graph and as a Python file for PyTorch, in eval mode. Images are [N, C, H, W] in [-1, 1] there.

import { writeOnnx } from '../../data/onnx'
import type { Module } from '../../nn/module'
import { Network } from '../../nn/network'
import { LeakyReLU } from '../../nn/plain'
import { Graph } from '../export/onnxGraph'
import { BLOCKS, layerLines, quoted, textOf } from '../export/torch'
import { Classifier, type JudgeShape, SLOPE } from '../judge/judge'
import { layersOf, type Shape } from '../translate/players'
import type { Weights } from './methods'

export interface ClassifierOptions {
  shape: JudgeShape
  width: number
  /** Translator in front of it. */
  front?: Shape | undefined
  /** Names of the classes, in the order of labels. */
  classNames: readonly string[]
  /** Variables, under the names that a judge gives them. */
  state: Weights
}

/**
 * The bytes of an ONNX file (operator set 17). Input: `images` [N, C, H, W], float in [-1, 1]. Outputs: `logits`
 * [N, classes] and `label` [N], int64: the largest of them. The metadata has the names of the classes.
 */
export function classifierOnnx(
  { shape, width, front, classNames, state }: ClassifierOptions,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const { imageSize, channels, classes } = shape
  const classifier = new Classifier(shape, { width, front: front && layersOf(front) })
  const graph = new Graph(new Network('classifier', classifier), state, {
    name: 'images',
    isImage: true,
  })
  const before = classifier.front?.layers ?? []
  graph.walk([...before, ...classifier.trunk.layers, new LeakyReLU(SLOPE), classifier.head])
  graph.finish('logits', { isImage: false })
  graph.apply('ArgMax', [], { axis: 1, keepdims: 0 })
  graph.finish('label', { isImage: false })
  return writeOnnx({
    name: 'classifier',
    nodes: graph.nodes,
    constants: graph.constants,
    inputs: [{ name: 'images', type: 'float', shape: ['N', channels, imageSize, imageSize] }],
    outputs: [
      { name: 'logits', type: 'float', shape: ['N', classes] },
      { name: 'label', type: 'int64', shape: ['N'] },
    ],
    metadata: { ...metadata, classes: JSON.stringify(classNames) },
  })
}

/**
 * The text of a Python file with the class `Classifier`, the list `CLASSES`, and `load()`.
 *
 * @param weights  name of the safetensors file beside it
 */
export function classifierTorch(
  { shape, width, front: translator, classNames }: Omit<ClassifierOptions, 'state'>,
  weights: string,
): string {
  const { imageSize, channels } = shape
  const { front, trunk, head } = new Classifier(shape, {
    width,
    front: translator && layersOf(translator),
  })
  const sequential = (name: string, layers: readonly Module[]) =>
    `        self.${name} = nn.Sequential(\n${layerLines(layers)}        )\n`
  return `# A classifier that Ganvas adapted, for PyTorch. Needs torch and safetensors.

from pathlib import Path

${front ? 'import torch\n' : ''}from safetensors.torch import load_file
from torch import nn

CLASSES = [${classNames.map(quoted).join(', ')}]


${front ? `${BLOCKS}\n\n` : ''}class Classifier(nn.Module):
    """[N, ${channels}, ${imageSize}, ${imageSize}] in [-1, 1] -> logits [N, ${shape.classes}]; black is -1, white 1"""

    def __init__(self):
        super().__init__()
${front ? sequential('front', front.layers) : ''}${sequential('trunk', trunk.layers)}        self.head = nn.${textOf(head)}

    def forward(self, x):
        return self.head(nn.functional.leaky_relu(self.trunk(${front ? 'self.front(x)' : 'x'}), ${SLOPE}))


def load(folder=Path(__file__).parent):
    """The classifier with its weights, in eval mode."""
    classifier = Classifier()
    classifier.load_state_dict(load_file(Path(folder) / ${quoted(weights)}))
    return classifier.eval()
`
}
