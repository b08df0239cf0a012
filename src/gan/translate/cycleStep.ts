// One iteration of a CycleGAN: two translators that learn from two discriminators, and from each other's way back; then
// the discriminators. Recorded once and replayed; the caller provides batches and pools.
//
// Zhu et al.: Unpaired Image-to-Image Translation, https://arxiv.org/abs/1703.10593

import type { Tensor } from '../../autograd/tensor'
import { stage } from '../../gpu/trace'
import { backward } from '../../nn/network'
import { add, l1, mse, scale } from '../../ops'
import type { Learner } from '../run/repeated'

/** A thing for each of the two sets of images. */
export interface Both<T> {
  a: T
  b: T
}

export interface Cycle {
  /** Translators: `b` makes images of the second set from those of the first, `a` the other way. */
  translators: Both<Learner>
  /** Discriminators of the images of each set. */
  critics: Both<Learner>
  /** Weight of the way there and back. */
  cycle: number
  /** Weight of leaving an image alone that is of the wanted set already; 0 for none. */
  identity: number
  /** Called while the step is recorded: a batch of each set, [N, H, W, C] in [-1, 1]. */
  sources: Both<() => Tensor>
  /** Images shown to the discriminator in place of the translated ones. */
  pools: Both<(images: Tensor) => Tensor>
}

const train = { training: true }

/** Records an iteration. Its results allow a look inside. */
export function cycleStep({ translators, critics, cycle, identity, sources, pools }: Cycle) {
  const toA = (x: Tensor) => translators.a.network.forward(x, train)
  const toB = (x: Tensor) => translators.b.network.forward(x, train)
  const judgedA = (x: Tensor) => critics.a.network.forward(x, train)
  const judgedB = (x: Tensor) => critics.b.network.forward(x, train)

  stage('translate')
  const real = { a: sources.a(), b: sources.b() }
  const fake = { b: toB(real.a), a: toA(real.b) }
  stage('and back')
  const back = { a: toA(fake.b), b: toB(fake.a) }
  stage('D on translated')
  const scores = { b: judgedB(fake.b), a: judgedA(fake.a) }
  const losses = {
    adversarialB: mse(scores.b, 1),
    adversarialA: mse(scores.a, 1),
    cycleA: scale(l1(back.a, real.a), cycle),
    cycleB: scale(l1(back.b, real.b), cycle),
    ...(identity > 0 && {
      identityA: scale(l1(toA(real.a), real.a), identity),
      identityB: scale(l1(toB(real.b), real.b), identity),
    }),
  }
  const lossG = Object.values(losses).reduce(add)
  stage('gradients of the translators')
  backward([translators.b.network, translators.a.network], lossG)
  stage('update of the translators')
  for (const { optimiser } of [translators.b, translators.a]) optimiser.step()

  stage('D on real and translated')
  const seen = {
    a: { real: judgedA(real.a), fake: judgedA(pools.a(fake.a)) },
    b: { real: judgedB(real.b), fake: judgedB(pools.b(fake.b)) },
  }
  const [criticA, criticB] = [halved(seen.a), halved(seen.b)]
  const lossD = add(criticA, criticB)
  stage("D's gradients")
  backward([critics.a.network, critics.b.network], lossD)
  stage("D's update")
  for (const { optimiser } of [critics.a, critics.b]) optimiser.step()
  return { fake, back, scores, seen, losses: { ...losses, criticA, criticB }, lossG, lossD }
}

/** Loss of a discriminator's scores, by least squares. */
const halved = ({ real, fake }: Record<'real' | 'fake', Tensor>): Tensor =>
  scale(add(mse(real, 1), mse(fake, 0)), 1 / 2)
