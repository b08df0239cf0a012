// The captured steps of a GAN, replayed: in whole iterations or sub-step by sub-step. Base of `Trainer`,
// which adds a data set, figures and checkpoints, and of `Runner`, which starts small GANs again and again.

import type { Gpu } from '../../gpu/device'
import { Pace } from '../../gpu/pace'
import { type Captured, type Program, submit } from '../../gpu/program'
import type { Gan } from '../model/steps'
import type { TrainSteps } from './blueprint'
import { SlowMotion, type SubStep } from './slowMotion'

/** Programs in one submit, at most: an operating system ends a submit that keeps its GPU for seconds. */
const TOGETHER = 16

export interface Replayed {
  gan: Gan
  train: Captured<TrainSteps>
  /** Submits under way before the caller waits. */
  runAhead: number
}

export abstract class Replay {
  readonly gpu: Gpu
  readonly gan: Gan
  /** An iteration in slow motion: its progress, and its results so far. */
  readonly slow: SlowMotion
  /** Iterations submitted so far. */
  step = 0
  protected train: Captured<TrainSteps>
  protected readonly pace: Pace

  protected constructor(gpu: Gpu, { gan, train, runAhead }: Replayed) {
    this.gpu = gpu
    this.gan = gan
    this.train = train
    this.pace = new Pace(gpu, runAhead)
    this.slow = new SlowMotion(gpu, gan, train.results)
  }

  /** Steps of D in the next iteration. */
  protected abstract get criticSteps(): number

  /** Programs of the next iteration, in order. */
  protected get programs(): Program[] {
    const { regularise, critic, generator } = this.train.programs
    const isDue = this.step % (this.gan.r1Every ?? 1) === 0
    const first = regularise && isDue ? [regularise] : []
    return [...first, ...new Array<Program>(this.criticSteps).fill(critic), generator]
  }

  /** Replays copies of the programs from now on. */
  replay(programs: Captured<TrainSteps>['programs']): void {
    this.train = { ...this.train, programs }
  }

  /** Iterations the GPU has completed. */
  get finished(): number {
    return this.step - this.pace.underWay
  }

  get dispatches(): number {
    return this.programs.reduce((sum, { commands }) => sum + commands.length, 0)
  }

  /** File and entry point of each dispatch of an iteration. */
  get kernels(): string[] {
    return this.programs.flatMap(({ commands }) => commands.map(({ kernel }) => kernel))
  }

  /**
   * Slow motion: runs the next named sub-step of an iteration (stages.ts), and waits for it. All sub-steps
   * of an iteration, in order, are bit-identical to the whole iteration.
   */
  async substep(): Promise<SubStep> {
    await this.idle()
    const ran = this.slow.next(this.programs, this.step)
    if (!this.slow.midway) this.step++
    await this.idle()
    return ran
  }

  /** Runs the rest of an iteration in slow motion. */
  async finish(): Promise<void> {
    const rest = this.rest()
    if (rest.length > 0) {
      submit(this.gpu, this.allButLast(rest))
      this.pace.submitted(rest.length)
    }
    await this.idle()
  }

  /** Submits all programs but the last few, and returns those. */
  protected allButLast(programs: readonly Program[]): readonly Program[] {
    const last = Math.floor((programs.length - 1) / TOGETHER) * TOGETHER
    for (let at = 0; at < last; at += TOGETHER) {
      submit(this.gpu, programs.slice(at, at + TOGETHER))
    }
    return programs.slice(last)
  }

  /** Programs still to submit of an iteration in slow motion, which counts as done from here on. */
  protected rest(): Program[] {
    const rest = this.slow.rest()
    if (rest.length > 0) this.step++
    return rest
  }

  /** Waits until few enough iterations are under way; throws GPU errors reported since the last call. */
  async ready(): Promise<void> {
    await this.pace.ready()
    this.gpu.check()
  }

  /** Waits until the GPU has completed everything submitted. */
  async idle(): Promise<void> {
    await this.pace.idle()
    this.gpu.check()
  }

  /** Frees everything that the GAN has on the GPU. */
  abstract destroy(): void
}
