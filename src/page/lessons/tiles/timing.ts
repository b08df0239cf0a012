import { type Tensor, tensor } from '../../../autograd/tensor'
import { free } from '../../../gpu/owning'
import { build, type Captured } from '../../../gpu/program'
import { flopOf, type Geometry, problemOf } from '../../../ops/convProblem'
import type { Lab } from '../../lab/lab'
import { timed } from '../tools/timed'
import { constantsOf, LARGE, REGISTER, type Tile } from './shape'
import { type Choice, traced } from './trace'

/** The plain kernel, the chosen tile, a larger tile, and one with registers only. */
export type Timed = 'plain' | 'tiles' | 'large' | 'register'

export interface KernelTimes {
  images: number
  flop: number
  clock: 'timestamps' | 'wall clock'
  ms: Record<Timed, number>
}

/** D's second block of a DCGAN for 32 × 32 pixels. */
const LAYER = {
  ...{ H: 16, W: 16, C: 64, P: 8, Q: 8, K: 128, R: 4, S: 4 },
  ...{ STRIDE_H: 2, STRIDE_W: 2, PADDING_H: 1, PADDING_W: 1, DILATION_H: 1, DILATION_W: 1 },
}

/** Times four kernels on a real layer, with few images on a software adapter. */
export async function tilesTimes(lab: Lab, tile: Tile): Promise<KernelTimes> {
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
    const programs = opened.map(({ programs }) => programs.step)
    const { timings, clock } = await timed(gpu, programs, { target: 10, rounds: 5 })
    const ms = Object.fromEntries(Object.keys(choices).map((name, i) => [name, timings[i]?.ms]))
    return { images, flop: flopOf(layer), clock, ms: ms as KernelTimes['ms'] }
  } finally {
    free(opened, given)
  }
}
