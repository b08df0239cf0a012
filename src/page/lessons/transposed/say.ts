// Texts about the picked pixel, and the invocation that writes it.

import { type Owner, ownerOf, TILE } from './owners'
import type { Picked } from './state'
import {
  gatheredBy,
  gatherOf,
  largeExtent,
  type Pixel,
  phaseKernel,
  phaseName,
  phaseOfOutput,
  range,
  type Setting,
  scatterOf,
} from './ties'

const place = ({ row, column }: Pixel) => `(${row}, ${column})`

/** Sentences on what was picked, in the language that is read. */
export interface SaidWords {
  scatter: (at: string, added: number, taps: number) => string
  phase: (n: {
    phase: string
    outputs: number
    phases: number
    down: number
    right: number
  }) => string
  nothing: (at: string, phase: string) => string
  gather: (n: {
    at: string
    phase: string
    summed: number
    down: number
    right: number
    others: number
  }) => string
}

export function said(words: SaidWords, picked: Picked, setting: Setting): string {
  const { kernel, stride } = setting
  const taps = kernel ** 2
  if (picked.side === 'input') {
    return words.scatter(place(picked), scatterOf(picked, setting).length, taps)
  }
  if (picked.side === 'phase') {
    const [down, right] = phaseKernel(picked.phase, setting)
    const along = range(largeExtent(setting)).length
    const all = range(along ** 2).filter((i) => {
      const output = { row: Math.floor(i / along), column: i % along }
      return phaseOfOutput(output, setting) === picked.phase
    })
    const phase = phaseName(picked.phase)
    return words.phase({ phase, outputs: all.length, phases: stride ** 2, down, right })
  }
  const ties = gatherOf(picked, setting)
  const at = place(picked)
  const phase = phaseName(phaseOfOutput(picked, setting))
  if (ties.length === 0) return words.nothing(at, phase)
  const by = (h: number) => gatheredBy(h, setting).length
  return words.gather({
    at,
    phase,
    summed: ties.length,
    down: by(picked.row),
    right: by(picked.column),
    others: taps - ties.length,
  })
}

/** The invocation that writes an output, and its numbers (owners.ts). */
export interface Written extends Omit<Owner, 'within' | 'across'> {
  /** The output with its row and column. */
  output: string
  row: number
  column: number
  extent: number
  /** Name of its phase, and its place in it. */
  name: string
  within: string
  inPhase: number
  /** Pixels per tile. */
  tile: number
}

/** Sentences on the invocation that writes what was picked. */
export interface WrittenWords {
  input: string
  phase: (phase: string) => string
  output: (n: Written) => string
}

/** Numbers of the one invocation that writes an output. */
export function written(words: WrittenWords, picked: Picked, setting: Setting): string {
  if (picked.side === 'input') return words.input
  if (picked.side === 'phase') return words.phase(phaseName(picked.phase))
  const { row, column } = picked
  const { across, within, ...owner } = ownerOf(picked, setting)
  return words.output({
    ...owner,
    output: place(picked),
    row,
    column,
    extent: largeExtent(setting),
    name: phaseName(owner.phase),
    within: place(within),
    inPhase: within.row * across + within.column,
    tile: TILE,
  })
}
