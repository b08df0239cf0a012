// Pictures of a run: no faster than a screen can show, and at a small share of the time.

import type { Trainer } from '../../gan/run/trainer'
import type { Picture, Report } from '../core/protocol'

/** Milliseconds between pictures, at least. */
const PICTURE_EVERY = 1000
/** Time for training between two pictures, at least, as a multiple of a picture's time. */
const TRAINING_SHARE = 20

export class Drawing {
  readonly #trainer: Trainer
  readonly #tell: (report: Report) => void
  #drawn: { step: number; at: number; cost: number; picture?: Picture } = {
    step: -1,
    at: 0,
    cost: 0,
  }

  constructor(trainer: Trainer, tell: (report: Report) => void) {
    this.#trainer = trainer
    this.#tell = tell
  }

  /** The last picture. */
  get picture(): Picture | undefined {
    return this.#drawn.picture
  }

  get isDue(): boolean {
    const { at, cost } = this.#drawn
    return performance.now() - at >= Math.max(PICTURE_EVERY, TRAINING_SHARE * cost)
  }

  /** Draws the present step, unless that was done. */
  async catchUp(): Promise<void> {
    if (this.#drawn.step !== this.#trainer.step) await this.draw()
  }

  async draw(): Promise<void> {
    const { step } = this.#trainer
    // Work submitted before is training, not the picture's cost.
    await this.#trainer.idle()
    const start = performance.now()
    const picture = await this.#trainer.picture()
    const at = performance.now()
    // A copy, because the page gets the bytes themselves.
    const copy = { ...picture, pixels: picture.pixels.slice() }
    this.#drawn = { step, at, cost: at - start, picture: copy }
    this.#tell({ type: 'picture', step, picture })
  }
}
