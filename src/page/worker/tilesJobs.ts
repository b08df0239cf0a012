// Lesson "Tiles": one small convolution by the plain kernel and by the one with tiles in workgroup memory.
// Both keep a ledger of what every invocation reads and writes, and both are timed on a real layer.

import { empty, type Tensor, tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { sizeOf } from '../../gpu/edit'
import { entriesOf, type Ledger, ledger } from '../../gpu/ledger'
import { build, type Captured, download, Program, submit } from '../../gpu/program'
import { Stopwatch } from '../../gpu/stopwatch'
import { dispatch, type Trace, trace } from '../../gpu/trace'
import { type Chosen, ready } from '../../ops/convChoice'
import { flopOf, type Geometry, problemOf } from '../../ops/convProblem'
import { stepsOf } from '../lessons/tiles/account'
import {
  constantsOf,
  GEOMETRY,
  indexOfX,
  LARGE,
  REGISTER,
  SIDES,
  type Tile,
} from '../lessons/tiles/shape'
import type { Rung, Step } from '../lessons/tiles/steps'
import type { Lab } from './lab'

export interface TilesAdapter {
  name: string
  software: boolean
  /** Bytes of a workgroup's memory, at most. */
  memory: number
}

export interface Accounts {
  adapter: TilesAdapter
  /** Of each kernel, by workgroup: as its invocations wrote it down. */
  steps: Record<Rung, Step[][]>
  /** The largest error against float64, in units of what one rounding of the sum of |x · w| makes. */
  error: Record<Rung, number>
}

/** Entries of an invocation: it has 64 sums at most, and reads 2 × 16 numbers for one. */
const MOST = 256

type OneStep = Trace<{ step: () => Tensor }>

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
    for (const { slice } of Object.values(given)) slice.memory?.destroy()
  }
}

/** Numbers between -1 and 1 that look like none in particular. */
function factors() {
  const { rows, columns, terms } = SIDES
  const wave = (length: number, step: number) =>
    Float32Array.from({ length }, (_, i) => Math.sin(step * (i + 1)))
  return { x: wave(rows * terms, 1.7), weight: wave(terms * columns, 2.3) }
}

const problem = problemOf('convolve', GEOMETRY)

interface Choice {
  kernel: string
  constants: Record<string, number>
}

function chosenFor(of: typeof problem, choice: Choice): Chosen {
  // Any adapter may try any tile here.
  const chosen = ready(of, choice, {})
  if (!chosen) throw new Error(`${choice.kernel} cannot compute such a tile`)
  return chosen
}

/** Records the convolution by one kernel. */
function traced(of: typeof problem, choice: Choice, given: Given): OneStep {
  const { shader, constants, invocations } = chosenFor(of, choice)
  const { N, P, Q, K } = of.geometry
  return trace({
    step() {
      const result = empty('result', [N, P, Q, K])
      dispatch(shader, 'convolve', { constants, bindings: { ...given, result }, invocations })
      return result
    },
  })
}

type Given = Record<'large' | 'weight', Tensor>

/** Runs what is shown, and then its copy that keeps a ledger: both must come to the same bits. */
async function told(gpu: Gpu, given: Given, choice: Choice) {
  const y = await outcome(gpu, traced(problem, choice, given))
  const copied = traced(problem, choice, given)
  const [dispatched] = copied.dispatches.step
  if (!dispatched) throw new Error('nothing was dispatched')
  const kept = ledger(dispatched, MOST)
  const dispatches = { step: [kept.dispatch] }
  let log = new Uint32Array()
  const again = await outcome(gpu, { ...copied, dispatches }, async () => {
    log = new Uint32Array(await download(gpu, { slice: kept.log }))
    kept.log.memory?.destroy()
  })
  if (again.some((value, i) => !Object.is(value, y[i]))) {
    throw new Error('the copy of the kernel that keeps a ledger came to other bits')
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

async function outcome(
  gpu: Gpu,
  one: OneStep,
  after?: () => Promise<void>,
): Promise<Float32Array<ArrayBuffer>> {
  const { programs, results, destroy } = await build(gpu, one)
  try {
    submit(gpu, [programs.step])
    const values = new Float32Array(await download(gpu, results.step))
    await after?.()
    return values
  } finally {
    destroy()
  }
}

/** By the measure of all sums of products here: |y - y64| / (2⁻²⁴ · Σ |x · w|). */
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

/** The plain kernel; the tile that was chosen; a larger one; and one in registers alone. */
export type Timed = 'plain' | 'tiles' | 'large' | 'register'

export interface KernelTimes {
  images: number
  /** Of the layer. */
  flop: number
  clock: 'timestamps' | 'wall clock'
  /** Milliseconds. */
  ms: Record<Timed, number>
}

/** D's second block of a DCGAN for 32 × 32 pixels. */
const LAYER = {
  ...{ H: 16, W: 16, C: 64, P: 8, Q: 8, K: 128, R: 4, S: 4 },
  ...{ STRIDE_H: 2, STRIDE_W: 2, PADDING_H: 1, PADDING_W: 1, DILATION_H: 1, DILATION_W: 1 },
}

/** Four kernels on a real layer: of few images where a CPU plays the GPU. */
async function tilesTimes(lab: Lab, tile: Tile): Promise<KernelTimes> {
  const gpu = await lab.gpu()
  const images = gpu.software ? 2 : 64
  const geometry: Geometry = { N: images, ...LAYER }
  const layer = problemOf('convolve', geometry)
  const { H, W, C, K, R, S } = LAYER
  const filled = (shape: number[], value: number) => {
    const size = shape.reduce((all, extent) => all * extent, 1)
    return tensor(gpu, new Float32Array(size).fill(value), shape)
  }
  const given = { large: filled([images, H, W, C], 0.5), weight: filled([R, S, C, K], 0.25) }
  const choices: Record<Timed, Choice> = {
    plain: { kernel: 'plain', constants: {} },
    tiles: { kernel: 'shared', constants: constantsOf(tile) },
    large: { kernel: 'shared', constants: constantsOf(LARGE) },
    register: { kernel: 'register', constants: REGISTER },
  }
  const opened: Captured<{ step: () => Tensor }>[] = []
  try {
    for (const choice of Object.values(choices)) {
      opened.push(await build(gpu, traced(layer, choice, given)))
    }
    const turns = opened.map(({ programs }) => [programs.step])
    const stopwatch = await Stopwatch.open(gpu, turns[0]?.[0] ?? new Program([]))
    const timings = await stopwatch.measure(turns, { target: 10, rounds: 5 })
    const { source: clock } = stopwatch
    stopwatch.destroy()
    const ms = Object.fromEntries(Object.keys(choices).map((name, i) => [name, timings[i]?.ms]))
    return { images, flop: flopOf(layer), clock, ms: ms as KernelTimes['ms'] }
  } finally {
    for (const { destroy } of opened) destroy()
    for (const { slice } of Object.values(given)) slice.memory?.destroy()
  }
}

export const tilesJobs = { tilesRun, tilesTimes }
