// Worker jobs of the lesson "Tiles": a small convolution by the plain kernel and by the one with tiles.
// Both keep a ledger of the reads and writes of every invocation, and both are timed on a real layer.

import { tensor } from '../../../autograd/tensor'
import type { Gpu } from '../../../gpu/device'
import { sizeOf } from '../../../gpu/explain/edit'
import { entriesOf, type Ledger, ledger } from '../../../gpu/explain/ledger'
import { free } from '../../../gpu/owning'
import { download } from '../../../gpu/program'
import { problemOf } from '../../../ops/convProblem'
import type { Lab } from '../../lab/lab'
import { replay } from '../tools/replay'
import { stepsOf } from './account'
import { constantsOf, GEOMETRY, indexOfX, SIDES, type Tile } from './shape'
import type { Rung, Step } from './steps'
import { tilesTimes } from './timing'
import { type Choice, type Given, traced } from './trace'

export interface TilesAdapter {
  name: string
  software: boolean
  /** Most bytes of workgroup memory. */
  memory: number
}

export interface Accounts {
  adapter: TilesAdapter
  /** Steps of each kernel, by workgroup, from its invocations' ledgers. */
  steps: Record<Rung, Step[][]>
  /** Largest error against float64, in units of one rounding of Σ |x · w|. */
  error: Record<Rung, number>
}

/** Most entries of an invocation: it has at most 64 sums, and reads 2 × 16 numbers for one. */
const MOST = 256

async function tilesRun(lab: Lab, tile: Tile): Promise<Accounts> {
  const gpu = await lab.gpu()
  const { x, weight } = factors()
  const large = tensor(gpu, x, [1, 8, 8, 4], 'x')
  const given = { large, weight: tensor(gpu, weight, [2, 2, 4, 16], 'weight') }
  try {
    const plain = await told(gpu, given, { kernel: 'plain', constants: {} })
    const tiles = await told(gpu, given, { kernel: 'shared', constants: constantsOf(tile) })
    return {
      adapter: adapterOf(gpu),
      steps: { plain: plain.steps, tiles: tiles.steps },
      error: { plain: errorOf(plain.y, x, weight), tiles: errorOf(tiles.y, x, weight) },
    }
  } finally {
    free(given)
  }
}

/** Irregular numbers between -1 and 1. */
function factors() {
  const { rows, columns, terms } = SIDES
  const wave = (length: number, step: number) =>
    Float32Array.from({ length }, (_, i) => Math.sin(step * (i + 1)))
  return { x: wave(rows * terms, 1.7), weight: wave(terms * columns, 2.3) }
}

const problem = problemOf('convolve', GEOMETRY)

/** Runs the shown kernel, then its copy that keeps a ledger; both results must be bit-identical. */
async function told(gpu: Gpu, given: Given, choice: Choice) {
  const y = await replay(gpu, traced(problem, choice, given))
  const copied = traced(problem, choice, given)
  const [dispatched] = copied.dispatches.step
  if (!dispatched) throw new Error('nothing was dispatched')
  const kept = ledger(dispatched, MOST)
  const dispatches = { step: [kept.dispatch] }
  let log = new Uint32Array()
  let again = new Float32Array()
  try {
    again = await replay(gpu, { ...copied, dispatches }, async () => {
      log = new Uint32Array(await download(gpu, { slice: kept.log }))
    })
  } finally {
    free(kept.log)
  }
  if (again.some((value, i) => !Object.is(value, y[i]))) {
    throw new Error('the copy of the kernel that keeps a ledger gave different results')
  }
  return { y, steps: byWorkgroup(kept, log, choice.kernel === 'plain' ? 'plain' : 'tiles') }
}

function byWorkgroup(kept: Ledger, log: Uint32Array<ArrayBuffer>, rung: Rung): Step[][] {
  const entries = entriesOf(kept, log)
  const size = sizeOf(kept.dispatch)
  return Array.from({ length: entries.length / size }, (_, group) =>
    stepsOf(rung, entries.slice(group * size, (group + 1) * size)),
  )
}

/** Error in the unit of all sums of products: |y - y64| / (2⁻²⁴ · Σ |x · w|). */
function errorOf(y: Float32Array, x: Float32Array, weight: Float32Array): number {
  const { columns, terms } = SIDES
  return y.reduce((most, value, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns]
    let [sum, size] = [0, 0]
    for (let term = 0; term < terms; term++) {
      const product = (x[indexOfX(row, term)] ?? 0) * (weight[term * columns + column] ?? 0)
      sum += product
      size += Math.abs(product)
    }
    return Math.max(most, Math.abs(value - sum) / (2 ** -24 * size))
  }, 0)
}

const adapterOf = (gpu: Gpu): TilesAdapter => ({
  name: gpu.name,
  software: gpu.software,
  memory: gpu.device.limits.maxComputeWorkgroupStorageSize,
})

export const tilesJobs = { tilesRun, tilesTimes }
