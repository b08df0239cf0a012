// Drawings that follow what somebody does: one ask at a time, and of those that wait only the newest.

import { type Signal, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'

import { messageOf } from '../parts/words'
import { problem as problemOfLab } from './state'

/** Has something done by the worker. */
export type Work<Value> = () => Promise<Value>

/** Where nothing is wanted, there is nothing to be shown. */
class Newest<Value> {
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
    this.#wanted = work
    this.#next = work
    if (!work) this.#into.value = undefined
    else if (!this.#busy) void this.#run()
  }

  /** Nobody looks any more; what there is stays for whoever looks next. */
  stop(): void {
    this.#wanted = undefined
    this.#next = undefined
  }

  async #run(): Promise<void> {
    this.#busy = true
    for (let work = this.#next; work; work = this.#next) {
      this.#next = undefined
      try {
        const value = await work()
        if (!this.#wanted) continue
        this.#into.value = value
        this.#problem.value = ''
      } catch (error) {
        if (this.#wanted === work) this.#problem.value = messageOf(error)
      }
    }
    this.#busy = false
  }
}

/**
 * @param wanted   reads signals: when they change, it is asked again
 * @param problem  is told what went wrong, if anything did
 */
export function useLive<Value>(
  into: Signal<Value | undefined>,
  wanted: () => Work<Value> | undefined,
  problem: Signal<string> = problemOfLab,
): void {
  const newest = useMemo(() => new Newest(into, problem), [into, problem])
  useSignalEffect(() => newest.want(wanted()))
  useEffect(() => () => newest.stop(), [newest])
}
