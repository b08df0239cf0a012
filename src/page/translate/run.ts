// A translation in the worker: trains on demand, shows held-out images on their way, translates drawings, is saved.

import { identityOf } from '../../data/identity'
import { rowsOf } from '../../data/imageSet'
import { prepared } from '../../data/prepare'
import type { Both } from '../../gan/translate/cycleStep'
import { CHECKPOINT, type Checkpoint, type Files, filesOf } from '../../gan/translate/files'
import { bytesOf, planTranslation } from '../../gan/translate/plan'
import type { TranslationConfig } from '../../gan/translate/settings'
import type { Parts } from '../../gan/translate/split'
import { type LossLine, Training, throughBoth } from '../../gan/translate/training'
import { Translation } from '../../gan/translate/translation'
import type { Gpu } from '../../gpu/device'
import { checkLimits } from '../../gpu/plan'
import type { Picture } from '../core/protocol'
import { pixelsOf } from '../lab/pixels'
import { placeOf } from '../lab/reopen'
import type { Direction } from './names'

/** Held-out images of each set that are shown. */
const COLUMNS = 8

/** Lines of log.jsonl that are kept. */
const MOST_LINES = 10_000

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
  /** Is held-out image i of one set the partner of image i of the other? */
  partners: boolean
  /** Is a true partner the image with light and dark exchanged? */
  inverted: boolean
}

export class TranslationRun {
  readonly #options: TranslationRunOptions
  readonly #samples: Both<Float32Array>
  #training: Training
  #lines: LossLine[] = []

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

  /** @param checkpoint  to go on from */
  static async open(
    options: TranslationRunOptions,
    checkpoint?: Pick<Checkpoint, 'state'>,
  ): Promise<TranslationRun> {
    const translation = await opened(options)
    try {
      if (checkpoint) translation.restore(checkpoint.state)
    } catch (error) {
      translation.destroy()
      throw error
    }
    return new TranslationRun(options, translation)
  }

  get #translation(): Translation {
    return this.#training.translation
  }

  get step(): number {
    return this.#translation.step
  }

  get config(): TranslationRunOptions['config'] {
    return this.#options.config
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
    this.#lines.push(...lines.filter(({ step }) => step % logEvery === 0 || step === steps))
    this.#lines.splice(0, this.#lines.length - MOST_LINES)
    return lines
  }

  /** Held-out images on their way. */
  async rows(): Promise<Rows> {
    const { config, partners, inverted } = this.#options
    const { a, b } = this.#samples
    const { toB, toA, backA, backB } = await throughBoth(this.#translation, this.#samples)
    this.#training.rest()
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

  /** Files as in the folder of `ganvas translate`. */
  async save(): Promise<Files> {
    const { gpu, parts } = this.#options
    await this.#training.settle()
    const state = await this.#translation.save(ADVICE)
    const identity = (set: 'a' | 'b') => identityOf(parts.sets[set], { labels: false }).pictures
    const pictures = { a: identity('a'), b: identity('b') }
    const config: TranslationConfig = { ...this.config, pictures, adapter: placeOf(gpu) }
    const { plan, step } = this.#translation
    const { [CHECKPOINT]: checkpoint, ...networks } = filesOf({ ...plan, config }, { state, step })
    const text = (written: string) => new TextEncoder().encode(written)
    return {
      'config.json': text(`${JSON.stringify(config, null, 2)}\n`),
      'log.jsonl': text(this.#lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
      ...networks,
      ...(checkpoint && { [CHECKPOINT]: checkpoint }),
    }
  }

  /** The same run with another last step. */
  async extended(steps: number): Promise<TranslationRun> {
    const state = await this.#translation.save(ADVICE)
    this.destroy()
    const options = { ...this.#options, config: { ...this.config, steps } }
    const run = await TranslationRun.open(options, { state })
    run.#lines = this.#lines
    return run
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

/** Images beside each other; room for those that are missing. */
function stripOf(
  images: Float32Array,
  { imageSize: side, channels }: Pick<TranslationConfig, 'imageSize' | 'channels'>,
): Picture {
  const all = pixelsOf(images, channels)
  const pixels = new Uint8ClampedArray(COLUMNS * side * side * 4)
  const row = side * 4
  for (let n = 0; n < all.length / (side * row); n++) {
    for (let y = 0; y < side; y++) {
      const from = (n * side + y) * row
      pixels.set(all.subarray(from, from + row), (y * COLUMNS + n) * row)
    }
  }
  return { width: COLUMNS * side, height: side, pixels }
}
