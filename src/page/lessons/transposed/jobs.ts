// Worker jobs of the lesson on transposed convolution: the library's kernels with all weights 1, so
// that the pictures show the effect of the windows alone.

import { type Tensor, tensor } from '../../../autograd/tensor'
import type { Dense } from '../../../catalogue/card'
import { prepared } from '../../../data/prepare'
import { owning } from '../../../gpu/owning'
import { run } from '../../../gpu/program'
import { conv2d, convTranspose2d, upsampleNearest2d } from '../../../ops'
import type { Lab } from '../../lab/lab'
import { only } from '../../lab/pixels'

const tools = () => import('./tools')

type Tools = Awaited<ReturnType<typeof tools>>

type Numbers = Float32Array<ArrayBuffer>

/** Source of the numbers: without a GPU, the reference of the op's card in float64. */
export type By = 'GPU' | 'reference'

export interface Window {
  kernel: number
  stride: number
  padding: number
}

export interface Plane {
  width: number
  height: number
  values: Numbers
  by: By
}

export type Scene = 'flat' | 'digit'

export interface Checkers {
  /** [side, side] in [0, 1] */
  input: Float32Array<ArrayBuffer>
  side: number
  /** By the window as set, by a kernel divisible by the stride, and by repeating pixels before a convolution. */
  plain: Float32Array<ArrayBuffer>
  even: Float32Array<ArrayBuffer>
  upsampled: Float32Array<ArrayBuffer>
  sides: { plain: number; even: number; upsampled: number }
  by: By
}

const SIDE = 16
/** Shade of a flat image: its brightest stripes must stay below white. */
const GREY = 0.4
/** Index of a digit, as an example of a small image. */
const DIGIT = 32

export const transposedJobs = {
  /** Number of additions to each output: convTranspose2d of ones with ones. */
  async transposedOverlaps(lab: Lab, window: Window, small: number): Promise<Plane> {
    const { values, side, by } = await stamped(lab, { ...window, side: small, brightness: 1 })
    return { width: side, height: side, values, by }
  },

  /** Enlarges one image in three ways. Each output has the mean brightness of the input. */
  async transposedCheckers(
    lab: Lab,
    { scene, even, ...window }: Window & { scene: Scene; even: number },
  ): Promise<Checkers> {
    const input = scene === 'flat' ? new Float32Array(SIDE ** 2).fill(GREY) : await digit(lab)
    const side = Math.sqrt(input.length)
    const { kernel, stride } = window
    const through = (size: number) =>
      stamped(lab, {
        ...window,
        kernel: size,
        padding: Math.max(0, Math.floor((size - stride) / 2)),
        side,
        input,
        brightness: (stride / size) ** 2,
      })
    const [plain, evened] = [await through(kernel), await through(even)]
    const upsampled = await resized(lab, { input, side, kernel, stride })
    return {
      input,
      side,
      plain: plain.values,
      even: evened.values,
      upsampled: upsampled.values,
      sides: { plain: plain.side, even: evened.side, upsampled: upsampled.side },
      by: plain.by,
    }
  },
}

interface Stamps extends Window {
  side: number
  /** [side, side]; ones by default. */
  input?: Numbers
  brightness: number
}

async function stamped(lab: Lab, { kernel, stride, padding, side, ...of }: Stamps) {
  const { input = new Float32Array(side ** 2).fill(1), brightness } = of
  const weights = new Float32Array(kernel ** 2).fill(brightness)
  const options = { stride, padding }
  return computed(
    lab,
    { input, side, weights, kernel },
    {
      op: (x, weight) => convTranspose2d(x, weight, options),
      reference: ({ convTranspose2dCard }, x, weight) =>
        convTranspose2dCard.reference({ x, weight }, options).y,
    },
  )
}

interface Image {
  /** [side, side] */
  input: Numbers
  side: number
}

/** Repeats each pixel stride × stride times, then convolves with the mean of the window. */
async function resized(
  lab: Lab,
  { stride, kernel, ...image }: Image & Pick<Window, 'stride' | 'kernel'>,
) {
  const weights = new Float32Array(kernel ** 2).fill(1 / kernel ** 2)
  const [scaled, padded] = [{ scaleFactor: stride }, { padding: kernel >> 1 }]
  return computed(
    lab,
    { ...image, weights, kernel },
    {
      op: (x, weight) => conv2d(upsampleNearest2d(x, scaled), weight, padded),
      reference: ({ conv2dCard, upsampleNearest2dCard }, x, weight) =>
        conv2dCard.reference(
          { x: upsampleNearest2dCard.reference({ x }, scaled).y, weight },
          padded,
        ).y,
    },
  )
}

interface Given extends Image {
  weights: Numbers
  kernel: number
}

interface Ways {
  op: (x: Tensor, weight: Tensor) => Tensor
  reference: (tools: Tools, x: Dense, weight: Dense) => Dense
}

async function computed(
  lab: Lab,
  { input, side, weights, kernel }: Given,
  { op, reference }: Ways,
): Promise<{ values: Numbers; side: number; by: By }> {
  const shapes = { x: [1, side, side, 1], weight: [kernel, kernel, 1, 1] }
  const gpu = await lab.gpuIfAny()
  if (!gpu) {
    const known = await tools()
    const dense = (shape: readonly number[], values: Numbers) =>
      new known.Dense(shape, Float64Array.from(values))
    const y = reference(known, dense(shapes.x, input), dense(shapes.weight, weights))
    return { values: Float32Array.from(y.data), side: y.shape[1] ?? 0, by: 'reference' }
  }
  return owning(async (own) => {
    const x = own(tensor(gpu, input, shapes.x, 'image'))
    const weight = own(tensor(gpu, weights, shapes.weight, 'weight'))
    const y = own(await run(gpu, () => op(x, weight)))
    return { values: new Float32Array(await y.read(gpu)), side: y.shape[1] ?? 0, by: 'GPU' }
  })
}

/** A held-out digit, from 0 for paper to 1 for ink. */
async function digit(lab: Lab): Promise<Float32Array<ArrayBuffer>> {
  const { heldOut } = await lab.digits()
  return prepared(only(heldOut, 3), DIGIT).map((value) => (value + 1) / 2)
}
