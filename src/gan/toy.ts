// GANs of points in the plane: an MLP for each player, real points drawn on the GPU, and one recipe an
// objective, the same for every toy and every seed.

import { type Tensor, tensor } from '../autograd/tensor'
import { POINTS, type Toy, type ToyName, toys } from '../data/toys'
import type { Gpu } from '../gpu/device'
import { type Captured, capture, submit } from '../gpu/program'
import { Linear } from '../nn/layers'
import type { Module } from '../nn/module'
import { Network } from '../nn/network'
import { LeakyReLU, ReLU } from '../nn/plain'
import { add, choice, normal } from '../ops'
import type { NoiseOptions } from '../ops/random'
import { adam, type Optimizer, rmsprop } from '../optim/optimizer'
import { Clock, type Figures } from './clock'
import { type Objective, type ObjectiveName, objectives } from './objectives'
import { REAL, Runner } from './runner'

export interface ToyRecipe {
  steps: number
  /** Falls to 0 in a line. */
  lr: number
  /** Adam's; RMSprop where there are none. */
  betas?: readonly [number, number]
  criticSteps: number
  clip?: number
  lambda?: number
}

const fast = { steps: 2000, lr: 3e-3, betas: [0.5, 0.9], criticSteps: 1 } as const

/** Faster and gentler than for images: these nets are small, and the Gaussians narrow. */
export const toyRecipes: Record<ObjectiveName, ToyRecipe> = {
  minimax: fast,
  'non-saturating': fast,
  lsgan: fast,
  wgan: { steps: 2000, lr: 1e-3, criticSteps: 3, clip: 0.1 },
  'wgan-gp': { ...fast, criticSteps: 2, lambda: 0.3 },
  hinge: fast,
}

const BATCH = 256
const LATENT = 2
const UNITS = 128

export interface ToyOptions {
  toy: ToyName
  objective: ObjectiveName
  /** In the place of the recipe's. */
  steps?: number
}

type Look = () => { real: Tensor; fake: Tensor }

/** A GAN of points. Start it from a seed, run it, and look; then from the next seed. */
export class ToyGan {
  readonly #gpu: Gpu
  readonly #runner: Runner
  readonly #look: Captured<{ look: Look }>
  readonly #still: Clock

  private constructor(gpu: Gpu, runner: Runner, look: Captured<{ look: Look }>, still: Clock) {
    this.#gpu = gpu
    this.#runner = runner
    this.#look = look
    this.#still = still
  }

  static async open(gpu: Gpu, options: ToyOptions): Promise<ToyGan> {
    const toy = toys[options.toy]
    const { lambda: _, ...row }: Objective = objectives[options.objective]
    const recipe = { ...toyRecipes[options.objective], ...options }
    const { criticSteps, clip, lambda } = recipe
    const generator = mlp('generator', { from: LATENT, to: 2, activation: () => new ReLU() })
    const discriminator = mlp('discriminator', {
      from: 2,
      to: 1,
      activation: () => new LeakyReLU(0.2),
    })
    const centres = tensor(gpu, toy.centres.flat(), [toy.centres.length, 2], 'centres')
    const clock = new Clock()
    const runner = await Runner.open(gpu, {
      generator,
      discriminator,
      optimiserG: optimiserOf(generator, recipe, 1),
      optimiserD: optimiserOf(discriminator, recipe, criticSteps, clip),
      objective: { ...row, criticSteps, ...(lambda ? { lambda } : {}) },
      clock,
      sources: {
        real: () => realPoints(toy, centres, { clock: clock.now, count: BATCH }),
        noise: () => normal([BATCH, LATENT], { clock: clock.now }),
      },
    })
    // Training ticks its clock before it draws: noise of a clock that stands at 0 is never trained on.
    const still = new Clock()
    const look = await capture(gpu, {
      look: () => {
        const noise = normal([POINTS, LATENT], { clock: still.now })
        return {
          real: realPoints(toy, centres, { clock: still.now, count: POINTS }),
          fake: generator.forward(noise, { training: false }),
        }
      },
    })
    return new ToyGan(gpu, runner, look, still)
  }

  start(seed: number): void {
    this.#runner.start(seed)
    this.#still.initialise(this.#gpu, seed)
  }

  run(iterations: number): Promise<Figures> {
    return this.#runner.run(iterations)
  }

  /** 10,000 points of each kind: [10000, 2]. */
  async points(): Promise<{ real: Float32Array; fake: Float32Array }> {
    submit(this.#gpu, [this.#look.programs.look])
    const { real, fake } = this.#look.results.look
    return { real: await real.read(this.#gpu), fake: await fake.read(this.#gpu) }
  }

  destroy(): void {
    this.#look.destroy()
    this.#still.now.slice.memory?.destroy()
    this.#runner.destroy()
  }
}

interface MlpOptions {
  from: number
  to: number
  activation: () => Module
}

/** Three hidden layers. */
function mlp(name: string, { from, to, activation }: MlpOptions): Network {
  const hidden = [from, UNITS, UNITS].flatMap((width) => [new Linear(width, UNITS), activation()])
  return new Network(name, [...hidden, new Linear(UNITS, to)])
}

function optimiserOf(
  network: Network,
  { lr, betas, steps }: ToyRecipe,
  stepsAnIteration: number,
  clip?: number,
): Optimizer {
  const schedule = { kind: 'linear', steps: steps * stepsAnIteration } as const
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
