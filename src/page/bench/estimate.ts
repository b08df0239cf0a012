// Estimated time of a measurement: from the kernels' work, corrected by the time the first
// ones took.

import { effortOf } from '../../../bench/effort'
import type { PlannedRow } from './jobs'

interface Speed {
  /** Operations and bytes per second of an ordinary kernel. */
  flop: number
  bytes: number
  /** Seconds of overhead per row, such as compiling. */
  around: number
  /** Seconds for the limits, and for a quick measurement of them. */
  limits: number
  glance: number
}

const SOFTWARE: Speed = { flop: 5e9, bytes: 3e9, around: 0.15, limits: 30, glance: 8 }
const HARDWARE: Speed = { flop: 1e12, bytes: 2e11, around: 0.15, limits: 6, glance: 2 }

export interface Conditions {
  software: boolean
  quick: boolean
}

const speedOf = ({ software }: Conditions): Speed => (software ? SOFTWARE : HARDWARE)

/** Expected seconds for the limits, before anything is measured. */
export const limitsTake = (conditions: Conditions): number =>
  speedOf(conditions)[conditions.quick ? 'glance' : 'limits']

/** Expected seconds of one row, with its repetition if there is one. */
export function rowTakes({ work }: PlannedRow, twice: boolean, conditions: Conditions): number {
  const { flop, bytes, around } = speedOf(conditions)
  const { target, rounds } = effortOf(conditions, conditions)
  const once = Math.max(work.flop / flop, work.bytes / bytes)
  const look = Math.max(target / 1000, once)
  // A slow kernel is timed fewer times (src/gpu/stopwatch.ts), after a few runs that find its speed.
  const looks = 3 + Math.max(3, Math.min(rounds, Math.floor(2 / look)))
  return around + looks * look * (twice ? 2 : 1)
}

/** Rows with the first of each op marked to be measured twice. */
export function planned(
  rows: readonly PlannedRow[],
): readonly { row: PlannedRow; control: boolean }[] {
  return rows.map((row, i) => ({ row, control: rows[i - 1]?.op !== row.op }))
}

/** Seconds as exactly as they are known: in steps of 5, then of 10. */
export const rounded = (seconds: number): number =>
  seconds < 20 ? Math.max(5, 5 * Math.round(seconds / 5)) : 10 * Math.round(seconds / 10)
