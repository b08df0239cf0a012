// Several runs on one GPU, trained in turn: with equal steps, or equal time.

import type { Rival } from './rival'
import type { Scorer } from './score'

/** Quantity that is equal for all rivals. */
export type Share = 'steps' | 'time'

/** Milliseconds of one turn. */
const TURN = 100

export class Contest {
  readonly rivals: Rival[] = []
  /** Computes scores, once it is prepared. */
  scorer: Scorer | undefined

  get active(): Rival[] {
    return this.rivals.filter(({ out }) => out === undefined)
  }

  /** Are all active rivals at the same step? */
  get level(): boolean {
    return new Set(this.active.map(({ step }) => step)).size <= 1
  }

  /** Trains in turn for the given milliseconds or slightly longer: the rival that has had least is next. */
  async advance({ share, milliseconds }: { share: Share; milliseconds: number }): Promise<void> {
    const end = performance.now() + milliseconds
    while (performance.now() < end && (await this.#turn(share)));
  }

  /** Trains only rivals that are behind, for the given milliseconds or slightly longer. */
  async catchUp({ milliseconds }: { milliseconds: number }): Promise<void> {
    const end = performance.now() + milliseconds
    while (performance.now() < end && !this.level) await this.#turn('steps')
  }

  async #turn(share: Share): Promise<boolean> {
    const had = ({ step, seconds }: Rival) => (share === 'steps' ? step : seconds)
    const next = this.active.toSorted((a, b) => had(a) - had(b))[0]
    if (!next) return false
    const ahead = Math.max(...this.active.map(({ step }) => step)) - next.step
    const iterations = share === 'steps' && ahead > 0 ? ahead : Number.POSITIVE_INFINITY
    await next.train({ iterations, until: performance.now() + TURN })
    return true
  }

  destroy(): void {
    for (const rival of this.rivals.splice(0)) rival.destroy()
  }
}
