// What the lesson on transposed convolution asks for: the library's own kernels, with all weights one, so
// that what is seen is what the windows do and nothing that was learned.

import { type Tensor, tensor } from '../../../autograd/tensor'
import type { Dense } from '../../../catalogue/card'
import { prepared } from '../../../data/prepare'
import { run } from '../../../gpu/program'
import { conv2d, convTranspose2d, upsampleNearest2d } from '../../../ops'
import { gpuIfAny } from '../../lab/gpuIfAny'
import type { Lab } from '../../lab/lab'
import { only } from '../../lab/pixels'

const tools = () => import('./tools')

type Tools = Awaited<ReturnType<typeof tools>>

type Numbers = Float32Array<ArrayBuffer>

/** Who computed: where there is no GPU, the reference of the op's card does, in float64. */
export type By = 'GPU' | 'reference'

export interface Window {
  kernel: number
  stride: number
  padding: number
}

/** An image of one channel. */
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
  /** With the window as it is, with a kernel that the stride divides, and by repeating pixels, then a convolution. */
  plain: Float32Array<ArrayBuffer>
  even: Float32Array<ArrayBuffer>
  upsampled: Float32Array<ArrayBuffer>
  sides: { plain: number; even: number; upsampled: number }
  by: By
}

const SIDE = 16
/** What a flat image is: its brightest stripes must still be below white. */
const GREY = 0.4
/** A digit, as the smaller image of a generator may hold it. */
const DIGIT = 32

export const transposedJobs = {
  /** How often each output is added to: convTranspose2d of ones with ones. */
  async transposedOverlaps(lab: Lab, window: Window, small: number): Promise<Plane> {
    const { values, side, by } = await stamped(lab, { ...window, side: small, brightness: 1 })
    return { width: side, height: side, values, by }
  },

  /** One image through three ways to enlarge it. Each output is in the mean as bright as the input. */
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
  /** [side, side]; ones if not said. */
  input?: Numbers
  /** Every weight. */
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

/** Each pixel repeated, stride × stride times; then a convolution with a mean of the window. */
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
  const gpu = await gpuIfAny(lab)
  if (!gpu) {
    const known = await tools()
    const dense = (shape: readonly number[], values: Numbers) =>
      new known.Dense(shape, Float64Array.from(values))
    const y = reference(known, dense(shapes.x, input), dense(shapes.weight, weights))
    return { values: Float32Array.from(y.data), side: y.shape[1] ?? 0, by: 'reference' }
  }
  const x = tensor(gpu, input, shapes.x, 'image')
  const weight = tensor(gpu, weights, shapes.weight, 'weight')
  const made = [x, weight]
  try {
    const y = await run(gpu, () => op(x, weight))
    made.push(y)
    return { values: new Float32Array(await y.read(gpu)), side: y.shape[1] ?? 0, by: 'GPU' }
  } finally {
    for (const { slice } of made) slice.memory?.destroy()
  }
}

/** A digit that nothing is trained on, from 0 for paper to 1 for ink. */
async function digit(lab: Lab): Promise<Float32Array<ArrayBuffer>> {
  const { heldOut } = await lab.digits()
  return prepared(only(heldOut, 3), DIGIT).map((value) => (value + 1) / 2)
}
