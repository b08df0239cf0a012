// Counts and words of a tape: which thunks ran, which never did, what a sum adds up, what ticks mean.

import { minus } from '../../core/words'
import type { Place, TapeDispatch, TapeOp, TapeStep, Thunk } from './shapes'
import { text } from './text'

export interface NeverRun {
  /** There, but never called. */
  made: { op: TapeOp; thunk: Thunk }[]
  /** Ops that were not gone back through. */
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

/** The dispatches that are the step's own. */
export const ownOf = ({ dispatches, first }: TapeStep): readonly TapeDispatch[] =>
  dispatches.slice(first)

/** D main.3 batchNorm + relu, or what is known of it. */
export const titleOf = ({ op, activation, layer, owner, half }: TapeOp): string =>
  [
    [owner, layer].filter(Boolean).join(' '),
    [op, activation].filter(Boolean).join(' + '),
    half && text.value.halves[half],
  ]
    .filter(Boolean)
    .join(' ')

export const nameOf = ({ of, owner }: Thunk): string => (owner ? `${owner} ${of}` : of)

/** Where a thunk that was called, and dispatched nothing, has its gradient from. */
export function handedOver({ gradient }: Thunk, { dispatches }: TapeStep): string {
  const { unchanged, written, writtenForward } = text.value.rows
  // Only the 1 that the walk begins with is in no memory.
  if (!gradient) return unchanged
  const { entry = '', kind } = dispatches[gradient.dispatch] ?? {}
  return (kind === 'forward' ? writtenForward : written)(gradient.dispatch, entry)
}

/** Where one sees most to begin with: the first convolution of D. */
export function startOf({ ops, first }: TapeStep): number {
  const convolutions = ops.filter(({ op, owner }) => op === 'conv2d' && owner === 'D')
  return convolutions.flatMap(({ forward }) => forward).find((i) => i >= first) ?? first
}

/** Which part of a step it is. */
export const stageOf = ({ stage }: TapeDispatch): string => text.value.stages[stage] ?? stage

/** So many numbers are shown as numbers. */
export const FEW = 4

/** The numbers that a dispatch wrote. */
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

/** Numbers as they were written: the bits of u32 travel as floats. */
export const asWritten = (raw: Float32Array, integer: boolean): Float32Array =>
  integer ? Float32Array.from(new Uint32Array(raw.slice().buffer)) : raw

/** What a dispatch wrote, in few digits; whole numbers as they are. */
export const asText = (raw: Float32Array, integer: boolean, digits = 4): string[] =>
  integer ? [...asWritten(raw, true)].map(String) : [...raw].map((value) => short(value, digits))

/** A number in few digits, with a true minus. */
export function short(value: number, digits = 4): string {
  if (value === 0) return '0'
  const small = Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4
  return minus(small ? value.toExponential(digits - 1) : value.toPrecision(digits))
}

/** Nanoseconds that all ticks are multiples of; 0 where all are alike. */
export function grain(ticks: readonly (readonly [string, string])[]): bigint {
  const [zero = '0'] = ticks[0] ?? []
  const apart = ticks.flat().map((tick) => BigInt(tick) - BigInt(zero))
  return apart.reduce((a, b) => divisor(a, b < 0n ? -b : b), 0n)
}

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b))

/** What the stamps would say if they were rounded down to so many nanoseconds: end less start, of each pair. */
export function roundedTo(ticks: readonly (readonly [string, string])[], unit: number): number[] {
  const rounded = (tick: string) => BigInt(tick) / BigInt(unit)
  return ticks.map(([start, end]) => unit * Number(rounded(end) - rounded(start)))
}

/** Where a tensor is largest. */
export function peak(values: Float32Array): number {
  let best = 0
  for (const [i, value] of values.entries()) {
    if (Math.abs(value) > Math.abs(values[best] ?? 0)) best = i
  }
  return best
}
