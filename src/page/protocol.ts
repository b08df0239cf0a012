// What the page and its worker say to each other. The page commands, the worker reports; messages keep
// their order, so `ready` ends everything that an earlier run had to say.

import type { Figures } from '../gan/clock'
import type { GanConfig } from '../gan/config'
import type { Changes } from '../gan/live'

/** What somebody chose; what is missing takes the adapter's preset. */
export type Settings = { seed: number } & Partial<
  Pick<
    GanConfig,
    'imageSize' | 'width' | 'latent' | 'batchSize' | 'lr' | 'clip' | 'lambda' | 'criticSteps'
  >
>

export type Command =
  /** Back to step 0; opens a device if there is none. */
  | { type: 'reset'; settings: Settings }
  /** Train until another command comes. */
  | { type: 'start' }
  | { type: 'pause' }
  /** Holds for the steps to come; a run that trains does not stop for it. */
  | { type: 'set'; changes: Changes }

/**
 * A picture travels as bytes, which change hands without a copy. An OffscreenCanvas in the worker would
 * save the page one putImageData a second, but take the pixels away from it: by them it sets the contrast.
 */
export interface Picture {
  width: number
  height: number
  /** R, G, B, A a pixel. */
  pixels: Uint8ClampedArray<ArrayBuffer>
}

export type Report =
  | { type: 'opening' }
  /** The picture is a row of the images that it will learn from. */
  | { type: 'compiling'; adapter: string; software: boolean; picture: Picture }
  /** Kernels race for this GPU, the first time that it trains such a network. */
  | { type: 'tuning' }
  /** A new run stands at step 0. */
  | { type: 'ready'; config: GanConfig; parameters: readonly [g: number, d: number] }
  /** What the settings are after a `set`, and what was wrong with it if they stayed. */
  | { type: 'settings'; config: GanConfig; refused?: string }
  | { type: 'picture'; step: number; picture: Picture }
  | { type: 'training' }
  | { type: 'progress'; step: number; figures: Figures; imagesPerSecond: number; seconds: number }
  | { type: 'paused'; step: number }
  /** The run is over; a reset begins another. */
  | { type: 'fault'; message: string }

export const NO_WEBGPU =
  'this browser offers no GPU. Use a recent Chrome, Edge, Firefox or Safari with WebGPU turned on'
