// A small GAN for experiments: it starts again from another seed without compiling again, and submits
// several iterations at once.

import { check } from '../../autograd/check'
import type { Gpu } from '../../gpu/device'
import { type Captured, capture, download, type Program, submit } from '../../gpu/program'
import type { TraceOptions } from '../../gpu/trace'
import { type Figures, figuresOf } from '../model/clock'
import { type Gan, ganSteps } from '../model/steps'
import type { TrainSteps } from '../run/blueprint'
import { Replay } from '../run/replay'

/** Iterations in a submit: an iteration of a small GAN takes a software adapter 10 ms. */
const TOGETHER = 10

/** Submits under way before the caller waits. */
const RUN_AHEAD = 1

/** Streams for drawing real data start here, far from those that steps count up from 0. */
export const REAL = 2 ** 31

export class Runner extends Replay {
  private constructor(gpu: Gpu, gan: Gan, train: Captured<TrainSteps>) {
    super(gpu, { gan, train, runAhead: RUN_AHEAD })
  }

  /** Compiles and allocates. Throws TensorError when the GAN has a moving average. */
  static async open(gpu: Gpu, gan: Gan, options?: TraceOptions): Promise<Runner> {
    check(!gan.average, 'Runner', () => {
      return 'it keeps no moving average of G, but the GAN has one. Use Trainer.'
    })
    return new Runner(gpu, gan, await capture(gpu, ganSteps(gan), options))
  }

  /** Draws the initial weights and resets the optimisers. */
  start(seed: number): void {
    const { generator, discriminator, optimiserG, optimiserD, clock } = this.gan
    generator.initialise(this.gpu, seed)
    discriminator.initialise(this.gpu, seed)
    optimiserG.initialise(this.gpu)
    optimiserD.initialise(this.gpu)
    clock.initialise(this.gpu, seed)
    this.slow.drop()
    this.step = 0
  }

  protected override get criticSteps(): number {
    return this.gan.objective.criticSteps
  }

  /** Trains for the given number of iterations, after the rest of one in slow motion. Returns the last figures. */
  async run(iterations: number): Promise<Figures> {
    await this.#replay(this.programs, iterations)
    this.step += iterations
    return this.figures()
  }

  async figures(): Promise<Figures> {
    const { ring, now } = this.gan.clock
    // Steps of one network alone may have moved the clock as well.
    const [, , , counted = 0] = new Uint32Array(await download(this.gpu, now))
    return figuresOf(await ring.read(this.gpu), counted)
  }

  async trainCritic(steps: number): Promise<void> {
    await this.#replay([this.train.programs.critic], steps)
  }

  /** Runs steps of G alone. The network then holds its gradient of the last. */
  async stepGenerator(steps = 1): Promise<void> {
    await this.#replay([this.train.programs.generator], steps)
  }

  async #replay(programs: readonly Program[], times: number): Promise<void> {
    await this.finish()
    for (let left = times; left > 0; left -= TOGETHER) {
      const together = Math.min(left, TOGETHER)
      submit(this.gpu, new Array<readonly Program[]>(together).fill(programs).flat())
      this.pace.submitted(together * programs.length)
      await this.pace.ready()
    }
    await this.idle()
  }

  override destroy(): void {
    const { transient, kept, standing } = this.train.plan
    for (const memory of [...transient, ...kept, ...standing]) memory.destroy()
  }
}
