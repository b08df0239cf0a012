// Methods of adaptation, a row each: the networks and the steps of an iteration, and the classifier that comes of them.

import type { Tensor } from '../../autograd/tensor'
import type { RawTensor } from '../../data/safetensors'
import type { Gpu } from '../../gpu/device'
import { upload } from '../../gpu/program'
import { Linear, Sequential } from '../../nn/layers'
import type { Module } from '../../nn/module'
import { Network } from '../../nn/network'
import { LeakyReLU } from '../../nn/plain'
import { adam } from '../../optim/optimizer'
import { FEATURES, Head, type Judge, SLOPE, trunkOf } from '../judge/judge'
import { standing } from '../model/standing'
import type { Learner } from '../run/repeated'
import type { Shape } from '../translate/players'
import { addaSteps } from './adda'
import type { Batches } from './batches'
import type { AdaptConfig, MethodName } from './config'
import { DannModel, dannSteps, rateAt, reversalAt } from './dann'
import { frontOf, frontPlayers, frontSteps } from './front'

/** Variables of a judge, as a file holds them. */
export type Weights = ReadonlyMap<string, RawTensor>

export interface Setting {
  /** The model that was trained on the source. Its weights do not change. */
  judge: Judge
  batches: Batches
  config: AdaptConfig
}

/** Recording of a method. */
export interface Recorded {
  /** Steps of an iteration, in order. Each becomes a program. */
  steps: Readonly<Record<string, () => unknown>>
  /** Networks that learn, by name. */
  players: ReadonlyMap<string, Learner>
  /** Sets initial weights, from the source's model where they begin with it. */
  begin(gpu: Gpu, source: Weights): Promise<void>
  /** Sets numbers that change from step to step. `progress`: share of the planned steps that are done, 0 to 1. */
  prepare?(gpu: Gpu, progress: number): void
  /** Variables of the adapted classifier, under the names that a judge with the method's front gives them. */
  classifier(gpu: Gpu, source: Weights): Promise<Weights>
  /** Tensors besides those of the players that a resumed run needs, by name. */
  kept?: Readonly<Record<string, Tensor>>
  /** Other memory on the GPU. */
  others?: readonly Tensor[]
}

export interface Method {
  /** Layers that the adapted classifier has in front of the source's, if any; their variables begin with `front.`. */
  front?(config: AdaptConfig): Shape
  /** Whether the rate is 0 after the planned steps: more would change nothing. */
  ends?: boolean
  /** Whether the target's statistics are taken again for the classifier: both domains moved those of training. */
  retakes: boolean
  record(setting: Setting): Recorded
}

const BETAS = [0.5, 0.999] as const

/** Numbers in each hidden layer of D. */
const HIDDEN = 128

/** D: the logits of a classifier, or its features, → one logit. */
function critic(inputs: number): Module[] {
  const hidden = [new Linear(inputs, HIDDEN), new LeakyReLU(SLOPE), new Linear(HIDDEN, HIDDEN)]
  return [...hidden, new LeakyReLU(SLOPE), new Linear(HIDDEN, 1)]
}

/** ADDA, whose D sees the logits of a classifier, or its features. */
function adda(dSees: 'logits' | 'features'): Method {
  return {
    retakes: false,
    record({ judge, batches, config }) {
      const { width, lr, lrD, seed } = config
      const { trunk, head } = judge.classifier
      const seen = dSees === 'logits' ? judge.shape.classes : FEATURES
      const target = new Network('target trunk', trunkOf(judge.shape, { width }))
      const discriminator = new Network('domain D', critic(seen))
      const optimiser = adam(target, { lr, betas: BETAS })
      const optimiserD = adam(discriminator, { lr: lrD, betas: BETAS })
      const steps = addaSteps({
        ...{ source: trunk, target, discriminator, optimiser, optimiserD },
        head: dSees === 'logits' ? head : undefined,
        batches: { source: () => batches.source(), target: () => batches.target() },
        clock: batches.clock,
      })
      return {
        steps: { critic: steps.critic, generator: steps.generator },
        players: new Map([
          ['target', { network: target, optimiser }],
          ['discriminator', { network: discriminator, optimiser: optimiserD }],
        ]),
        async begin(gpu, source) {
          target.load(gpu, partOf(source, 'trunk.'))
          discriminator.initialise(gpu, seed)
        },
        async classifier(gpu, source) {
          return new Map([...source, ...under('trunk.', await target.state(gpu))])
        },
      }
    },
  }
}

export const methods: Record<MethodName, Method> = {
  adda: adda('logits'),
  dann: {
    retakes: true,
    record({ judge, batches, config }) {
      const { width, lr, seed } = config
      const trunk = new Sequential(trunkOf(judge.shape, { width }))
      const head = new Head(judge.shape.classes)
      const model = new DannModel({ trunk, head, domain: new Sequential(critic(FEATURES)) })
      const network = new Network('DANN', model)
      const optimiser = adam(network, { lr, betas: BETAS })
      const lambda = standing('lambda', [1])
      return {
        steps: dannSteps({
          ...{ model, network, optimiser, lambda, clock: batches.clock },
          batches: {
            source: () => batches.source(),
            target: () => batches.target(),
            labels: () => batches.labels(),
          },
        }),
        players: new Map([['network', { network, optimiser }]]),
        async begin(gpu, source) {
          network.initialise(gpu, seed)
          network.load(gpu, new Map([...(await network.state(gpu)), ...source]))
        },
        prepare(gpu, progress) {
          upload(gpu, lambda, Float32Array.of(reversalAt(progress)))
          optimiser.set(gpu, { lr: lr * rateAt(progress) })
        },
        async classifier(gpu) {
          const all = await network.state(gpu)
          return new Map([...all].filter(([name]) => !name.startsWith('domain.')))
        },
        others: [lambda],
      }
    },
  },
  translate: {
    retakes: false,
    ends: true,
    front: frontOf,
    record({ batches, config }) {
      const players = frontPlayers(config)
      const { iteration, kept } = frontSteps(config, { players, batches })
      return {
        steps: { iteration },
        players,
        kept,
        async begin(gpu) {
          for (const { network } of players.values()) network.initialise(gpu, config.seed)
          for (const pool of Object.values(kept)) upload(gpu, pool, new Float32Array(pool.size))
        },
        async classifier(gpu, source) {
          const front = (await players.get('toA')?.network.state(gpu)) ?? []
          return new Map([...source, ...under('front.', front)])
        },
      }
    },
  },
}

/** ADDA as in its paper. It is measured in a lesson, and swaps classes. */
export const addaOnFeatures: Method = adda('features')

/** Variables of a part, under the names that they have in the whole. */
const under = (prefix: string, part: Iterable<readonly [string, RawTensor]>) =>
  [...part].map(([name, of]) => [`${prefix}${name}`, of] as const)

/** Variables of a part, under their names in it. */
export function partOf(state: Weights, prefix: string): Weights {
  return new Map(
    [...state].flatMap(([name, of]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), of] as const] : [],
    ),
  )
}
