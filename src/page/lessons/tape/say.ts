// Counts and texts of a tape: thunks that ran or never did, sums, and timestamps.

import { minus } from '../../core/words'
import type { Place, TapeDispatch, TapeOp, TapeStep, Thunk } from './shapes'
import { text } from './text'

export interface NeverRun {
  /** Thunks that were made but never called. */
  made: { op: TapeOp; thunk: Thunk }[]
  /** Ops that the backward pass did not reach. */
  unreached: TapeOp[]
}

export const thunksOf = (step: TapeStep): Thunk[] => step.ops.flatMap(({ thunks }) => thunks)

export function neverRun({ ops }: TapeStep): NeverRun {
  return {
    made: ops.flatMap((op) =>
      op.thunks.flatMap((thunk) => (thunk.fate === 'made' ? [{ op, thunk }] : [])),
    ),
    unreached: ops.filter(({ thunks }) => thunks.every(({ fate }) => fate === 'unmade')),
  }
}

/** Dispatches of the step itself. */
export const ownOf = ({ dispatches, first }: TapeStep): readonly TapeDispatch[] =>
  dispatches.slice(first)

/** "D main.3 batchNorm + relu", or as much of it as is known. */
export const titleOf = ({ op, activation, layer, owner, half }: TapeOp): string =>
  [
    [owner, layer].filter(Boolean).join(' '),
    [op, activation].filter(Boolean).join(' + '),
    half && text.value.halves[half],
  ]
    .filter(Boolean)
    .join(' ')

export const nameOf = ({ of, owner }: Thunk): string => (owner ? `${owner} ${of}` : of)

/** Source of the gradient of a thunk that was called but dispatched nothing. */
export function handedOver({ gradient }: Thunk, { dispatches }: TapeStep): string {
  const { unchanged, written, writtenForward } = text.value.rows
  // Only the 1 at the start of the walk is not in memory.
  if (!gradient) return unchanged
  const { entry = '', kind } = dispatches[gradient.dispatch] ?? {}
  return (kind === 'forward' ? writtenForward : written)(gradient.dispatch, entry)
}

/** Dispatch to show first: the first convolution of D. */
export function startOf({ ops, first }: TapeStep): number {
  const convolutions = ops.filter(({ op, owner }) => op === 'conv2d' && owner === 'D')
  return convolutions.flatMap(({ forward }) => forward).find((i) => i >= first) ?? first
}

/** Name of its part of the step. */
export const stageOf = ({ stage }: TapeDispatch): string => text.value.stages[stage] ?? stage

/** Most numbers to show as text. */
export const FEW = 4

export function valuesAt(
  { dispatches }: TapeStep,
  { dispatch, output }: Place,
  values: Float32Array,
): Float32Array {
  const { at, size } = dispatches[dispatch]?.outputs[output] ?? { at: 0, size: 0 }
  return values.subarray(at, at + size)
}

export function bytes(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} MB`
  return value >= 1e3 ? `${(value / 1e3).toFixed(1)} kB` : text.value.bytes(value)
}

export function took(ms: number): string {
  if (ms >= 1) return `${ms.toPrecision(3)} ms`
  return ms >= 1e-3 ? `${(1e3 * ms).toPrecision(3)} µs` : `${Number((1e6 * ms).toPrecision(3))} ns`
}

/** Numbers as written: the bits of u32 are transferred as floats. */
export const asWritten = (raw: Float32Array, integer: boolean): Float32Array =>
  integer ? Float32Array.from(new Uint32Array(raw.slice().buffer)) : raw

/** Numbers that a dispatch wrote, in few digits; integers in full. */
export const asText = (raw: Float32Array, integer: boolean, digits = 4): string[] =>
  integer ? [...asWritten(raw, true)].map(String) : [...raw].map((value) => short(value, digits))

/** A number in few digits, with a proper minus sign. */
export function short(value: number, digits = 4): string {
  if (value === 0) return '0'
  const small = Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4
  return minus(small ? value.toExponential(digits - 1) : value.toPrecision(digits))
}

/** Greatest common divisor of all ticks in nanoseconds; 0 if all are equal. */
export function grain(ticks: readonly (readonly [string, string])[]): bigint {
  const [zero = '0'] = ticks[0] ?? []
  const apart = ticks.flat().map((tick) => BigInt(tick) - BigInt(zero))
  return apart.reduce((a, b) => divisor(a, b < 0n ? -b : b), 0n)
}

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b))

/** Duration of each pair if its timestamps were rounded down to a unit in nanoseconds. */
export function roundedTo(ticks: readonly (readonly [string, string])[], unit: number): number[] {
  const rounded = (tick: string) => BigInt(tick) / BigInt(unit)
  return ticks.map(([start, end]) => unit * Number(rounded(end) - rounded(start)))
}

export function peak(values: Float32Array): number {
  let best = 0
  for (const [i, value] of values.entries()) {
    if (Math.abs(value) > Math.abs(values[best] ?? 0)) best = i
  }
  return best
}
