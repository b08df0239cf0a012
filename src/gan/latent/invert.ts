// The way back through a generator: the noise whose image is nearest to a given one. Adam walks on z while
// the network stands still; a step is captured once, and the GPU replays it.

import { check, show, size } from '../../autograd/check'
import { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { Slice } from '../../gpu/memory'
import { Pace } from '../../gpu/pace'
import { type Captured, capture, submit, upload } from '../../gpu/program'
import { trace } from '../../gpu/trace'
import { Module, parameter, type Variable } from '../../nn/module'
import { Network } from '../../nn/network'
import { add, concat, mean, mse, scale, square, sub } from '../../ops'
import { adam, type Optimizer } from '../../optim/optimizer'
import { type Latent, unstack } from './latent'

/** What a search is captured for. */
export interface SearchOptions {
  latent: number
  /** How many numbers a conditional generator is told beside z. */
  classes?: number
  /** Images that are looked for at once. */
  targets?: number
  /** Starting points for each target, all of them walked at once. */
  restarts?: number
  steps?: number
  /** Adam's at the first step; it falls to 0 along a cosine. */
  lr?: number
  /** Weight of the mean of z²: it keeps z where noise lies, which is where G draws well. */
  prior?: number
  /** What images are compared by beside their pixels: [N, H, W, C] → [N, features]. */
  features?: (images: Tensor) => Tensor
  /** Weight of the features' mean squared error beside that of the pixels. */
  featureWeight?: number
}

/** What may differ from one search to the next. */
export interface Begin {
  /** What a conditional generator is told beside z, of every image: [classes]. */
  condition?: Float32Array | undefined
  seed?: number
}

export type InvertOptions = Omit<SearchOptions, 'targets' | 'classes'> & Begin

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
  { condition, seed, ...options }: InvertOptions,
): Promise<Inverse[][]> {
  const classes = condition?.length ?? 0
  const search = await Search.open(gpu, generator, {
    ...options,
    targets: targets.length,
    classes,
  })
  try {
    search.begin(targets, { condition, ...(seed === undefined ? {} : { seed }) })
    await search.advance(search.steps)
    return await search.ends()
  } finally {
    search.destroy()
  }
}

/** A search that is captured once: begun for one target after the other, and walked on while there is time. */
export class Search {
  /** Steps since it began. */
  step = 0
  #begun = false
  readonly #gpu: Gpu
  readonly #parts: Parts
  readonly #pace: Pace
  readonly #captured: Captured<ReturnType<typeof searchSteps>>

  private constructor(gpu: Gpu, parts: Parts, captured: Captured<ReturnType<typeof searchSteps>>) {
    this.#gpu = gpu
    this.#parts = parts
    this.#pace = new Pace(gpu, RUN_AHEAD)
    this.#captured = captured
  }

  static async open(gpu: Gpu, generator: Network, options: SearchOptions): Promise<Search> {
    const parts = partsOf(generator, options)
    return new Search(gpu, parts, await capture(gpu, searchSteps(parts, options)))
  }

  /** Steps of a whole search: those after it move nothing. */
  get steps(): number {
    return this.#parts.steps
  }

  /** @param targets  as many as it was opened for */
  begin(targets: readonly Float32Array[], { condition, seed = 1 }: Begin = {}): void {
    const { wanted, told, restarts, walkers, optimiser } = this.#parts
    const gpu = this.#gpu
    upload(gpu, wanted, repeated(targets, restarts, wanted.shape))
    if (told) upload(gpu, told, filled(told.shape, condition))
    walkers.initialise(gpu, seed)
    optimiser.initialise(gpu)
    submit(gpu, [this.#captured.programs.aim])
    this.step = 0
    this.#begun = true
  }

  /** Walks so many steps, or as many as there are left, and waits for them. */
  async advance(steps: number): Promise<void> {
    check(this.#begun, 'search', () => 'has no target. Begin it with one.')
    const end = Math.min(this.steps, this.step + steps)
    while (this.step < end) {
      submit(this.#gpu, [this.#captured.programs.walk])
      this.step++
      this.#pace.submitted()
      await this.#pace.ready()
    }
    await this.#pace.idle()
  }

  /** Where the walks are by now: for each target all of them, the one with the least error first. */
  async ends(): Promise<Inverse[][]> {
    const { points, restarts } = this.#parts
    const gpu = this.#gpu
    submit(gpu, [this.#captured.programs.look])
    const { images, errors } = this.#captured.results.look
    const drawn = unstack(await images.read(gpu), images.size / points.count)
    const measured = await errors.read(gpu)
    const found = unstack(await points.forward().read(gpu), points.latent)
    const ends = found.map((z, i): Inverse => {
      return { z, image: drawn[i] ?? new Float32Array(0), mse: measured[i] ?? Number.NaN }
    })
    return Array.from({ length: points.count / restarts }, (_, target) =>
      ends.slice(target * restarts, (target + 1) * restarts).sort((a, b) => a.mse - b.mse),
    )
  }

  /** Frees what it has on the GPU; the generator stays. */
  destroy(): void {
    this.#captured.destroy()
    const { walkers, wanted, told, optimiser } = this.#parts
    const standing = [walkers.parameters, walkers.gradients, walkers.buffers, wanted]
    if (told) standing.push(told)
    for (const { slice } of [...standing, optimiser.state, ...optimiser.moments.values()]) {
      slice.memory?.destroy()
    }
  }
}

interface Parts {
  steps: number
  restarts: number
  points: Points
  walkers: Network
  optimiser: Optimizer
  /** Each target so many times in a row: [N, H, W, C]. */
  wanted: Tensor
  /** [N, 1, 1, classes] */
  told: Tensor | undefined
  draw: () => Tensor
}

function partsOf(
  generator: Network,
  { latent, classes = 0, targets = 1, restarts = 8, steps = 300, lr = 0.2 }: SearchOptions,
): Parts {
  const points = new Points(targets * restarts, latent)
  const told = classes > 0 ? standing('condition', [points.count, 1, 1, classes]) : undefined
  const draw = () => {
    const z = points.forward()
    return generator.forward(told ? concat([z, told], { dim: 3 }) : z, { training: false })
  }
  // Recorded once without the GPU, to see what comes out.
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

function searchSteps(
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
      // Of a mean over the batch, each point's gradient is only a share.
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

/** Vectors as parameters: drawn as noise, moved by an optimiser. */
class Points extends Module {
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

/** Memory for what is uploaded later. */
const standing = (label: string, shape: readonly number[]): Tensor =>
  new Tensor(shape, Slice.whole(label, size(shape) * 4))

/** The same row for all. */
function filled(shape: readonly number[], row: Float32Array = new Float32Array(0)) {
  return Float32Array.from({ length: size(shape) }, (_, i) => row[i % row.length] ?? 0)
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
