// An iteration run sub-step by sub-step: the same commands in the same order as a whole iteration, so the same
// bits. Between sub-steps you can look at their results.

import { check } from '../../autograd/check'
import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { type Captured, Program, submit } from '../../gpu/program'
import { type SubStepRow, subSteps } from '../model/stages'
import type { Gan } from '../model/steps'
import { COLUMNS, type TrainSteps } from './blueprint'
import { batchesInside, type Done, type Inside, lookInside } from './inside'
import { type Picture, pictureOf } from './mosaic'

/** A completed sub-step. */
export interface SubStep extends Pick<SubStepRow, 'name' | 'player' | 'direction'> {
  /** Its index in the iteration, from 0, and the number of sub-steps. */
  index: number
  of: number
  /** The step of D that it belongs to, from 1; undefined in G's step. */
  criticStep: number | undefined
  criticSteps: number
  /** The iteration, from 1: its trainer's `step` once the last sub-step has run. */
  step: number
}

interface Planned {
  row: SubStepRow
  /** Empty if the sub-step before it has done its work too. */
  part: Program
  /** Index of its program in the iteration. */
  turn: number
}

export class SlowMotion {
  readonly #gpu: Gpu
  readonly #gan: Gan
  readonly #results: Captured<TrainSteps>['results']
  readonly #parts = new Map<Program, Map<string | undefined, Program>>()
  /** Programs of the iteration: D's, once per step, then G's. */
  #programs: readonly Program[] = []
  #plan: readonly Planned[] = []
  #next = 0

  constructor(gpu: Gpu, gan: Gan, results: Captured<TrainSteps>['results']) {
    this.#gpu = gpu
    this.#gan = gan
    this.#results = results
  }

  /** Whether an iteration has begun and is not finished. */
  get midway(): boolean {
    return this.#next > 0 && this.#next < this.#plan.length
  }

  /**
   * Submits the next sub-step; after the last of an iteration another begins.
   *
   * @param programs  programs of an iteration that begins now
   * @param step      completed iterations
   */
  next(programs: readonly Program[], step: number): SubStep {
    if (!this.midway) {
      check((this.#gan.parts ?? 1) === 1, 'slow motion', () => {
        return 'it cannot divide an iteration that sums up gradients of several batches. Train with accumulate 1.'
      })
      this.#plan = programs.flatMap((program, turn) => this.#planOf(program, turn))
      this.#programs = programs
      this.#next = 0
    }
    const index = this.#next
    const planned = this.#plan[index]
    check(planned !== undefined, 'slow motion', () => 'the iteration has no programs.')
    submit(this.#gpu, [planned.part])
    this.#next++
    const { name, player, direction } = planned.row
    const turnOfG = this.#programs.length - 1
    const before = this.#plan[0]?.row.name === 'R1' ? 1 : 0
    const criticSteps = turnOfG - before
    const ofCritic = planned.turn >= before && planned.turn < turnOfG
    const criticStep = ofCritic ? planned.turn - before + 1 : undefined
    const about = { name, player, direction, index, of: this.#plan.length }
    return { ...about, criticStep, criticSteps, step: step + 1 }
  }

  /** Programs still to submit in a started iteration. It counts as done from here on. */
  rest(): Program[] {
    const left = this.midway ? this.#plan.slice(this.#next) : []
    const [first] = left
    if (!first) return []
    this.#next = this.#plan.length
    const begun = left.filter(({ turn }) => turn === first.turn)
    return [...begun.map(({ part }) => part), ...this.#programs.slice(first.turn + 1)]
  }

  /** Forgets the iteration and its results. */
  drop(): void {
    this.#plan = []
    this.#next = 0
  }

  /** Scores, losses and gradients so far. */
  look(): Promise<Inside> {
    const done = this.#done
    return lookInside(this.#gpu, { gan: this.#gan, results: this.#results, done })
  }

  /** Batches so far: images, or points. */
  async batches(): Promise<Record<'real' | 'fake', Float32Array | undefined>> {
    const { real, fake } = batchesInside(this.#results, this.#done)
    return { real: await real?.read(this.#gpu), fake: await fake?.read(this.#gpu) }
  }

  /** Batches so far as pictures, eight images in a row. */
  async pictures(): Promise<Record<'real' | 'fake', Picture | undefined>> {
    const { real, fake } = batchesInside(this.#results, this.#done)
    const draw = async (images: Tensor | undefined) =>
      images && pictureOf(this.#gpu, images, { columns: COLUMNS })
    return { real: await draw(real), fake: await draw(fake) }
  }

  /**
   * D's scores of generated images in G's last step: [N], logits if the objective's are. Zeros before the first
   * step.
   */
  scores(): Promise<Float32Array> {
    return this.#results.generator.scores.read(this.#gpu)
  }

  get #done(): Done {
    const done = this.#plan.slice(0, this.#next)
    const turnOfG = this.#programs.length - 1
    const turnOfD = Math.min(done.at(-1)?.turn ?? 0, turnOfG - 1)
    const namesOf = (wanted: number) =>
      new Set(done.filter(({ turn }) => turn === wanted).map(({ row }) => row.name))
    return { ofD: namesOf(turnOfD), ofG: namesOf(turnOfG) }
  }

  #planOf(program: Program, turn: number): Planned[] {
    const parts = this.#parts.get(program) ?? program.parts()
    this.#parts.set(program, parts)
    check(!parts.has(undefined), 'slow motion', () => {
      return 'a step dispatches before it names a stage. Call begin first.'
    })
    const rows = subSteps.filter(({ stage }) => parts.has(stage))
    return rows.map((row, i) => {
      const isDone = rows[i - 1]?.stage === row.stage
      const part = isDone ? undefined : parts.get(row.stage)
      return { row, part: part ?? new Program([]), turn }
    })
  }
}
