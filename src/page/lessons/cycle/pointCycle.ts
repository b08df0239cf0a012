// A CycleGAN of points: two translators and two discriminators, each a small MLP, trained by the same step as the
// networks of `ganvas translate`.

import { type Tensor, tensor } from '../../../autograd/tensor'
import { Clock } from '../../../gan/model/clock'
import type { Learner } from '../../../gan/run/repeated'
import { REAL } from '../../../gan/toy/runner'
import { type Both, cycleStep } from '../../../gan/translate/cycleStep'
import type { Gpu } from '../../../gpu/device'
import { free } from '../../../gpu/owning'
import { Pace } from '../../../gpu/pace'
import { type Captured, capture, submit } from '../../../gpu/program'
import { Linear } from '../../../nn/layers'
import type { Module } from '../../../nn/module'
import { Network } from '../../../nn/network'
import { LeakyReLU, ReLU } from '../../../nn/plain'
import { add, choice, normal } from '../../../ops'
import { adam } from '../../../optim/optimizer'
import { centres, has, meanDistance, type SettingName, STD, STEPS, WEIGHTS } from './points'

const BATCH = 64
const UNITS = 32
const LR = 3e-3

/** Points that are shown. */
const SHOWN = 96

/** Iterations in a submit. */
const TOGETHER = 10

export interface Shown {
  /** Points of each set: [96, 2]. */
  a: Float32Array
  b: Float32Array
  /** The first ones translated. */
  toB: Float32Array
  /** Mean distance between points of the first set and what comes back of them. */
  missed: number
  step: number
}

type Look = Record<'a' | 'b' | 'toB' | 'back', Tensor>

interface Parts {
  learners: readonly Learner[]
  clock: Clock
  /** Clock that never ticks: the shown points stay the same. */
  still: Clock
  given: Both<Tensor>
  train: Captured<{ iteration: () => Tensor }>
  look: Captured<{ look: () => Look }>
}

export class PointCycle {
  readonly setting: SettingName
  readonly #gpu: Gpu
  readonly #parts: Parts
  readonly #pace: Pace
  #step = 0
  #seed = 0

  private constructor(gpu: Gpu, setting: SettingName, parts: Parts) {
    this.#gpu = gpu
    this.setting = setting
    this.#parts = parts
    this.#pace = new Pace(gpu, 1)
  }

  static async open(gpu: Gpu, setting: SettingName): Promise<PointCycle> {
    const translators = { a: translator('toA'), b: translator('toB') }
    const critics = { a: critic('criticA'), b: critic('criticB') }
    const clock = new Clock()
    const still = new Clock()
    const given = {
      a: tensor(gpu, centres.a.flat(), [centres.a.length, 2], 'centres of a'),
      b: tensor(gpu, centres.b.flat(), [centres.b.length, 2], 'centres of b'),
    }
    const points = (set: 'a' | 'b', { now }: Clock, count: number) => {
      const stream = REAL + (set === 'a' ? 0 : 2)
      const centre = choice(given[set], { clock: now, stream, count })
      return add(centre, normal([count, 2], { clock: now, stream: stream + 1, std: STD }))
    }
    const iteration = () => {
      clock.tick({ draws: 1, iterations: 1 })
      const sources = {
        a: () => points('a', clock, BATCH),
        b: () => points('b', clock, BATCH),
      }
      const cycle = has(setting, 'c') ? WEIGHTS.cycle : 0
      const identity = has(setting, 'i') ? WEIGHTS.identity : 0
      const pools = { a: asMade, b: asMade }
      return cycleStep({ translators, critics, cycle, identity, sources, pools }).lossG
    }
    const look = () => {
      const a = points('a', still, SHOWN)
      const toB = translators.b.network.forward(a, { training: false })
      const back = translators.a.network.forward(toB, { training: false })
      return { a, b: points('b', still, SHOWN), toB, back }
    }
    const learners = [...Object.values(translators), ...Object.values(critics)]
    const train = await capture(gpu, { iteration })
    const looked = await capture(gpu, { look })
    return new PointCycle(gpu, setting, { learners, clock, still, given, train, look: looked })
  }

  /** Trains from a seed up to a number of iterations, or goes on with that training. */
  async until(seed: number, step: number): Promise<Shown> {
    if (seed !== this.#seed || step < this.#step) this.#start(seed)
    const { iteration } = this.#parts.train.programs
    while (this.#step < step) {
      const together = Math.min(step - this.#step, TOGETHER)
      submit(this.#gpu, new Array<typeof iteration>(together).fill(iteration))
      this.#step += together
      this.#pace.submitted(together)
      await this.#pace.ready()
    }
    await this.#pace.idle()
    return this.#shown()
  }

  #start(seed: number): void {
    const { learners, clock, still } = this.#parts
    for (const { network, optimiser } of learners) {
      network.initialise(this.#gpu, seed)
      optimiser.initialise(this.#gpu)
    }
    clock.initialise(this.#gpu, seed)
    still.initialise(this.#gpu, 1)
    this.#step = 0
    this.#seed = seed
  }

  async #shown(): Promise<Shown> {
    const { programs, results } = this.#parts.look
    submit(this.#gpu, [programs.look])
    const { a, b, toB, back } = results.look
    const given = await a.read(this.#gpu)
    return {
      a: given,
      b: await b.read(this.#gpu),
      toB: await toB.read(this.#gpu),
      missed: meanDistance(await back.read(this.#gpu), given),
      step: this.#step,
    }
  }

  destroy(): void {
    const { train, look, given, learners, clock, still } = this.#parts
    free(look, given.a, given.b, clock.now, still.now)
    const { transient, kept, standing } = train.plan
    for (const memory of [...transient, ...kept, ...standing]) memory.destroy()
    for (const { network } of learners) network.destroy()
  }
}

const asMade = (made: Tensor): Tensor => made

const translator = (name: string): Learner => learner(name, [2, UNITS, 2], () => new ReLU())

const critic = (name: string): Learner =>
  learner(name, [2, UNITS, UNITS, 1], () => new LeakyReLU(0.2))

/** An MLP of the given widths, with an optimiser whose rate falls to 0 in the second half. */
function learner(name: string, widths: readonly number[], activation: () => Module): Learner {
  const layers = widths.slice(1).flatMap((width, i) => {
    const linear = new Linear(widths[i] ?? width, width)
    return i < widths.length - 2 ? [linear, activation()] : [linear]
  })
  const network = new Network(name, layers)
  const half = Math.floor(STEPS / 2)
  const schedule = { kind: 'linear', hold: half, steps: STEPS - half } as const
  return { network, optimiser: adam(network, { lr: LR, betas: [0.5, 0.9], schedule }) }
}
