// Judges a kernel of the user's own by the card of its op: forward and gradients against float64, the same bits twice,
// and what a copy that keeps a ledger tells of races and of places outside an array.

import type { Tensor } from '../autograd/tensor'
import type { Gpu } from '../gpu/device'
import { entriesOf, type Ledger, ledger } from '../gpu/explain/ledger'
import { type Suspect, suspectsOf } from '../gpu/explain/suspects'
import { type OwnShader, shaderOf } from '../gpu/own'
import { free } from '../gpu/owning'
import { build, download, submit } from '../gpu/program'
import { type Dispatch, type TraceOptions, trace } from '../gpu/trace'
import { choiceOfFile } from '../ops/convChoice'
import { type Arrays, type Drawn, drawSample, symbols, type Tensors, toTensor } from './evaluate'
import { cardOf, type OpName } from './index'
import { cotangentOf, gradientStep, U, type Verdict, verifyForward } from './verify'
import { differentiable, verifyGradients } from './verifyAll'

export interface Judgement {
  /** Forward and gradients. */
  verdicts: Verdict[]
  /** Samples and tensors whose bits differ from one run to the next. */
  unsteady: string[]
  suspects: (Suspect & { entry: string; sample: number })[]
  /** Dispatches that could not be followed, and why. */
  unfollowed: string[]
}

/** Options under which an op runs the kernel of a file: the plain ones, or tiles as the text declares them. */
export function optionsFor(own: OwnShader): TraceOptions {
  const prefer = choiceOfFile(own.file, shaderOf(own).module.constants)
  return { own, kernels: 'plain', ...(prefer && { prefer }) }
}

/**
 * The user's kernel, with the file that it replaces.
 *
 * @param as  file, where the name of the user's does not tell
 * @throws Error in one line, where the op runs none of the text's entry points
 */
export function placeOwn(
  op: OpName,
  { name, source, as }: { name: string; source: string; as?: string | undefined },
): OwnShader {
  const { module } = shaderOf({ name, source })
  const has = (entry: string) => module.entryPoints.has(entry)
  const wanted = as ?? name
  if (choiceOfFile(wanted, module.constants)) return { name, source, file: wanted }
  const files = filesOf(op)
  const known = [...files].map(([file, entries]) => `${file} (${[...entries].join(', ')})`)
  if (as !== undefined && !files.has(as)) {
    throw new Error(`${op} runs no file ${as}; it runs ${known.join(', ')}`)
  }
  const found = [...files].find(
    ([file, entries]) => (as === undefined || file === as) && [...entries].some(has),
  )
  if (found) return { name, source, file: found[0] }
  const own = [...module.entryPoints.keys()].join(', ') || 'none'
  throw new Error(
    `${name}: its entry points (${own}) are none that ${op} runs: ${known.join(', ')}`,
  )
}

/** Entry points that the op's samples run, forward and backward, by file. */
function filesOf(op: OpName): Map<string, Set<string>> {
  const files = new Map<string, Set<string>>()
  for (const { drawn, steps } of stepsOf(op)) {
    for (const { step } of steps) {
      const traced = trace({ step: () => step(withCotangent(drawn)) }, { kernels: 'plain' })
      for (const { shader, entry, op: by } of traced.dispatches.step) {
        // The loss that is differentiated, ⟨u, y⟩.
        if (by !== op && (by === 'mul' || by === 'sum')) continue
        files.set(shader.name, (files.get(shader.name) ?? new Set()).add(entry.name))
      }
    }
  }
  return files
}

const withCotangent = (drawn: Drawn): Tensors =>
  symbols({ inputs: { ...drawn.inputs, [U]: cotangentOf(drawn) }, dtypes: drawn.dtypes })

/** For each sample of the card: its forward, and each of its gradients. */
function stepsOf(op: OpName) {
  const { samples } = cardOf(op)
  const gradientsOf = new Map(differentiable(op).map(({ sample, inputs }) => [sample, inputs]))
  return samples.map(({ large = false }, sample) => {
    const drawn = drawSample(op, sample)
    const forward = {
      tensor: 'y',
      step: ({ [U]: _, ...tensors }: Tensors) => drawn.card.op(tensors, drawn.options),
    }
    const gradients = (gradientsOf.get(sample) ?? []).map((input) => ({
      tensor: `∂${input}`,
      step: (tensors: Tensors) => gradientStep(drawn, input, tensors),
    }))
    return { sample, drawn, large, steps: [forward, ...gradients] }
  })
}

/** Compares the values of all samples. */
export async function verifyValues(gpu: Gpu, op: OpName, own: OwnShader): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const sample of cardOf(op).samples.keys()) {
    verdicts.push(await verifyForward(gpu, op, sample, optionsFor(own)))
  }
  return verdicts
}

/** Runs all that the card asks for with the user's kernel in place. */
export async function judgeOwn(gpu: Gpu, op: OpName, own: OwnShader): Promise<Judgement> {
  const options = optionsFor(own)
  const verdicts = await verifyValues(gpu, op, own)
  verdicts.push(...(await verifyGradients(gpu, op, options)))
  const unsteady: string[] = []
  const suspects: Judgement['suspects'] = []
  const unfollowed = new Set<string>()
  for (const { sample, drawn, steps, large } of stepsOf(op)) {
    if (large) continue
    const inputs: Arrays = { ...drawn.inputs, [U]: cotangentOf(drawn) }
    for (const { tensor: name, step } of steps) {
      const told = await follow(gpu, { ...drawn, inputs }, step, options)
      if (!told.steady) unsteady.push(`${sample} ${name}`)
      suspects.push(...told.suspects.map((each) => ({ ...each, sample })))
      for (const reason of told.unfollowed) unfollowed.add(reason)
    }
  }
  return { verdicts, unsteady, suspects: firsts(suspects), unfollowed: [...unfollowed] }
}

/** One suspect of each kind, entry point and array. */
function firsts(all: Judgement['suspects']): Judgement['suspects'] {
  const seen = new Map(
    all.toReversed().map((each) => [`${each.kind} ${each.entry} ${each.array}`, each]),
  )
  return [...seen.values()].reverse()
}

/** Entries of all invocations of a dispatch, at most. */
const MOST = 2 ** 22

/** Runs the step twice with copies of the user's dispatches that keep a ledger. */
async function follow(
  gpu: Gpu,
  { inputs, dtypes }: Pick<Drawn, 'inputs' | 'dtypes'>,
  step: (tensors: Tensors) => Tensor,
  options: TraceOptions,
) {
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, dense]) => [name, toTensor(gpu, dense, name, dtypes[name])]),
  )
  const rolled = { ...gpu.traits, ...options, unroll: false }
  const traced = trace({ step: () => step(tensors) }, rolled)
  const kept: { own: Dispatch; copy: Ledger }[] = []
  const unfollowed: string[] = []
  const copied = traced.dispatches.step.map((each) => {
    if (each.shader.name !== options.own?.name) return each
    try {
      const [x, y] = each.workgroups
      const copy = ledger(each, Math.min(4096, Math.floor(MOST / (x * y * 64))))
      kept.push({ own: each, copy })
      return copy.dispatch
    } catch (error) {
      unfollowed.push(`${each.entry.name}: ${error instanceof Error ? error.message : error}`)
      return each
    }
  })
  const dispatches = { step: copied }
  const captured = await build<{ step: () => Tensor }>(gpu, { ...traced, dispatches })
  try {
    const once = async () => {
      submit(gpu, [captured.programs.step])
      return new Uint32Array(await download(gpu, captured.results.step))
    }
    const [one, other] = [await once(), await once()]
    const steady = one.every((bits, i) => bits === other[i])
    const suspects: (Suspect & { entry: string })[] = []
    for (const { own, copy } of kept) {
      const log = new Uint32Array(await download(gpu, { slice: copy.log }))
      try {
        const found = suspectsOf(own, entriesOf(copy, log))
        suspects.push(...found.map((each) => ({ ...each, entry: own.entry.name })))
      } catch (error) {
        unfollowed.push(`${own.entry.name}: ${error instanceof Error ? error.message : error}`)
      }
    }
    return { steady, suspects, unfollowed }
  } finally {
    free(
      captured,
      tensors,
      kept.map(({ copy }) => copy.log),
    )
  }
}
