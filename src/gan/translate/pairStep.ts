// One iteration of pix2pix: D learns which of two images was translated from the one beside it, and the translator to
// deceive it, close to the true partner. Recorded once and replayed; the caller provides batches.
//
// Isola et al.: Image-to-Image Translation with Conditional Adversarial Networks, https://arxiv.org/abs/1611.07004

import type { Tensor } from '../../autograd/tensor'
import { stage } from '../../gpu/trace'
import { add, concat, l1, scale } from '../../ops'
import type { Learner } from '../run/repeated'
import type { Both } from './cycleStep'

export interface Pairing {
  translator: Learner
  /** Sees the given image and a partner, as channels side by side. */
  critic: Learner
  /** Weight of the mean absolute difference to the true partner. */
  l1: number
  /** Loss of D's scores against 1, real, or 0. */
  loss: (scores: Tensor, target: number) => Tensor
  /** Called once while the step is recorded: images and their partners, [N, H, W, C] in [-1, 1]. */
  source: () => Both<Tensor>
}

const train = { training: true }

/** Records an iteration. Its results allow a look inside. */
export function pairStep({ translator, critic, l1: weight, loss, source }: Pairing) {
  stage('translate')
  const { a, b } = source()
  const fake = translator.network.forward(a, train)
  const judged = (partner: Tensor) => {
    return critic.network.forward(concat([a, partner], { dim: 3 }), train)
  }
  stage('D on real and translated')
  const scores = { fake: judged(fake), real: judged(b) }
  const [criticFake, criticReal] = [loss(scores.fake, 0), loss(scores.real, 1)]
  const lossD = scale(add(criticFake, criticReal), 1 / 2)
  stage("D's gradients")
  critic.network.backward(lossD)
  stage("D's update")
  critic.optimiser.step()

  stage('D on translated again')
  const losses = { adversarial: loss(judged(fake), 1), l1: scale(l1(fake, b), weight) }
  const lossG = add(losses.adversarial, losses.l1)
  stage('gradients of the translator')
  translator.network.backward(lossG)
  stage('update of the translator')
  translator.optimiser.step()
  return { fake, scores, losses: { ...losses, criticFake, criticReal }, lossG, lossD }
}
