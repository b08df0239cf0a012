// The tape as the worker sends it to the page: dispatches, ops, and the fate of every thunk.

/** D's step, G's step after it, and a step of D with separate passes for real and fake images. */
export const stepNames = ['D', 'G', 'apart'] as const
export type StepName = (typeof stepNames)[number]

export interface Written {
  name: string
  shape: readonly number[]
  /** Is it a whole tensor, and not scratch numbers for the next kernel? */
  whole: boolean
  /** Is it u32, whose bits are transferred as floats? */
  integer: boolean
  /** Start of its numbers among those of all dispatches, and their count. */
  at: number
  size: number
}

export type Kind = 'before' | 'forward' | 'backward' | 'sum' | 'update'

export interface TapeDispatch {
  shader: string
  entry: string
  stage: string
  workgroups: number
  workgroupSize: number
  /** Bytes bound for reading and for writing. */
  reads: number
  writes: number
  kind: Kind
  /** Index of the op that ran it, or whose thunk did. */
  op: number | undefined
  /** The op's input whose gradient it computes. */
  input: string | undefined
  outputs: readonly Written[]
}

/**
 * `ran`: called. `made`: made, but never called. `unmade`: no wanted gradient lies behind the op, so its
 * backward function did not run. `zero`: the op declares this gradient zero everywhere.
 */
export type Fate = 'ran' | 'made' | 'unmade' | 'zero'

export interface Thunk {
  input: string
  /** Name of the parameter, or of the input. */
  of: string
  /** D or G, for a parameter. */
  owner: 'D' | 'G' | undefined
  shape: readonly number[]
  fate: Fate
  /** Its dispatches; empty if the gradient existed already. */
  dispatches: readonly number[]
  /** Dispatches that add it to an existing gradient. */
  sums: readonly number[]
  /** The dispatch that wrote the gradient, and the index of its output. */
  gradient: Place | undefined
}

export interface Place {
  dispatch: number
  output: number
}

export interface TapeOp {
  op: string
  /** Activation fused into batch norm. */
  activation: 'relu' | 'leakyRelu' | undefined
  /** "main.3", for an op with parameters. */
  layer: string
  owner: 'D' | 'G' | undefined
  /** Half of the batch, in a step with separate halves. */
  half: 'real' | 'fake' | undefined
  shape: readonly number[]
  forward: readonly number[]
  thunks: readonly Thunk[]
}

/** A tensor that receives a gradient from two places. */
export interface Sum {
  of: string
  parts: readonly [Place, Place]
  sum: Place
  dispatches: readonly number[]
}

export interface TapeStep {
  name: StepName
  /** All dispatches in order; G's step needs D's before it. */
  dispatches: readonly TapeDispatch[]
  first: number
  /** Ops in the order in which they ran. */
  ops: readonly TapeOp[]
  sums: readonly Sum[]
  /** The dispatch that completes each of the step's gradients. */
  complete: readonly number[]
}

export type Tape = Readonly<Record<StepName, TapeStep>>

/** Outputs of all dispatches, concatenated. */
export interface TapeRun {
  values: Float32Array<ArrayBuffer>
}

export interface Stepped {
  /** The dispatch that ran last. */
  dispatch: number
  values: Float32Array<ArrayBuffer>
  /** Are they bit-identical to those of the step run in one pass? */
  same: boolean
  /** Number of complete gradients that are bit-identical to those of the step run in one pass. */
  there: number
}

export interface Measured {
  /** Milliseconds of each dispatch of the step, alone. */
  alone: readonly number[]
  /** Number of replays of each in one pass. */
  repeats: readonly number[]
  /** Milliseconds of all of them in one pass. */
  together: number
  clock: 'timestamps' | 'wall clock'
  /** Both timestamps, in nanoseconds, of several runs of one dispatch; empty if unsupported. */
  ticks: readonly (readonly [string, string])[]
  ticked: number
}
