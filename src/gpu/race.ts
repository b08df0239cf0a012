// One problem, several kernels: each solves it on the same numbers, must solve it right, and the
// fastest wins, where it is clearly faster than the rule's.

import type { Choice, Problem } from './choice'
import type { Gpu } from './device'
import { Slice } from './memory'
import { type Captured, capture, download, submit, upload } from './program'
import { pipelineKey } from './shader'
import { median, quantile } from './statistics'
import { inTurn, type Stopwatch } from './stopwatch'
import { trace } from './trace'

/** A choice and the milliseconds that it takes. */
export interface Timed {
  choice: Choice
  ms: number
}

export interface Outcome {
  key: string
  words: string
  /** What is chosen where nothing was measured; NaN ms where it does not even compute what it should. */
  rule: Timed
  /** What to choose: the rule's choice where nothing is clearly faster. */
  best: Timed
  /** Candidates that ran, the rule's included. */
  tried: number
  /** Time was up before the rule's choice met any other: this says nothing. */
  unraced: boolean
  /** Those that did not compile, or computed something else. */
  dropped: { choice: Choice; why: string }[]
}

export interface RaceOptions {
  gpu: Gpu
  stopwatch: Stopwatch
  /** Milliseconds that it may take; what is under way is brought to its end. */
  ms: number
  /** Operations a millisecond that nobody need surpass. */
  enough: number
}

/** A challenger takes the place of the rule's choice when it needs less than 1 / 1.05 of its time. */
const CLEARLY = 1.05
/** Times the best one's time, at first sight: too slow to race at all. */
const HOPELESS = 1.5
/** The same for medians of samples taken in turn. */
const BEHIND = 1.1
/** Rounds of the race, and of the duel that its winner fights with the rule's choice. */
const ROUNDS = 5
const DUEL = 9
/** Share of the time for the first look at candidates; the race takes what remains. */
const LOOKING = 0.6

type Solver = Captured<{ solve: () => void }>

interface Runner {
  choice: Choice
  program: Solver
  /** Replays in a sample, and milliseconds of one replay in each. */
  repeats: number
  samples: number[]
}

export async function race(problem: Problem, options: RaceOptions): Promise<Outcome> {
  const { gpu, ms, enough } = options
  const started = performance.now()
  const spent = () => (performance.now() - started) / ms
  const track = new Track(problem, options)
  const [rule, ...others] = problem.candidates(gpu.traits)
  if (!rule) throw new Error(`${problem.key}: no candidates`)
  try {
    await track.open(rule)
    await track.enter(rule)
    for (const choice of others) {
      if (spent() > LOOKING || problem.flop / track.leader > enough) break
      await track.enter(choice)
    }
    // Where the rule's kernel is wrong, any other says more, raced or not.
    const wrong = track.dropped.some(({ choice }) => choice === rule)
    const unraced = !wrong && track.tried < 2 && spent() > LOOKING
    for (let round = 0; round < ROUNDS && track.runners.length > 1 && spent() < 1; round++) {
      await track.round(round)
    }
    const { key, words } = problem
    const { tried, dropped } = track
    const decided = await track.decide(rule)
    track.forget(decided.best.choice)
    return { key, words, ...decided, tried, unraced, dropped }
  } finally {
    track.destroy()
  }
}

const timeOf = ({ samples }: Runner): number => median(samples)

/** Milliseconds of a sample: a browser's clock has steps of 0.1, and software adapters are unsteady. */
const SAMPLE = { hardware: 5, software: 20 }

/** NaN, that nobody computes: what a kernel leaves out is seen. */
const UNWRITTEN = 0x7fc0dead

/** The buffers that all candidates for a problem share, what they should compute, and who still runs. */
class Track {
  runners: Runner[] = []
  readonly dropped: Outcome['dropped'] = []
  tried = 0
  readonly #problem: Problem
  readonly #options: RaceOptions
  readonly #reads: Readonly<Record<string, { slice: Slice }>>
  readonly #result: { slice: Slice }
  /** Pipelines that were there before. */
  readonly #known: ReadonlySet<string>
  #expected = new Float32Array()

  constructor(problem: Problem, options: RaceOptions) {
    this.#problem = problem
    this.#options = options
    const whole = (label: string, size: number) => ({ slice: Slice.whole(label, 4 * size) })
    this.#reads = Object.fromEntries(
      Object.entries(problem.reads).map(([name, size]) => [name, whole(`race ${name}`, size)]),
    )
    this.#result = whole('race result', problem.size)
    this.#known = new Set(options.gpu.pipelines.keys())
  }

  /** Milliseconds of the fastest; Infinity where nobody runs. */
  get leader(): number {
    return Math.min(...this.runners.map(timeOf))
  }

  /**
   * Fills in what is read, and solves the problem with the plainest kernel. Where a CPU plays the GPU
   * that would take longer than the race: there the rule's kernel is trusted, which its tests judge.
   */
  async open(rule: Choice): Promise<void> {
    const { gpu } = this.#options
    for (const [i, read] of Object.values(this.#reads).entries()) {
      upload(gpu, read, smallIntegers(read.slice.bytes / 4, i + 1))
    }
    const oracle = await this.#run(gpu.software ? rule : this.#problem.oracle)
    oracle.destroy()
    this.#expected = new Float32Array(await download(gpu, this.#result))
  }

  /** Compiles and judges a candidate; at first sight, the first and whoever is not hopeless may run. */
  async enter(choice: Choice): Promise<void> {
    const { gpu, stopwatch } = this.#options
    upload(gpu, this.#result, new Uint32Array(this.#problem.size).fill(UNWRITTEN))
    const program = await this.#guarded(choice)
    if (typeof program === 'string') {
      this.dropped.push({ choice, why: program })
      return
    }
    const computed = new Float32Array(await download(gpu, this.#result))
    const wrong = computed.findIndex((value, i) => value !== this.#expected[i])
    if (wrong >= 0) {
      program.destroy()
      const values = `${computed[wrong]} instead of ${this.#expected[wrong]}`
      this.dropped.push({ choice, why: `element ${wrong} is ${values}` })
      return
    }
    const target = SAMPLE[gpu.software ? 'software' : 'hardware']
    const repeats = await stopwatch.repeats([program.programs.solve], target)
    const runner = { choice, program, repeats, samples: [] }
    await this.sample(runner)
    if (timeOf(runner) < HOPELESS * this.leader) this.runners.push(runner)
    else program.destroy()
    this.tried++
  }

  /** A sample of each; whoever is then clearly behind is out, but for the first. */
  async round(round: number): Promise<void> {
    for (const runner of inTurn(this.runners, round)) await this.sample(runner)
    const slowest = BEHIND * this.leader
    for (const [i, runner] of this.runners.entries()) {
      if (i > 0 && timeOf(runner) > slowest) runner.program.destroy()
    }
    this.runners = this.runners.filter((runner, i) => i === 0 || timeOf(runner) <= slowest)
  }

  /** Where the rule's kernel was dropped, any that is right is better, the plainest one if need be. */
  async decide(choice: Choice): Promise<Pick<Outcome, 'rule' | 'best'>> {
    const rule = this.runners.find((runner) => runner.choice === choice)
    const [best = rule] = this.runners.toSorted((a, b) => timeOf(a) - timeOf(b))
    const winner = rule && best && best !== rule ? await this.#duel(rule, best) : best
    return {
      rule: { choice, ms: rule ? timeOf(rule) : Number.NaN },
      best: winner
        ? { choice: winner.choice, ms: timeOf(winner) }
        : { choice: this.#problem.oracle, ms: Number.NaN },
    }
  }

  async sample({ program, repeats, samples }: Runner): Promise<void> {
    const expected = samples.length > 0 ? median(samples) * repeats : 0
    const ms = await this.#options.stopwatch.time([program.programs.solve], repeats, expected)
    samples.push(ms / repeats)
  }

  /** The faster of two by fresh samples: what won a race of many owes something to luck. */
  async #duel(rule: Runner, challenger: Runner): Promise<Runner> {
    for (const runner of [rule, challenger]) runner.samples = []
    for (let round = 0; round < DUEL; round++) {
      for (const runner of inTurn([rule, challenger], round)) await this.sample(runner)
    }
    const ratios = rule.samples.map((ms, i) => ms / (challenger.samples[i] ?? Number.NaN))
    return median(ratios) > CLEARLY && quantile(ratios, 0.25) > 1 ? challenger : rule
  }

  /** Lets go of the pipelines that only the losers need; a run will ask for those of the best. */
  forget(best: Choice): void {
    const { gpu } = this.#options
    const { dispatches } = trace(this.#steps(best), gpu.traits)
    const needed = dispatches.solve.map(({ entry, text }) => pipelineKey(text.code, entry.name))
    for (const key of gpu.pipelines.keys()) {
      if (!this.#known.has(key) && !needed.includes(key)) gpu.pipelines.delete(key)
    }
  }

  destroy(): void {
    for (const { program } of this.runners) program.destroy()
    for (const { slice } of [...Object.values(this.#reads), this.#result]) slice.memory?.destroy()
  }

  #steps(choice: Choice) {
    return { solve: () => this.#problem.record(choice, this.#reads, this.#result) }
  }

  async #run(choice: Choice): Promise<Solver> {
    const { gpu } = this.#options
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

  /** The first line of what a compiler, a limit or a validation has against it. A lost device is thrown. */
  async #guarded(choice: Choice): Promise<Solver | string> {
    const { device } = this.#options.gpu
    for (const filter of ['out-of-memory', 'validation'] as const) device.pushErrorScope(filter)
    const outcome = await this.#run(choice).catch((error: unknown) => {
      return error instanceof Error ? error : new Error(String(error))
    })
    const errors = [await device.popErrorScope(), await device.popErrorScope()]
    this.#options.gpu.check()
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
