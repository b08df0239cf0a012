// GANs of points in the plane: an MLP for each player, real points drawn on the GPU, and one recipe an
// objective, the same for every toy and every seed.

import { type Tensor, tensor } from '../../autograd/tensor'
import { countModes, type ModeCount, POINTS, type Toy, type ToyName, toys } from '../../data/toys'
import type { Gpu } from '../../gpu/device'
import { free } from '../../gpu/owning'
import { type Captured, capture, submit } from '../../gpu/program'
import type { TraceOptions } from '../../gpu/trace'
import { Linear } from '../../nn/layers'
import type { Module } from '../../nn/module'
import { Network } from '../../nn/network'
import { LeakyReLU, ReLU } from '../../nn/plain'
import { add, choice, normal } from '../../ops'
import type { NoiseOptions } from '../../ops/random'
import { adam, type Optimizer, rmsprop } from '../../optim/optimizer'
import { Clock, type Figures } from '../model/clock'
import { type Objective, objectives } from '../model/objectives'
import type { ObjectiveName } from '../model/recipes'
import type { Gan } from '../model/steps'
import { REAL, Runner } from './runner'
import { type Layers, ToyLayers } from './toyLayers'

export interface ToyRecipe {
  steps: number
  /** Initial learning rate. It falls linearly over `steps`, then stays. */
  lr: number
  /** Share of the learning rate that remains then. Default: 0, and training stands still. */
  lrEnd?: number
  /** Adam's betas. Without them the optimiser is RMSprop. */
  betas?: readonly [number, number]
  criticSteps: number
  clip?: number
  lambda?: number
  /** Points of each kind in a batch. Default: 256. */
  batchSize?: number
  /** Width of the hidden layers of both networks. Default: 128. */
  units?: number
}

const fast = { steps: 2000, lr: 3e-3, betas: [0.5, 0.9], criticSteps: 1 } as const

/** Faster and gentler than for images: the networks are small, and the Gaussians narrow. */
export const toyRecipes: Record<ObjectiveName, ToyRecipe> = {
  minimax: fast,
  'non-saturating': fast,
  lsgan: fast,
  wgan: { steps: 2000, lr: 1e-3, criticSteps: 3, clip: 0.1 },
  'wgan-gp': { ...fast, criticSteps: 2, lambda: 0.3 },
  hinge: fast,
}

const BATCH = 256
const UNITS = 128
const LATENT = 2

/** Three times as fast, for software adapters. Also finds all modes of the ring. */
export const smallToy = { units: 64, batchSize: 128 } as const

/** A toy and an objective, with changes to the objective's recipe. */
export interface ToyOptions extends Partial<ToyRecipe> {
  toy: ToyName
  objective: ObjectiveName
}

type Drawn = { real: Tensor; fake: Tensor }

interface Parts {
  toy: Toy
  recipe: ToyRecipe
  /** Clock that never ticks. Training ticks its clock before it draws, so the noise of step 0 is unseen. */
  still: Clock
  /** Records the drawing of `count` points of each kind, by the clock that never ticks. */
  draw: (count: number) => Drawn
  look: Captured<{ look: () => Drawn }>
}

/** Networks of a GAN of points. */
export function toyNetworks({ units = UNITS }: Pick<ToyRecipe, 'units'>): {
  generator: Network
  discriminator: Network
} {
  const [relu, leaky] = [() => new ReLU(), () => new LeakyReLU(0.2)]
  return {
    generator: mlp('generator', { from: LATENT, to: 2, units, activation: relu }),
    discriminator: mlp('discriminator', { from: 2, to: 1, units, activation: leaky }),
  }
}

/** A GAN of points. Start it from a seed, run it and look at it; then start it from the next seed. */
export class ToyGan {
  readonly runner: Runner
  readonly #parts: Parts
  #layers: Promise<ToyLayers> | undefined

  private constructor(runner: Runner, parts: Parts) {
    this.runner = runner
    this.#parts = parts
  }

  /** @param traced  which kernels it runs */
  static async open(gpu: Gpu, options: ToyOptions, traced?: TraceOptions): Promise<ToyGan> {
    const toy = toys[options.toy]
    const { lambda: _, ...row }: Objective = objectives[options.objective]
    const recipe = { ...toyRecipes[options.objective], ...options }
    const { criticSteps, clip, lambda, batchSize = BATCH } = recipe
    const { generator, discriminator } = toyNetworks(recipe)
    const centres = tensor(gpu, toy.centres.flat(), [toy.centres.length, 2], 'centres')
    const clock = new Clock()
    const gan: Gan = {
      generator,
      discriminator,
      optimiserG: optimiserOf(generator, recipe, 1),
      optimiserD: optimiserOf(discriminator, recipe, criticSteps, clip),
      objective: { ...row, criticSteps, ...(lambda ? { lambda } : {}) },
      clock,
      sources: {
        real: () => realPoints(toy, centres, { clock: clock.now, count: batchSize }),
        noise: () => normal([batchSize, LATENT], { clock: clock.now }),
      },
    }
    const runner = await Runner.open(gpu, gan, traced)
    const still = new Clock()
    const draw = (count: number) => {
      const noise = normal([count, LATENT], { clock: still.now })
      return {
        real: realPoints(toy, centres, { clock: still.now, count }),
        fake: generator.forward(noise, { training: false }),
      }
    }
    try {
      const look = await capture(gpu, { look: () => draw(POINTS) }, traced)
      return new ToyGan(runner, { toy, recipe, still, draw, look })
    } catch (error) {
      runner.destroy()
      throw error
    }
  }

  start(seed: number): void {
    this.runner.start(seed)
    this.#parts.still.initialise(this.runner.gpu, seed)
  }

  /** Iterations since the start. */
  get step(): number {
    return this.runner.step
  }

  /** The learning rate of the next iteration. */
  get lr(): number {
    const { lr, lrEnd = 0, steps } = this.#parts.recipe
    return lr * (1 + (lrEnd - 1) * Math.min(this.step / steps, 1))
  }

  /** Trains for some iterations. Returns the figures of the last. */
  run(iterations: number): Promise<Figures> {
    return this.runner.run(iterations)
  }

  /** 10,000 points of each kind: [10000, 2]. */
  async points(): Promise<{ real: Float32Array; fake: Float32Array }> {
    const { gpu } = this.runner
    const { programs, results } = this.#parts.look
    submit(gpu, [programs.look])
    const { real, fake } = results.look
    return { real: await real.read(gpu), fake: await fake.read(gpu) }
  }

  /** Modes found by 10,000 generated points. */
  async modes(): Promise<ModeCount> {
    return countModes(this.#parts.toy, (await this.points()).fake)
  }

  /** Layers of GAN Lab's display. The first call compiles their kernels. */
  async layers(): Promise<Layers> {
    const { gpu, gan } = this.runner
    const { toy, draw } = this.#parts
    this.#layers ??= ToyLayers.open(gpu, { gan, toy, draw })
    return (await this.#layers).read()
  }

  destroy(): void {
    const { look, still } = this.#parts
    // If opening failed, there is nothing to free.
    void this.#layers?.then(
      (layers) => layers.destroy(),
      () => undefined,
    )
    free(look, still.now, this.runner)
  }
}

interface MlpOptions {
  from: number
  to: number
  units: number
  activation: () => Module
}

function mlp(name: string, { from, to, units, activation }: MlpOptions): Network {
  const hidden = [from, units, units].flatMap((width) => [new Linear(width, units), activation()])
  return new Network(name, [...hidden, new Linear(units, to)])
}

function optimiserOf(
  network: Network,
  { lr, lrEnd = 0, betas, steps }: ToyRecipe,
  stepsAnIteration: number,
  clip?: number,
): Optimizer {
  const schedule = { kind: 'linear', end: lrEnd, steps: steps * stepsAnIteration } as const
  const options = { lr, schedule, ...(clip ? { clip } : {}) }
  return betas ? adam(network, { ...options, betas }) : rmsprop(network, options)
}

/** @returns  [count, 2] */
function realPoints(
  { std }: Toy,
  centres: Tensor,
  { clock, count }: NoiseOptions & { count: number },
): Tensor {
  const centre = choice(centres, { clock, stream: REAL, count })
  return add(centre, normal([count, 2], { clock, stream: REAL + 1, std }))
}
