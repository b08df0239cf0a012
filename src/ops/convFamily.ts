// The kernels of convolutions, by name: the constants that each takes, and the tiles that these make. To read
// the family, begin with conv.ts (the ops), then convProblem.ts (a product of two matrices), this table,
// convRule.ts and convChoice.ts (which kernel), convKernels.ts (its dispatches), convCandidates.ts (tuning).

import plainSource from '../../shaders/conv.wgsl?raw'
import dotSource from '../../shaders/convDot.wgsl?raw'
import leanSource from '../../shaders/convLean.wgsl?raw'
import leanAdjointSource from '../../shaders/convLeanAdjoint.wgsl?raw'
import leanGradientSource from '../../shaders/convLeanGradient.wgsl?raw'
import sharedSource from '../../shaders/convShared.wgsl?raw'
import stampsSource from '../../shaders/convStamps.wgsl?raw'
import subgroupSource from '../../shaders/convSubgroup.wgsl?raw'
import subgroupAdjointSource from '../../shaders/convSubgroupAdjoint.wgsl?raw'
import tiledSource from '../../shaders/convTiled.wgsl?raw'
import type { Choice } from '../gpu/choice'
import type { Traits } from '../gpu/device'
import { hash } from '../gpu/hash'
import { Shader } from '../gpu/shader'
import {
  type ConvProblem,
  type Entry,
  FEW,
  isStampable,
  type Product,
  productOf,
} from './convProblem'

export type Constants = Choice['constants']

/** Part of a result that is computed together. */
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
  /** Files of the entry points that `shader` lacks. */
  others?: Partial<Record<Entry, Shader>>
  /** The constants that are chosen. */
  names: readonly string[]
  /** Knows DILATION_H and DILATION_W, which the others have not. */
  dilates?: boolean
  /** Sums a weight gradient in SPLITS parts, one more constant that is chosen. */
  splits?: boolean
  /** Reads N from the length of an array: one pipeline serves batches of any size. */
  readsN?: boolean
  /** Workgroups may have any size: few tiles are spread over the cores of a CPU. */
  spreads?: boolean
  /** Only adds stamps up; the stamps are another problem. */
  stamps?: boolean
  /** The tile that constants of at least 1 make; undefined where it cannot be. */
  tile(constants: Constants, problem: ConvProblem, traits: Traits): Tile | undefined
  /** Constants that are worth a try, those that make no tile among them. */
  worth(product: Product, traits: Traits): Constants[]
}

/** Sums that an invocation may keep: of more, registers spill and compilers take many seconds. */
const MOST_SUMS = 128

/** Holds `sum_splits` too, which adds up the parts of every kernel that splits. */
export const tiled = new Shader('convTiled.wgsl', tiledSource)

/** The kernels of the family, one a row. bench/LOG.md has the measurements behind each fast one. */
export const kernels: Readonly<Record<string, Kernel>> = {
  plain: {
    shader: new Shader('conv.wgsl', plainSource),
    names: [],
    dilates: true,
    tile: () => ({ rows: 1, columns: 1, lanes: 1, loads: 2 }),
    worth: () => [{}],
  },

  // LOG: "Register tiles for the convolutions".
  register: {
    shader: tiled,
    names: ['TILE_ROWS', 'TILE_COLUMNS'],
    splits: true,
    spreads: true,
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

  // LOG: "Tiles that a subgroup shares", "Two terms a turn, stamps, and tiles for GPUs".
  subgroup: {
    shader: new Shader('convSubgroup.wgsl', subgroupSource),
    others: { convolve_adjoint: new Shader('convSubgroupAdjoint.wgsl', subgroupAdjointSource) },
    names: ['SUBGROUP', 'GATHERS', 'COLUMNS', 'STEPS'],
    splits: true,
    readsN: true,
    spreads: true,
    tile(constants, problem, { subgroupSize }) {
      const { SUBGROUP = 0, GATHERS = 0, COLUMNS = 0, STEPS = 0 } = constants
      if (SUBGROUP !== subgroupSize || (SUBGROUP !== 4 && SUBGROUP !== 8)) return undefined
      if (GATHERS * SUBGROUP * COLUMNS > MOST_SUMS) return undefined
      if (productOf(problem).line % STEPS !== 0) return undefined
      // Quads are terms of an adjoint, and else columns.
      const adjoint = problem.entry === 'convolve_adjoint'
      if (adjoint ? STEPS !== 4 : COLUMNS >= 4 && problem.geometry.K % 4 !== 0) return undefined
      const [rows, columns] = [GATHERS * SUBGROUP, COLUMNS * SUBGROUP]
      return { rows, columns, lanes: SUBGROUP, loads: GATHERS + COLUMNS }
    },
    worth: (_, { subgroupSize: SUBGROUP = 0 }) =>
      [1, 2, 4, 8].flatMap((GATHERS) =>
        [1, 2, 4, 8].flatMap((COLUMNS) =>
          [1, 2, 4].map((STEPS) => ({ SUBGROUP, GATHERS, COLUMNS, STEPS })),
        ),
      ),
  },

  // LOG: "Two terms a turn, stamps, and tiles for GPUs".
  shared: {
    shader: new Shader('convShared.wgsl', sharedSource),
    names: ['LANES_DOWN', 'LANES_ACROSS', 'ROWS', 'COLUMNS', 'DEPTH'],
    splits: true,
    tile({ LANES_DOWN = 0, LANES_ACROSS = 0, ROWS = 0, COLUMNS = 0, DEPTH = 0 }) {
      const lanes = LANES_DOWN * LANES_ACROSS
      const [rows, columns] = [LANES_DOWN * ROWS, LANES_ACROSS * COLUMNS]
      const whole = COLUMNS % 4 === 0 && DEPTH % 4 === 0 && rows % 4 === 0
      if (!whole || lanes > MOST_LANES || ROWS * COLUMNS > MOST_SUMS) return undefined
      // Two halves of DEPTH terms, of 4 bytes.
      if (2 * DEPTH * (rows + columns) * 4 > LEAST_WORKGROUP_MEMORY) return undefined
      return { rows, columns, lanes, loads: (rows + columns) / lanes }
    },
    // `lean` computes the same sooner. This one is for reading, and for the lesson on tiles.
    worth: () => [],
  },

  // LOG: "What a GPU executes".
  lean: {
    shader: new Shader('convLean.wgsl', leanSource),
    others: {
      convolve_adjoint: new Shader('convLeanAdjoint.wgsl', leanAdjointSource),
      weight_gradient: new Shader('convLeanGradient.wgsl', leanGradientSource),
    },
    names: ['LANES_DOWN', 'LANES_ACROSS', 'ROWS', 'COLUMNS', 'DEPTH'],
    splits: true,
    tile({ LANES_DOWN = 0, LANES_ACROSS = 0, ROWS = 0, COLUMNS = 0, DEPTH = 0 }) {
      const lanes = LANES_DOWN * LANES_ACROSS
      const [rows, columns] = [LANES_DOWN * ROWS, LANES_ACROSS * COLUMNS]
      const quads = [ROWS / 4, COLUMNS / 4, DEPTH / 4, columns / 4, rows / 4]
      // In each turn a lane brings the same quad.
      if (!quads.every((each) => Number.isInteger(each) && lanes % each === 0)) return undefined
      if (lanes > MOST_LANES || ROWS * COLUMNS > MOST_SUMS) return undefined
      if (leanBytes(rows, columns, DEPTH) > LEAST_WORKGROUP_MEMORY) return undefined
      return { rows, columns, lanes, loads: (rows + columns) / lanes }
    },
    // In workgroups of 64, tiles of 32 × 32 to 64 × 64; in larger ones, of 64 × 64 and 128 × 64.
    worth: (_, { software = true }) =>
      software
        ? []
        : [8, 16].flatMap((DEPTH) => [
            ...[4, 8].flatMap((ROWS) => [
              { LANES_DOWN: 8, LANES_ACROSS: 8, ROWS, COLUMNS: 4, DEPTH },
              { LANES_DOWN: 16, LANES_ACROSS: 4, ROWS, COLUMNS: 4, DEPTH },
              { LANES_DOWN: 16, LANES_ACROSS: 16, ROWS, COLUMNS: 4, DEPTH },
            ]),
            { LANES_DOWN: 8, LANES_ACROSS: 8, ROWS: 8, COLUMNS: 8, DEPTH },
            { LANES_DOWN: 16, LANES_ACROSS: 8, ROWS: 8, COLUMNS: 8, DEPTH },
          ]),
  },

  // LOG: the same.
  dot: {
    shader: new Shader('convDot.wgsl', dotSource),
    names: [],
    tile(_, problem) {
      const { columns } = productOf(problem)
      if (problem.entry !== 'convolve' || columns >= FEW) return undefined
      return { rows: 1, columns, lanes: MOST_LANES, loads: (1 + columns) / MOST_LANES }
    },
    worth: (_, { software = true }) => (software ? [] : [{}]),
  },

  // LOG: "Two terms a turn, stamps, and tiles for GPUs".
  stamps: {
    shader: new Shader('convStamps.wgsl', stampsSource),
    names: [],
    stamps: true,
    tile(_, problem) {
      // The cost of the product where it is done well: in tiles of 8 × 8.
      const { C } = problem.geometry
      return isStampable(problem) ? { rows: 64, columns: C, lanes: C, loads: 16 } : undefined
    },
    worth: () => [{}],
  },
}

/** Limits of every adapter: invocations in a workgroup, and bytes of its memory. */
const MOST_LANES = 256
const LEAST_WORKGROUP_MEMORY = 2 ** 14

/** Bytes of DEPTH terms of rows and columns, and of the gaps between them, at most (convLeanAdjoint.wgsl). */
const leanBytes = (rows: number, columns: number, depth: number): number =>
  4 * depth * (rows + columns) + 16 * (depth / 4) * 20

/** Changes with the text of any of the kernels, which makes measured choices stale. */
export const kernelsHash = hash(
  Object.values(kernels)
    .flatMap(({ shader, others = {} }) => [shader, ...Object.values(others)])
    .map(({ source }) => source)
    .join(),
)
