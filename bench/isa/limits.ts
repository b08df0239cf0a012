// Limits that the kernels of a hardware adapter keep: `npm run isa -- --check` fails where one is crossed.

import { type Row, weightedShare } from './row'
import { groupsOf } from './table'

/** Least share of multiply-adds in the vector instructions of a network's convolutions. */
const SHARE = 0.85
/** Least waves of a SIMD, on chips of RDNA3, of a convolution between inner layers. */
const WAVES = 5
/** Workgroups that hide each other's latency, and turns that a lane may make where there are fewer. */
export const ENOUGH_WORKGROUPS = 64
export const TURNS = 256

/** Lines that say what is wrong. */
export function crossed(rows: readonly Row[]): string[] {
  const groups = groupsOf(rows).flatMap((group) => {
    const share = weightedShare(group)
    const [first] = group
    if (!first || !(share < SHARE)) return []
    return [
      `${first.chip} ${first.network}: multiply-adds are ${(100 * share).toFixed(1)} % of the vector instructions, ` +
        `not ${100 * SHARE} %`,
    ]
  })
  return [...groups, ...rows.flatMap(wrongWith)]
}

function wrongWith(row: Row): string[] {
  const { chip, network, kernel, what, workgroups, turns = 0, statistics } = row
  const { spills, scratch, waves } = statistics
  const name = `${chip} ${network}: ${kernel}${what && ` (${what})`}`
  return [
    ...(spills + scratch > 0
      ? [`${name} spills ${spills} registers, ${scratch} bytes of scratch`]
      : []),
    ...(chip.startsWith('navi3') && isInner(row) && waves < WAVES
      ? [`${name} has ${waves} waves a SIMD, not ${WAVES}`]
      : []),
    ...(workgroups < ENOUGH_WORKGROUPS && turns > TURNS
      ? [`${name} makes ${turns} turns in ${workgroups} workgroups; ${TURNS} may`]
      : []),
  ]
}

/** A convolution between layers of many channels, which is computed in tiles of a workgroup. */
const isInner = ({ kernel, flop }: Row): boolean => flop > 0 && /^conv(Lean|Shared)/.test(kernel)
