// What the lesson on batch norm asks for: the library's kernels on a few numbers, on eight digits, and the
// list of dispatches that a layer is.

import { empty, type Tensor, tensor } from '../../autograd/tensor'
import { prepared } from '../../data/prepare'
import { seededNoise } from '../../gan/blueprint'
import { run } from '../../gpu/program'
import { type Dispatch, trace } from '../../gpu/trace'
import { BatchNorm2d } from '../../nn/norms'
import { batchNorm } from '../../ops'
import { moments } from '../../ops/moments'
import { fogged, momentsOf, standardised } from '../lessons/batchnorm/onPaper'
import type { Picture } from '../protocol'
import { exampleConfig } from './example/example'
import { gpuIfAny } from './gpuIfAny'
import { ImageRun } from './imageRun'
import type { Lab } from './lab'
import { only, pixelsOf } from './pixels'

type Numbers = Float32Array<ArrayBuffer>

export interface NormInput {
  /** [rows, channels] */
  x: Numbers
  /** What the loss asks of each y: [rows, channels] */
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

/** A dispatch, and what it is bound to: bytes that it reads and writes, of the large tensors and of all. */
export interface NormDispatch {
  pass: 'forward' | 'backward'
  shader: string
  entry: string
  workgroups: number
  reads: number
  writes: number
}

/** Whose first layer it was: of the trained example, as it was recorded too, or of the run. */
export type LayerFrom = { kind: 'example' | 'paper' } | { kind: 'run'; step: number }

export interface Fogged {
  before: Picture
  after: Picture
  /** Of all pixels: [before, after] */
  mean: [number, number]
  deviation: [number, number]
  /** The largest change of a normalised pixel that the fog made. */
  change: number
  /** The same, of the other images, that the last being white made; none where it is not. */
  others?: number
}

export interface Fog {
  /** 0 to 1 */
  fog: number
  /** -1 to 1 */
  shade: number
  /** Is the last image all white? */
  blank: boolean
}

export const DIGITS = 8
const SIDE = 28
/** Held-out digits that look different. */
const FIRST = 0
/** Standard deviations that are shown as black and as white. */
const SHOWN = { black: -1, white: 3 }

export const normJobs = {
  /** Forward and backward of batch norm, in training mode, of a few numbers. */
  async normBatch(lab: Lab, { x, gradY, weight, bias }: NormInput): Promise<Normed> {
    const gpu = await lab.gpu()
    const [C, rows] = [weight.length, x.length / weight.length]
    const given = {
      x: tensor(gpu, x, [rows, C], 'x'),
      gradY: tensor(gpu, gradY, [rows, C], 'gradY'),
      weight: tensor(gpu, weight, [C], 'weight'),
      bias: tensor(gpu, bias, [C], 'bias'),
    }
    const made: Tensor[] = Object.values(given)
    try {
      const found = await run(gpu, () => {
        const y = batchNorm(given.x, given.weight, given.bias)
        const grouping = { samples: 1, rows, groups: C, depth: 1 }
        return { ...moments(given.x, grouping), y, ...gradientsOf(y, given.gradY) }
      })
      made.push(...Object.values(found))
      return {
        mean: new Float32Array(await found.mean.read(gpu)),
        variance: new Float32Array(await found.variance.read(gpu)),
        y: new Float32Array(await found.y.read(gpu)),
        gradX: new Float32Array(await found.gradX.read(gpu)),
        gradWeight: new Float32Array(await found.gradWeight.read(gpu)),
        gradBias: new Float32Array(await found.gradBias.read(gpu)),
      }
    } finally {
      for (const { slice } of made) slice.memory?.destroy()
    }
  },

  /** The dispatches of a batch norm in training, as they are recorded for this adapter. */
  async normDispatches(lab: Lab, shape: readonly number[]): Promise<NormDispatch[]> {
    const { traits = {} } = (await gpuIfAny(lab)) ?? {}
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

  /** Eight digits behind fog, and what a batch norm in front of D would make of them. */
  async normDigits(lab: Lab, { blank, ...fog }: Fog): Promise<Fogged> {
    const { heldOut } = await lab.digits()
    const unspoilt = new Float32Array(DIGITS * SIDE ** 2)
    for (let n = 0; n < DIGITS; n++) {
      unspoilt.set(prepared(only(heldOut, FIRST + n), SIDE), n * SIDE ** 2)
    }
    const last = (DIGITS - 1) * SIDE ** 2
    const clear = blank ? unspoilt.slice().fill(1, last) : unspoilt
    const foggy = fogged(clear, fog)
    const [from, to] = [await normed(lab, clear), await normed(lab, foggy)]
    const { y } = to
    const alone = blank && (await normed(lab, fogged(unspoilt, fog)))
    return {
      before: rowOf(foggy),
      after: rowOf(shadesOf(y)),
      mean: [to.mean, average(y)],
      deviation: [to.deviation, Math.sqrt(average(y.map((v) => v * v)) - average(y) ** 2)],
      change: furthest(y, from.y),
      ...(alone && { others: furthest(y.subarray(0, last), alone.y) }),
    }
  },

  /** What a generator's first batch norm is given at one pixel, for so many z: [rows, channels]. */
  async normLayer(
    lab: Lab,
    { rows, channels }: { rows: number; channels: number },
  ): Promise<{ values: Numbers; from: LayerFrom }> {
    const gpu = await gpuIfAny(lab)
    if (!gpu) {
      const { first } = await lab.exampleOnPaper()
      const z = seededNoise(1, rows, exampleConfig.latent)
      return { values: first(z, channels), from: { kind: 'paper' } }
    }
    const artist =
      lab.run instanceof ImageRun ? lab.run.artist({ average: false }) : await lab.example()
    const { latent, classes } = artist.config
    const { layers } = artist.generator
    const first = layers.findIndex((layer) => layer instanceof BatchNorm2d)
    if (first < 0) throw new Error('this run has no batch norm in G. Take random numbers')
    const z = new Float32Array(rows * (latent + classes))
    const noise = seededNoise(1, rows, latent)
    for (let n = 0; n < rows; n++) {
      z.set(noise.subarray(n * latent, (n + 1) * latent), n * (latent + classes))
      if (classes > 0) z[n * (latent + classes) + latent] = 1
    }
    const input = tensor(gpu, z, [rows, 1, 1, latent + classes], 'noise')
    const made = [input]
    try {
      const x = await run(gpu, () =>
        layers
          .slice(0, first)
          .reduce((from, layer) => layer.forward(from, { training: false }), input),
      )
      made.push(x)
      const values = await x.read(gpu)
      const [stride, C] = [x.size / rows, x.shape.at(-1) ?? 1]
      const picked = Array.from({ length: rows * channels }, (_, i) => {
        const [n, c] = [Math.floor(i / channels), i % channels]
        return values[n * stride + (c % C)] ?? 0
      })
      return {
        values: Float32Array.from(picked),
        from:
          lab.run instanceof ImageRun ? { kind: 'run', step: lab.run.step } : { kind: 'example' },
      }
    } finally {
      for (const { slice } of made) slice.memory?.destroy()
    }
  },
}

function gradientsOf(y: Tensor, gradY: Tensor) {
  const lazy = y.node?.backward([gradY])
  const [gradX, gradWeight, gradBias] = ['x', 'weight', 'bias'].map((name) => lazy?.[name]?.())
  if (!gradX || !gradWeight || !gradBias) throw new Error('batch norm left no gradient')
  return { gradX, gradWeight, gradBias }
}

function described(
  pass: NormDispatch['pass'],
  { shader, entry, workgroups, bindings }: Dispatch,
): NormDispatch {
  const bytes = (writes: boolean) =>
    bindings
      .filter(({ binding }) => (binding.access === 'read_write') === writes)
      .reduce((sum, { slice }) => sum + slice.bytes, 0)
  return {
    pass,
    shader: shader.name,
    entry: entry.name,
    workgroups: workgroups[0] * workgroups[1],
    reads: bytes(false),
    writes: bytes(true),
  }
}

interface NormedDigits {
  y: Numbers
  mean: number
  deviation: number
}

/** One channel over the whole batch: mean 0, variance 1. */
async function normed(lab: Lab, images: Numbers): Promise<NormedDigits> {
  const gpu = await gpuIfAny(lab)
  if (!gpu) {
    const { mean, variance } = momentsOf([...images])
    const y = Float32Array.from(standardised([...images]))
    return { y, mean, deviation: Math.sqrt(variance) }
  }
  const x = tensor(gpu, images, [DIGITS, SIDE, SIDE, 1], 'digits')
  const [weight, bias] = [tensor(gpu, [1], [1], 'weight'), tensor(gpu, [0], [1], 'bias')]
  const made: Tensor[] = [x, weight, bias]
  try {
    const found = await run(gpu, () => {
      const grouping = { samples: 1, rows: images.length, groups: 1, depth: 1 }
      return { ...moments(x, grouping), y: batchNorm(x, weight, bias) }
    })
    made.push(...Object.values(found))
    const y = new Float32Array(await found.y.read(gpu))
    const [[mean = 0], [variance = 0]] = [
      await found.mean.read(gpu),
      await found.variance.read(gpu),
    ]
    return { y, mean, deviation: Math.sqrt(variance) }
  } finally {
    for (const { slice } of made) slice.memory?.destroy()
  }
}

/** Images side by side. @param images  [DIGITS, SIDE, SIDE] in [-1, 1]; what is beyond is cut */
function rowOf(images: Numbers): Picture {
  const row = new Float32Array(images.length)
  for (let n = 0; n < DIGITS; n++) {
    for (let y = 0; y < SIDE; y++) {
      const from = (n * SIDE + y) * SIDE
      row.set(images.subarray(from, from + SIDE), (y * DIGITS + n) * SIDE)
    }
  }
  return { width: DIGITS * SIDE, height: SIDE, pixels: pixelsOf(row, 1) }
}

/** From deviations to shades. */
function shadesOf(y: Numbers): Numbers {
  const { black, white } = SHOWN
  const middle = (black + white) / 2
  return y.map((v) => (v - middle) / (white - middle))
}

const furthest = (a: Numbers, b: Numbers): number =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - (b[i] ?? 0))), 0)

const average = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
