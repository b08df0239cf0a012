// One iteration of a GAN as two steps, `critic` and `generator`, in the order of PyTorch's DCGAN example, and a third,
// `regularise`, before some iterations. All are recorded once and replayed; the caller provides batches and noise.

import { check, show } from '../../autograd/check'
import type { Watcher } from '../../autograd/gradients'
import type { Tensor } from '../../autograd/tensor'
import type { Mode } from '../../nn/module'
import type { Network } from '../../nn/network'
import { add, concat, expand, mul, reshape, scale, split, sub, uniform } from '../../ops'
import { type AverageOptions, movingAverage } from '../../optim/average'
import type { Optimizer } from '../../optim/optimizer'
import type { Adaptive } from './adaptive'
import { begin as stage } from './begin'
import type { Clock } from './clock'
import { withPlanes, withRow } from './conditional'
import type { Objective } from './objectives'
import { backwardInParts, joined, last, meanLoss } from './parts'
import { gradientPenalty, type Penalty, r1Penalty, type Weight } from './penalty'
import type { Player } from './stages'

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
  /**
   * Iterations between two steps of R1. With 1, the default, R1 is a part of D's loss. Above, it is lazy: a separate step of
   * D, whose weight is multiplied by this number. Karras et al., appendix B, https://arxiv.org/abs/1912.04958
   */
  r1Every?: number
  /** Augmentation of D's input, real and generated; `stream` is the stream of its random numbers. */
  augment?: ((images: Tensor, stream: number) => Tensor) | undefined
  /** Strength of the augmentation, if it follows D's scores of real images. */
  adaptive?: Adaptive | undefined
  /** Called while a step is recorded, each time it needs new data. */
  sources: {
    real: () => Tensor
    /** `part`: number of the part of the batch, from 0. */
    noise: (part: number) => Tensor
    /** Classes of the real images, [N, classes], one-hot: input of both networks. */
    labels?: (() => Tensor) | undefined
    /** [N] in [0, 1): position of the gradient penalty between real and generated images. Default: random. */
    mix?: () => Tensor
  }
  /** Batches whose gradients are summed up before a step. Default: 1. */
  parts?: number
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
    r1Every = 1,
    augment,
    average,
  } = gan
  const isLazy = r1 !== undefined && r1Every > 1
  // If both steps share a batch, one tick of the clock serves both.
  const together = objective.criticSteps === 1 && !freshNoise
  const { parts = 1 } = gan
  // A stage goes through once: slow motion cannot divide an iteration of several parts.
  const begin: typeof stage = parts > 1 ? () => {} : stage
  const range = Array.from({ length: parts }, (_, part) => part)
  const backwardG = backwardInParts(generator, parts, gan.watchers?.G)
  const backwardD = backwardInParts(discriminator, parts, gan.watchers?.D)
  let shared: CriticStep[] | undefined
  // Stream 0 is the latent noise.
  let stream = 0
  const train = { training: true, noise: { clock: clock.now, nextStream: () => ++stream } }

  const generated = (noise: Tensor, labels: Tensor | undefined): Tensor => {
    begin('generate')
    return generator.forward(labels ? withRow(noise, labels) : noise, train)
  }

  /** Noise of each part of the batch, and the stream of the random numbers before its images. */
  const drawn: { noise: Tensor; stream: number }[] = []

  /** Images of a part once more, from the same random numbers: those of all parts need not stay in memory. */
  const again = (part: number, labels: Tensor | undefined): Tensor | undefined => {
    const { noise, stream: before } = drawn[part] ?? {}
    if (!noise || before === undefined) return undefined
    const here = stream
    stream = before
    const images = generated(noise, labels)
    stream = here
    return images
  }

  /** D's scores. */
  const judged = (images: Tensor, labels: Tensor | undefined, mode: Mode = train): Tensor => {
    const seen = augment ? augment(images, ++stream) : images
    return discriminator.forward(labels ? withPlanes(seen, labels) : seen, mode)
  }

  /** Losses of a part of the batch, of which the gradients of D are taken. */
  const judgePart = (part: number): CriticStep => {
    begin('draw noise')
    const first = part === 0
    clock.tick({ draws: first ? 1 : 0, batches: 1, iterations: first && together ? 1 : 0 })
    const batch = sources.real()
    const labels = sources.labels?.()
    const noise = sources.noise(part)
    if (parts > 1) drawn[part] = { noise, stream }
    const images = generated(noise, labels)
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
    const atReal = r1 === undefined || isLazy ? undefined : r1Penalty(judge, batch, { lambda: r1 })
    let loss = add(lossReal, lossFake)
    for (const each of [penalty, atReal]) loss = each ? add(loss, each.loss) : loss
    backwardD(loss, part)
    return { batch, images, labels, real, fake, lossReal, lossFake, loss, penalty, atReal }
  }

  const critic = (): CriticStep => {
    shared = range.map(judgePart)
    gan.adaptive?.follow(joined(shared.map(({ real }) => real)))
    begin("D's update")
    optimiserD.step()
    return last(shared)
  }

  const regularise = (weight: Weight): Penalty => {
    begin('R1')
    clock.tick({ batches: 1 })
    const batch = sources.real()
    const labels = sources.labels?.()
    const atReal = r1Penalty((x) => judged(x, labels), batch, { lambda: weight })
    discriminator.backward(scale(atReal.loss, r1Every), gan.watchers?.D)
    optimiserD.step()
    return atReal
  }

  /** A random point between each real image and a generated one. */
  const between = (batch: Tensor, images: Tensor): Tensor => {
    const [N = 0, ...rest] = batch.shape
    const drawn = sources.mix?.() ?? uniform([N], { clock: clock.now, stream: ++stream })
    const share = expand(reshape(drawn, [N, ...rest.map(() => 1)]), batch.shape)
    return add(images, mul(share, sub(batch, images)))
  }

  /** G's loss on a part of the batch, of which the gradients of G are taken. */
  const foolPart = ({ labels, ...critics }: CriticStep, part: number) => {
    begin(freshNoise ? 'draw noise' : 'D on fake again')
    if (part === 0 && !together) clock.tick({ draws: freshNoise ? 1 : 0, iterations: 1 })
    const images = freshNoise
      ? generated(sources.noise(part), labels)
      : (again(part, labels) ?? critics.images)
    begin('D on fake again')
    const scores = judged(images, labels)
    const loss = objective.generator(scores)
    begin('gradients through D into G')
    backwardG(loss, part)
    return { images, scores, loss }
  }

  const generate = () => {
    if (!shared) throw new Error('the critic step must be recorded before the generator step')
    const found = shared.map(foolPart)
    begin("G's update")
    optimiserG.step()
    if (average) movingAverage(average.network, generator, average)

    const [real, fake] = [shared.map((each) => each.real), shared.map((each) => each.fake)]
    const [lossD, lossG] = [meanLoss(shared), meanLoss(found)]
    const { probabilities, threshold } = objective
    clock.note({ lossD, lossG, real: joined(real), fake: joined(fake), probabilities, threshold })
    return last(found)
  }

  const lazy = isLazy ? { regularise: () => regularise(r1) } : {}
  return { ...lazy, critic, generator: generate }
}

/** Last of several parts of a batch. */
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
  /** R1, if it is a part of the loss. */
  atReal: Penalty | undefined
}
