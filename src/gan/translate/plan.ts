// A translation before there is a GPU: one iteration and the drawing of images, recorded. Its size can be checked
// before an adapter is opened.

import type { Tensor } from '../../autograd/tensor'
import type { ImageSet } from '../../data/imageSet'
import { partsFor } from '../../data/parts'
import type { Traits } from '../../gpu/device'
import type { Memory } from '../../gpu/memory'
import { type Plan, plan } from '../../gpu/plan'
import { type Trace, trace } from '../../gpu/trace'
import type { Network } from '../../nn/network'
import { gather, mse, pad, shiftCut, slice, uniform } from '../../ops'
import { DRAWS } from '../../ops/augment'
import { Clock } from '../model/clock'
import { type Learner, type Named, stateOfPlayers } from '../run/repeated'
import { type Both, cycleStep } from './cycleStep'
import { pairStep } from './pairStep'
import { type Players, playersOf } from './players'
import { exchange, poolsOf, STREAMS } from './pools'
import type { TranslationConfig } from './settings'

export type Losses = Readonly<Record<string, Tensor>>

/** A program that is replayed as often as there are steps. */
export type Steps = { iteration: () => Losses }

export interface TranslationPlan {
  config: TranslationConfig
  players: Players
  clock: Clock
  images: Both<readonly Tensor[]>
  /** Earlier images, of a translation without pairs. */
  pools: Both<Tensor> | undefined
  train: Trace<Steps>
  trainPlan: Plan
}

/**
 * Records a translation without touching a GPU.
 *
 * @throws TensorError when a setting is out of range, or the images do not fit
 */
export function planTranslation(
  config: TranslationConfig,
  sets: Both<Omit<ImageSet, 'pixels'>>,
  traits: Traits = {},
): TranslationPlan {
  const { imageSize, batchSize, pool, paired, cycle, identity, l1 } = config
  const players = playersOf(config)
  const clock = new Clock()
  const images = { a: partsFor(sets.a, traits), b: partsFor(sets.b, traits) }
  const pools = paired || pool === 0 ? undefined : poolsOf(config)
  // Partners come together, and are changed alike.
  const streams = paired ? { a: STREAMS.a, b: STREAMS.a } : STREAMS
  const source = (set: 'a' | 'b') => () => {
    const stream = streams[set]
    const batch = gather(images[set], { clock: clock.now, batchSize, imageSize, stream })
    return moved(batch, uniform([batchSize, DRAWS], { clock: clock.now, stream }), config)
  }
  const same = (made: Tensor) => made
  const seen = pools ? exchange(pools, { pool, batchSize, clock }) : { a: same, b: same }
  const sources = { a: source('a'), b: source('b') }
  const [toA, criticA] = [players.get('toA'), players.get('criticA')]
  const record = () => {
    const [toB, criticB] = [required(players, 'toB'), required(players, 'criticB')]
    if (toA && criticA) {
      const translators = { a: toA, b: toB }
      const critics = { a: criticA, b: criticB }
      return cycleStep({ translators, critics, cycle, identity, sources, pools: seen })
    }
    const source = () => ({ a: sources.a(), b: sources.b() })
    return pairStep({ translator: toB, critic: criticB, l1, loss: mse, source })
  }
  const iteration = (): Losses => {
    clock.tick({ draws: 1, batches: 1, iterations: 1 })
    const { losses, lossG, lossD } = record()
    return { lossD, lossG, ...losses }
  }
  const train = trace<Steps>({ iteration }, traits)
  return { config, players, clock, images, pools, train, trainPlan: plan(train) }
}

function required(players: Players, name: 'toB' | 'criticB'): Learner {
  const player = players.get(name)
  if (!player) throw new Error(`there is no ${name}`)
  return player
}

/** Images moved and mirrored at random. What comes in from outside mirrors the border. */
function moved(
  images: Tensor,
  draws: Tensor,
  { shift, flip, imageSize }: Pick<TranslationConfig, 'shift' | 'flip' | 'imageSize'>,
): Tensor {
  if (shift === 0) return flip ? shiftCut(images, draws, { flip }) : images
  const border = { left: shift, right: shift, top: shift, bottom: shift }
  const larger = shiftCut(pad(images, { ...border, mode: 'reflection' }), draws, { shift, flip })
  const [start, end] = [shift, shift + imageSize]
  return slice(slice(larger, { dim: 1, start, end }), { dim: 2, start, end })
}

/** Everything on the GPU that a resumed run needs, by name. */
export const stateOf = ({ players, clock, pools }: TranslationPlan): Named => [
  ['clock', clock.now],
  ...Object.entries(pools ?? {}).map(([set, pool]) => [`pool.${set}`, pool] as const),
  ...stateOfPlayers(players),
]

export function memoriesOf({
  trainPlan: { transient, kept, standing },
}: TranslationPlan): Set<Memory> {
  return new Set([...transient, ...kept, ...standing])
}

/** Bytes of the run on the GPU. */
export const bytesOf = (made: TranslationPlan): number =>
  [...memoriesOf(made)].reduce((sum, memory) => sum + memory.bytes, 0)

export const networksOf = (players: Players): [string, Network][] =>
  [...players].map(([name, { network }]) => [name, network])
