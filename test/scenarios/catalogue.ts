// The loops over the cards that run in Chrome: each takes one op and returns one verdict per sample.

import { record } from '../../src/autograd/tape'
import type { Tensor } from '../../src/autograd/tensor'
import { mulCard } from '../../src/catalogue/arithmetic'
import type { AnyCard } from '../../src/catalogue/card'
import { conv2dCard } from '../../src/catalogue/conv'
import { drawSample, onGpu, symbols } from '../../src/catalogue/evaluate'
import { cardOf, type OpName } from '../../src/catalogue/index'
import { type Verdict, verifyForward, verifyGradient } from '../../src/catalogue/verify'
import { firsts, seconds } from '../../src/catalogue/verifyAll'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import { type TraceOptions, trace } from '../../src/gpu/trace'
import { conv2d, convTranspose2d, convWeightGradient, mul, scale } from '../../src/ops'

/** Verdicts on the samples, but not on those of `but`. */
async function forward(
  op: OpName,
  options: TraceOptions = {},
  but: readonly number[] = [],
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const sample of cardOf(op).samples.keys()) {
    if (but.includes(sample)) continue
    verdicts.push(await verifyForward(await pageGpu(), op, sample, options))
  }
  return verdicts
}

/**
 * Ops that are sums of convolutions, whose gradients are such sums again. `forward` and `conv` judge the fast kernels
 * of all three sums; so the tape is judged with the plain one, on the small samples.
 */
const convolutions: readonly OpName[] = [
  'conv2d',
  'convTranspose2d',
  'convWeightGradient',
  'linear',
  'embedding',
]

/** The op with those of its samples whose gradients are verified. */
export function withGradients(op: OpName): { name: OpName; card: AnyCard } {
  const card: AnyCard = cardOf(op)
  if (!convolutions.includes(op)) return { name: op, card }
  const samples = card.samples.map((each) =>
    each.large ? { ...each, gradient: false as const } : each,
  )
  return { name: op, card: { ...card, samples } }
}

/** Both derivatives, each sample and input; on an adapter with other traits, if any are given. */
async function gradient(op: OpName, others: TraceOptions = {}): Promise<Verdict[]> {
  const gpu = await pageGpu()
  const kernels = convolutions.includes(op) ? ({ kernels: 'plain' } as const) : {}
  const traits: TraceOptions = { ...gpu.traits, ...kernels, ...others }
  Object.defineProperty(gpu, 'traits', { value: traits, configurable: true })
  try {
    const subject = withGradients(op)
    return [...(await firsts(gpu, subject)), ...(await seconds(gpu, subject))]
  } finally {
    Reflect.deleteProperty(gpu, 'traits')
  }
}

/** The WGSL that an op's sample runs on this adapter, all of it. */
async function programText(op: OpName, sample: number, options: TraceOptions): Promise<string> {
  const drawn = drawSample(op, sample)
  const step = () => drawn.card.op(symbols(drawn), drawn.options)
  const { dispatches } = trace({ step }, { ...(await pageGpu()).traits, ...options })
  return dispatches.step.map(({ entry, text }) => `${entry.name}\n${text.code}`).join()
}

/** Does the op choose another kernel for this sample under these options? */
async function differs(op: OpName, options: TraceOptions): Promise<boolean[]> {
  const differing: boolean[] = []
  for (const sample of cardOf(op).samples.keys()) {
    const chosen = await programText(op, sample, options)
    differing.push(chosen !== (await programText(op, sample, {})))
  }
  return differing
}

/** Number of elements with different bits when the loops marked `// unroll` stay rolled, for each sample. */
async function rolled(op: OpName): Promise<number[]> {
  const gpu = await pageGpu()
  const changed: number[] = []
  for (const [sample, unrolls] of (await differs(op, { unroll: false })).entries()) {
    if (!unrolls) {
      changed.push(0)
      continue
    }
    const drawn = drawSample(op, sample)
    const run = async (options: TraceOptions) => {
      const y = await onGpu(gpu, drawn, (x) => drawn.card.op(x, drawn.options), options)
      return new Uint32Array(y.buffer)
    }
    const [unrolledBits, rolledBits] = [await run({}), await run({ unroll: false })]
    changed.push(unrolledBits.filter((bits, i) => bits !== rolledBits[i]).length)
  }
  return changed
}

/** An op with another gradient than its own. */
const planted = (card: AnyCard, op: AnyCard['op']) => ({ name: 'planted', card: { ...card, op } })

const pick = (inputs: Readonly<Record<string, Tensor>>, name: string): Tensor => {
  const tensor = inputs[name]
  if (!tensor) throw new RangeError(`no input ${name}`)
  return tensor
}

const window = { padding: 1 }
/** Square in every dimension, so that only values can show swapped indices. */
const square: AnyCard = {
  ...conv2dCard,
  samples: [
    {
      inputs: { x: { shape: [2, 4, 4, 3] }, weight: { shape: [3, 3, 3, 3] } },
      options: window,
    },
  ],
}

const wrongGradient = planted(mulCard, (inputs) => {
  const [a, b] = [pick(inputs, 'a'), pick(inputs, 'b')]
  return record('mul', { a, b }, mul(a, b), (gradY) => ({
    a: () => scale(mul(gradY, b), 1.01),
    b: () => mul(gradY, a),
  }))
})

const transposedGradient = planted(square, (inputs) => {
  const [x, weight] = [pick(inputs, 'x'), pick(inputs, 'weight')]
  return record('conv2d', { x, weight }, conv2d(x, weight, window), (gradY) => ({
    x: () => convTranspose2d(gradY, weight, window),
    weight: () => convWeightGradient(gradY, x, { kernelSize: 3, ...window }),
  }))
})

const transposedForward = planted(square, (inputs) =>
  convTranspose2d(pick(inputs, 'x'), pick(inputs, 'weight'), window),
)

/** Verdicts on wrong ops, by what is wrong; the last two are right parts of wrong ops. */
async function plantedErrors(): Promise<Record<string, Verdict>> {
  const gpu = await pageGpu()
  return {
    'a gradient 1 % too large': await verifyGradient(gpu, wrongGradient, 0, 'a'),
    'a transposed weight gradient': await verifyGradient(gpu, transposedGradient, 0, 'weight'),
    'a transposed weight': await verifyForward(gpu, transposedForward, 0),
    'right: the other factor': await verifyGradient(gpu, wrongGradient, 0, 'b'),
    'right: the gradient of x': await verifyGradient(gpu, transposedGradient, 0, 'x'),
  }
}

export const catalogueScenarios = { forward, gradient, differs, rolled, plantedErrors }
