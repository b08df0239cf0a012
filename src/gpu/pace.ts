// Keeps the caller a little ahead of the GPU, and waits without slowing it down. Dawn in Node asks on and on whether
// a promise of its is kept (the terminal lets it ask once a millisecond), and each turn leaves a function that only
// a full collection frees; on a software adapter that core is needed, so most of the expected time is slept
// through first. Chrome does not ask; there the sleep costs nothing.

import type { Gpu } from './device'

/** Share of the expected time that is slept; the rest is waited for. */
const SLEPT = 0.9

/** Milliseconds a sleep is worth: below it a timer is too coarse. */
export const WORTH = 5

/** Milliseconds that a wait takes when all is done already. */
const NOTHING = 1

/** Milliseconds of work to have under way at most, where the GPU is too slow to be kept waiting. */
const AHEAD = 400

export class Pace {
  readonly #gpu: Gpu
  readonly #runAhead: number
  readonly #fences: Promise<unknown>[] = []
  #waiting = 0
  /** Programs in the iterations that wait: they differ in how many they have. */
  #programs = 0
  #since = 0
  /** Milliseconds a program takes; 0 until two were seen. */
  #program = 0
  /** Milliseconds of the last wait. */
  #latest = 0
  /** The first iteration is not measured: kernels are compiled in it. */
  #warm = false

  constructor(gpu: Gpu, runAhead: number) {
    this.#gpu = gpu
    this.#runAhead = runAhead
  }

  /** Iterations that were submitted and are not known to be done. */
  get underWay(): number {
    return this.#gpu.software ? this.#waiting : this.#fences.length
  }

  /** Call after each iteration, with its count of programs. Returns when it is expected to be done. */
  submitted(programs = 1): number {
    if (this.#waiting++ === 0) this.#since = performance.now()
    this.#programs += programs
    if (!this.#gpu.software) this.#fences.push(this.#gpu.device.queue.onSubmittedWorkDone())
    return this.#expected
  }

  /** Waits while too many iterations are under way. */
  async ready(): Promise<void> {
    if (this.#gpu.software) {
      const enough = this.#waiting > this.#runAhead || this.#programs * this.#program > AHEAD
      if (enough || !this.#warm) await this.idle()
      return
    }
    while (this.#fences.length > this.#runAhead) await this.#fences.shift()
  }

  async idle(): Promise<void> {
    const count = this.#programs
    await this.sleepUntil(this.#expected)
    const woke = performance.now()
    await this.#gpu.device.queue.onSubmittedWorkDone()
    const now = performance.now()
    if (count > 0 && this.#warm) {
      const each = (now - this.#since) / count
      // The smaller of two: a computer that was asleep meanwhile makes one of them as long as it slept.
      this.#program = Math.min(each, this.#latest)
      this.#latest = each
    }
    if (count > 0) this.#warm = true
    // Nothing was left to wait for: the sleep was too long, by an unknown time.
    if (count > 0 && now - woke < NOTHING) this.#program /= 2
    this.#fences.length = 0
    this.#waiting = 0
    this.#programs = 0
  }

  get #expected(): number {
    return this.#since + SLEPT * this.#program * this.#programs
  }

  /** Sleeps on a software adapter, if the time is worth it. */
  async sleepUntil(time: number): Promise<void> {
    const left = time - performance.now()
    if (!this.#gpu.software || left < WORTH) return
    await new Promise((resolve) => setTimeout(resolve, left))
  }
}
