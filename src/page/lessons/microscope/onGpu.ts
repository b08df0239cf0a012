// The gradient microscope's small D on the GPU: two programs, captured once. One computes the loss and is
// replayed with a weight changed, the other computes the gradients by the tape.

import { gradients } from '../../../autograd/gradients'
import { type Tensor, tensor } from '../../../autograd/tensor'
import { objectives } from '../../../gan/model/objectives'
import type { Gpu } from '../../../gpu/device'
import { Slice } from '../../../gpu/memory'
import { free } from '../../../gpu/owning'
import { type Captured, capture, download, submit, upload } from '../../../gpu/program'
import { add, batchNorm, concat, conv2d, reshape, split, tanh } from '../../../ops'
import {
  BATCH,
  drawImages,
  drawWeights,
  HALF,
  type PartName,
  partOf,
  type Setting,
  SIDE,
  SLOPE,
  shapes,
  starts,
  WEIGHTS,
} from './net'

type Numbers = Float32Array<ArrayBuffer>
type Parts = Record<PartName, Tensor>
type Steps = { loss: () => Tensor; tape: () => Tensor }

export class Microscope {
  readonly #gpu: Gpu
  readonly #images: Tensor
  readonly #parts: Parts
  readonly #captured: Captured<Steps>

  private constructor(gpu: Gpu, images: Tensor, parts: Parts, captured: Captured<Steps>) {
    this.#gpu = gpu
    this.#images = images
    this.#parts = parts
    this.#captured = captured
  }

  static async open(gpu: Gpu, setting: Setting): Promise<Microscope> {
    const images = tensor(gpu, drawImages(), [BATCH, SIDE, SIDE, 1], 'images')
    const weights = drawWeights()
    const part = (name: PartName) => {
      const { [name]: shape } = shapes
      const [from, count] = [starts[name], shape.reduce((a: number, b) => a * b, 1)]
      return tensor(gpu, weights.slice(from, from + count), shape, name)
    }
    const parts = {
      weight1: part('weight1'),
      gamma: part('gamma'),
      beta: part('beta'),
      weight2: part('weight2'),
    }
    const loss = () => lossOf(setting, images, parts)
    const tape = () => {
      const value = loss()
      const found = gradients(value, Object.values(parts))
      return concat([value, ...found.map((each) => reshape(each, [each.size]))], { dim: 0 })
    }
    return new Microscope(gpu, images, parts, await capture(gpu, { loss, tape }))
  }

  /** L, and its gradients in the order of the weights. */
  async tape(): Promise<{ loss: number; gradients: Numbers }> {
    submit(this.#gpu, [this.#captured.programs.tape])
    const [loss = Number.NaN, ...rest] = await this.#captured.results.tape.read(this.#gpu)
    return { loss, gradients: Float32Array.from(rest.slice(0, WEIGHTS)) }
  }

  /** L with one weight at each of these values. Compiles nothing, and reads back only the losses. */
  async losses(index: number, values: Numbers): Promise<Float32Array> {
    const { name, at } = partOf(index)
    const { [name]: part } = this.#parts
    const { programs, results } = this.#captured
    const { slice } = results.loss
    const kept = Slice.whole('losses', 4 * values.length)
    const { device } = this.#gpu
    const [from, to] = [slice.memory?.on(device), kept.memory?.on(device)]
    if (!from || !to) throw new Error('the loss has no place on the GPU')
    const move = (value: number) => upload(this.#gpu, part, Float32Array.of(value), { at: 4 * at })
    for (const [i, value] of values.entries()) {
      move(value)
      submit(this.#gpu, [programs.loss], (encoder) =>
        encoder.copyBufferToBuffer(from, slice.offset, to, 4 * i, 4),
      )
    }
    move(drawWeights()[index] ?? 0)
    try {
      return new Float32Array(await download(this.#gpu, { slice: kept }))
    } finally {
      free(kept)
    }
  }

  destroy(): void {
    this.#captured.destroy()
    free(this.#images, this.#parts)
  }
}

function lossOf({ loss, activation }: Setting, images: Tensor, parts: Parts): Tensor {
  const { weight1, gamma, beta, weight2 } = parts
  const first = conv2d(images, weight1, { stride: 2, padding: 1 })
  const negativeSlope = activation === 'leakyRelu' ? SLOPE : 1
  const normed = batchNorm(first, gamma, beta, { parts: 2, negativeSlope })
  const logits = conv2d(activation === 'tanh' ? tanh(normed) : normed, weight2)
  const [real, fake] = split(logits, { dim: 0, sizes: [HALF, HALF] })
  if (!real || !fake) throw new Error('the batch has no two halves')
  const { [loss]: objective } = objectives
  return add(objective.real(real), objective.fake(fake))
}

let open: { gpu: Gpu; setting: string; scope: Promise<Microscope> } | undefined

/** Returns the open microscope if it fits the setting and device, or opens another. */
export function scopeFor(gpu: Gpu, setting: Setting): Promise<Microscope> {
  const key = `${setting.loss} ${setting.activation}`
  if (open?.gpu === gpu && open.setting === key) return open.scope
  void open?.scope.then((scope) => scope.destroy()).catch(() => {})
  const scope = Microscope.open(gpu, setting)
  open = { gpu, setting: key, scope }
  scope.catch(() => {
    if (open?.scope === scope) open = undefined
  })
  return scope
}
