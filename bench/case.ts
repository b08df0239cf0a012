// A row of the benchmark's table, before it is measured.

import type { Shape, Work } from '../src/catalogue/card'
import type { Gpu } from '../src/gpu/device'
import type { Program } from '../src/gpu/program'
import type { Dispatch, TraceOptions } from '../src/gpu/trace'

export const MILLION = 2 ** 20

/** The sets of buffers that repeats take in turn. */
export const SETS = 2

/** One row of the table, before it is measured. */
export interface Case {
  op: string
  /** Which layer it is. */
  size: string
  /** `forward`, or what the gradient is of. */
  what: string
  /** Shapes of its inputs, by name. */
  shapes: Readonly<Record<string, Shape>>
  work: Work
  /** Dispatches of one replay, where nothing is known of the adapter: there they may be more or fewer. */
  dispatches: number
  /** Dispatches of one replay, recorded without a GPU. */
  record(options: TraceOptions): Dispatch[]
  /** One program for each set of buffers. */
  build(gpu: Gpu, options?: TraceOptions): Promise<Built>
}

export interface Built {
  turns: Program[]
  /** To be replayed once: the forward, whose results a gradient reads. */
  before: Program[]
  destroy(): void
}
