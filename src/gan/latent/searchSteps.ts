// Steps of a search for the noise of an image: the points that it moves, its loss, and its batches.

import { check, show, size } from '../../autograd/check'
import type { Tensor } from '../../autograd/tensor'
import { trace } from '../../gpu/trace'
import { Module, parameter, type Variable } from '../../nn/module'
import { Network } from '../../nn/network'
import { add, concat, mean, mse, scale, square, sub } from '../../ops'
import { adam, type Optimizer } from '../../optim/optimizer'
import { standing } from '../model/standing'

/** Options that need another capture. */
export interface SearchOptions {
  latent: number
  classes?: number
  /** Images searched for at once. */
  targets?: number
  /** Starting points per target, searched in parallel. */
  restarts?: number
  steps?: number
  /** Learning rate of the first step; it falls to 0 along a cosine. */
  lr?: number
  /** Weight of the mean of z², which keeps z where noise lies and G draws well. */
  prior?: number
  /** Features compared in addition to pixels: [N, H, W, C] → [N, features]. */
  features?: (images: Tensor) => Tensor
  /** Weight of the features' mean squared error; that of the pixels is 1. */
  featureWeight?: number
}

export interface Parts {
  steps: number
  restarts: number
  points: Points
  walkers: Network
  optimiser: Optimizer
  /** Each target `restarts` times: [N, H, W, C]. */
  wanted: Tensor
  /** [N, 1, 1, classes] */
  told: Tensor | undefined
  draw: () => Tensor
}

export function partsOf(
  generator: Network,
  { latent, classes = 0, targets = 1, restarts = 8, steps = 300, lr = 0.2 }: SearchOptions,
): Parts {
  const points = new Points(targets * restarts, latent)
  const told = classes > 0 ? standing('condition', [points.count, 1, 1, classes]) : undefined
  const draw = () => {
    const z = points.forward()
    return generator.forward(told ? concat([z, told], { dim: 3 }) : z, { training: false })
  }
  // Recorded once without a GPU, for the shape of its result.
  const { shape } = trace({ draw }).results.draw
  const walkers = new Network('latent', points)
  const optimiser = adam(walkers, { lr, schedule: { kind: 'cosine', steps } })
  return {
    steps,
    restarts,
    points,
    walkers,
    optimiser,
    wanted: standing('wanted', shape),
    told,
    draw,
  }
}

export function searchSteps(
  { points, walkers, optimiser, wanted, draw }: Parts,
  { prior = 0, features, featureWeight = 1 }: SearchOptions,
) {
  let aim: Tensor | undefined
  return {
    aim() {
      aim = features?.(wanted)
      return aim
    },
    walk() {
      const images = draw()
      let loss = mse(images, wanted)
      if (features && aim) loss = add(loss, scale(mse(features(images), aim), featureWeight))
      if (prior > 0) loss = add(loss, scale(mean(square(points.forward())), prior))
      // The loss is a mean over the batch: each point's gradient is a share of it.
      walkers.backward(scale(loss, points.count))
      optimiser.step()
    },
    look() {
      const images = draw()
      const errors = mean(square(sub(images, wanted)), { dim: [1, 2, 3] })
      return { images, errors }
    },
  }
}

/** Latent vectors as parameters: initialised with noise, moved by an optimiser. */
export class Points extends Module {
  readonly count: number
  readonly latent: number
  readonly #z: Variable

  constructor(count: number, latent: number) {
    super()
    this.count = count
    this.latent = latent
    this.#z = parameter([count, 1, 1, latent], (random) => random.normal(0, 1))
  }

  /** [count, 1, 1, latent] */
  override forward(): Tensor {
    return this.#z.tensor
  }

  override variables(): [string, Variable][] {
    return [['z', this.#z]]
  }
}

/** The same row for all points. */
export function filled(shape: readonly number[], row: Float32Array = new Float32Array(0)) {
  return Float32Array.from({ length: size(shape) }, (_, i) => row[i % row.length] ?? 0)
}

/** Each target `times` times, as one batch of images. */
export function repeated(
  targets: readonly Float32Array[],
  times: number,
  shape: readonly number[],
): Float32Array<ArrayBuffer> {
  const pixels = size(shape.slice(1))
  const all = new Float32Array(size(shape))
  for (const [i, target] of targets.entries()) {
    check(target.length === pixels, 'invert', () => {
      return `the generator draws ${show(shape.slice(1))}, but target ${i} has ${target.length} numbers. Give [H, W, C] of that size.`
    })
    for (let copy = 0; copy < times; copy++) all.set(target, (i * times + copy) * pixels)
  }
  return all
}
