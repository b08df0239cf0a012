// Claims about a GAN's gradients, measured with the kernels that train: a real and a generated Gaussian in the
// plane, and a D trained while G is fixed.

import { gradients } from '../../autograd/gradients'
import { tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { owning } from '../../gpu/owning'
import { run } from '../../gpu/program'
import { Linear } from '../../nn/layers'
import { Network } from '../../nn/network'
import { LeakyReLU } from '../../nn/plain'
import { normal } from '../../ops'
import { adam } from '../../optim/optimizer'
import { Clock } from '../model/clock'
import { type Objective, objectives } from '../model/objectives'
import type { ObjectiveName } from '../model/recipes'
import { REAL, Runner } from './runner'

const BATCH = 256
const UNITS = 64

export interface ClaimOptions {
  /** Clipping is not measured. */
  objective: Exclude<ObjectiveName, 'wgan'>
  steps: number
  seed: number
}

/**
 * Norm of the gradient of G's parameters under a trained D, at each distance between the real Gaussian and
 * the generated one. G is z + b; D has two hidden layers.
 *
 * @param distances  in standard deviations
 * @see Arjovsky, Bottou: Towards Principled Methods for Training Generative Adversarial Networks,
 * https://arxiv.org/abs/1701.04862, theorem 2.4 and figure 2
 */
export async function gradientsAtDistances(
  gpu: Gpu,
  { distances, ...options }: ClaimOptions & { distances: readonly number[] },
): Promise<number[]> {
  const discriminator = new Network('discriminator', [
    new Linear(2, UNITS),
    new LeakyReLU(0.2),
    new Linear(UNITS, UNITS),
    new LeakyReLU(0.2),
    new Linear(UNITS, 1),
  ])
  return owning(async (own) => {
    const pair = await openPair(gpu, discriminator, { ...options, lr: 2e-3 })
    own(pair.runner)
    const norms: number[] = []
    for (const distance of distances) {
      await pair.trainCritic(distance)
      await pair.runner.stepGenerator()
      const found = await pair.runner.gan.generator.gradientState(gpu)
      const all = [...found.values()].flatMap(({ data }) => Array.from(data, Number))
      norms.push(Math.hypot(...all))
    }
    return norms
  })
}

/** Standard deviations between the two Gaussians. */
const APART = 8

/**
 * Norm of the gradient of G's loss with respect to a single sample, at each distance from D's boundary on the
 * side that D takes for real. D is linear, as in the figure.
 *
 * @param distances  beyond the middle between the two Gaussians, in standard deviations
 * @see Mao et al.: Least Squares Generative Adversarial Networks, https://arxiv.org/abs/1611.04076, figure 1
 */
export async function pullsBeyondBoundary(
  gpu: Gpu,
  { distances, ...options }: ClaimOptions & { distances: readonly number[] },
): Promise<number[]> {
  const discriminator = new Network('discriminator', new Linear(2, 1))
  return owning(async (own) => {
    const pair = await openPair(gpu, discriminator, { ...options, lr: 2e-2 })
    own(pair.runner)
    // The real Gaussian stands at 0 and the generated one at APART.
    const places = distances.flatMap((distance) => [APART / 2 - distance, 0])
    const samples = own(tensor(gpu, places, [distances.length, 2], 'samples'))
    const { generator } = objectives[options.objective]
    await pair.trainCritic(APART)
    const pulls = await run(gpu, () => {
      const scores = discriminator.forward(samples, { training: false })
      return gradients(generator(scores), [samples])
    })
    const [all = new Float32Array()] = await Promise.all(own(pulls).map((pull) => pull.read(gpu)))
    // The loss is a mean: each sample's gradient is a share of it.
    return distances.map(
      (_, i) => distances.length * Math.hypot(all[2 * i] ?? 0, all[2 * i + 1] ?? 0),
    )
  })
}

/** The real Gaussian at 0, a generated one at a distance, and a D between them. */
async function openPair(
  gpu: Gpu,
  discriminator: Network,
  { objective, steps, seed, lr }: ClaimOptions & { lr: number },
) {
  const row: Objective = objectives[objective]
  const { optimiser } = row
  const clock = new Clock()
  const generator = new Network('generator', new Linear(2, 2))
  const runner = await Runner.open(gpu, {
    generator,
    discriminator,
    optimiserG: adam(generator, { lr }),
    optimiserD: adam(discriminator, {
      lr,
      ...(optimiser.kind === 'adam' ? { betas: optimiser.betas } : {}),
    }),
    objective: row,
    clock,
    sources: {
      real: () => normal([BATCH, 2], { clock: clock.now, stream: REAL }),
      noise: () => normal([BATCH, 2], { clock: clock.now }),
    },
  })
  return {
    runner,
    /** Restarts D and trains it against a fixed G. */
    async trainCritic(distance: number): Promise<void> {
      runner.start(seed)
      generator.load(
        gpu,
        new Map([
          ['weight', { shape: [2, 2], data: [1, 0, 0, 1] }],
          ['bias', { shape: [2], data: [distance, 0] }],
        ]),
      )
      await runner.trainCritic(steps)
    },
  }
}
