// Drawings that follow the user's input: one request at a time, and of the waiting ones only the newest.

import { type Signal, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { takeBack, tell, teller } from '../core/problems'
import { messageOf } from '../core/words'

export type Work<Value> = () => Promise<Value>

/** Runs the newest wanted request; shows nothing when none is wanted. */
export class Newest<Value> {
  readonly #into: Signal<Value | undefined>
  readonly #problem: Signal<string>
  #wanted: Work<Value> | undefined
  #next: Work<Value> | undefined
  #busy = false

  constructor(into: Signal<Value | undefined>, problem: Signal<string>) {
    this.#into = into
    this.#problem = problem
  }

  want(work: Work<Value> | undefined): void {
    if (!work) {
      this.stop()
      this.#into.value = undefined
      return
    }
    this.#wanted = work
    this.#next = work
    if (!this.#busy) void this.#run()
  }

  /** Stops asking when the view closes; the last result stays for the next view. */
  stop(): void {
    this.#wanted = undefined
    this.#next = undefined
    takeBack(this.#problem, this)
  }

  async #run(): Promise<void> {
    this.#busy = true
    for (let work = this.#next; work; work = this.#next) {
      this.#next = undefined
      try {
        const value = await work()
        if (!this.#wanted) continue
        this.#into.value = value
        // An unsigned problem is cleared as soon as a request succeeds.
        const by = teller(this.#problem)
        if (by === undefined || by === this) this.#problem.value = ''
      } catch (error) {
        if (this.#wanted === work) tell(this.#problem, this, messageOf(error))
      }
    }
    this.#busy = false
  }
}

/** `wanted`: reads signals: called again when they change. `problem`: set to the error, if there is one. */
export function useLive<Value>(
  into: Signal<Value | undefined>,
  wanted: () => Work<Value> | undefined,
  problem: Signal<string>,
): void {
  const newest = useMemo(() => new Newest(into, problem), [into, problem])
  useSignalEffect(() => newest.want(wanted()))
  useEffect(() => () => newest.stop(), [newest])
}
