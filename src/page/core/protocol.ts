// Messages between the page and its worker. The page sends commands and asks; the worker sends reports and
// answers. Messages keep their order, so no report of an earlier run follows `ready`.

import type { CropLoss } from '../../data/pictures'
import type { Crop } from '../../data/resize'
import type { SheetGuess } from '../../data/sheet'
import type { ToyName } from '../../data/toys'
import type { Figures } from '../../gan/model/clock'
import type { GanConfig, PageName } from '../../gan/model/config'
import type { Changes } from '../../gan/model/live'
import type { ObjectiveName } from '../../gan/model/recipes'
import type { LayerSketch } from '../../gan/model/sketch'
import type { Inside } from '../../gan/run/inside'
import type { Picture } from '../../gan/run/mosaic'
import type { SubStep } from '../../gan/run/slowMotion'
import type { ToyRecipe } from '../../gan/toy/toy'
import type { Layers } from '../../gan/toy/toyLayers'
import type { Finding } from '../../gan/watch/diagnosis'
import type { Curves } from './history'
import type { Place, Wanted } from './translation'
import { messageOf } from './words'

/** Training data: the embedded digits, the user's images, or points of the plane. */
export type DataName = 'mnist' | 'own' | ToyName

/** The user's choices; a missing setting takes its default. */
export type Settings = { seed: number; data: DataName } & Partial<
  Pick<GanConfig, Exclude<PageName, 'seed'>>
>

export interface OwnSummary {
  count: number
  /** Pictures that were found; more than `count` where not all fit into memory. */
  of: number
  height: number
  width: number
  channels: number
  classes: readonly { name: string; count: number }[]
  /** Files that were left out, and why, a line each. */
  skipped: readonly string[]
  /** Parts of pictures that were cut off, a line each. */
  notes: readonly string[]
  /** Images before the user left some out, and the places of those. */
  all: number
  without: readonly number[]
  /** Options of reading: side of a sprite in pixels, and fit of other pictures into squares. */
  cell: number | undefined
  crop: Crop
  /** Loss by the centre crop, if pictures are not square. */
  cut: CropLoss | undefined
  /** Cells of the only picture, which may be a sprite sheet. */
  guess: SheetGuess | undefined
  /** Size of a model that suits the images and this adapter; larger models fit, too. */
  imageSize: number
  /** Are the images larger than `imageSize`? */
  smaller: boolean
  sheet: Picture
}

export type Command =
  /** Back to step 0; opens a device if there is none. */
  | { type: 'reset'; settings: Settings }
  /** Continues the saved run that was read last (train/keepJobs.ts), in place of the present one; trains it at once. */
  | { type: 'load'; train: boolean }
  /** Train until another command comes. A run whose GPU was lost is opened again first. */
  | { type: 'start' }
  | { type: 'pause' }
  /** One iteration and its pictures. */
  | { type: 'step' }
  | { type: 'substep' }
  /** Takes effect at the next step, without a pause. */
  | { type: 'set'; changes: Changes }
  /** Keeps the state at the next step, without a pause. */
  | { type: 'keep' }

/** A job to do beside training (jobs.ts). */
export interface Ask {
  type: 'ask'
  id: number
  name: string
  args: readonly unknown[]
}

export type Answer =
  | { type: 'answer'; id: number; value: unknown }
  | ({ type: 'refused'; id: number } & Fault)

export type Message = Command | Ask

/**
 * A picture travels as bytes, which are transferred without a copy. An OffscreenCanvas in the worker would save
 * the page one putImageData a second, but the page needs the pixels: it adjusts their contrast.
 */
export type { Picture } from '../../gan/run/mosaic'

export interface Slow {
  substep: SubStep
  inside: Inside
  /** Its batches: of images, or of points, [N, 2]. */
  pictures?: Record<'real' | 'fake', Picture | undefined>
  points?: Record<'real' | 'fake', Float32Array | undefined>
}

/** `classNames`: in the order of labels, where classes have names. */
export interface AboutImages {
  kind: 'images'
  config: GanConfig
  images: number
  classNames?: readonly string[]
}

/** Facts about a run that do not change. */
export interface Opened {
  about: AboutImages | { kind: 'points'; toy: ToyAbout }
  settings: Settings
  parameters: readonly [g: number, d: number]
  layers: { generator: LayerSketch[]; discriminator: LayerSketch[] }
}

/** A GAN of points has a recipe of its own (gan/toy/toy.ts). */
export interface ToyAbout extends ToyRecipe {
  name: ToyName
  objective: ObjectiveName
  batchSize: number
}

/** One state of a run, as the list of runs shows it. */
export interface StateEntry {
  /** Time of keeping, in milliseconds since 1970; with the run's id, the key of the state. */
  at: number
  step: number
  bytes: number
}

/** A run that the browser keeps, without its states. */
export type StoredRun = StoredGan | StoredTranslation

interface Stored {
  id: string
  picture: Picture
  curves: Curves
  /** The newest first. */
  states: readonly StateEntry[]
}

/** A run of Train. */
export interface StoredGan extends Stored {
  kind?: undefined
  settings: Settings
  /** Kept pictures that it learns from, where they are the user's. */
  images?: string
}

/** A run of Translate. */
export interface StoredTranslation extends Stored {
  kind: 'translation'
  wanted: Wanted
  /** The same, of each place. */
  images?: Partial<Record<Place, string>>
}

/** The run that a state belongs to, without what a state brings. */
export type StoredAbout =
  | Pick<StoredGan, 'kind' | 'settings' | 'images'>
  | Pick<StoredTranslation, 'kind' | 'wanted' | 'images'>

/** Past of a run that was loaded. */
export interface LoadedRun {
  /** Status line. */
  said: string
  seconds: number
  curves: Curves
}

export type Report =
  | { type: 'opening' }
  /** `opened`: facts that are known before. */
  | { type: 'compiling'; adapter: string; software: boolean; opened: Opened }
  /** Real images that it will learn from. */
  | { type: 'real'; picture: Picture }
  /** Kernels are tuned: the first time that this GPU trains such a network. */
  | { type: 'tuning' }
  /** A run is open, at step 0 unless it was loaded. `id`: under which this browser keeps it. */
  | ({ type: 'ready'; opened: Opened; step: number; id: string } & Partial<LoadedRun>)
  /** Settings after the command `set`; `refused` says why they did not change. */
  | { type: 'settings'; config: GanConfig; changes: Changes; refused?: string }
  | { type: 'picture'; step: number; picture: Picture }
  /** The plane of a run of points. */
  | { type: 'points'; step: number; layers: Layers }
  /** A part of an iteration was run; values computed so far. */
  | ({ type: 'substep' } & Slow)
  | { type: 'training' }
  | { type: 'progress'; step: number; figures: Figures; imagesPerSecond: number; seconds: number }
  | { type: 'health'; step: number; finding: Finding }
  | { type: 'paused'; step: number }
  /** A saved run could not be opened. The present run stays; that it paused was reported before. */
  | { type: 'unloaded'; message: string }
  /** The device was lost; the run continues on another, from the state kept at this step. */
  | { type: 'recovered'; step: number; why: string }
  /** A state was written to the browser's storage, or could not be. `was`: id of the run until then. */
  | { type: 'kept'; run: StoredRun; was: string }
  | { type: 'unkept'; message: string }
  /** The run has failed; a reset begins another. `kept`: step from which it can still be saved, and go on. */
  | ({ type: 'fault'; kept?: number } & Fault)
  | Answer

export const NO_WEBGPU =
  'this browser offers no GPU. Use a recent Chrome, Edge, Firefox or Safari with WebGPU turned on'

const lacks = {
  'no-gpu': NO_WEBGPU,
  insecure: 'browsers offer WebGPU to secure pages only. Open this one by https or on localhost',
}

/** The browser offers no GPU, so trying again is useless. */
export class NoGpuError extends Error {
  override name = 'NoGpuError'
  readonly code: keyof typeof lacks

  constructor(code: keyof typeof lacks = 'no-gpu') {
    super(lacks[code])
    this.code = code
  }
}

/** Error as it travels between threads. */
export interface Fault {
  message: string
  /** Set for errors that the page handles. */
  code?: NoGpuError['code'] | undefined
}

export const packError = (error: unknown): Fault => ({
  message: messageOf(error),
  code: error instanceof NoGpuError ? error.code : undefined,
})

export const unpackError = ({ message, code }: Fault): Error =>
  code ? new NoGpuError(code) : new Error(message)
