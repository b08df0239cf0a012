// Worker jobs of the lesson on batch norm: the library's kernels on a few numbers, the list of a layer's
// dispatches, and digits behind fog.

import { empty, type Tensor, tensor } from '../../../autograd/tensor'
import { noiseFor, seededNoise } from '../../../gan/model/noise'
import { owning } from '../../../gpu/owning'
import { run } from '../../../gpu/program'
import { type Dispatch, trace } from '../../../gpu/trace'
import { BatchNorm2d } from '../../../nn/norms'
import { batchNorm } from '../../../ops'
import { moments } from '../../../ops/moments'
import { exampleConfig } from '../../lab/example/example'
import { exampleArtist, exampleGenerator } from '../../lab/example/onLab'
import { imageRunOf } from '../../lab/imageRunOf'
import type { Lab } from '../../lab/lab'
import { bytesBound } from '../tools/traffic'
import { batchnormDigits } from './digits'

type Numbers = Float32Array<ArrayBuffer>

export interface NormInput {
  /** [rows, channels] */
  x: Numbers
  /** Gradient of the loss by each y: [rows, channels] */
  gradY: Numbers
  /** [channels] */
  weight: Numbers
  bias: Numbers
}

export interface Normed {
  mean: Numbers
  variance: Numbers
  y: Numbers
  gradX: Numbers
  gradWeight: Numbers
  gradBias: Numbers
}

/** A dispatch, and the bytes it reads and writes, of the large tensors and in total. */
export interface NormDispatch {
  pass: 'forward' | 'backward'
  shader: string
  entry: string
  workgroups: number
  reads: number
  writes: number
}

/** Source of the first layer: the trained example (computed, or recorded), or the run. */
export type LayerFrom = { kind: 'example' | 'paper' } | { kind: 'run'; step: number }

export const batchnormJobs = {
  /** Forward and backward pass of batch norm in training mode, on a few numbers. */
  async batchnormBatch(lab: Lab, { x, gradY, weight, bias }: NormInput): Promise<Normed> {
    const gpu = await lab.gpu()
    const [C, rows] = [weight.length, x.length / weight.length]
    return owning(async (own) => {
      const given = own({
        x: tensor(gpu, x, [rows, C], 'x'),
        gradY: tensor(gpu, gradY, [rows, C], 'gradY'),
        weight: tensor(gpu, weight, [C], 'weight'),
        bias: tensor(gpu, bias, [C], 'bias'),
      })
      const found = await run(gpu, () => {
        const y = batchNorm(given.x, given.weight, given.bias)
        const grouping = { samples: 1, rows, groups: C, depth: 1 }
        return { ...moments(given.x, grouping), y, ...gradientsOf(y, given.gradY) }
      })
      own(found)
      return {
        mean: new Float32Array(await found.mean.read(gpu)),
        variance: new Float32Array(await found.variance.read(gpu)),
        y: new Float32Array(await found.y.read(gpu)),
        gradX: new Float32Array(await found.gradX.read(gpu)),
        gradWeight: new Float32Array(await found.gradWeight.read(gpu)),
        gradBias: new Float32Array(await found.gradBias.read(gpu)),
      }
    })
  },

  /** Dispatches of a batch norm in training, as recorded for this adapter. */
  async batchnormDispatches(lab: Lab, shape: readonly number[]): Promise<NormDispatch[]> {
    const { traits = {} } = (await lab.gpuIfAny()) ?? {}
    const C = shape.at(-1) ?? 1
    const [x, weight, bias] = [empty('x', shape), empty('weight', [C]), empty('bias', [C])]
    let y: Tensor | undefined
    const { dispatches } = trace(
      {
        forward: () => {
          y = batchNorm(x, weight, bias)
        },
        backward: () => {
          if (y) gradientsOf(y, empty('gradY', shape))
        },
      },
      traits,
    )
    return [
      ...dispatches.forward.map((each) => described('forward', each)),
      ...dispatches.backward.map((each) => described('backward', each)),
    ]
  },

  batchnormDigits,

  /** Input of a generator's first batch norm at one pixel, for several z: [rows, channels]. */
  async batchnormLayer(
    lab: Lab,
    { rows, channels }: { rows: number; channels: number },
  ): Promise<{ values: Numbers; from: LayerFrom }> {
    const gpu = await lab.gpuIfAny()
    if (!gpu) {
      const { first } = await exampleGenerator()
      const z = seededNoise(1, rows, exampleConfig.latent)
      return { values: first(z, channels), from: { kind: 'paper' } }
    }
    const ownRun = imageRunOf(lab)
    const artist = ownRun?.artist() ?? (await exampleArtist(lab))
    const { latent, classes } = artist.config
    const { layers } = artist.generator
    const first = layers.findIndex((layer) => layer instanceof BatchNorm2d)
    if (first < 0) throw new Error('this run has no batch norm in G. Use random numbers')
    const z = noiseFor(artist.config, { seed: 1, count: rows, classOf: () => 0 })
    return owning(async (own) => {
      const input = own(tensor(gpu, z, [rows, 1, 1, latent + classes], 'noise'))
      const x = await run(gpu, () =>
        layers
          .slice(0, first)
          .reduce((from, layer) => layer.forward(from, { training: false }), input),
      )
      const values = await own(x).read(gpu)
      const [stride, C] = [x.size / rows, x.shape.at(-1) ?? 1]
      const picked = Array.from({ length: rows * channels }, (_, i) => {
        const [n, c] = [Math.floor(i / channels), i % channels]
        return values[n * stride + (c % C)] ?? 0
      })
      return {
        values: Float32Array.from(picked),
        from: ownRun ? { kind: 'run', step: ownRun.step } : { kind: 'example' },
      }
    })
  },
}

function gradientsOf(y: Tensor, gradY: Tensor) {
  const lazy = y.node?.backward([gradY])
  const [gradX, gradWeight, gradBias] = ['x', 'weight', 'bias'].map((name) => lazy?.[name]?.())
  if (!gradX || !gradWeight || !gradBias) throw new Error('batch norm left no gradient')
  return { gradX, gradWeight, gradBias }
}

function described(pass: NormDispatch['pass'], dispatch: Dispatch): NormDispatch {
  const { shader, entry, workgroups } = dispatch
  return {
    pass,
    shader: shader.name,
    entry: entry.name,
    workgroups: workgroups[0] * workgroups[1],
    reads: bytesBound(dispatch, 'read'),
    writes: bytesBound(dispatch, 'read_write'),
  }
}
