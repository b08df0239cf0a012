// Lesson "The grid": the plain convolution, dispatched in workgroups of a chosen size, and timed.
// Without a GPU it is only recorded, and the times are those measured before.

import { empty, type Tensor, tensor } from '../../../autograd/tensor'
import type { Gpu } from '../../../gpu/device'
import { testimony, witness } from '../../../gpu/explain/witness'
import { free, owning } from '../../../gpu/owning'
import { build, download } from '../../../gpu/program'
import { dispatch, trace } from '../../../gpu/trace'
import { kernels } from '../../../ops/convFamily'
import type { Lab } from '../../lab/lab'
import { type OneStep, replay } from '../tools/replay'
import { timed } from '../tools/timed'
import { gridTimes } from './gridTimes'

export interface GridLimits {
  /** Most invocations of a workgroup along x on this adapter. */
  most: number
  /** Most workgroups along a dimension. */
  workgroups: number
  adapter: string
  by: 'GPU' | 'recording'
  software: boolean
}

async function gridLimits(lab: Lab): Promise<GridLimits> {
  const gpu = await lab.gpuIfAny()
  if (!gpu) return { ...DEFAULTS, adapter: gridTimes.adapter, by: 'recording', software: true }
  const { limits } = gpu.device
  const { maxComputeInvocationsPerWorkgroup: all, maxComputeWorkgroupSizeX: along } = limits
  return {
    most: Math.min(all, along),
    workgroups: limits.maxComputeWorkgroupsPerDimension,
    adapter: gpu.name,
    by: 'GPU',
    software: gpu.software,
  }
}

/** Limits that every WebGPU adapter supports. */
const DEFAULTS = { most: 256, workgroups: 65535 }

export interface Grid {
  /** Numbers of the result: invocations needed. */
  wanted: number
  workgroups: readonly [number, number]
  size: number
  /** 1 for each invocation that stored a number, as recorded; without a GPU, for those that pass the guard. */
  stored: Uint8Array
  /** Milliseconds of the dispatch: the least of some rounds, since other work only makes it longer. */
  ms: number
  rounds: number
  clock: 'timestamps' | 'wall clock' | 'recording'
}

const CHANNELS = { C: 8, K: 4 }

/**
 * A 3 × 3 convolution of an image of 8 channels to 4.
 *
 * @param side  side of the image and of the result, in pixels
 * @param size  size of a workgroup
 */
async function gridRun(lab: Lab, { side, size }: { side: number; size: number }): Promise<Grid> {
  const gpu = await lab.gpuIfAny()
  const { C, K } = CHANNELS
  const shapes = { large: [1, side, side, C], weight: [3, 3, C, K] }
  const wanted = side * side * K
  if (!gpu) {
    const traced = recorded(
      { side, size },
      empty('large', shapes.large),
      empty('weight', shapes.weight),
    )
    const workgroups = traced.dispatches.step[0]?.workgroups ?? [0, 0]
    const stored = new Uint8Array(workgroups[0] * workgroups[1] * size).fill(1, 0, wanted)
    const ms = gridTimes.ms[side - 1]?.[Math.log2(size)] ?? Number.NaN
    return { wanted, workgroups, size, stored, ms, rounds: 3, clock: 'recording' }
  }
  return owning(async (own) => {
    const large = own(tensor(gpu, new Float32Array(side * side * C).fill(0.5), shapes.large))
    const weight = own(tensor(gpu, new Float32Array(9 * C * K).fill(0.25), shapes.weight))
    const { samples, clock } = await samplesOf(gpu, recorded({ side, size }, large, weight))
    const traced = recorded({ side, size }, large, weight)
    const [asked] = traced.dispatches.step
    const workgroups = asked?.workgroups ?? [0, 0]
    const stored = await whoStored(gpu, traced)
    const ms = samples.length > 0 ? Math.min(...samples) : Number.NaN
    return { wanted, workgroups, size, stored, ms, rounds: samples.length, clock }
  })
}

/** The dispatch, recorded without a device. */
function recorded({ side, size }: { side: number; size: number }, large: Tensor, weight: Tensor) {
  const { K } = CHANNELS
  const { shader } = kernels['plain'] ?? {}
  if (!shader) throw new Error('there is no plain convolution')
  return trace({
    step() {
      const result = empty('result', [1, side, side, K])
      const sides = { H: side, W: side, P: side, Q: side, R: 3, S: 3 }
      const window = { STRIDE_H: 1, STRIDE_W: 1, PADDING_H: 1, PADDING_W: 1 }
      dispatch(shader, 'convolve', {
        constants: { N: 1, ...CHANNELS, ...sides, ...window, WORKGROUP_SIZE: size },
        bindings: { large, weight, result },
        invocations: side * side * K,
      })
      return result
    },
  })
}

async function samplesOf(gpu: Gpu, traced: OneStep) {
  const { programs, destroy } = await build(gpu, traced)
  try {
    const { timings, clock } = await timed(gpu, [programs.step], { target: 10, rounds: 7 })
    return { samples: timings[0]?.samples ?? [], clock }
  } finally {
    destroy()
  }
}

async function whoStored(gpu: Gpu, traced: OneStep): Promise<Uint8Array> {
  const [dispatched] = traced.dispatches.step
  const written = dispatched?.bindings.find(({ binding }) => binding.access === 'read_write')
  if (!dispatched || !written) throw new Error('nothing was dispatched')
  const watched = witness(dispatched, written.binding, written.slice)
  let marks = new Uint32Array()
  try {
    await replay(gpu, { ...traced, dispatches: { step: [watched.dispatch] } }, async () => {
      marks = new Uint32Array(await download(gpu, { slice: watched.marks }))
    })
  } finally {
    free(watched.marks)
  }
  const stored = new Uint8Array(watched.invocations)
  for (const one of testimony(watched, marks).invocation) if (one >= 0) stored[one] = 1
  return stored
}

export const gridJobs = { gridLimits, gridRun }
