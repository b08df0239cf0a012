// One problem, several kernels: each solves it on the same numbers, must solve it right, and the
// fastest wins, where it is clearly faster than the rule's.

import type { Choice, Problem } from './choice'
import type { Gpu } from './device'
import { median, quantile } from './statistics'
import { inTurn, type Stopwatch } from './stopwatch'
import { type Solver, Trial } from './trial'

/** A choice and the milliseconds that it takes. */
export interface Timed {
  choice: Choice
  ms: number
}

export interface Outcome {
  key: string
  words: string
  /** The choice without measurements; NaN ms where its result is wrong. */
  rule: Timed
  /** The choice to take: the rule's where nothing is clearly faster. */
  best: Timed
  /** Candidates that ran, the rule's included. */
  tried: number
  /** Time was up before the rule's choice met any other: the outcome means nothing. */
  unraced: boolean
  /** Candidates that did not compile, or whose result is wrong. */
  dropped: { choice: Choice; why: string }[]
}

export interface RaceOptions {
  gpu: Gpu
  stopwatch: Stopwatch
  /** Milliseconds that it may take; what is under way is brought to its end. */
  ms: number
  /** Operations a millisecond that are fast enough. */
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
    track.trial.forget(decided.best.choice)
    return { key, words, ...decided, tried, unraced, dropped }
  } finally {
    track.destroy()
  }
}

const timeOf = ({ samples }: Runner): number => median(samples)

/** Milliseconds of a sample: a browser's clock has steps of 0.1, and software adapters are unsteady. */
const SAMPLE = { hardware: 5, software: 20 }

/** The candidates for a problem that still run. */
class Track {
  runners: Runner[] = []
  readonly dropped: Outcome['dropped'] = []
  tried = 0
  readonly #problem: Problem
  readonly #options: RaceOptions
  readonly trial: Trial

  constructor(problem: Problem, options: RaceOptions) {
    this.#problem = problem
    this.#options = options
    this.trial = new Trial(options.gpu, problem)
  }

  /** Milliseconds of the fastest; Infinity where none runs. */
  get leader(): number {
    return Math.min(...this.runners.map(timeOf))
  }

  /**
   * Solves the problem with the plainest kernel. On a software adapter that would take longer than the
   * race: there the rule's kernel is trusted, which its tests judge.
   */
  open(rule: Choice): Promise<void> {
    return this.trial.open(this.#options.gpu.software ? rule : this.#problem.oracle)
  }

  /** Compiles and judges a candidate; the first may run, and every other that is not hopeless at first sight. */
  async enter(choice: Choice): Promise<void> {
    const { gpu, stopwatch } = this.#options
    const program = await this.trial.attempt(choice)
    if (typeof program === 'string') {
      this.dropped.push({ choice, why: program })
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

  /** A sample of each; candidates that are then clearly behind are out, but for the first. */
  async round(round: number): Promise<void> {
    for (const runner of inTurn(this.runners, round)) await this.sample(runner)
    const slowest = BEHIND * this.leader
    for (const [i, runner] of this.runners.entries()) {
      if (i > 0 && timeOf(runner) > slowest) runner.program.destroy()
    }
    this.runners = this.runners.filter((runner, i) => i === 0 || timeOf(runner) <= slowest)
  }

  /** The winner. If the rule's kernel was dropped, any that is right is better, even the plainest. */
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

  destroy(): void {
    for (const { program } of this.runners) program.destroy()
    this.trial.destroy()
  }
}
