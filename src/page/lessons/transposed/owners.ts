// The invocation that writes an output: in the plain kernel and in overlay, which count all outputs row by row, and
// in the phase kernel, which counts phase by phase. For one image with one channel.

import { largeExtent, type Pixel, phaseOfOutput, type Setting } from './ties'

/** Invocations of a workgroup: lib/grid.wgsl. */
export const WORKGROUP = 64

/** Pixels per invocation of convTiled.wgsl: TILE_ROWS in its source. */
export const TILE = 4

export interface Owner {
  /** conv.wgsl: ((n · H + h) · W + w) · C + c, with n = c = 0 and C = 1; overlay of convStamps.wgsl as well. */
  plain: number
  workgroup: number
  place: number
  /** Its phase, row and column within the phase, and pixels per row of the phase. */
  phase: number
  within: Pixel
  across: number
  tiles: number
  /** convTiled.wgsl: phase by phase, tile by tile. */
  tiled: number
}

export function ownerOf(output: Pixel, setting: Setting): Owner {
  const { stride } = setting
  const extent = largeExtent(setting)
  const plain = output.row * extent + output.column
  // The same for each phase, though the last may lack a row or column.
  const across = Math.ceil(extent / stride)
  const within = {
    row: Math.floor(output.row / stride),
    column: Math.floor(output.column / stride),
  }
  const phase = phaseOfOutput(output, setting)
  const tiles = Math.ceil(across ** 2 / TILE)
  return {
    plain,
    workgroup: Math.floor(plain / WORKGROUP),
    place: plain % WORKGROUP,
    phase,
    within,
    across,
    tiles,
    tiled: phase * tiles + Math.floor((within.row * across + within.column) / TILE),
  }
}

/** The invocation that writes an output, and its numbers. */
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
  tile: number
}
