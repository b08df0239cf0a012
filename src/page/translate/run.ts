// A translation in the worker: trains on demand, shows held-out images on their way, translates drawings, is saved.

import { identityOf } from '../../data/identity'
import { rowsOf } from '../../data/imageSet'
import { prepared } from '../../data/prepare'
import type { Both } from '../../gan/translate/cycleStep'
import { bytesOf, planTranslation } from '../../gan/translate/plan'
import type { TranslationConfig } from '../../gan/translate/settings'
import type { Parts } from '../../gan/translate/split'
import { type LossLine, Training, throughBoth } from '../../gan/translate/training'
import { Translation } from '../../gan/translate/translation'
import type { Gpu } from '../../gpu/device'
import { checkLimits } from '../../gpu/plan'
import { type Curves, History } from '../core/history'
import type { Picture } from '../core/protocol'
import type { Names, Wanted } from '../core/translation'
import type { Keeper } from '../lab/keeper'
import { placeOf } from '../lab/reopen'
import { type KeptTranslation, storedOf } from './keptRun'
import type { Direction } from './names'
import { idsOf, type Own } from './sets'
import { COLUMNS, squareOf, stripOf } from './strips'
import { pointOf, wantedOf } from './wanted'

/** Lines of log.jsonl that are kept. */
const MOST_LINES = 10_000

/** Milliseconds between kept states. */
const KEEP_EVERY = 15_000

const ADVICE = 'Take another seed or a smaller batch: Reset begins again'
const SMALLER = 'Take a smaller Width, Batch or Image size'

/** A row of images: what was given, what became of it, the true partner, and the way back. */
export interface Row {
  name: 'given' | 'made' | 'partner' | 'back'
  picture: Picture
}

export type Rows = Partial<Record<Direction, Row[]>>

export interface TranslationRunOptions {
  gpu: Gpu
  config: Omit<TranslationConfig, 'pictures' | 'adapter'>
  parts: Parts
  /** The user's images among them. */
  own: Own
  /** Their names. */
  names?: Names | undefined
  /** Writes kept states for the next visit. */
  keeper: Keeper
}

export class TranslationRun {
  readonly #options: TranslationRunOptions
  readonly #samples: Both<Float32Array>
  readonly #training: Training
  #lines: LossLine[] = []
  #history = new History(3)
  #kept: KeptTranslation | undefined
  #keptAt = Number.NEGATIVE_INFINITY
  #pictures: TranslationConfig['pictures'] | undefined
  /** Some of the held-out images on their way. */
  #shown: Picture | undefined

  private constructor(options: TranslationRunOptions, translation: Translation) {
    this.#options = options
    this.#training = new Training(translation, ADVICE)
    const { config, parts } = options
    const some = (set: 'a' | 'b') => {
      const { count } = parts.heldOut[set]
      const rows = Uint32Array.from({ length: Math.min(COLUMNS, count) }, (_, i) => i)
      return prepared(rowsOf(parts.heldOut[set], rows), config.imageSize)
    }
    this.#samples = { a: some('a'), b: some('b') }
  }

  /** @param past  to go on from */
  static async open(
    options: TranslationRunOptions,
    past?: KeptTranslation,
  ): Promise<TranslationRun> {
    const translation = await opened(options)
    try {
      if (past) translation.restore(past.state)
    } catch (error) {
      translation.destroy()
      throw error
    }
    const run = new TranslationRun(options, translation)
    if (past) {
      run.#kept = past
      run.#lines = [...past.lines]
      run.#history = History.from(past.curves)
    }
    return run
  }

  get #translation(): Translation {
    return this.#training.translation
  }

  get step(): number {
    return this.#translation.step
  }

  get gpu(): Gpu {
    return this.#options.gpu
  }

  /** Under which the browser keeps it, or will. */
  get id(): string {
    return this.#options.keeper.id
  }

  /** State that was kept last. */
  get kept(): KeptTranslation | undefined {
    return this.#kept
  }

  get curves(): Curves {
    return this.#history.kept
  }

  get options(): TranslationRunOptions {
    return this.#options
  }

  /** Were steps done that are not kept? */
  get unkept(): boolean {
    return this.step > 0 && this.step !== this.#kept?.step
  }

  get config(): TranslationRunOptions['config'] {
    return this.#options.config
  }

  /** The choice that leads to it. */
  get wanted(): Wanted {
    const { config, names } = this.#options
    return { ...wantedOf(config), ...(names && { names }) }
  }

  get parts(): Parts {
    return this.#options.parts
  }

  /** Bytes on the GPU. */
  get bytes(): number {
    return bytesOf(this.#translation.plan)
  }

  get parameters(): number[] {
    return [...this.#translation.plan.players.values()].map(({ network }) => network.parameterCount)
  }

  /** Trains for a moment; returns the losses since the last one. */
  async advance(milliseconds: number): Promise<LossLine[]> {
    const { steps } = this.config
    await this.#training.advance({ to: steps, milliseconds, every: 1 })
    if (this.step === steps || milliseconds === 0) await this.#training.settle()
    const lines = this.#training.takeLines()
    const { logEvery } = this.config
    for (const line of lines) this.#history.add(...pointOf(line, this.config))
    this.#lines.push(...lines.filter(({ step }) => step % logEvery === 0 || step === steps))
    this.#lines.splice(0, this.#lines.length - MOST_LINES)
    if (performance.now() - this.#keptAt > KEEP_EVERY) await this.keep()
    return lines
  }

  /** Held-out images on their way. */
  async rows(): Promise<Rows> {
    const { config } = this.#options
    const { paired: partners } = config
    // A true partner is the image with light and dark exchanged.
    const inverted = !partners && [config.from, config.to].sort().join() === 'inverted,mnist'
    const { a, b } = this.#samples
    const { toB, toA, backA, backB } = await throughBoth(this.#translation, this.#samples)
    this.#training.rest()
    this.#shown = squareOf(a, toB, config)
    const row = (name: Row['name'], images: Float32Array | undefined): Row[] =>
      images ? [{ name, picture: stripOf(images, config) }] : []
    const partner = (given: Float32Array, other: Float32Array) =>
      partners ? other : inverted ? given.map((value) => -value) : undefined
    const one = [...row('given', a), ...row('made', toB), ...row('partner', partner(a, b))]
    if (!toA) return { toB: one }
    const other = [...row('given', b), ...row('made', toA), ...row('partner', partner(b, a))]
    return { toB: [...one, ...row('back', backA)], toA: [...other, ...row('back', backB)] }
  }

  /** Translates images, [N, S, S, C] in [-1, 1]. */
  async translate(images: Float32Array, direction: Direction): Promise<Float32Array> {
    const made = await this.#translation[direction](images)
    this.#training.rest()
    if (!made) throw new Error('pairs are learned in one direction')
    return made
  }

  /** Takes a moment, so it is done rarely. Training does not wait for the storage. */
  async keep(): Promise<KeptTranslation> {
    const { gpu, parts, own, keeper } = this.#options
    await this.#training.settle()
    const state = await this.#translation.save(ADVICE)
    const identity = (set: 'a' | 'b') => identityOf(parts.sets[set], { labels: false }).pictures
    this.#pictures ??= { a: identity('a'), b: identity('b') }
    const config = { ...this.config, pictures: this.#pictures, adapter: placeOf(gpu) }
    const [lines, curves] = [[...this.#lines], this.#history.kept]
    const kept = { config, step: this.step, state, lines, curves }
    this.#kept = kept
    this.#keptAt = performance.now()
    if (this.#shown && kept.step > 0) {
      const images = idsOf(own)
      const about = { kind: 'translation', wanted: this.wanted, images } as const
      keeper.write(storedOf(kept), this.#shown, about)
    }
    this.#training.rest()
    return kept
  }

  /** Resolves when the kept states are in the browser's storage. */
  get written(): Promise<void> {
    return this.#options.keeper.written
  }

  /** The same run with another last step. */
  async extended(steps: number): Promise<TranslationRun> {
    const past = await this.keep()
    this.destroy()
    return TranslationRun.open({ ...this.#options, config: { ...this.config, steps } }, past)
  }

  destroy(): void {
    this.#translation.destroy()
  }
}

async function opened({ gpu, config, parts: { sets } }: TranslationRunOptions) {
  const whole = { ...config, pictures: { a: '', b: '' }, adapter: '' }
  const plan = planTranslation(whole, sets, gpu.traits)
  checkLimits(plan.trainPlan, gpu.device.limits, SMALLER)
  return Translation.open(gpu, plan, { a: sets.a.pixels, b: sets.b.pixels })
}
