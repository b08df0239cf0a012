import type { en } from './en'
import { ownerOf, TILE } from './owners'
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

export function said(words: (typeof en)['said'], picked: Picked, setting: Setting): string {
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

/** Numbers of the one invocation that writes an output. */
export function written(words: (typeof en)['written'], picked: Picked, setting: Setting): string {
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
