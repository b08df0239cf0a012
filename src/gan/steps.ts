// One iteration of a GAN as two steps, `critic` and `generator`, in the order of PyTorch's DCGAN
// example. Both are recorded once and replayed; where batches and noise come from is the caller's.

import type { Tensor } from '../autograd/tensor'
import type { Network } from '../nn/network'
import { add, concat, slice } from '../ops'
import type { Optimizer } from '../optim/optimizer'
import type { Clock } from './clock'
import type { Objective } from './objectives'

export interface Gan {
  generator: Network
  discriminator: Network
  optimiserG: Optimizer
  optimiserD: Optimizer
  objective: Objective
  /** Called while a step is recorded, each time fresh data are needed. */
  sources: { real: () => Tensor; noise: () => Tensor }
  clock: Clock
}

/** The steps to capture. What they return is for those who want to look inside an iteration. */
export function ganSteps(gan: Gan) {
  const { generator, discriminator, optimiserG, optimiserD, objective, sources, clock } = gan
  let shared: CriticStep | undefined
  // Stream 0 is the latent noise.
  let stream = 0
  const train = { training: true, noise: { clock: clock.now, nextStream: () => ++stream } }

  const critic = (): CriticStep => {
    clock.tick({ draws: 1, batches: 1 })
    const batch = sources.real()
    const images = generator.forward(sources.noise(), train)
    // Both go through D together, yet are two batches with their own statistics; real goes first.
    const scores = discriminator.forward(concat([batch, images], { dim: 0 }), {
      ...train,
      parts: 2,
    })
    const [half = 0] = batch.shape
    const real = slice(scores, { dim: 0, end: half })
    const fake = slice(scores, { dim: 0, start: half })
    const [lossReal, lossFake] = [objective.real(real), objective.fake(fake)]
    const loss = add(lossReal, lossFake)
    discriminator.backward(loss)
    optimiserD.step()
    shared = { images, real, fake, lossReal, lossFake, loss }
    return shared
  }

  const generate = () => {
    if (!shared) throw new Error('the critic step must be recorded before the generator step')
    const once = objective.criticSteps === 1
    clock.tick({ draws: once ? 0 : 1, iterations: 1 })
    // With one critic step G's forward pass is shared; with several, G draws afresh.
    const images = once ? shared.images : generator.forward(sources.noise(), train)
    const scores = discriminator.forward(images, train)
    const loss = objective.generator(scores)
    generator.backward(loss)
    optimiserG.step()

    const { real, fake, loss: lossD } = shared
    const { probabilities } = objective
    clock.note({ lossD, lossG: loss, real, fake, probabilities })
    return { scores, loss }
  }

  return { critic, generator: generate }
}

export interface CriticStep {
  /** Generated images, [N, H, W, C]. */
  images: Tensor
  /** D's scores. */
  real: Tensor
  fake: Tensor
  /** [1] */
  lossReal: Tensor
  lossFake: Tensor
  /** Their sum. */
  loss: Tensor
}
