// What was picked, in words; and which invocation writes it.

import type { By } from '../../worker/transposedJobs'
import { ownerOf, TILE } from './owners'
import type { Picked } from './state'
import {
  gatheredBy,
  gatherOf,
  largeExtent,
  phaseKernel,
  phaseName,
  phaseOfOutput,
  range,
  type Setting,
  scatterOf,
} from './ties'

/** 3 products, 1 product */
export const products = (count: number): string =>
  `${count} ${count === 1 ? 'product' : 'products'}`

const place = ({ row, column }: { row: number; column: number }) => `(${row}, ${column})`

export function said(picked: Picked, setting: Setting): string {
  const { kernel, stride } = setting
  const taps = kernel ** 2
  if (picked.side === 'input') {
    const ties = scatterOf(picked, setting)
    const cut = taps - ties.length
    const rest = cut > 0 ? `; ${cut} of the ${taps} taps fall on the padding, which is cut off` : ''
    return `Scatter: input ${place(picked)} is multiplied by the kernel, and the ${products(ties.length)} are added to the outputs that are lit${rest}.`
  }
  if (picked.side === 'phase') {
    const [down, right] = phaseKernel(picked.phase, setting)
    const along = range(largeExtent(setting)).length
    const all = range(along ** 2).filter((i) => {
      const output = { row: Math.floor(i / along), column: i % along }
      return phaseOfOutput(output, setting) === picked.phase
    })
    const outputs = `Phase ${phaseName(picked.phase)}: ${all.length} outputs, one in ${stride ** 2}.`
    if (down * right === 0) return `${outputs} This phase has no taps: its outputs are 0.`
    return `${outputs} They are a convolution of the input with a kernel of ${down} × ${right} taps and stride 1.`
  }
  const ties = gatherOf(picked, setting)
  const phase = phaseName(phaseOfOutput(picked, setting))
  if (ties.length === 0) {
    return `Gather: no tap of phase ${phase} brings an input to output ${place(picked)}. It stays 0: the kernel is smaller than the stride.`
  }
  const by = (h: number) => gatheredBy(h, setting).length
  return `Gather: output ${place(picked)} is in phase ${phase} and sums ${products(ties.length)}, ${by(picked.row)} × ${by(picked.column)}, of the inputs and the taps that are lit. The other ${taps - ties.length} taps would meet a zero, and nobody multiplies by it.`
}

/** Of the one invocation that writes an output, its numbers. */
export function written(picked: Picked, setting: Setting): string {
  const extent = largeExtent(setting)
  if (picked.side === 'input') {
    return 'Who writes: no invocation belongs to an input. Point at an output to see whose it is.'
  }
  if (picked.side === 'phase') {
    return `Who writes: the phase kernel has its own invocations for phase ${phaseName(picked.phase)}. Point at an output to see whose it is.`
  }
  const { plain, workgroup, place: at, ...owner } = ownerOf(picked, setting)
  const { phase, within, across, tiles, tiled } = owner
  const inPhase = within.row * across + within.column
  return `Who writes output ${place(picked)} of ${extent} × ${extent}, one channel. Plain kernel: invocation ${picked.row} · ${extent} + ${picked.column} = ${plain}, place ${at} of workgroup ${workgroup}. Phase kernel: pixel ${place(within)} of phase ${phaseName(phase)}, which is number ${inPhase} of the phase; at ${TILE} pixels an invocation and ${tiles} invocations a phase that is invocation ${phase} · ${tiles} + ⌊${inPhase} / ${TILE}⌋ = ${tiled}.`
}

export const byWhom = (by: By): string =>
  by === 'GPU' ? 'on this GPU' : "by its card's reference, since there is no GPU here"
