// The rule that chooses a kernel for a problem of convolutions without measurements.

import type { Choice } from '../gpu/choice'
import type { TraceOptions } from '../gpu/trace'
import { type ConvProblem, FEW, isDilated, isStampable, mostSplits, productOf } from './convProblem'

/** The teaching kernel: right for every problem, on every adapter. */
export const PLAIN: Choice = { kernel: 'plain', constants: {} }

/** Tiles of one lane that keep an adapter's lanes and cores busy: high ones, and those of a weight in all parts. */
interface Enough {
  high: number
  tiles: number
  /** Most parts: one invocation adds them up. */
  splits: number
}
const SOFTWARE: Enough = { high: 256, tiles: 1024, splits: Number.POSITIVE_INFINITY }
const HARDWARE: Enough = { high: 2 ** 14, tiles: 2 ** 14, splits: 256 }
/** The same of tiles that a subgroup shares. */
const SUBGROUPS: Pick<Enough, 'tiles' | 'splits'> = { ...SOFTWARE, tiles: 128 }
/** Workgroups of 64 lanes that keep a GPU busy: each of 200 to 500 SIMDs then has one or two, and waits less. */
const ENOUGH_WORKGROUPS = 512
/** Shortest part of a weight gradient on a GPU: a number that is stored and read again costs 75 multiply-adds or so. */
const LEAST_TERMS = 128

/**
 * The choice without measurements. For llvmpipe (subgroups of 8) and SwiftShader (of 4) it was
 * itself measured, and is the table that ships; for hardware it follows the instructions that bench/isa counts.
 */
export function ruleOf(
  problem: ConvProblem,
  { kernels, subgroupSize: size, software = true }: TraceOptions,
): Choice {
  // If asked for, and for dilated windows.
  if (kernels === 'plain' || isDilated(problem)) return PLAIN
  if (isStampable(problem)) return { kernel: 'stamps', constants: {} }
  const { columns, terms, line } = productOf(problem)
  if (!software) return hardwareRule(problem)
  if (columns < FEW) return registerRule(problem)
  // On SwiftShader a tile is worth its loop only where that has a few turns.
  const subgroups = size === 8 || (size === 4 && terms >= 8)
  // In an adjoint a lane loads quads.
  const whole = problem.entry !== 'convolve_adjoint' || line % 4 === 0
  return subgroups && whole ? subgroupRule(problem, size) : registerRule(problem)
}

/** Up to 8 columns wide, and as high as keeps enough tiles. */
function registerRule(problem: ConvProblem, enough = SOFTWARE): Choice {
  const { rows, columns } = productOf(problem)
  const wide = Math.min(columns, 8)
  const across = Math.ceil(columns / wide)
  const high =
    [8, 4, 2].find((n) => n * wide <= 64 && across * Math.ceil(rows / n) >= enough.high) ?? 1
  const constants = { TILE_ROWS: high, TILE_COLUMNS: wide }
  const tiles = across * Math.ceil(rows / high)
  return { kernel: 'register', constants: { ...constants, ...splitsRule(problem, tiles, enough) } }
}

const SQUARE = { LANES_DOWN: 8, LANES_ACROSS: 8 }
const UPRIGHT = { LANES_DOWN: 16, LANES_ACROSS: 4 }

/** Tiles of a workgroup of 64: of 64 × 64, 64 × 32, 32 × 32. The larger, the less beside multiply-adds. */
const TILES = [
  { ...SQUARE, ROWS: 8, COLUMNS: 8, DEPTH: 8 },
  { ...SQUARE, ROWS: 8, COLUMNS: 4, DEPTH: 16 },
  { ...SQUARE, ROWS: 4, COLUMNS: 4, DEPTH: 16 },
] as const
/** Tiles of 128 × 16 and 64 × 16, for results of at most 16 columns. */
const NARROW_TILES = [
  { ...UPRIGHT, ROWS: 8, COLUMNS: 4, DEPTH: 16 },
  { ...UPRIGHT, ROWS: 4, COLUMNS: 4, DEPTH: 16 },
] as const

/** For a GPU. None was timed yet. */
function hardwareRule(problem: ConvProblem): Choice {
  const { rows, columns, terms } = productOf(problem)
  const few = columns < FEW
  // Sums that are too few for an invocation each.
  if (problem.entry === 'convolve' && few && rows < HARDWARE.tiles && terms >= 64) {
    return { kernel: 'dot', constants: {} }
  }
  // An outer product, or nearly: there is nothing to share.
  return few || terms < 4 ? registerRule(problem, HARDWARE) : leanRule(problem)
}

/** The largest tile of which there are enough. */
function leanRule(problem: ConvProblem): Choice {
  const { rows, columns, phases, terms } = productOf(problem)
  const parts =
    problem.entry === 'weight_gradient'
      ? Math.max(1, Math.min(HARDWARE.splits, Math.floor(terms / LEAST_TERMS)))
      : 1
  const sized = (columns > 16 ? TILES : NARROW_TILES).map((tile) => {
    const [down, across] = [tile.LANES_DOWN * tile.ROWS, tile.LANES_ACROSS * tile.COLUMNS]
    return { tile, tiles: Math.ceil(rows / down) * Math.ceil(columns / across) * phases }
  })
  const { tile, tiles = 1 } =
    sized.find(({ tiles }) => tiles * parts >= ENOUGH_WORKGROUPS) ?? sized.at(-1) ?? {}
  const SPLITS = Math.min(parts, Math.ceil(ENOUGH_WORKGROUPS / tiles))
  const splits = problem.entry === 'weight_gradient' ? { SPLITS } : {}
  return { kernel: 'lean', constants: { ...tile, ...splits } }
}

/** Tiles of 16 rows and 32 columns, or fewer and more rows; two terms a turn, in an adjoint four. */
function subgroupRule(problem: ConvProblem, size: 4 | 8): Choice {
  const { rows, columns, line } = productOf(problem)
  const adjoint = problem.entry === 'convolve_adjoint'
  // A lane's four columns are a quad.
  const across = Math.ceil(columns / (adjoint || columns % 4 === 0 ? 32 : 3 * size))
  const wide = Math.ceil(columns / across / size)
  const most = Math.max(16, 64 / wide) / size
  const enough = 32 / mostSplits(problem)
  const gathers =
    [8, 4, 2].find(
      (n) => n <= most && n * size < 2 * rows && across * Math.ceil(rows / (n * size)) >= enough,
    ) ?? 1
  const steps = adjoint ? 4 : line % 2 === 0 ? 2 : 1
  const tiles = across * Math.ceil(rows / (gathers * size))
  const constants = { SUBGROUP: size, GATHERS: gathers, COLUMNS: wide, STEPS: steps }
  return {
    kernel: 'subgroup',
    constants: { ...constants, ...splitsRule(problem, tiles, SUBGROUPS) },
  }
}

/** A weight is small: its windows are summed in as many parts as make enough tiles. */
function splitsRule(
  problem: ConvProblem,
  tiles: number,
  enough: Pick<Enough, 'tiles' | 'splits'>,
): { SPLITS?: number } {
  if (problem.entry !== 'weight_gradient') return {}
  return { SPLITS: Math.min(Math.ceil(enough.tiles / tiles), enough.splits, mostSplits(problem)) }
}
