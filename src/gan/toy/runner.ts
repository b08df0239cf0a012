// Any GAN whose steps are captured, for those who experiment with small ones: it can be started again
// from another seed without compiling again, and several iterations go into a submit.

import { check } from '../../autograd/check'
import type { Gpu } from '../../gpu/device'
import { Pace } from '../../gpu/pace'
import { type Captured, capture, download, type Program, submit } from '../../gpu/program'
import { type Figures, figuresOf } from '../model/clock'
import { type Gan, ganSteps } from '../model/steps'
import type { TrainSteps } from '../run/blueprint'
import { SlowMotion, type SubStep } from '../run/slowMotion'

/** Iterations in a submit: an iteration of a small GAN takes a software adapter 10 ms. */
const TOGETHER = 10

/** Submits under way before the caller waits. */
const RUN_AHEAD = 1

/** Streams for drawing real data start here, far from those that steps count up from 0. */
export const REAL = 2 ** 31

export class Runner {
  readonly gpu: Gpu
  readonly gan: Gan
  readonly #train: Captured<TrainSteps>
  readonly #pace: Pace
  /** An iteration in slow motion: how far it is, and what it has computed. */
  readonly slow: SlowMotion
  /** Iterations since the start. */
  step = 0

  private constructor(gpu: Gpu, gan: Gan, train: Captured<TrainSteps>) {
    this.gpu = gpu
    this.gan = gan
    this.#train = train
    this.#pace = new Pace(gpu, RUN_AHEAD)
    this.slow = new SlowMotion(gpu, gan, train.results)
  }

  /** Compiles and allocates. */
  static async open(gpu: Gpu, gan: Gan): Promise<Runner> {
    return new Runner(gpu, gan, await capture(gpu, ganSteps(gan)))
  }

  /** Draws initial weights, and forgets all moments. */
  start(seed: number): void {
    const { generator, discriminator, average, optimiserG, optimiserD, clock } = this.gan
    generator.initialise(this.gpu, seed)
    discriminator.initialise(this.gpu, seed)
    check(!average, 'Runner', () => 'keeps no moving average of G. Train with a Trainer.')
    optimiserG.initialise(this.gpu)
    optimiserD.initialise(this.gpu)
    clock.initialise(this.gpu, seed)
    this.slow.drop()
    this.step = 0
  }

  /** The programs of an iteration, in order. */
  get #programs(): Program[] {
    const { critic, generator } = this.#train.programs
    return [...new Array<Program>(this.gan.objective.criticSteps).fill(critic), generator]
  }

  /**
   * Trains for so many iterations, after what is left of one in slow motion; returns the figures of the
   * last.
   */
  async run(iterations: number): Promise<Figures> {
    await this.finish()
    await this.#replay(this.#programs, iterations)
    this.step += iterations
    return this.figures()
  }

  /**
   * Runs the next of the named sub-steps of an iteration (stages.ts), and waits for it. All of an
   * iteration's, one after the other, give the bits of `run(1)`.
   */
  async substep(): Promise<SubStep> {
    const ran = this.slow.next(this.#programs, this.step)
    if (!this.slow.midway) this.step++
    await this.#pace.idle()
    this.gpu.check()
    return ran
  }

  /** Runs what is left of an iteration in slow motion. */
  async finish(): Promise<void> {
    const rest = this.slow.rest()
    if (rest.length === 0) return
    this.step++
    await this.#replay(rest, 1)
  }

  /** Those of the last iteration. */
  async figures(): Promise<Figures> {
    const { ring, now } = this.gan.clock
    // Steps of one network alone may have moved the clock as well.
    const [, , , counted = 0] = new Uint32Array(await download(this.gpu, now))
    return figuresOf(await ring.read(this.gpu), counted)
  }

  /** Trains D alone. */
  async trainCritic(steps: number): Promise<void> {
    await this.finish()
    await this.#replay([this.#train.programs.critic], steps)
  }

  /** One step of G alone. Its gradient is then to be had from the network. */
  async stepGenerator(): Promise<void> {
    await this.finish()
    await this.#replay([this.#train.programs.generator], 1)
  }

  async #replay(programs: readonly Program[], times: number): Promise<void> {
    for (let left = times; left > 0; left -= TOGETHER) {
      const together = Math.min(left, TOGETHER)
      submit(this.gpu, new Array<readonly Program[]>(together).fill(programs).flat())
      this.#pace.submitted(together * programs.length)
      await this.#pace.ready()
    }
    await this.#pace.idle()
    this.gpu.check()
  }

  /** Frees everything that the GAN has on the GPU. */
  destroy(): void {
    const { transient, kept, standing } = this.#train.plan
    for (const memory of [...transient, ...kept, ...standing]) memory.destroy()
  }
}
