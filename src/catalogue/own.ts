// Judges a kernel of the user's own by the card of its op: forward and gradients against float64, the same bits twice,
// and what a copy that keeps a ledger tells of races and of places outside an array.

import type { Gpu } from '../gpu/device'
import type { Suspect } from '../gpu/explain/suspects'
import { type OwnShader, shaderOf } from '../gpu/own'
import { type TraceOptions, trace } from '../gpu/trace'
import { choiceOfFile } from '../ops/convChoice'
import { kernels as convolutions } from '../ops/convFamily'
import {
  type Arrays,
  type Drawn,
  drawSample,
  identify,
  type Subject,
  symbols,
  type Tensors,
} from './evaluate'
import { follow, refuseEndless } from './ownCopies'
import { cotangentOf, gradientStep, U, type Verdict, verifyForward, verifyGradient } from './verify'
import { differentiable, seconds } from './verifyAll'

export interface Judgement {
  /** Forward and gradients. */
  verdicts: Verdict[]
  /** Samples and tensors whose bits differ from one run to the next. */
  unsteady: string[]
  suspects: (Suspect & { entry: string; sample: number })[]
  /** Dispatches that could not be followed, and why. */
  unfollowed: string[]
}

/** Part of what the card asks for. */
export interface Scope {
  samples: readonly number[]
  /** `y`, `∂x` */
  tensors: readonly string[]
}

/** Options under which an op runs the kernel of a file: the plain ones, or tiles as the text declares them. */
export function optionsFor(own: OwnShader): TraceOptions {
  const prefer = choiceOfFile(own.file, shaderOf(own).module.constants)
  return { own, kernels: 'plain', ...(prefer && { prefer }) }
}

/**
 * The user's kernel, with the file that it replaces.
 *
 * @param as     file, where the name of the user's does not tell
 * @param entry  entry point that the text must have
 * @throws Error in one line, where the op runs none of the text's entry points, or it lacks that one
 */
export function placeOwn(
  subject: Subject,
  {
    name,
    source,
    as,
    entry,
  }: { name: string; source: string; as?: string | undefined; entry?: string | undefined },
): OwnShader {
  const { module } = shaderOf({ name, source })
  const has = (each: string) => module.entryPoints.has(each)
  if (entry !== undefined && !has(entry)) {
    throw new Error(`the text lacks the entry point ${entry}, so there is nothing to judge`)
  }
  const wanted = as ?? name
  const files = filesOf(subject)
  const isRun = files.some(({ entries }) => entries.some(has)) || has('overlay')
  if (isRun && choiceOfFile(wanted, module.constants)) return { name, source, file: wanted }
  const known = files.map(({ file, entries }) => `${file} (${entries.join(', ')})`)
  if (as !== undefined && !files.some(({ file }) => file === as)) {
    throw new Error(`${identify(subject).name} runs no file ${as}; it runs ${known.join(', ')}`)
  }
  const found = files.find(
    ({ file, entries }) => (as === undefined || file === as) && entries.some(has),
  )
  if (found) return { name, source, file: found.file }
  const own = [...module.entryPoints.keys()].join(', ') || 'none'
  throw new Error(
    `${name}: its entry points (${own}) are none that ${identify(subject).name} runs: ${known.join(', ')}`,
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
export function filesOf(subject: Subject): KernelFile[] {
  const op = identify(subject).name
  const files = new Map<string, { text: string; entries: Set<string> }>()
  for (const { drawn, steps } of stepsOf(subject)) {
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

/** Fast files that have entry points of the plain ones. */
export function fastFilesOf(subject: Subject): KernelFile[] {
  const plain = filesOf(subject).find(({ file }) => file === 'conv.wgsl')
  const shaders = Object.values(convolutions).flatMap(({ shader, others = {} }) => [
    shader,
    ...Object.values(others),
  ])
  return [...new Set(shaders)]
    .filter(({ name }) => name !== 'conv.wgsl')
    .map(({ name, file, module }) => ({
      file: name,
      text: file,
      entries: (plain?.entries ?? []).filter((entry) => module.entryPoints.has(entry)),
    }))
    .filter(({ entries }) => entries.length > 0)
}

const withCotangent = (drawn: Drawn): Tensors =>
  symbols({ inputs: { ...drawn.inputs, [U]: cotangentOf(drawn) }, dtypes: drawn.dtypes })

/** For each sample of the card: its forward, and each of its gradients. */
function stepsOf(subject: Subject, scope?: Scope) {
  const { samples } = identify(subject).card
  const gradientsOf = new Map(differentiable(subject).map(({ sample, inputs }) => [sample, inputs]))
  return [...samples.entries()]
    .filter(([sample]) => scope?.samples.includes(sample) ?? true)
    .map(([sample, { large = false }]) => {
      const drawn = drawSample(subject, sample)
      const forward = {
        tensor: 'y',
        input: undefined,
        step: ({ [U]: _, ...tensors }: Tensors) => drawn.card.op(tensors, drawn.options),
      }
      const gradients = (gradientsOf.get(sample) ?? []).map((input) => ({
        tensor: `∂${input}`,
        input,
        step: (tensors: Tensors) => gradientStep(drawn, input, tensors),
      }))
      const steps = [forward, ...gradients].filter(
        ({ tensor }) => scope?.tensors.includes(tensor) ?? true,
      )
      return { sample, drawn, large, steps }
    })
}

/** @throws Error that names the line of a loop without an end, or says that the kernel never runs */
async function tryOut(gpu: Gpu, subject: Subject, own: OwnShader, scope?: Scope) {
  const options = { ...gpu.traits, ...optionsFor(own) }
  let runs = false
  for (const { drawn, steps } of stepsOf(subject, scope)) {
    const inputs: Arrays = { ...drawn.inputs, [U]: cotangentOf(drawn) }
    for (const { step } of steps) {
      const traced = trace({ step: () => step(withCotangent(drawn)) }, options)
      if (!traced.dispatches.step.some(({ shader }) => shader.name === own.name)) continue
      runs = true
      await refuseEndless(gpu, { ...drawn, inputs }, step, options)
    }
  }
  if (runs) return
  const { name } = identify(subject)
  throw new Error(
    `${own.name}: no sample of ${name} runs it on this adapter in place of ${own.file}. Check its tile, or take another file`,
  )
}

/**
 * Compares the values of all samples, or of those in the scope.
 *
 * @throws Error that names the line of a loop without an end
 */
export async function verifyValues(
  gpu: Gpu,
  subject: Subject,
  own: OwnShader,
  scope?: Scope,
): Promise<Verdict[]> {
  await tryOut(gpu, subject, own, scope)
  const verdicts: Verdict[] = []
  for (const { sample } of stepsOf(subject, scope)) {
    verdicts.push(await verifyForward(gpu, subject, sample, optionsFor(own)))
  }
  return verdicts
}

/** Runs all that the card asks for, or a part of it, with the user's kernel in place. */
export async function judgeOwn(
  gpu: Gpu,
  subject: Subject,
  own: OwnShader,
  scope?: Scope,
): Promise<Judgement> {
  const options = optionsFor(own)
  await tryOut(gpu, subject, own, scope)
  const verdicts: Verdict[] = []
  for (const { sample, steps } of stepsOf(subject, scope)) {
    for (const { input } of steps) {
      verdicts.push(
        await (input === undefined
          ? verifyForward(gpu, subject, sample, options)
          : verifyGradient(gpu, subject, sample, input, options)),
      )
    }
  }
  if (!scope) verdicts.push(...(await seconds(gpu, subject, options)))
  const unsteady: string[] = []
  const suspects: Judgement['suspects'] = []
  const unfollowed = new Set<string>()
  for (const { sample, drawn, steps, large } of stepsOf(subject, scope)) {
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
