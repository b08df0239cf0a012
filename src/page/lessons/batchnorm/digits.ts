// Eight digits behind fog, for the lesson on batch norm: by the library's kernel, or on paper without a GPU.

import { tensor } from '../../../autograd/tensor'
import { prepared } from '../../../data/prepare'
import { owning } from '../../../gpu/owning'
import { run } from '../../../gpu/program'
import { batchNorm } from '../../../ops'
import { moments } from '../../../ops/moments'
import type { Picture } from '../../core/protocol'
import type { Lab } from '../../lab/lab'
import { only, pixelsOf } from '../../lab/pixels'
import { fogged, momentsOf, standardised } from './onPaper'

type Numbers = Float32Array<ArrayBuffer>

export interface Fogged {
  before: Picture
  after: Picture
  /** Mean of all pixels: [before, after] */
  mean: [number, number]
  deviation: [number, number]
  /** Largest change of a normalised pixel by the fog. */
  change: number
  /** Largest change in the other images by making the last one white; undefined if it is not. */
  others?: number
}

export interface Fog {
  /** 0 to 1 */
  fog: number
  /** -1 to 1 */
  shade: number
  blank: boolean
}

const DIGITS = 8
const SIDE = 28
/** First of the held-out digits, which look different. */
const FIRST = 0
/** Standard deviations shown as black and as white. */
const SHOWN = { black: -1, white: 3 }

/** Eight digits behind fog, and the output of a batch norm in front of D. */
export async function batchnormDigits(lab: Lab, { blank, ...fog }: Fog): Promise<Fogged> {
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
}

interface NormedDigits {
  y: Numbers
  mean: number
  deviation: number
}

/** One channel over the whole batch: mean 0, variance 1. */
async function normed(lab: Lab, images: Numbers): Promise<NormedDigits> {
  const gpu = await lab.gpuIfAny()
  if (!gpu) {
    const { mean, variance } = momentsOf([...images])
    const y = Float32Array.from(standardised([...images]))
    return { y, mean, deviation: Math.sqrt(variance) }
  }
  return owning(async (own) => {
    const x = own(tensor(gpu, images, [DIGITS, SIDE, SIDE, 1], 'digits'))
    const weight = own(tensor(gpu, [1], [1], 'weight'))
    const bias = own(tensor(gpu, [0], [1], 'bias'))
    const found = await run(gpu, () => {
      const grouping = { samples: 1, rows: images.length, groups: 1, depth: 1 }
      return { ...moments(x, grouping), y: batchNorm(x, weight, bias) }
    })
    own(found)
    const y = new Float32Array(await found.y.read(gpu))
    const [[mean = 0], [variance = 0]] = [
      await found.mean.read(gpu),
      await found.variance.read(gpu),
    ]
    return { y, mean, deviation: Math.sqrt(variance) }
  })
}

/** Images side by side. @param images  [DIGITS, SIDE, SIDE] in [-1, 1]; values outside are clamped */
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

/** Shades of grey from standard deviations. */
function shadesOf(y: Numbers): Numbers {
  const { black, white } = SHOWN
  const middle = (black + white) / 2
  return y.map((v) => (v - middle) / (white - middle))
}

const furthest = (a: Numbers, b: Numbers): number =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - (b[i] ?? 0))), 0)

const average = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
