// One problem solved by one kernel after another, on the same numbers: does it compile, and is its result right?

import type { Choice, Problem } from './choice'
import type { Gpu } from './device'
import { Slice } from './memory'
import { free } from './owning'
import { type Captured, capture, download, submit, upload } from './program'
import { pipelineKey } from './shader'
import { trace } from './trace'

export type Solver = Captured<{ solve: () => void }>

/** A NaN that no kernel computes: it shows the elements that a kernel leaves out. */
const UNWRITTEN = 0x7fc0dead

/** The buffers that all candidates for a problem share, and the expected result. */
export class Trial {
  readonly #gpu: Gpu
  readonly #problem: Problem
  readonly #reads: Readonly<Record<string, { slice: Slice }>>
  readonly #result: { slice: Slice }
  /** Pipelines from before the trial. */
  readonly #known: ReadonlySet<string>
  #expected = new Float32Array()

  constructor(gpu: Gpu, problem: Problem) {
    this.#gpu = gpu
    this.#problem = problem
    const whole = (label: string, size: number) => ({ slice: Slice.whole(label, 4 * size) })
    this.#reads = Object.fromEntries(
      Object.entries(problem.reads).map(([name, size]) => [name, whole(`race ${name}`, size)]),
    )
    this.#result = whole('race result', problem.size)
    this.#known = new Set(gpu.pipelines.keys())
  }

  /** Fills in what is read, and keeps the result of a trusted choice. */
  async open(trusted: Choice): Promise<void> {
    const gpu = this.#gpu
    for (const [i, read] of Object.values(this.#reads).entries()) {
      upload(gpu, read, smallIntegers(read.slice.bytes / 4, i + 1))
    }
    const oracle = await this.#run(trusted)
    oracle.destroy()
    this.#expected = new Float32Array(await download(gpu, this.#result))
  }

  /** The solver, or why it is dropped: its first element that is wrong, or the message of `#guarded`. */
  async attempt(choice: Choice): Promise<Solver | string> {
    upload(this.#gpu, this.#result, new Uint32Array(this.#problem.size).fill(UNWRITTEN))
    const program = await this.#guarded(choice)
    if (typeof program === 'string') return program
    const computed = new Float32Array(await download(this.#gpu, this.#result))
    const wrong = computed.findIndex((value, i) => value !== this.#expected[i])
    if (wrong < 0) return program
    program.destroy()
    return `element ${wrong} is ${computed[wrong]} instead of ${this.#expected[wrong]}`
  }

  /** Lets go of the pipelines that only the losers need; a run will ask for those of the best. */
  forget(best: Choice): void {
    const { pipelines, traits } = this.#gpu
    const { dispatches } = trace(this.#steps(best), traits)
    const needed = dispatches.solve.map(({ entry, text }) => pipelineKey(text.code, entry.name))
    for (const key of pipelines.keys()) {
      if (!this.#known.has(key) && !needed.includes(key)) pipelines.delete(key)
    }
  }

  destroy(): void {
    free(this.#reads, this.#result)
  }

  #steps(choice: Choice) {
    return { solve: () => this.#problem.record(choice, this.#reads, this.#result) }
  }

  async #run(choice: Choice): Promise<Solver> {
    const gpu = this.#gpu
    const captured = await capture(gpu, this.#steps(choice))
    try {
      submit(gpu, [captured.programs.solve])
      await gpu.device.queue.onSubmittedWorkDone()
      return captured
    } catch (error) {
      captured.destroy()
      throw error
    }
  }

  /** The solver, or the first line of a compiler's, a limit's or a validation's error. A lost device is thrown. */
  async #guarded(choice: Choice): Promise<Solver | string> {
    const { device } = this.#gpu
    for (const filter of ['out-of-memory', 'validation'] as const) device.pushErrorScope(filter)
    const outcome = await this.#run(choice).catch((error: unknown) => {
      return error instanceof Error ? error : new Error(String(error))
    })
    const errors = [await device.popErrorScope(), await device.popErrorScope()]
    this.#gpu.check()
    if (outcome instanceof Error) return firstLine(outcome)
    const error = errors.find((each) => each !== null)
    if (!error) return outcome
    outcome.destroy()
    return firstLine(error)
  }
}

const firstLine = ({ message }: { readonly message: string }): string =>
  message.split('\n')[0] ?? ''

/** A period that is prime falls together with no extent of a tensor. */
const PERIOD = 65_521

/**
 * Whole numbers from -4 to 4. Sums of a million of their products are exact in f32 in whatever order they
 * are added: every right kernel computes the same bits.
 */
function smallIntegers(count: number, seed: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count)
  let state = seed
  for (let i = 0; i < Math.min(count, PERIOD); i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    values[i] = ((state >>> 16) % 9) - 4
  }
  for (let at = PERIOD; at < count; at += PERIOD)
    values.copyWithin(at, 0, Math.min(PERIOD, count - at))
  return values
}
