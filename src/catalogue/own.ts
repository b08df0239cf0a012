// Judges a kernel of the user's own by the card of its op: forward and gradients against float64, the same bits twice,
// and what a copy that keeps a ledger tells of races and of places outside an array.

import type { Gpu } from '../gpu/device'
import type { Suspect } from '../gpu/explain/suspects'
import { type OwnShader, shaderOf } from '../gpu/own'
import { type TraceOptions, trace } from '../gpu/trace'
import { choiceOfFile } from '../ops/convChoice'
import { type Arrays, type Drawn, drawSample, symbols, type Tensors } from './evaluate'
import { cardOf, type OpName } from './index'
import { follow, refuseEndless } from './ownCopies'
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
  const known = files.map(({ file, entries }) => `${file} (${entries.join(', ')})`)
  if (as !== undefined && !files.some(({ file }) => file === as)) {
    throw new Error(`${op} runs no file ${as}; it runs ${known.join(', ')}`)
  }
  const found = files.find(
    ({ file, entries }) => (as === undefined || file === as) && entries.some(has),
  )
  if (found) return { name, source, file: found.file }
  const own = [...module.entryPoints.keys()].join(', ') || 'none'
  throw new Error(
    `${name}: its entry points (${own}) are none that ${op} runs: ${known.join(', ')}`,
  )
}

/** A file whose kernels an op runs. */
export interface KernelFile {
  file: string
  /** Without the library files that it uses. */
  text: string
  /** Entry points that run. */
  entries: string[]
}

/** Files and entry points that the op's samples run, forward and backward, on the plain kernels. */
export function filesOf(op: OpName): KernelFile[] {
  const files = new Map<string, { text: string; entries: Set<string> }>()
  for (const { drawn, steps } of stepsOf(op)) {
    for (const { tensor, step } of steps) {
      const traced = trace({ step: () => step(withCotangent(drawn)) }, { kernels: 'plain' })
      for (const { shader, entry, op: by } of traced.dispatches.step) {
        // The loss that is differentiated, ⟨u, y⟩, is not the op's.
        if (tensor !== 'y' && by !== op && (by === 'mul' || by === 'sumTo')) continue
        const { name, file: text } = shader
        const { entries } = files.get(name) ?? { entries: new Set() }
        files.set(name, { text, entries: entries.add(entry.name) })
      }
    }
  }
  return [...files].map(([file, { text, entries }]) => ({ file, text, entries: [...entries] }))
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

/**
 * Compares the values of all samples.
 *
 * @throws Error that names the line of a loop without an end
 */
export async function verifyValues(gpu: Gpu, op: OpName, own: OwnShader): Promise<Verdict[]> {
  for (const { drawn, steps } of stepsOf(op)) {
    const inputs: Arrays = { ...drawn.inputs, [U]: cotangentOf(drawn) }
    for (const { step } of steps)
      await refuseEndless(gpu, { ...drawn, inputs }, step, optionsFor(own))
  }
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
