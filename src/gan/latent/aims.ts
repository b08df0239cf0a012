// Aims of edits: what classifiers, ink and the colour of a corner should tell of each image, and the loss where they do not.

import { full } from '../../autograd/arithmetic'
import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { upload } from '../../gpu/program'
import {
  add,
  exp,
  linear,
  log,
  logSoftmax,
  mean,
  mul,
  reshape,
  scale,
  slice,
  square,
  sub,
  sum,
} from '../../ops'
import { standing } from '../model/standing'
import { CORNER } from './ground'
import { stack } from './latent'

/** A classifier's answer on images, and the wanted one. */
export interface Guide {
  /** Images [N, H, W, C] → logits of its labels, [N, labels]. */
  logits: (images: Tensor) => Tensor
  /** [labels, values]: 1 where a label has a value. Several factors lie side by side. */
  values: Float32Array
  labels: number
}

/** Wishes for images, a row each. */
export interface Wishes {
  /** For each guide [values] of each image: 1 at each wanted value. */
  wanted: readonly (readonly Float32Array[])[]
  /** Wanted ink, from 0 to 1, of each image. */
  ink?: readonly number[] | undefined
  /** Wanted colour of the corner of each image, in [-1, 1]. */
  corner?: readonly Float32Array[] | undefined
}

/** Weight of the squared error of the corner's colour. */
const GROUND = 40
/** Added to a share before its logarithm. */
const LEAST = 1e-4

/** Rows of wishes; a batch of them lies on the GPU. */
export class Aims {
  readonly tensors: readonly Tensor[]
  readonly #wishes: Wishes
  readonly #guides: readonly { guide: Guide; table: Tensor; aim: Tensor }[]
  readonly #ink: Tensor | undefined
  readonly #corner: Tensor | undefined

  /** @param count  images of a batch */
  constructor(guides: readonly Guide[], wishes: Wishes, count: number) {
    this.#wishes = wishes
    this.#guides = guides.map((guide) => {
      const { values, labels } = guide
      return {
        guide,
        table: standing('values', [labels, values.length / labels]),
        aim: standing('aim', [count, values.length / labels]),
      }
    })
    const { ink, corner } = wishes
    this.#ink = ink && standing('ink', [count, 1])
    this.#corner = corner && standing('corner', [count, corner[0]?.length ?? 1])
    this.tensors = [
      ...this.#guides.flatMap(({ table, aim }) => [table, aim]),
      ...[this.#ink ?? [], this.#corner ?? []].flat(),
    ]
  }

  initialise(gpu: Gpu): void {
    for (const { guide, table } of this.#guides) {
      upload(gpu, table, Float32Array.from(guide.values))
    }
  }

  /** Uploads the wishes of a batch. */
  take(gpu: Gpu, rows: readonly number[]): void {
    const of = <T>(all: readonly T[]): T[] => rows.flatMap((row) => all.slice(row, row + 1))
    const { wanted, ink, corner } = this.#wishes
    for (const [g, { aim }] of this.#guides.entries()) upload(gpu, aim, stack(of(wanted[g] ?? [])))
    if (this.#ink && ink) upload(gpu, this.#ink, Float32Array.from(of(ink)))
    if (this.#corner && corner) upload(gpu, this.#corner, stack(of(corner)))
  }

  /**
   * Cross-entropy with the wanted values, and squared errors of ink and of the corner, of all images together.
   *
   * @param spread  error of ink that counts as much as a nat
   */
  loss(images: Tensor, spread: number): Tensor {
    const parts = this.#guides.map(({ guide, table, aim }) => {
      const shares = linear(exp(logSoftmax(guide.logits(images))), table)
      const logs = log(add(shares, full(shares.shape, LEAST)))
      return scale(sum(mul(logs, aim)), -1)
    })
    if (this.#ink) {
      const [count = 1] = this.#ink.shape
      // Pixels go from -1 to 1.
      const ink = scale(add(mean(images, { dim: [1, 2, 3] }), full([count], 1)), 0.5)
      const error = scale(sub(ink, reshape(this.#ink, [count])), 1 / spread)
      parts.push(sum(square(error)))
    }
    if (this.#corner) {
      const rows = slice(images, { dim: 1, ...CORNER })
      const colour = mean(slice(rows, { dim: 2, ...CORNER }), { dim: [1, 2] })
      parts.push(scale(sum(square(sub(colour, this.#corner))), GROUND))
    }
    return parts.reduce(add)
  }
}
