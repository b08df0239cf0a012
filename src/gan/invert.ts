// The way back through a generator: the noise whose image is nearest to a given one. Adam walks on z while
// the network stands still; a step is captured once, and the GPU replays it.

import { check, show, size } from '../autograd/check'
import { type Tensor, tensor } from '../autograd/tensor'
import type { Gpu } from '../gpu/device'
import { capture, submit } from '../gpu/program'
import { trace } from '../gpu/trace'
import { Module, parameter, type Variable } from '../nn/module'
import { Network } from '../nn/network'
import { add, concat, mean, mse, scale, square, sub } from '../ops'
import { adam } from '../optim/optimizer'
import { type Latent, unstack } from './latent'

export interface InvertOptions {
  latent: number
  /** What a conditional generator is told beside z, of every image: [classes]. */
  condition?: Float32Array | undefined
  /** Starting points for each target, all of them walked at once. */
  restarts?: number
  steps?: number
  /** Adam's at the first step; it falls to 0 along a cosine. */
  lr?: number
  /** Weight of the mean of z²: it keeps z where noise lies, which is where G draws well. */
  prior?: number
  seed?: number
  /** What images are compared by beside their pixels: [N, H, W, C] → [N, features]. */
  features?: (images: Tensor) => Tensor
  /** Weight of the features' mean squared error beside that of the pixels. */
  featureWeight?: number
}

/** One end of the search. */
export interface Inverse {
  z: Latent
  /** G(z): [H, W, C] in [-1, 1]. */
  image: Float32Array
  /** Mean squared error of the pixels, which lie in [-1, 1]. */
  mse: number
}

/** Steps submitted before the GPU is waited for. */
const RUN_AHEAD = 16

/**
 * Searches for each target a z with G(z) near it, in eval mode, by gradient descent. Every starting
 * point walks alone: no loss has a part in another's gradient.
 *
 * @param targets  images as G draws them, [H, W, C] in [-1, 1] each
 * @returns        for each target the `restarts` ends, the one with the least error first
 * @see Lipton, Tripathi: Precise Recovery of Latent Vectors, https://arxiv.org/abs/1702.04782
 */
export async function invert(
  gpu: Gpu,
  generator: Network,
  targets: readonly Float32Array[],
  options: InvertOptions,
): Promise<Inverse[][]> {
  const { latent, restarts = 8, steps = 300, lr = 0.2, prior = 0, seed = 1 } = options
  const { features, featureWeight = 1 } = options
  const points = new Points(targets.length * restarts, latent)
  const told = conditionOf(gpu, points.count, options.condition)
  const draw = () => {
    const z = points.forward()
    return generator.forward(told ? concat([z, told], { dim: 3 }) : z, { training: false })
  }
  // Recorded once without the GPU, to see what comes out.
  const { shape } = trace({ draw }).results.draw
  const wanted = tensor(gpu, repeated(targets, restarts, shape), shape)
  const walkers = new Network('latent', points)
  const optimiser = adam(walkers, { lr, schedule: { kind: 'cosine', steps } })
  let aim: Tensor | undefined
  const { programs, results, destroy } = await capture(gpu, {
    aim() {
      aim = features?.(wanted)
      return aim
    },
    walk() {
      const images = draw()
      let loss = mse(images, wanted)
      if (features && aim) loss = add(loss, scale(mse(features(images), aim), featureWeight))
      if (prior > 0) loss = add(loss, scale(mean(square(points.forward())), prior))
      // Of a mean over the batch, each point's gradient is only a share.
      walkers.backward(scale(loss, points.count))
      optimiser.step()
    },
    look() {
      const images = draw()
      const errors = mean(square(sub(images, wanted)), { dim: [1, 2, 3] })
      return { images, errors }
    },
  })
  try {
    walkers.initialise(gpu, seed)
    optimiser.initialise(gpu)
    submit(gpu, [programs.aim])
    for (let step = 1; step <= steps; step++) {
      submit(gpu, [programs.walk])
      if (step % RUN_AHEAD === 0) await gpu.device.queue.onSubmittedWorkDone()
    }
    submit(gpu, [programs.look])
    const { look } = results
    const images = unstack(await look.images.read(gpu), look.images.size / points.count)
    const errors = await look.errors.read(gpu)
    const ends = unstack(await points.forward().read(gpu), latent).map((z, i): Inverse => {
      return { z, image: images[i] ?? new Float32Array(0), mse: errors[i] ?? Number.NaN }
    })
    return targets.map((_, target) =>
      ends.slice(target * restarts, (target + 1) * restarts).sort((a, b) => a.mse - b.mse),
    )
  } finally {
    destroy()
    const standing = [walkers.parameters, walkers.gradients, walkers.buffers, wanted]
    if (told) standing.push(told)
    for (const { slice } of [...standing, optimiser.state, ...optimiser.moments.values()]) {
      slice.memory?.destroy()
    }
  }
}

/** Vectors as parameters: drawn as noise, moved by an optimiser. */
class Points extends Module {
  readonly count: number
  readonly #z: Variable

  constructor(count: number, latent: number) {
    super()
    this.count = count
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

/** The same for all: [count, 1, 1, classes]. */
function conditionOf(gpu: Gpu, count: number, condition?: Float32Array): Tensor | undefined {
  if (!condition) return undefined
  const classes = condition.length
  const all = Float32Array.from({ length: count * classes }, (_, i) => condition[i % classes] ?? 0)
  return tensor(gpu, all, [count, 1, 1, classes])
}

/** Each target so many times in a row, as one batch of images. */
function repeated(
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
