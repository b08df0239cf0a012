// Which kernel computes a problem of convolutions, in tiles of what size. A choice is data: the table of a run
// holds those that the tuner measured; for other problems the rule (convRule.ts) decides. Shape, adapter and
// table are known when a step is recorded, and none of them changes.

import type { Choice } from '../gpu/choice'
import type { Traits } from '../gpu/device'
import type { Shader } from '../gpu/shader'
import { tracing } from '../gpu/trace'
import { type Constants, type Kernel, kernels, type Tile } from './convFamily'
import { type ConvProblem, isDilated, mostSplits, productOf, stampsOf } from './convProblem'
import { PLAIN, ruleOf } from './convRule'

export interface Chosen {
  shader: Shader
  /** The problem's and the choice's. */
  constants: Constants
  /** Invocations of all tiles, in all parts. */
  invocations: number
  /** Parts that a weight gradient is summed in. */
  splits: number
  /** The problem whose result is overlaid. */
  stamps?: ConvProblem
}

/** The preferred choice or that of the run's table, where it is possible; else the rule's. */
export function choose(problem: ConvProblem): Chosen {
  const options = tracing() ?? {}
  const chosen =
    ready(problem, preferred(problem, options.prefer), options) ??
    ready(problem, options.table?.[problem.key], options) ??
    ready(problem, ruleOf(problem, options), options)
  if (!chosen) throw new Error(`${problem.key}: the rule chose what cannot be`)
  return chosen
}

/** The choice for this problem: a weight gradient is summed in one part. */
function preferred(problem: ConvProblem, choice: Choice | undefined): Choice | undefined {
  const kernel = choice && kernels[choice.kernel]
  if (!kernel || !isSplit(problem, kernel)) return choice
  return { ...choice, constants: { SPLITS: 1, ...choice.constants } }
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
  if (kernel.stamps) return overlaid(problem, kernel)
  const invocations = tilesOf(problem, tile) * tile.lanes * splits
  const spread = kernel.spreads && invocations < FEW_LANES && (traits.software ?? true)
  const { N, ...sizes } = kernel.dilates ? problem.geometry : undilated(problem)
  return {
    shader: kernel.others?.[problem.entry] ?? kernel.shader,
    constants: {
      ...sizes,
      ...(!kernel.readsN && { N }),
      ...constants,
      ...(spread && { WORKGROUP_SIZE: CPU_LANES }),
    },
    invocations,
    splits,
  }
}

/** Lanes that a core of a CPU has; a few tiles in one workgroup of usual size would keep one core busy. */
const CPU_LANES = 8
/** Invocations that would be too few workgroups of usual size. */
const FEW_LANES = 512

function overlaid(problem: ConvProblem, { shader }: Kernel): Chosen {
  const { K: _, ...constants } = undilated(problem)
  const invocations = constants.N * constants.H * constants.W
  return { shader, constants, invocations, splits: 1, stamps: stampsOf(problem) }
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

export function isSplit({ entry }: ConvProblem, { splits = false }: Kernel): boolean {
  return splits && entry === 'weight_gradient'
}

/**
 * Choice of the kernel that a file holds, with the tile whose constants a text declares; undefined for `conv.wgsl`, and for
 * files of other ops.
 */
export function choiceOfFile(
  file: string,
  declared: ReadonlyMap<string, number>,
): Choice | undefined {
  const found = Object.entries(kernels).find(([, { shader, others }]) =>
    [shader, ...Object.values(others ?? {})].some(({ name }) => name === file),
  )
  if (!found || found[0] === PLAIN.kernel) return undefined
  const [kernel, { names }] = found
  return {
    kernel,
    constants: Object.fromEntries(names.map((name) => [name, declared.get(name) ?? 0])),
  }
}
