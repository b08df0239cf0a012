// A judge of images: a small classifier trained on the labels of the data set. Distances between sets of images
// are measured in its 64 features. Inception, the usual choice, has never seen a digit and weighs 90 MB. The
// distances of two judges cannot be compared.

import { type Tensor, tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { free } from '../../gpu/owning'
import { type Captured, capture } from '../../gpu/program'
import { Conv2d, Linear, Sequential } from '../../nn/layers'
import { type Mode, Module, type Variable, variablesOf } from '../../nn/module'
import { Network } from '../../nn/network'
import { BatchNorm2d } from '../../nn/norms'
import { Flatten, LeakyReLU } from '../../nn/plain'
import { leakyRelu, logSoftmax } from '../../ops'
import { inBatches } from '../draw/batches'

/** Features of an image. */
export const FEATURES = 64

export interface JudgeShape {
  /** Height and width: 16, 32, 64 or 128. */
  imageSize: number
  /** 1 or 3. */
  channels: number
  classes: number
}

export interface JudgeRecipe {
  width: number
  epochs: number
  batchSize: number
  /** Adam's learning rate; it falls to zero along half a cosine. */
  lr: number
  /** Largest random change of the entries of the identity map, through which each image is warped. */
  warp: number
  /** Largest random change of brightness, and of contrast from 1. */
  light: number
  seed: number
}

export const judgeRecipe: JudgeRecipe = {
  width: 8,
  epochs: 16,
  batchSize: 64,
  lr: 6e-3,
  warp: 0.15,
  light: 0.25,
  seed: 1,
}

/** Features and class probabilities of N images. */
export interface Opinion {
  /** [N, FEATURES] */
  features: Float32Array
  /** [N, classes] */
  probabilities: Float32Array
}

/**
 * Layers from images [N, S, S, C] to features [N, 64], which a batch norm normalises.
 *
 * @param momentum  of the batch norms' running statistics; 1 keeps those of the last batch alone
 */
export function trunkOf(
  { imageSize, channels }: Omit<JudgeShape, 'classes'>,
  { width, momentum = 0.1 }: { width: number; momentum?: number },
): Module[] {
  const layers: Module[] = []
  let from = channels
  for (let side = imageSize, to = width; side > 4; side /= 2, to *= 2) {
    layers.push(new Conv2d(from, to, 4, { stride: 2, padding: 1, bias: false }))
    layers.push(new BatchNorm2d(to, { momentum }), new LeakyReLU(SLOPE))
    from = to
  }
  const last = new Conv2d(from, FEATURES, 4, { bias: false })
  return [...layers, last, new BatchNorm2d(FEATURES, { momentum }), new Flatten()]
}

/** Slope of each LeakyReLU below zero. */
export const SLOPE = 0.2

/** Features [N, 64] → logits [N, classes]. */
export class Head extends Linear {
  constructor(classes: number) {
    super(FEATURES, classes)
  }

  override forward(features: Tensor): Tensor {
    return super.forward(leakyRelu(features, { negativeSlope: SLOPE }))
  }
}

export interface ClassifierOptions {
  /** Channels of the first layer. */
  width: number
  /** Layers that images go through first, [N, S, S, C] → the same: they make them look as the classifier knows them. */
  front?: readonly Module[] | undefined
}

/** Images of [N, S, S, C] → features [N, 64] → logits [N, classes]. */
export class Classifier extends Module {
  readonly front: Sequential | undefined
  readonly trunk: Sequential
  readonly head: Head

  constructor(shape: JudgeShape, { width, front }: ClassifierOptions) {
    super()
    this.front = front && new Sequential(front)
    this.trunk = new Sequential(trunkOf(shape, { width }))
    this.head = new Head(shape.classes)
  }

  features(images: Tensor, mode: Mode): Tensor {
    return this.trunk.forward(this.front?.forward(images, mode) ?? images, mode)
  }

  logits(features: Tensor): Tensor {
    return this.head.forward(features)
  }

  override forward(images: Tensor, mode: Mode): Tensor {
    return this.logits(this.features(images, mode))
  }

  override variables(): [string, Variable][] {
    const { front, trunk, head } = this
    return variablesOf({ ...(front && { front }), trunk, head })
  }
}

const BATCH = 100

export class Judge {
  readonly gpu: Gpu
  readonly shape: JudgeShape
  readonly network: Network
  readonly classifier: Classifier
  #look: Promise<Look> | undefined

  /** An untrained judge: call `teach`, or `network.load` the weights of another. */
  constructor(
    gpu: Gpu,
    shape: JudgeShape,
    { width = judgeRecipe.width, front }: Partial<ClassifierOptions> = {},
  ) {
    this.gpu = gpu
    this.shape = shape
    this.classifier = new Classifier(shape, { width, front })
    this.network = new Network('judge', this.classifier)
  }

  /** Records its forward pass. Gradients flow back to the images. `images`: [N, S, S, C] in [-1, 1]. */
  see(images: Tensor): { features: Tensor; logits: Tensor } {
    const features = this.classifier.features(images, { training: false })
    return { features, logits: this.classifier.logits(features) }
  }

  /**
   * Features and probabilities of images, in eval mode: images do not depend on each other.
   *
   * @param images  [N, S, S, C] in [-1, 1]
   */
  async look(images: Float32Array): Promise<Opinion> {
    this.#look ??= this.#capture()
    const { input, captured } = await this.#look
    const { features, logProbabilities } = captured.results.look
    const through = { rows: images, input, results: [features, logProbabilities] }
    const seen = await inBatches(this.gpu, captured.programs.look, through)
    const [found = new Float32Array(), logs = new Float32Array()] = seen
    return { features: found, probabilities: logs.map(Math.exp) }
  }

  async #capture(): Promise<Look> {
    const { imageSize, channels } = this.shape
    const shape = [BATCH, imageSize, imageSize, channels]
    const input = tensor(this.gpu, new Float32Array(BATCH * imageSize ** 2 * channels), shape)
    const captured = await capture(this.gpu, {
      look: () => {
        const { features, logits } = this.see(input)
        return { features, logProbabilities: logSoftmax(logits) }
      },
    })
    return { input, captured }
  }

  /** Frees everything that the judge has on the GPU. */
  async destroy(): Promise<void> {
    const look = await this.#look
    if (look) free(look.captured, look.input)
    free(this.network)
  }
}

interface Look {
  input: Tensor
  captured: Captured<{ look: () => { features: Tensor; logProbabilities: Tensor } }>
}
