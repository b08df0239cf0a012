// The rule that chooses a kernel for a problem of convolutions without measurements.

import type { Choice } from '../gpu/choice'
import type { TraceOptions } from '../gpu/trace'
import { type ConvProblem, FEW, isDilated, isStampable, mostSplits, productOf } from './convProblem'

/** The teaching kernel: right for every problem, on every adapter. */
export const PLAIN: Choice = { kernel: 'plain', constants: {} }

/** Tiles of one lane that keep a software adapter's lanes and cores busy. */
const ENOUGH_TILES = 1024
/** The same for tiles that a subgroup shares. */
const ENOUGH_SUBGROUPS = 128
/** Workgroups that keep a GPU busy. */
const ENOUGH_WORKGROUPS = 256

/**
 * The choice without measurements. For llvmpipe (subgroups of 8) and SwiftShader (of 4) it was
 * itself measured, and is the table that ships; for hardware it follows the literature.
 */
export function ruleOf(
  problem: ConvProblem,
  { kernels, subgroupSize: size, software = true }: TraceOptions,
): Choice {
  // If asked for, and for dilated windows.
  if (kernels === 'plain' || isDilated(problem)) return PLAIN
  if (isStampable(problem)) return { kernel: 'stamps', constants: {} }
  const { columns, terms } = productOf(problem)
  if (columns < FEW) return registerRule(problem)
  if (!software) return sharedRule(problem)
  // On SwiftShader a tile is worth its loop only where that has a few turns.
  const subgroups = size === 8 || (size === 4 && terms >= 8)
  return subgroups ? subgroupRule(problem, size) : registerRule(problem)
}

/** Up to 8 columns wide, and as high as keeps enough tiles. */
function registerRule(problem: ConvProblem): Choice {
  const { rows, columns } = productOf(problem)
  const wide = Math.min(columns, 8)
  const across = Math.ceil(columns / wide)
  const high = [8, 4, 2].find((n) => n * wide <= 64 && across * Math.ceil(rows / n) >= 256) ?? 1
  const constants = { TILE_ROWS: high, TILE_COLUMNS: wide }
  const tiles = across * Math.ceil(rows / high)
  return {
    kernel: 'register',
    constants: { ...constants, ...splitsRule(problem, tiles, ENOUGH_TILES) },
  }
}

/** Tiles of 64 × 32, or of 64 × 16; where these are too few, of half the rows. */
function sharedRule(problem: ConvProblem): Choice {
  const { rows, columns } = productOf(problem)
  const lanes =
    columns > 16 ? { LANES_DOWN: 8, LANES_ACROSS: 8 } : { LANES_DOWN: 16, LANES_ACROSS: 4 }
  const [down, wide] = [lanes.LANES_DOWN, 4 * lanes.LANES_ACROSS]
  const tilesWith = (high: number) =>
    Math.ceil(rows / (high * down)) * Math.ceil(columns / wide) * productOf(problem).phases
  const enough = ENOUGH_WORKGROUPS / mostSplits(problem)
  const high = down === 8 && 8 * down < 2 * rows && tilesWith(8) >= enough ? 8 : 4
  const constants = { ...lanes, ROWS: high, COLUMNS: 4, DEPTH: 16 }
  const splits = splitsRule(problem, tilesWith(high), ENOUGH_WORKGROUPS)
  return { kernel: 'shared', constants: { ...constants, ...splits } }
}

/** Tiles of 16 rows and 32 columns, or fewer and more rows; two terms a turn. */
function subgroupRule(problem: ConvProblem, size: 4 | 8): Choice {
  const { rows, columns, line } = productOf(problem)
  const across = Math.ceil(columns / 32)
  const wide = Math.ceil(columns / across / size)
  const most = Math.max(16, 64 / wide) / size
  const enough = 32 / mostSplits(problem)
  const gathers =
    [8, 4, 2].find(
      (n) => n <= most && n * size < 2 * rows && across * Math.ceil(rows / (n * size)) >= enough,
    ) ?? 1
  const steps = line % 2 === 0 ? 2 : 1
  const tiles = across * Math.ceil(rows / (gathers * size))
  const constants = { SUBGROUP: size, GATHERS: gathers, COLUMNS: wide, STEPS: steps }
  return {
    kernel: 'subgroup',
    constants: { ...constants, ...splitsRule(problem, tiles, ENOUGH_SUBGROUPS) },
  }
}

/** A weight is small: its windows are summed in as many parts as make enough tiles. */
function splitsRule(problem: ConvProblem, tiles: number, enough: number): { SPLITS?: number } {
  if (problem.entry !== 'weight_gradient') return {}
  return { SPLITS: Math.min(Math.ceil(enough / tiles), mostSplits(problem)) }
}
