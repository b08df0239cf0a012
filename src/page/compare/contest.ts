// Several runs on one GPU, trained in turn: for equally many steps, or for equally long.

import type { Rival } from './rival'
import type { Scorer } from './score'

/** What rivals get equally much of. */
export type Share = 'steps' | 'time'

/** Milliseconds that one trains before another has its turn. */
const TURN = 100

export class Contest {
  readonly rivals: Rival[] = []
  /** What they are measured by, once it is prepared. */
  scorer: Scorer | undefined

  /** Those that still train. */
  get active(): Rival[] {
    return this.rivals.filter(({ out }) => out === undefined)
  }

  /** Do all that train stand at the same step? */
  get level(): boolean {
    return new Set(this.active.map(({ step }) => step)).size <= 1
  }

  /** Trains in turn for so many milliseconds, or a little longer: whoever has had the least is next. */
  async advance({ share, milliseconds }: { share: Share; milliseconds: number }): Promise<void> {
    const end = performance.now() + milliseconds
    while (performance.now() < end && (await this.#turn(share)));
  }

  /** Trains those that are behind, and nobody else, for so many milliseconds, or a little longer. */
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
