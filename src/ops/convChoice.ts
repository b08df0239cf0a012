// Which kernel computes a problem of convolutions, in tiles of what size. A choice is data: the table
// of a run holds those that the tuner measured; where it has none, the rule at the end of this file
// decides. Shape, adapter and table are known when a step is recorded, and none of them changes.

import plainSource from '../../shaders/conv.wgsl?raw'
import subgroupSource from '../../shaders/convSubgroup.wgsl?raw'
import tiledSource from '../../shaders/convTiled.wgsl?raw'
import type { Choice } from '../gpu/choice'
import type { Traits } from '../gpu/device'
import { hash } from '../gpu/hash'
import { Shader } from '../gpu/shader'
import { type TraceOptions, tracing } from '../gpu/trace'
import { type ConvProblem, type Product, productOf } from './convProblem'

export type Constants = Choice['constants']

/** What is computed together. */
export interface Tile {
  rows: number
  columns: number
  /** Invocations that share it. */
  lanes: number
  /** Numbers that each of them loads for one term of the sums. */
  loads: number
}

export interface Kernel {
  shader: Shader
  /** The constants that are chosen. */
  names: readonly string[]
  /** Knows DILATION_H and DILATION_W, which the others have not. */
  dilates?: boolean
  /** Sums a weight gradient in SPLITS parts, one more constant that is chosen. */
  splits?: boolean
  /** The tile that constants of at least 1 make; undefined where it cannot be. */
  tile(constants: Constants, problem: ConvProblem, traits: Traits): Tile | undefined
  /** Constants that are worth a try, those that make no tile among them. */
  worth(product: Product, traits: Traits): Constants[]
}

/** Sums that an invocation may keep: of more, registers spill and compilers take many seconds. */
const MOST_SUMS = 128

/** The kernels of the family: another one is another row. */
export const kernels: Readonly<Record<string, Kernel>> = {
  plain: {
    shader: new Shader('conv.wgsl', plainSource),
    names: [],
    dilates: true,
    tile: () => ({ rows: 1, columns: 1, lanes: 1, loads: 2 }),
    worth: () => [{}],
  },

  register: {
    shader: new Shader('convTiled.wgsl', tiledSource),
    names: ['TILE_ROWS', 'TILE_COLUMNS'],
    splits: true,
    tile({ TILE_ROWS: rows = 0, TILE_COLUMNS: columns = 0 }) {
      if (rows * columns > MOST_SUMS) return undefined
      return { rows, columns, lanes: 1, loads: rows + columns }
    },
    worth({ columns }) {
      const widths = new Set([1, 2, 4, 8, 16].map((wide) => Math.min(wide, columns)))
      return [1, 2, 4, 8, 16].flatMap((TILE_ROWS) =>
        [...widths].map((TILE_COLUMNS) => ({ TILE_ROWS, TILE_COLUMNS })),
      )
    },
  },

  subgroup: {
    shader: new Shader('convSubgroup.wgsl', subgroupSource),
    names: ['SUBGROUP', 'GATHERS', 'COLUMNS', 'STEPS'],
    splits: true,
    tile(constants, problem, { subgroupSize }) {
      const { SUBGROUP = 0, GATHERS = 0, COLUMNS = 0, STEPS = 0 } = constants
      if (SUBGROUP !== subgroupSize || (SUBGROUP !== 4 && SUBGROUP !== 8)) return undefined
      if (GATHERS * SUBGROUP * COLUMNS > MOST_SUMS) return undefined
      // Only a weight gradient's sum may end in the middle of a turn.
      const { terms } = productOf(problem)
      if (problem.entry !== 'weight_gradient' && terms % STEPS !== 0) return undefined
      const [rows, columns] = [GATHERS * SUBGROUP, COLUMNS * SUBGROUP]
      return { rows, columns, lanes: SUBGROUP, loads: GATHERS + COLUMNS }
    },
    worth: (_, { subgroupSize: SUBGROUP = 0 }) =>
      [1, 2, 4, 8].flatMap((GATHERS) =>
        [1, 2, 4, 8].flatMap((COLUMNS) =>
          [1, 2].map((STEPS) => ({ SUBGROUP, GATHERS, COLUMNS, STEPS })),
        ),
      ),
  },
}

/** The teaching kernel: right for every problem, on every adapter. */
export const PLAIN: Choice = { kernel: 'plain', constants: {} }

/** Changes with the text of any of the kernels: what was measured of others no longer holds. */
export const kernelsHash = hash(
  Object.values(kernels)
    .map(({ shader }) => shader.source)
    .join(),
)

/** A choice that can be dispatched. */
export interface Chosen {
  shader: Shader
  /** The problem's and the choice's. */
  constants: Constants
  /** Those of all tiles, in all parts. */
  invocations: number
  /** Parts that a weight gradient is summed in. */
  splits: number
}

/** What the table of the run says, where that can be; else what the rule says. */
export function choose(problem: ConvProblem): Chosen {
  const options = tracing() ?? {}
  const chosen =
    ready(problem, options.table?.[problem.key], options) ??
    ready(problem, ruleOf(problem, options), options)
  if (!chosen) throw new Error(`${problem.key}: the rule chose what cannot be`)
  return chosen
}

/** Undefined where the kernel is unknown, or cannot solve the problem so on this adapter. */
export function ready(
  problem: ConvProblem,
  choice: Choice | undefined,
  traits: Traits,
): Chosen | undefined {
  if (!choice || !Object.hasOwn(kernels, choice.kernel)) return undefined
  const kernel = kernels[choice.kernel]
  const { constants } = choice
  if (!kernel || (isDilated(problem) && !kernel.dilates)) return undefined
  const names = [...kernel.names, ...(isSplit(problem, kernel) ? ['SPLITS'] : [])]
  const known = names.every(
    (name) => Number.isInteger(constants[name]) && Number(constants[name]) > 0,
  )
  if (!known || Object.keys(constants).length !== names.length) return undefined
  const tile = kernel.tile(constants, problem, traits)
  const { SPLITS: splits = 1 } = constants
  if (!tile || splits > mostSplits(problem)) return undefined
  return {
    shader: kernel.shader,
    constants: { ...(kernel.dilates ? problem.geometry : undilated(problem)), ...constants },
    invocations: tilesOf(problem, tile) * tile.lanes * splits,
    splits,
  }
}

/** The constants of kernels that know no dilation. */
export function undilated({ geometry: { DILATION_H: _, DILATION_W: __, ...rest } }: ConvProblem) {
  return rest
}

/** Tiles that cover the result. */
export function tilesOf(problem: ConvProblem, tile: Pick<Tile, 'rows' | 'columns'>): number {
  const { rows, columns, phases } = productOf(problem)
  return Math.ceil(rows / tile.rows) * Math.ceil(columns / tile.columns) * phases
}

function isDilated({ geometry: { DILATION_H, DILATION_W } }: ConvProblem): boolean {
  return DILATION_H > 1 || DILATION_W > 1
}

export function isSplit({ entry }: ConvProblem, { splits = false }: Kernel): boolean {
  return splits && entry === 'weight_gradient'
}

/** A part is a sum over 32 windows, or more. */
export function mostSplits(problem: ConvProblem): number {
  return Math.max(1, Math.floor(productOf(problem).terms / 32))
}

/** Tiles of one lane that keep a software adapter's lanes and cores busy. */
const ENOUGH_TILES = 1024
/** The same for tiles that a subgroup shares. */
const ENOUGH_SUBGROUPS = 128

/**
 * What is chosen where nothing was measured. It was itself measured: on llvmpipe (subgroups of 8) and
 * SwiftShader (of 4), for which it is the table that ships; all other adapters take register tiles.
 */
export function ruleOf(
  problem: ConvProblem,
  { kernels, subgroupSize: size }: TraceOptions,
): Choice {
  // Where it is asked for, and for dilated windows.
  if (kernels === 'plain' || isDilated(problem)) return PLAIN
  const product = productOf(problem)
  // A subgroup wants columns for all its lanes, and SwiftShader's short loops cost more than what
  // they load.
  const shared =
    (size === 4 || size === 8) && product.columns >= 8 && (size === 8 || product.terms >= 8)
  return shared ? subgroupRule(problem, size) : registerRule(problem)
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

/** Tiles of 16 rows and 32 columns; fewer columns leave room for more rows. Short loops are doubled. */
function subgroupRule(problem: ConvProblem, size: 4 | 8): Choice {
  const { rows, columns, terms } = productOf(problem)
  const wide = [1, 2, 4].find((n) => n * size >= columns) ?? 32 / size
  const across = Math.ceil(columns / (wide * size))
  const most = Math.max(16, 64 / wide) / size
  const gathers =
    [8, 4, 2].find((n) => n <= most && across * Math.ceil(rows / (n * size)) >= 32) ?? 1
  const steps = size === 4 && wide < 8 && terms % 2 === 0 ? 2 : 1
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
