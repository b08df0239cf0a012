// One iteration of a GAN as two steps, `critic` and `generator`, in the order of PyTorch's DCGAN example.
// Both are recorded once and replayed; the caller provides batches and noise.

import { check, show } from '../../autograd/check'
import type { Watcher } from '../../autograd/gradients'
import type { Tensor } from '../../autograd/tensor'
import type { Mode } from '../../nn/module'
import type { Network } from '../../nn/network'
import { add, concat, expand, mul, reshape, split, sub, uniform } from '../../ops'
import { type AverageOptions, movingAverage } from '../../optim/average'
import type { Optimizer } from '../../optim/optimizer'
import type { Clock } from './clock'
import { withPlanes, withRow } from './conditional'
import type { Objective } from './objectives'
import { gradientPenalty, type Penalty, r1Penalty, type Weight } from './penalty'
import { begin, type Player } from './stages'

export interface Gan {
  generator: Network
  discriminator: Network
  optimiserG: Optimizer
  optimiserD: Optimizer
  objective: Objective
  /** Weight of the gradient penalty. Default: the objective's. */
  lambda?: Weight
  /** Weight of R1, a penalty on D's gradient at real images. Default: no penalty. */
  r1?: Weight
  /** Augmentation of D's input, real and generated; `stream` is the stream of its random numbers. */
  augment?: ((images: Tensor, stream: number) => Tensor) | undefined
  /** Called while a step is recorded, each time it needs new data. */
  sources: {
    real: () => Tensor
    noise: () => Tensor
    /** Classes of the real images, [N, classes], one-hot: input of both networks. */
    labels?: (() => Tensor) | undefined
    /** [N] in [0, 1): position of the gradient penalty between real and generated images. Default: random. */
    mix?: () => Tensor
  }
  /** Whether G's step draws new noise. With one critic step it otherwise shares the critic's images. */
  freshNoise?: boolean
  /** Moving average of G. */
  average?: ({ network: Network } & AverageOptions) | undefined
  clock: Clock
  /** Observers of each network's backward pass. */
  watchers?: Readonly<Record<Player, Watcher>> | undefined
}

/** The steps to capture. Their results allow a look inside an iteration. */
export function ganSteps(gan: Gan) {
  const { generator, discriminator, optimiserG, optimiserD, objective, sources, clock } = gan
  const {
    freshNoise = objective.criticSteps > 1,
    lambda = objective.lambda,
    r1,
    augment,
    average,
  } = gan
  // If both steps share a batch, one tick of the clock serves both.
  const together = objective.criticSteps === 1 && !freshNoise
  let shared: CriticStep | undefined
  // Stream 0 is the latent noise.
  let stream = 0
  const train = { training: true, noise: { clock: clock.now, nextStream: () => ++stream } }

  const generated = (labels: Tensor | undefined): Tensor => {
    const noise = sources.noise()
    begin('generate')
    return generator.forward(labels ? withRow(noise, labels) : noise, train)
  }

  /** D's scores. */
  const judged = (images: Tensor, labels: Tensor | undefined, mode: Mode = train): Tensor => {
    const seen = augment ? augment(images, ++stream) : images
    return discriminator.forward(labels ? withPlanes(seen, labels) : seen, mode)
  }

  const critic = (): CriticStep => {
    begin('draw noise')
    clock.tick({ draws: 1, batches: 1, iterations: together ? 1 : 0 })
    const batch = sources.real()
    const labels = sources.labels?.()
    const images = generated(labels)
    begin('D on real and fake')
    // One batch for D, with separate statistics for real and generated images; real comes first.
    const [twice, mode] = [labels && concat([labels, labels], { dim: 0 }), { ...train, parts: 2 }]
    const scores = judged(concat([batch, images], { dim: 0 }), twice, mode)
    const [half = 0] = batch.shape
    check(scores.size === 2 * half, discriminator.name, () => {
      return `its scores of ${2 * half} images are ${show(scores.shape)}. Let it give one number an image.`
    })
    const [real = scores, fake = scores] = split(scores, { dim: 0, sizes: [half, half] })
    const [lossReal, lossFake] = [objective.real(real), objective.fake(fake)]
    begin("D's gradients")
    const judge = (x: Tensor) => judged(x, labels)
    const penalty =
      lambda === undefined ? undefined : gradientPenalty(judge, between(batch, images), { lambda })
    const atReal = r1 === undefined ? undefined : r1Penalty(judge, batch, { lambda: r1 })
    let loss = add(lossReal, lossFake)
    for (const each of [penalty, atReal]) loss = each ? add(loss, each.loss) : loss
    discriminator.backward(loss, gan.watchers?.D)
    begin("D's update")
    optimiserD.step()
    shared = { batch, images, labels, real, fake, lossReal, lossFake, loss, penalty, atReal }
    return shared
  }

  /** A random point between each real image and a generated one. */
  const between = (batch: Tensor, images: Tensor): Tensor => {
    const [N = 0, ...rest] = batch.shape
    const drawn = sources.mix?.() ?? uniform([N], { clock: clock.now, stream: ++stream })
    const share = expand(reshape(drawn, [N, ...rest.map(() => 1)]), batch.shape)
    return add(images, mul(share, sub(batch, images)))
  }

  const generate = () => {
    if (!shared) throw new Error('the critic step must be recorded before the generator step')
    begin(freshNoise ? 'draw noise' : 'D on fake again')
    if (!together) clock.tick({ draws: freshNoise ? 1 : 0, iterations: 1 })
    const { labels } = shared
    const images = freshNoise ? generated(labels) : shared.images
    begin('D on fake again')
    const scores = judged(images, labels)
    const loss = objective.generator(scores)
    begin('gradients through D into G')
    generator.backward(loss, gan.watchers?.G)
    begin("G's update")
    optimiserG.step()
    if (average) movingAverage(average.network, generator, average)

    const { real, fake, loss: lossD } = shared
    const { probabilities } = objective
    clock.note({ lossD, lossG: loss, real, fake, probabilities })
    return { images, scores, loss }
  }

  return { critic, generator: generate }
}

export interface CriticStep {
  /** Real images, [N, H, W, C]. */
  batch: Tensor
  /** Generated images, [N, H, W, C]. */
  images: Tensor
  /** [N, classes], one-hot, of a conditional run. */
  labels: Tensor | undefined
  /** D's scores. */
  real: Tensor
  fake: Tensor
  /** [1] */
  lossReal: Tensor
  lossFake: Tensor
  /** D's loss: their sum, and the penalties. */
  loss: Tensor
  penalty: Penalty | undefined
  /** R1, if there is one. */
  atReal: Penalty | undefined
}
