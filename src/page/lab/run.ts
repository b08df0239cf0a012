// What the worker trains: a GAN of images or of points. Both draw, train while they are wanted, and
// report no faster than a screen can use.

import type { ImageSet } from '../../data/imageSet'
import type { Changes, Live } from '../../gan/model/live'
import type { Saved } from '../../gan/run/state'
import type { Opened } from '../core/protocol'

export interface TrainOptions {
  /** Train on? */
  wanted: () => boolean
  /** Done between two iterations. */
  between: () => Promise<void>
}

export interface Run {
  readonly opened: Opened
  /** Iterations so far. */
  readonly step: number
  train(options: TrainOptions): Promise<void>
  /** One iteration, and its pictures. */
  iterate(): Promise<void>
  /** The next part of an iteration, and what it brought. */
  substep(): Promise<void>
  /** Shows where training stopped. */
  pause(): Promise<void>
  /** Changes settings at the next step, or says why not. */
  set(changes: Changes): void
  /** D's scores of the batch that G learned from last; zeros before that. */
  scores(): Promise<Float32Array>
  /** What is kept of it in case the device is lost; none of a run that is over in a minute. */
  readonly kept?: Kept | undefined
  /** Those of its settings that can change, as they are now. */
  readonly live?: Live | undefined
  destroy(): void
}

export interface Kept {
  step: number
  seconds: number
  state: Saved
  /** What it learned from: others may have been brought since. */
  images: ImageSet
}
