// Random shapes for convolution, its adjoint, its weight gradient and batch norm: strides, paddings, odd sizes,
// channels that fill no vector, by the plain kernel, by the rule's choice, and by another that may be
// tuned. Compared with the cards' float64 references, within the bound for the samples on the cards.

import fc from 'fast-check'
import { type AnyCard, type AnySample, type Shape, shaped } from '../../src/catalogue/card'
import { drawSample, symbols } from '../../src/catalogue/evaluate'
import { cardOf, type OpName } from '../../src/catalogue/index'
import { type Verdict, verifyForward, verifyGradient } from '../../src/catalogue/verify'
import { type Choice, sameChoice } from '../../src/gpu/choice'
import type { Gpu } from '../../src/gpu/device'
import { trace } from '../../src/gpu/trace'

export interface Case {
  op: OpName
  sample: AnySample
  /** Index of the tunable kernel to try beside the plain one and the rule's. */
  pick: number
}

/** Most products in a reference, which take tenths of a second. */
const MOST_PRODUCTS = 600_000

const pair = (least: number, most: number) =>
  fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }))

/** Few as often as many, since some kernels are special for few. */
const channels = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 130 }))

const convolution: fc.Arbitrary<Case> = fc
  .record({
    op: fc.constantFrom(
      'conv2d' as const,
      'convTranspose2d' as const,
      'convWeightGradient' as const,
    ),
    N: fc.integer({ min: 1, max: 9 }),
    C: channels,
    K: channels,
    taps: pair(1, 5),
    windows: pair(1, 9),
    stride: pair(1, 3),
    padding: pair(0, 3),
    dilation: fc.oneof(fc.constant([1, 1] as [number, number]), pair(1, 2)),
    /** Rows and columns after the last window. */
    rest: pair(0, 2),
    pick: fc.nat(1000),
  })
  .map(({ op, N, C, K, taps, windows, stride, padding, dilation, rest, pick }) => {
    const [R, S] = taps
    const sizes = fitted([N, ...windows], MOST_PRODUCTS / (R * S * C * K))
    const [images = 1, P = 1, Q = 1] = sizes
    const small = shaped(images, P, Q, K)
    const weight = shaped(R, S, C, K)
    const extent = (windowed: number, axis: 0 | 1): number =>
      (windowed - 1) * stride[axis] - 2 * padding[axis] + dilation[axis] * (taps[axis] - 1) + 1
    // The remainder is less than a stride, and the image has at least one pixel.
    const over = rest.map((each, axis) => {
      const least = 1 - extent(sizes[1 + axis] ?? 1, axis as 0 | 1)
      return Math.max(least, Math.min(each, (stride[axis] ?? 1) - 1))
    })
    const [overH = 0, overW = 0] = over
    const [H, W] = [extent(P, 0) + overH, extent(Q, 1) + overW]
    const window = { stride, padding, dilation }
    if (op === 'conv2d') {
      return {
        op,
        pick,
        sample: { inputs: { x: shaped(images, H, W, C), weight }, options: window },
      }
    }
    if (op === 'convWeightGradient') {
      const inputs = { large: shaped(images, H, W, C), small }
      return { op, pick, sample: { inputs, options: { ...window, kernelSize: taps } } }
    }
    // Less padding if the image would vanish, since padding may not add more than a stride.
    const trimmed = padding.map((each, axis) => {
      const whole = extent(sizes[1 + axis] ?? 1, axis as 0 | 1) + 2 * each
      return Math.min(each, Math.floor((whole - 1) / 2))
    })
    const outputPadding = rest.map((each, axis) => Math.min(each, (stride[axis] ?? 1) - 1))
    const options = { ...window, padding: trimmed, outputPadding }
    return { op, pick, sample: { inputs: { x: small, weight }, options } }
  })

/** Numbers with the largest halved until their product is at most `most`. */
function fitted(given: readonly number[], most: number): number[] {
  const sizes = [...given]
  while (sizes.reduce((product, size) => product * size, 1) > Math.max(1, most)) {
    const at = sizes.indexOf(Math.max(...sizes))
    sizes[at] = Math.ceil((sizes[at] ?? 1) / 2)
  }
  return sizes
}

const norm: fc.Arbitrary<Case> = fc
  .record({
    N: fc.integer({ min: 1, max: 9 }),
    sides: pair(1, 9),
    C: channels,
    parts: fc.integer({ min: 1, max: 3 }),
    negativeSlope: fc.constantFrom(0, 0.2, 1),
    eps: fc.constantFrom(1e-5, 1e-3),
    training: fc.boolean(),
    spread: fc.constantFrom([-1, 1], [999.8, 1000.2], [0.4999, 0.5001]),
  })
  .map(({ N, sides, C, parts: wanted, training, spread, ...options }) => {
    const parts = training && N % wanted === 0 ? wanted : 1
    // A batch with one value per channel has no variance.
    const [H, W] = (N / parts) * sides[0] * sides[1] === 1 ? [2, 1] : sides
    const [low = -1, high = 1] = spread
    const inputs = {
      x: { shape: [N, H, W, C] as Shape, low, high },
      weight: { shape: [C], low: 0.5, high: 1.5 },
      bias: shaped(C),
      ...(!training && {
        runningMean: { shape: [C], low, high },
        runningVariance: { shape: [C], low: 0.5, high: 2 },
        batches: { shape: [1], values: [7], dtype: 'u32' as const },
      }),
    }
    return {
      op: 'batchNorm' as const,
      pick: 0,
      sample: { inputs, options: { ...options, training, parts } },
    }
  })

export const cases: fc.Arbitrary<Case> = fc.oneof({ arbitrary: convolution, weight: 3 }, norm)

export interface Judged {
  kernel: string
  verdict: Verdict
}

/** Errors of every kernel that is tried. */
export async function judged(gpu: Gpu, { op, sample, pick }: Case): Promise<Judged[]> {
  const card: AnyCard = { ...cardOf(op), samples: [sample] }
  const subject = { name: op, card }
  if (op === 'batchNorm') return judgedNorm(gpu, subject, sample)
  const drawn = drawSample(subject, 0)
  const { problems } = trace({ step: () => card.op(symbols(drawn), sample.options) })
  const [problem] = problems.step
  if (!problem) throw new Error(`${op} has no problem`)
  const { traits } = gpu
  const candidates = problem.candidates(traits).filter((each) => problem.possible(each, traits))
  const tried: Choice[] = []
  for (const choice of [problem.oracle, candidates[0], candidates[pick % candidates.length]]) {
    if (choice && !tried.some((each) => sameChoice(each, choice))) tried.push(choice)
  }
  const all: Judged[] = []
  for (const choice of tried) {
    const table = { [problem.key]: choice }
    all.push({ kernel: choice.kernel, verdict: await verifyForward(gpu, subject, 0, { table }) })
  }
  return all
}

/** Most elements for differences of the reference, which are slow. */
const MOST_DIFFERENCED = 2000

async function judgedNorm(gpu: Gpu, subject: { name: string; card: AnyCard }, sample: AnySample) {
  const all: Judged[] = [{ kernel: 'batchNorm', verdict: await verifyForward(gpu, subject, 0) }]
  const { x } = drawSample(subject, 0).inputs
  const { negativeSlope } = sample.options as { negativeSlope: number }
  // Differences mean nothing at a kink.
  if (negativeSlope !== 1 || (x?.data.length ?? 0) > MOST_DIFFERENCED) return all
  for (const input of ['x', 'weight', 'bias']) {
    all.push({ kernel: 'batchNorm ∂', verdict: await verifyGradient(gpu, subject, 0, input) })
  }
  return all
}
