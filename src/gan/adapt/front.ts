// A translator in front of the source's classifier: a CycleGAN between the two domains learns to make the target's images
// look like the source's, and the classifier, whose weights do not change, reads them.

import type { Tensor } from '../../autograd/tensor'
import { cycleStep } from '../translate/cycleStep'
import { type Players, playersOf, type Shape } from '../translate/players'
import { exchange, poolsOf } from '../translate/pools'
import { presetOf } from '../translate/settings'
import type { Batches } from './batches'
import type { AdaptConfig } from './config'

/** The translator of a classifier's images. */
export function frontOf({
  imageSize,
  channels,
}: Pick<AdaptConfig, 'imageSize' | 'channels'>): Shape {
  const { model, width, blocks } = presetOf({ imageSize }, { paired: false })
  return { model, width, blocks, imageSize, channels }
}

/** Networks by name: `toA` makes images of the source from those of the target, `toB` the other way. */
export const frontPlayers = (config: AdaptConfig): Players =>
  playersOf({ ...frontOf(config), paired: false, lr: config.lr, steps: config.planned })

/**
 * The step to capture, and what it keeps from one iteration to the next.
 *
 * @see Hoffman et al.: CyCADA, https://arxiv.org/abs/1711.03213, whose translators are not asked to leave images of the
 * wanted domain alone
 */
export function frontSteps(
  config: AdaptConfig,
  { players, batches }: { players: Players; batches: Batches },
): { iteration: () => unknown; kept: Record<string, Tensor> } {
  const { batchSize } = config
  const { clock } = batches
  const { cycle, pool } = presetOf({}, { paired: false })
  const pools = poolsOf({ ...config, pool })
  const [toA, toB] = [players.get('toA'), players.get('toB')]
  const [criticA, criticB] = [players.get('criticA'), players.get('criticB')]
  if (!toA || !toB || !criticA || !criticB) throw new Error('a network is missing')
  const iteration = () => {
    clock.tick({ draws: 1, batches: 1, iterations: 1 })
    const made = cycleStep({
      translators: { a: toA, b: toB },
      critics: { a: criticA, b: criticB },
      ...{ cycle, identity: 0 },
      sources: { a: () => batches.source(), b: () => batches.target() },
      pools: exchange(pools, { pool, batchSize, clock }),
    })
    const { lossD, lossG, seen } = made
    clock.note({ lossD, lossG, ...seen.a, probabilities: false })
    return made
  }
  return { iteration, kept: { 'pool.a': pools.a, 'pool.b': pools.b } }
}
