// What the page and its worker say to each other. The page commands and asks, the worker reports and
// answers. Messages keep their order, so `ready` ends everything that an earlier run had to say.

import type { ToyName } from '../../data/toys'
import type { Figures } from '../../gan/model/clock'
import type { GanConfig } from '../../gan/model/config'
import type { Changes } from '../../gan/model/live'
import type { ObjectiveName } from '../../gan/model/recipes'
import type { LayerSketch } from '../../gan/model/sketch'
import type { Finding } from '../../gan/run/diagnosis'
import type { Inside } from '../../gan/run/inside'
import type { Picture } from '../../gan/run/mosaic'
import type { SubStep } from '../../gan/run/slowMotion'
import type { ToyRecipe } from '../../gan/toy/toy'
import type { Layers } from '../../gan/toy/toyLayers'
import { messageOf } from './words'

/** What a run learns from: the embedded digits, images that somebody brought, or points of the plane. */
export type DataName = 'mnist' | 'own' | ToyName

/** What somebody chose; what is missing takes the adapter's preset. */
export type Settings = { seed: number; data: DataName } & Partial<
  Omit<GanConfig, 'seed' | 'channels' | 'halfActivations'>
>

export type Command =
  /** Back to step 0; opens a device if there is none. */
  | { type: 'reset'; settings: Settings }
  /** Goes on with the saved run that was read last (keepJobs.ts), in the place of the one that is there. */
  | { type: 'load' }
  /** Train until another command comes. */
  | { type: 'start' }
  | { type: 'pause' }
  /** One iteration, and its pictures. */
  | { type: 'step' }
  /** The next part of an iteration. */
  | { type: 'substep' }
  /** Holds for the steps to come; a run that trains does not stop for it. */
  | { type: 'set'; changes: Changes }

/** Something to be done beside training (worker/jobs.ts). */
export interface Ask {
  type: 'ask'
  id: number
  name: string
  args: readonly unknown[]
}

export type Answer =
  | { type: 'answer'; id: number; value: unknown }
  /** It could not be done, and why. */
  | ({ type: 'refused'; id: number } & Fault)

export type Message = Command | Ask

/**
 * A picture travels as bytes, which change hands without a copy. An OffscreenCanvas in the worker would
 * save the page one putImageData a second, but take the pixels away from it: by them it sets the contrast.
 */
export type { Picture } from '../../gan/run/mosaic'

/** An iteration in slow motion. */
export interface Slow {
  substep: SubStep
  inside: Inside
  /** The batches that it works on: of images, or of points, [N, 2]. */
  pictures?: Record<'real' | 'fake', Picture | undefined>
  points?: Record<'real' | 'fake', Float32Array | undefined>
}

/** What is to be known of a run when it begins. */
export interface Opened {
  about: { kind: 'images'; config: GanConfig; images: number } | { kind: 'points'; toy: ToyAbout }
  /** What it began with. */
  settings: Settings
  parameters: readonly [g: number, d: number]
  layers: { generator: LayerSketch[]; discriminator: LayerSketch[] }
}

/** A GAN of points has a recipe of its own (gan/toy.ts). */
export interface ToyAbout extends ToyRecipe {
  name: ToyName
  objective: ObjectiveName
  batchSize: number
}

export type Report =
  | { type: 'opening' }
  | { type: 'compiling'; adapter: string; software: boolean }
  /** Images that it will learn from. */
  | { type: 'real'; picture: Picture }
  /** Kernels race for this GPU, the first time that it trains such a network. */
  | { type: 'tuning' }
  /** A new run stands at a step: 0, unless it was loaded; then there is something to say of it. */
  | { type: 'ready'; opened: Opened; step: number; said?: string }
  /** What the settings are after a `set` of some, and what was wrong with it if they stayed. */
  | { type: 'settings'; config: GanConfig; changes: Changes; refused?: string }
  | { type: 'picture'; step: number; picture: Picture }
  /** The plane of a run of points. */
  | { type: 'points'; step: number; layers: Layers }
  /** A part of an iteration was run: what it has computed so far. */
  | ({ type: 'substep' } & Slow)
  | { type: 'training' }
  | { type: 'progress'; step: number; figures: Figures; imagesPerSecond: number; seconds: number }
  /** The run fares ill. */
  | { type: 'health'; step: number; finding: Finding }
  | { type: 'paused'; step: number }
  /** A saved run could not be opened. The one that is there stays; that it has paused is said already. */
  | { type: 'unloaded'; message: string }
  /** The device was lost; another goes on from what was kept at this step. */
  | { type: 'recovered'; step: number; why: string }
  /** The run is over; a reset begins another. */
  | ({ type: 'fault' } & Fault)
  | Answer

export const NO_WEBGPU =
  'this browser offers no GPU. Use a recent Chrome, Edge, Firefox or Safari with WebGPU turned on'

const lacks = {
  'no-gpu': NO_WEBGPU,
  insecure: 'browsers offer WebGPU to secure pages only. Open this one by https or on localhost',
}

/** There is no GPU, and nothing that the page does will bring one. */
export class NoGpuError extends Error {
  override name = 'NoGpuError'
  readonly code: keyof typeof lacks

  constructor(code: keyof typeof lacks = 'no-gpu') {
    super(lacks[code])
    this.code = code
  }
}

/** An error, as it travels. */
export interface Fault {
  message: string
  /** Of an error that somebody does something about. */
  code?: NoGpuError['code'] | undefined
}

export const packError = (error: unknown): Fault => ({
  message: messageOf(error),
  code: error instanceof NoGpuError ? error.code : undefined,
})

export const unpackError = ({ message, code }: Fault): Error =>
  code ? new NoGpuError(code) : new Error(message)
