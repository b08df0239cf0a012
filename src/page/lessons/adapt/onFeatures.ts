// ADDA as in its paper: D sees features. The library's D sees logits; this one is here to be seen failing.

import type { AdapterOptions, AdaptFigures } from '../../../gan/adapt/adapter'
import { addaSteps } from '../../../gan/adapt/adda'
import { Batches } from '../../../gan/adapt/batches'
import { partOf, type Weights } from '../../../gan/adapt/methods'
import { FEATURES, type Judge, SLOPE, trunkOf } from '../../../gan/judge/judge'
import { figuresOf } from '../../../gan/model/clock'
import type { Gpu } from '../../../gpu/device'
import { free } from '../../../gpu/owning'
import { Pace } from '../../../gpu/pace'
import { capture, download, submit } from '../../../gpu/program'
import { Linear } from '../../../nn/layers'
import { Network } from '../../../nn/network'
import { LeakyReLU } from '../../../nn/plain'
import { adam } from '../../../optim/optimizer'

const BETAS = [0.5, 0.999] as const

/** Iterations under way before the caller waits. */
const RUN_AHEAD = 4

/** Numbers in each hidden layer of D. */
const HIDDEN = 128

function record({ judge, config, ...sets }: AdapterOptions) {
  const { gpu, shape, classifier } = judge
  const batches = new Batches(sets, config, gpu.traits)
  const target = new Network('target trunk', trunkOf(shape, { width: config.width }))
  const discriminator = new Network('domain D', [
    new Linear(FEATURES, HIDDEN),
    new LeakyReLU(SLOPE),
    new Linear(HIDDEN, HIDDEN),
    new LeakyReLU(SLOPE),
    new Linear(HIDDEN, 1),
  ])
  const optimiser = adam(target, { lr: config.lr, betas: BETAS })
  const optimiserD = adam(discriminator, { lr: config.lrD, betas: BETAS })
  const { critic, generator } = addaSteps({
    ...{ source: classifier.trunk, target, discriminator, optimiser, optimiserD },
    batches: { source: () => batches.source(), target: () => batches.target() },
    clock: batches.clock,
  })
  const players = [
    { network: target, optimiser },
    { network: discriminator, optimiser: optimiserD },
  ]
  return { batches, target, discriminator, players, steps: { critic, generator } }
}

const captured = (gpu: Gpu, { steps }: ReturnType<typeof record>) => capture(gpu, steps)

export class OnFeatures {
  step = 0
  readonly #judge: Judge
  readonly #source: Weights
  readonly #recorded: ReturnType<typeof record>
  readonly #captured: Awaited<ReturnType<typeof captured>>
  readonly #pace: Pace

  private constructor(
    judge: Judge,
    made: {
      source: Weights
      recorded: ReturnType<typeof record>
      captured: Awaited<ReturnType<typeof captured>>
    },
  ) {
    this.#judge = judge
    this.#source = made.source
    this.#recorded = made.recorded
    this.#captured = made.captured
    this.#pace = new Pace(judge.gpu, RUN_AHEAD)
  }

  static async open(options: AdapterOptions): Promise<OnFeatures> {
    const { judge, config } = options
    const { gpu } = judge
    const source = await judge.network.state(gpu)
    const recorded = record(options)
    const made = { source, recorded, captured: await captured(gpu, recorded) }
    recorded.batches.initialise(gpu, config.seed)
    recorded.target.load(gpu, partOf(source, 'trunk.'))
    recorded.discriminator.initialise(gpu, config.seed)
    for (const { optimiser } of recorded.players) optimiser.initialise(gpu)
    return new OnFeatures(judge, made)
  }

  /** Some iterations, at most as many as the clock's ring holds. */
  async advance(iterations: number): Promise<AdaptFigures[]> {
    const { gpu } = this.#judge
    const programs = Object.values(this.#captured.programs)
    const first = this.step + 1
    for (let n = 0; n < iterations; n++) {
      this.step++
      submit(gpu, programs)
      this.#pace.submitted(programs.length)
      await this.#pace.ready()
    }
    await this.#pace.idle()
    const ring = new Float32Array(await download(gpu, this.#recorded.batches.clock.ring))
    return Array.from({ length: iterations }, (_, i) => {
      const { lossD, lossG, dReal, dFake } = figuresOf(ring, first + i)
      return { lossD, lossG, dSource: dReal, dTarget: dFake }
    })
  }

  /** Variables of the classifier as it is now. */
  async classifier(): Promise<Weights> {
    const moved = await this.#recorded.target.state(this.#judge.gpu)
    return new Map([
      ...this.#source,
      ...[...moved].map(([name, of]) => [`trunk.${name}`, of] as const),
    ])
  }

  destroy(): void {
    const { batches, players } = this.#recorded
    free(this.#captured, batches)
    for (const { network, optimiser } of players) {
      free(network, optimiser.state, [...optimiser.moments.values()])
    }
  }
}
