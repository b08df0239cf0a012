// Training speed, as the terminal and the page show it.

/** A run, as far as its speed is concerned: a `Trainer`. */
export interface Timed {
  /** Iterations the GPU has completed. */
  readonly finished: number
  readonly blueprint: { config: { batchSize: number; accumulate: number } }
}

/** Real images that a step of D sees. */
export const imagesOf = ({
  batchSize,
  accumulate,
}: {
  batchSize: number
  accumulate: number
}): number => batchSize * accumulate

/** Images per second, over the iterations completed between two measurements. */
export class Speed {
  readonly #run: Timed
  readonly #least: number
  #step = 0
  #time = 0
  #value = 0

  /** @param least  milliseconds that a measurement takes at least */
  constructor(run: Timed, { least = 0 }: { least?: number } = {}) {
    this.#run = run
    this.#least = least
  }

  /** Result of the last measurement; 0 before the first. */
  get value(): number {
    return this.#value
  }

  /** Begins a measurement at a time in milliseconds. */
  restart(now: number): void {
    this.#step = this.#run.finished
    this.#time = now
  }

  measure(now: number): number {
    const { finished, blueprint } = this.#run
    const [done, took] = [finished - this.#step, now - this.#time]
    if (done > 0 && (took >= this.#least || this.#value === 0)) {
      this.#value = (done * imagesOf(blueprint.config) * 1000) / took
      this.restart(now)
    }
    return this.#value
  }
}
