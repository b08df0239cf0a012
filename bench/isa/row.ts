// One pipeline as a row: its place in a network, and what a chip's compiler made of it.

import type { Analysis, Counts } from './assembly'

/** Statistics of a pipeline from the driver. */
export interface Statistics {
  /** Lanes of a wave. */
  wave: number
  /** Vector registers of a lane, scalar registers of a wave. */
  vgprs: number
  sgprs: number
  /** Registers that did not fit. */
  spills: number
  /** Bytes of a lane in memory: spilled registers, arrays with computed indices. */
  scratch: number
  /** Bytes of workgroup memory. */
  lds: number
  /** Waves that a SIMD holds at once. */
  waves: number
  /** Bytes of machine code. */
  code: number
}

export interface Row {
  chip: string
  network: string
  /** File and entry point. */
  kernel: string
  /** The convolution that it computes, or the op. */
  what: string
  /** Dispatches in a training iteration; 0 where only samples or health figures need it. */
  count: number
  /** Multiplications and additions of a dispatch, if it is a convolution. */
  flop: number
  workgroups: number
  /** Turns of loops that the longest lane makes, as far as the WGSL says. */
  turns?: number | undefined
  /** Constants that its kernel was chosen with, if it is a convolution. */
  choice: Readonly<Record<string, number>>
  statistics: Statistics
  /** Instructions of one turn of the loop that computes. */
  turn: Counts
  /** The same as text, if it was asked for. */
  loop?: Analysis['loop']
}

/** Instructions of the vector unit; others are issued beside them, from other waves. */
export const vectors = ({ fma, valu, matrix }: Counts): number => fma + valu + matrix

/** Share of multiply-adds in vector instructions, from 0 to 1. */
export const shareOf = ({ turn }: Row): number => turn.fma / Math.max(1, vectors(turn))

/**
 * The same of many convolutions, each weighted by the vector instructions that its FLOP need. Outer products, which add
 * nothing up, are left out.
 */
export function weightedShare(rows: readonly Row[]): number {
  const counted = rows.filter(({ flop, count, turn }) => flop * count * turn.fma > 0)
  const sum = (of: (row: Row) => number) => counted.reduce((all, row) => all + of(row), 0)
  return (
    sum(({ flop, count }) => flop * count) / sum((row) => (row.flop * row.count) / shareOf(row))
  )
}
