// The tape as the worker tells it to the page: dispatches, ops, and what became of every thunk.

/** D's step, G's step after it, and a step of D in which real and fake images go through D apart. */
export const stepNames = ['D', 'G', 'apart'] as const
export type StepName = (typeof stepNames)[number]

/** Something that a dispatch writes. */
export interface Written {
  /** Of the binding in WGSL. */
  name: string
  shape: readonly number[]
  /** Is the shape that of a tensor, or only the numbers that a kernel keeps for the next? */
  whole: boolean
  /** Are these u32, whose bits travel as floats? */
  integer: boolean
  /** Where its numbers begin among those of all dispatches, and how many they are. */
  at: number
  size: number
}

export type Kind = 'before' | 'forward' | 'backward' | 'sum' | 'update'

export interface TapeDispatch {
  shader: string
  entry: string
  stage: string
  workgroups: number
  /** Invocations in a workgroup. */
  workgroupSize: number
  /** Bytes that are bound, to read and to write. */
  reads: number
  writes: number
  kind: Kind
  /** Place of the op that it belongs to: that ran it, or whose thunk did. */
  op: number | undefined
  /** Which of the op's inputs the gradient is for. */
  input: string | undefined
  outputs: readonly Written[]
}

/**
 * `ran`: called. `made`: there, but never called. `unmade`: nothing that is wanted lies behind the op, so its
 * backward was not run. `zero`: the op says that this gradient is zero everywhere.
 */
export type Fate = 'ran' | 'made' | 'unmade' | 'zero'

export interface Thunk {
  input: string
  /** Name of the parameter, or of the input. */
  of: string
  /** D or G, where it is a parameter of theirs. */
  owner: 'D' | 'G' | undefined
  shape: readonly number[]
  fate: Fate
  /** What it dispatched; nothing where the gradient was there already. */
  dispatches: readonly number[]
  /** What added it to a gradient that was there. */
  sums: readonly number[]
  /** The dispatch that wrote the gradient, and which of its outputs it is. */
  gradient: Place | undefined
}

export interface Place {
  dispatch: number
  output: number
}

export interface TapeOp {
  op: string
  /** What batch norm does in the same pass. */
  activation: 'relu' | 'leakyRelu' | undefined
  /** main.3, where it has parameters. */
  layer: string
  owner: 'D' | 'G' | undefined
  /** In a step in which halves go apart. */
  half: 'real' | 'fake' | undefined
  shape: readonly number[]
  forward: readonly number[]
  thunks: readonly Thunk[]
}

/** A tensor that received a gradient from two places. */
export interface Sum {
  of: string
  parts: readonly [Place, Place]
  sum: Place
  dispatches: readonly number[]
}

export interface TapeStep {
  name: StepName
  /** All that run, in order; G's step needs D's before it. */
  dispatches: readonly TapeDispatch[]
  /** Where the step itself begins. */
  first: number
  /** In the order in which they ran. */
  ops: readonly TapeOp[]
  sums: readonly Sum[]
  /** The dispatch that completes each gradient that the step is for. */
  complete: readonly number[]
}

export type Tape = Readonly<Record<StepName, TapeStep>>

/** What was computed, all dispatches one after the other. */
export interface TapeRun {
  values: Float32Array<ArrayBuffer>
}

export interface Stepped {
  /** The dispatch that ran last. */
  dispatch: number
  /** What it wrote, output after output. */
  values: Float32Array<ArrayBuffer>
  /** Are these the bits of the step that ran in one pass? */
  same: boolean
  /** Gradients that are complete, and equal bit for bit to those of the step that ran in one pass. */
  there: number
}

export interface Measured {
  /** Milliseconds of each dispatch of the step, alone. */
  alone: readonly number[]
  /** How often each was replayed in one pass. */
  repeats: readonly number[]
  /** Milliseconds of all of them in one pass. */
  together: number
  clock: 'timestamps' | 'wall clock'
  /** One dispatch, alone and once, several times: both timestamps in nanoseconds; none where there are none. */
  ticks: readonly (readonly [string, string])[]
  /** The dispatch of the ticks. */
  ticked: number
}
