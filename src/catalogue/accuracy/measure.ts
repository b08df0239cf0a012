// Error of each op and of its gradients against float64, by every kernel that a rule can choose, beside the error of
// PyTorch's float32 on the same numbers: what `ganvas check --accuracy` prints.

import type { Gpu } from '../../gpu/device'
import { type TraceOptions, trace } from '../../gpu/trace'
import type { Dense } from '../card'
import { type Drawn, drawnFrom, onGpu, symbols } from '../evaluate'
import { cardOf } from '../index'
import { type Expected, gradientOnGpu, gradientStep, U } from '../verify'
import { type AccuracyCase, accuracyCases, errorOfPyTorch } from './cases'
import { expectedOf } from './reference'

export interface Accuracy {
  op: string
  name: string
  /** `y`, or an input whose gradient it is. */
  tensor: string
  /** Rule that chose the kernels. */
  rule: string
  /** Files of the kernels that differ from those of the rules before it. */
  kernels: string
  /** Root mean square of the errors. */
  rms: number
  /** The same of PyTorch's float32; undefined where PyTorch has no such op. */
  pytorch: number | undefined
  /** Largest error, in roundings: units of 2⁻²⁴ of the sum of absolute terms. */
  roundings: number
  ok: boolean
}

/** Greatest ratio of an error to PyTorch's. A larger one is allowed where no single error exceeds `mostRoundings`. */
export const RATIO = 1.5

/** Roundings: one; for tanh four, which are two units in the last place; for ops that PyTorch lacks, their card's bound. */
function mostRoundings({ op }: AccuracyCase, tensor: string, pytorch: number | undefined): number {
  const { bound, gradient } = cardOf(op)
  if (pytorch === undefined) {
    // A gradient's reference is a quotient of differences, which rounds in float64.
    return tensor === 'y' ? bound : Math.max(gradient?.bound ?? 0, 1e-3)
  }
  return op === 'tanh' ? 4 : 1
}

/** Rules whose kernels are compared. */
const RULES: Readonly<Record<string, TraceOptions>> = {
  adapter: {},
  'no subgroups': { subgroupSize: 0 },
  GPU: { software: false, subgroupSize: 0 },
}

/** A case with its numbers, and u of ⟨u, y⟩. */
interface Draw {
  drawn: Drawn
  cotangent: Dense
}

/** Rows of a case, of all tensors and rules. */
export async function measureAccuracy(gpu: Gpu, index: number): Promise<Accuracy[]> {
  const wanted = accuracyCases[index]
  if (!wanted) throw new RangeError(`there is no case ${index}`)
  const { op, sample } = wanted
  const inputs = sample.gradient === false ? [] : (cardOf(op).gradient?.inputs ?? [])
  const draws = Array.from({ length: wanted.draws }, (_, seed) => draw(wanted, seed))
  const rows: Accuracy[] = []
  for (const tensor of ['y', ...inputs.filter((name) => name in sample.inputs)]) {
    rows.push(...(await byEachRule(gpu, wanted, draws, tensor)))
  }
  return rows
}

function draw({ op, sample }: AccuracyCase, seed: number): Draw {
  const drawn = drawnFrom({ name: op, card: cardOf(op) }, sample, seed)
  const { results } = trace({ step: () => drawn.card.op(symbols(drawn), drawn.options) })
  return { drawn, cotangent: drawn.vector('cotangent', results.step.shape) }
}

async function byEachRule(
  gpu: Gpu,
  wanted: AccuracyCase,
  draws: readonly Draw[],
  tensor: string,
): Promise<Accuracy[]> {
  const { op, name } = wanted
  const input = tensor === 'y' ? undefined : tensor
  const expected = draws.map(({ drawn, cotangent }) => expectedOf(drawn, input, cotangent))
  const pytorch = errorOfPyTorch(wanted, tensor)
  const seen = new Set<string>()
  const rows: Accuracy[] = []
  for (const [rule, options] of Object.entries(RULES)) {
    const kernels = newKernels(draws, input, { ...gpu.traits, ...options }, seen)
    if (kernels === undefined) continue
    const errors = new Errors()
    for (const [i, { drawn, cotangent }] of draws.entries()) {
      const got =
        input === undefined
          ? await onGpu(gpu, drawn, (tensors) => drawn.card.op(tensors, drawn.options), options)
          : await gradientOnGpu(gpu, drawn, { input, cotangent }, options)
      errors.add(got, expected[i] ?? [])
    }
    const { rms, roundings } = errors
    const near = pytorch !== undefined && rms <= RATIO * pytorch
    const ok = near || roundings <= mostRoundings(wanted, tensor, pytorch)
    rows.push({ op, name, tensor, rule, kernels, rms, pytorch, roundings, ok })
  }
  return rows
}

class Errors {
  #squares = 0
  #count = 0
  roundings = 0

  add(got: Float32Array, expected: readonly Expected[]): void {
    for (const { index, value, magnitude } of expected) {
      const error = Math.abs((got[index] ?? Number.NaN) - value)
      this.#squares += error ** 2
      this.#count++
      if (error > 0) this.roundings = Math.max(this.roundings, error / (2 ** -24 * magnitude))
    }
  }

  get rms(): number {
    return Math.sqrt(this.#squares / this.#count)
  }
}

/** Files of the kernels that compute the tensor and that no rule before chose like this; undefined if there is none. */
function newKernels(
  [first]: readonly Draw[],
  input: string | undefined,
  options: TraceOptions,
  seen: Set<string>,
): string | undefined {
  if (!first) return undefined
  const { drawn, cotangent } = first
  const inputs = { ...drawn.inputs, ...(input !== undefined && { [U]: cotangent }) }
  const tensors = symbols({ inputs, dtypes: drawn.dtypes })
  const step = () =>
    input === undefined
      ? drawn.card.op(tensors, drawn.options)
      : gradientStep(drawn, input, tensors)
  const files = trace({ step }, options).dispatches.step.flatMap(({ op, shader, entry, text }) => {
    const own = input === undefined || /^gradient of (?!mul|sumTo|reshape)/.test(op ?? '')
    const key = `${shader.name} ${entry.name} ${text.code}`
    if (!own || seen.has(key)) return []
    seen.add(key)
    return [shader.name.replace('.wgsl', '')]
  })
  return files.length > 0 ? [...new Set(files)].join(', ') : undefined
}
