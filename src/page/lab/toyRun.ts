import type { ToyName } from '../../data/toys'
import { nonFinite } from '../../gan/model/clock'
import { Diverged } from '../../gan/run/state'
import { smallToy, ToyGan, toyRecipes } from '../../gan/toy/toy'
import type { Opened, Report, Settings } from '../core/protocol'
import type { Lab } from './lab'
import { openedPoints } from './opened'
import type { Run, TrainOptions } from './run'

/** Milliseconds of iterations between two figures, and between two drawings, at least. */
const PORTION = 100
const DRAW_EVERY = 250
/** Time for training between two drawings, at least, as a multiple of a drawing's time. */
const TRAINING_SHARE = 3
/** Points of each kind in a batch of toy.ts, unless the run is small. */
const BATCH = 256

export class ToyRun implements Run {
  readonly gan: ToyGan
  readonly opened: Opened
  readonly #tell: (report: Report) => void
  #milliseconds = 0
  readonly #batch: number
  #portion = 1
  #drawn = { step: -1, at: 0, cost: 0 }

  private constructor(
    gan: ToyGan,
    opened: Opened & { about: { kind: 'points' } },
    tell: (report: Report) => void,
  ) {
    this.gan = gan
    this.opened = opened
    this.#batch = opened.about.toy.batchSize
    this.#tell = tell
  }

  /** Opens a run at step 0, and draws it. */
  static async open({ lab, settings }: { lab: Lab; settings: Settings & { data: ToyName } }) {
    const { tell } = lab
    const { data: name, seed, objective = 'wgan-gp' } = settings
    const gpu = await lab.gpu()
    const size = { batchSize: BATCH, ...(gpu.software ? smallToy : {}) }
    const toy = { ...toyRecipes[objective], lrEnd: LR_END, ...size, name, objective }
    const opened = openedPoints(toy, settings)
    tell({ type: 'compiling', adapter: gpu.name, software: gpu.software, opened })
    const gan = await ToyGan.open(gpu, { toy: name, objective, lrEnd: LR_END, ...size })
    gan.start(seed)
    const run = new ToyRun(gan, opened, tell)
    await run.#draw()
    return run
  }

  get step(): number {
    return this.gan.step
  }

  async train({ wanted, between }: TrainOptions): Promise<void> {
    this.#tell({ type: 'training' })
    while (wanted()) {
      await this.#run(this.#portion)
      const { at, cost } = this.#drawn
      if (performance.now() - at >= Math.max(DRAW_EVERY, TRAINING_SHARE * cost)) await this.#draw()
      await between()
    }
  }

  async iterate(): Promise<void> {
    await this.#run(1)
    await this.pause()
  }

  async substep(): Promise<void> {
    const { runner } = this.gan
    const substep = await runner.substep()
    const [inside, batches] = [await runner.slow.look(), await runner.slow.batches()]
    this.#tell({ type: 'substep', substep, inside, points: batches })
    if (substep.index === substep.of - 1) {
      const figures = await runner.figures()
      this.#tell({ type: 'progress', step: this.step, figures, ...this.#pace(0) })
      await this.#draw()
    }
  }

  async pause(): Promise<void> {
    if (this.#drawn.step !== this.step) await this.#draw()
    this.#tell({ type: 'paused', step: this.step })
  }

  readonly unkept = false

  async keep(): Promise<void> {}

  async written(): Promise<void> {}

  keepSoon(): void {}

  /** A run of points follows its recipe. */
  set(): void {}

  scores(): Promise<Float32Array> {
    return this.gan.runner.slow.scores()
  }

  destroy(): void {
    this.gan.destroy()
  }

  async #run(iterations: number): Promise<void> {
    const start = performance.now()
    const figures = await this.gan.run(iterations)
    const took = performance.now() - start
    this.#milliseconds += took
    const bad = nonFinite(figures)
    if (bad !== undefined) {
      throw Diverged.at(this.step, bad, 'Try another seed: Start begins again')
    }
    const speed = (1000 * iterations * this.#batch) / took
    this.#tell({ type: 'progress', step: this.step, figures, ...this.#pace(speed) })
    // At most twice as many as before: the first iteration and others may be slow.
    const fit = Math.round((iterations * PORTION) / took)
    this.#portion = Math.max(1, Math.min(2 * this.#portion, fit))
  }

  #pace(imagesPerSecond: number) {
    return { imagesPerSecond, seconds: this.#milliseconds / 1000 }
  }

  async #draw(): Promise<void> {
    const start = performance.now()
    const layers = await this.gan.layers()
    const at = performance.now()
    this.#drawn = { step: this.step, at, cost: at - start }
    this.#tell({ type: 'points', step: this.step, layers })
  }
}

/** On the page a run has no last step: it continues with a tenth of the recipe's learning rate. */
const LR_END = 0.1
