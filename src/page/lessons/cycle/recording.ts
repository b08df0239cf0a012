// Trainings recorded for browsers without WebGPU: points as bytes, in base64, and what became of each seed.
// The commands that write them are in test/support/recordCycle.ts.

import type { Shown } from './pointCycle'
import { type Outcome, type SettingName, STEPS } from './points'

export interface Recorded {
  /** Outcome of each seed, from seed 1. */
  outcomes: readonly Outcome[]
  /** End of the first seeds. */
  ends: readonly { toB: string; missed: number }[]
}

export interface Recording {
  a: string
  b: string
  settings: Record<SettingName, Recorded>
}

/** A byte b stands for (b / 255 · 2 − 1) · 4. */
const REACH = 4

export function pack(points: Float32Array): string {
  const byte = (x: number) => Math.round((Math.min(1, Math.max(-1, x / REACH)) + 1) * 127.5)
  return btoa(String.fromCharCode(...Array.from(points, byte)))
}

const unpack = (bytes: string): Float32Array =>
  Float32Array.from(atob(bytes), (char) => (char.charCodeAt(0) / 127.5 - 1) * REACH)

/** End of a recorded training. Only the first seeds are kept: their ends come again after the last of them. */
export function shownOf({ a, b, settings }: Recording, setting: SettingName, seed: number): Shown {
  const { ends } = settings[setting]
  const { toB, missed } = ends[(seed - 1) % ends.length] ?? { toB: '', missed: Number.NaN }
  return { a: unpack(a), b: unpack(b), toB: unpack(toB), missed, step: STEPS }
}
