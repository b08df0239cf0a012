// A run of the worker: a GAN of images or of points. Both draw, train on demand, and report no faster than a
// screen can show.

import type { NamedSet } from '../../data/imageSet'
import type { Live } from '../../gan/model/config'
import type { Changes } from '../../gan/model/live'
import type { RunConfig } from '../../gan/run/runConfig'
import type { Kept as State } from '../../gan/watch/session'
import type { Curves } from '../core/history'
import type { Opened } from '../core/protocol'

export interface TrainOptions {
  wanted: () => boolean
  between: () => Promise<void>
}

export interface Run {
  readonly opened: Opened
  readonly step: number
  train(options: TrainOptions): Promise<void>
  /** Runs one iteration, and shows its pictures. */
  iterate(): Promise<void>
  /** Runs the next sub-step of an iteration, and shows its results. */
  substep(): Promise<void>
  pause(): Promise<void>
  /** Changes settings from the next step on, or reports why not. */
  set(changes: Changes): void
  /** D's scores of G's last training batch; zeros before the first step. */
  scores(): Promise<Float32Array>
  /** Kept state: for when the device is lost, and for the next visit. Runs of points, which take a minute, keep none. */
  readonly kept?: Kept | undefined
  /** Were steps done that are not kept? */
  readonly unkept: boolean
  /** Keeps the present state. */
  keep(): Promise<void>
  /** Resolves when the kept states are in the browser's storage. */
  written(): Promise<void>
  /** Keeps the state at the next step of training. */
  keepSoon(): void
  /** Current values of the settings that can change during training. */
  readonly live?: Live | undefined
  destroy(): void
}

/** State to go on from, with the images of the run: the user's images may have changed since. */
export interface Kept extends State {
  images: NamedSet
  /** config.json at this step. */
  run: RunConfig
  curves: Curves
}
