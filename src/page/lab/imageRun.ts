import { type Identity, identityOf } from '../../data/identity'
import type { NamedSet } from '../../data/imageSet'
import { figuresOf } from '../../gan/model/clock'
import type { Live } from '../../gan/model/config'
import { type Changes, liveOf } from '../../gan/model/live'
import { configOf } from '../../gan/model/presets'
import type { Files } from '../../gan/run/runFiles'
import type { Trainer } from '../../gan/run/trainer'
import { type Seen, Session, SPEED_OVER } from '../../gan/watch/session'
import { History } from '../core/history'
import type { Opened, Report, Settings } from '../core/protocol'
import { messageOf } from '../core/words'
import { Artist } from './artist'
import { Drawing } from './drawing'
import { filesOf, type Keeper, setIdOf, storedOf } from './keeper'
import type { Lab } from './lab'
import { openedImages } from './opened'
import { imagesOf, openTrainer } from './opening'
import { realGrid } from './realGrid'
import { placeOf, planOf, type RunPlan, type SavedRun } from './reopen'
import type { Kept, Run, TrainOptions } from './run'

/** Milliseconds between kept states. */
const KEEP_EVERY = 15_000

export interface ImageRunOptions {
  lab: Lab
  settings: Settings
  /** Data of a saved run that settings do not include. */
  saved?: SavedRun | undefined
  /** State of an earlier run with these settings, and its settings changed during training. */
  kept?: Kept | undefined
  live?: Live | undefined
  /** Writes kept states for the next visit. */
  keeper: Keeper
}

interface Parts {
  trainer: Trainer
  plan: RunPlan
  opened: Opened
  images: NamedSet
  keeper: Keeper
  tell: (report: Report) => void
}

type Progress = Omit<Extract<Report, { type: 'progress' }>, 'type'>

export class ImageRun implements Run {
  readonly trainer: Trainer
  readonly opened: Opened
  readonly #plan: RunPlan
  readonly #images: NamedSet
  #artist: Artist | undefined
  readonly #tell: (report: Report) => void
  readonly #session: Session
  readonly #keeper: Keeper
  #history = new History(4)
  readonly #drawing: Drawing
  #kept: Kept | undefined
  #identity: Identity | undefined
  #keptAt = Number.NEGATIVE_INFINITY

  private constructor({ trainer, plan, opened, images, keeper, tell }: Parts) {
    this.trainer = trainer
    this.#plan = plan
    this.opened = opened
    this.#images = images
    this.#keeper = keeper
    this.#tell = tell
    this.#drawing = new Drawing(trainer, tell)
    this.#session = new Session(trainer, {
      hear: (seen) => this.#report(seen),
      advice: 'Lower the learning rate, or try another seed: Start begins again',
      least: SPEED_OVER,
    })
  }

  /** Opens a run at step 0, or at an earlier run's step, and draws its first picture. */
  static async open(options: ImageRunOptions): Promise<ImageRun> {
    const { lab, settings, saved, kept, live, keeper } = options
    const { tell } = lab
    const gpu = await lab.gpu()
    const { data, ...chosen } = settings
    const images = kept?.images ?? (await imagesOf(lab, settings))
    const { software } = gpu
    const config = saved?.config ?? configOf(chosen, { software, channels: images.channels })
    const plan = saved?.plan ?? planOf(config, { data, images, software })
    const opened = openedImages(config, { settings, images })
    tell({ type: 'compiling', adapter: gpu.name, software: gpu.software, opened })
    const showReal = () => tell({ type: 'real', picture: realGrid(images, config.imageSize) })
    if (!saved) showReal()
    const began = () => tell({ type: 'tuning' })
    const trainer = await openTrainer(gpu, images, { ...saved, config, began })
    // Only now: if opening fails, the current run stays.
    if (saved) showReal()
    const run = new ImageRun({ trainer, plan, opened, images, keeper, tell })
    if (kept) run.#restore(kept)
    if (live) trainer.set(live)
    await run.#drawing.draw()
    return run
  }

  get step(): number {
    return this.trainer.step
  }

  get kept(): Kept | undefined {
    return this.#kept
  }

  get live(): Live {
    return liveOf(this.trainer.config)
  }

  #restore(kept: Kept): void {
    this.#session.restore(kept)
    this.#kept = kept
    this.#history = History.from(kept.curves)
  }

  set(changes: Changes): void {
    let refused: string | undefined
    try {
      this.trainer.set(changes)
    } catch (error) {
      refused = messageOf(error)
    }
    const { config } = this.trainer
    this.#tell({ type: 'settings', config, changes, ...(refused === undefined ? {} : { refused }) })
  }

  async train({ wanted, between }: TrainOptions): Promise<void> {
    this.#tell({ type: 'training' })
    this.#session.begin()
    this.keepSoon()
    while (wanted()) {
      await this.#session.iterate()
      if (this.#drawing.isDue) await this.#drawing.draw()
      if (performance.now() - this.#keptAt > KEEP_EVERY) await this.keep()
      await between()
    }
    await this.#session.end()
  }

  async iterate(): Promise<void> {
    this.#session.begin()
    await this.#session.iterate({ observe: true })
    await this.#session.end()
    await this.#rest()
  }

  async substep(): Promise<void> {
    const { slow, blueprint, gpu } = this.trainer
    const substep = await this.trainer.substep()
    const [inside, pictures] = [await slow.look(), await slow.pictures()]
    this.#tell({ type: 'substep', substep, inside, pictures })
    if (slow.midway) return
    const figures = figuresOf(await blueprint.gan.clock.ring.read(gpu), this.step)
    const pace = { imagesPerSecond: 0, seconds: this.#session.seconds }
    this.#progress({ step: this.step, figures, ...pace })
    await this.#drawing.draw()
  }

  async pause(): Promise<void> {
    await this.#drawing.catchUp()
    if (this.unkept) await this.keep()
    await this.#rest()
  }

  async #rest(): Promise<void> {
    await this.#drawing.catchUp()
    this.#tell({ type: 'paused', step: this.step })
  }

  /** Files of the run, as in the terminal's folder. Finishes an iteration in slow motion first. */
  async save(): Promise<Files> {
    const { midway } = this.trainer.slow
    await this.keep()
    if (midway) await this.pause()
    const { kept } = this
    if (!kept) throw new Error('the state of the run could not be read')
    return filesOf(kept)
  }

  /** Draws on demand, with the moving average of G if the run keeps one, else with G. */
  artist(): Artist {
    const { config, blueprint, gpu } = this.trainer
    const { generator, average } = blueprint.models
    this.#artist ??= new Artist({
      gpu,
      generator: average ?? generator,
      config,
      images: this.#images,
    })
    return this.#artist
  }

  scores(): Promise<Float32Array> {
    return this.trainer.slow.scores()
  }

  destroy(): void {
    this.#artist?.destroy()
    this.trainer.destroy()
  }

  #report({ finding, ...progress }: Seen): void {
    if (finding) this.#tell({ type: 'health', step: progress.step, finding })
    this.#progress(progress)
  }

  #progress(progress: Progress): void {
    const { lossD, lossG, dReal, dFake } = progress.figures
    this.#history.add(progress.step, [lossD, lossG, dReal, dFake])
    this.#tell({ type: 'progress', ...progress })
  }

  get unkept(): boolean {
    const { step } = this
    return step > 0 && step !== this.#kept?.step && !this.trainer.slow.midway
  }

  written(): Promise<void> {
    return this.#keeper.written
  }

  keepSoon(): void {
    this.#keptAt = Number.NEGATIVE_INFINITY
  }

  /** Takes a moment, so it is done rarely. */
  async keep(): Promise<void> {
    const kept = await this.#session.keep()
    const { config, gpu, blueprint } = this.trainer
    this.#identity ??= identityOf(this.#images, { labels: config.classes > 0 })
    const plan = { ...this.#plan, ...this.#identity }
    const run = { ...plan, ...config, adapter: placeOf(gpu), table: blueprint.table }
    this.#kept = { ...kept, run, curves: this.#history.kept, images: this.#images }
    this.#keptAt = performance.now()
    const { picture } = this.#drawing
    if (!picture || kept.step === 0) return
    const images = setIdOf(this.#images)
    // Named even where it is the default, which another version may change.
    const settings = { objective: config.objective, ...this.opened.settings }
    const about = { settings, ...(images !== undefined && { images }) }
    this.#keeper.write(storedOf(this.#kept), picture, about)
  }
}
