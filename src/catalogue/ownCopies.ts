// Runs of a step with instrumented copies in place of the user's kernels: one whose loops all end, and one that keeps a
// ledger.

import type { Tensor } from '../autograd/tensor'
import type { Gpu } from '../gpu/device'
import { bounded } from '../gpu/explain/endless'
import { entriesOf, type Ledger, ledger } from '../gpu/explain/ledger'
import { type Suspect, suspectsOf } from '../gpu/explain/suspects'
import type { Slice } from '../gpu/memory'
import { free } from '../gpu/owning'
import { build, type Captured, download, submit } from '../gpu/program'
import { type Dispatch, type TraceOptions, trace } from '../gpu/trace'
import { stripComments } from '../gpu/wgsl'
import { type Drawn, type Tensors, toTensor } from './evaluate'

/** Inputs of a step; `options` name the user's kernel. */
type Inputs = Pick<Drawn, 'inputs' | 'dtypes'>
type Step = (tensors: Tensors) => Tensor

/**
 * Runs the step with copies of the user's dispatches whose loops all end.
 *
 * @throws Error that names the line of a loop without an end
 */
export async function refuseEndless(
  gpu: Gpu,
  drawn: Inputs,
  step: Step,
  options: TraceOptions,
): Promise<void> {
  const { name, source = '' } = options.own ?? {}
  if (!/\b(?:for|while|loop)\b/.test(stripComments(source))) return
  const logs: Slice[] = []
  const copyOf = (each: Dispatch) => {
    const copy = bounded(each)
    if (copy) logs.push(copy.log)
    return copy?.dispatch ?? each
  }
  const lines = await withCopies(gpu, drawn, step, options, copyOf, async ({ programs }) => {
    submit(gpu, [programs.step])
    const found: number[] = []
    for (const slice of logs) found.push(...new Uint32Array(await download(gpu, { slice })))
    return found
    // A copy that does not compile where the text itself does says nothing of it.
  })
    .catch(() => [])
    .finally(() => free(logs))
  const line = lines.find((each) => each > 0)
  if (line === undefined) return
  throw new Error(`${name}:${line}:1 error: this loop does not end`)
}

/** Entries of all invocations of a dispatch, at most. */
const MOST = 2 ** 22

/** Runs the step twice with copies of the user's dispatches that keep a ledger. */
export async function follow(gpu: Gpu, drawn: Inputs, step: Step, options: TraceOptions) {
  const kept: { own: Dispatch; copy: Ledger }[] = []
  const unfollowed: string[] = []
  const copyOf = (own: Dispatch) => {
    try {
      const [x, y] = own.workgroups
      const copy = ledger(own, Math.min(4096, Math.floor(MOST / (x * y * 64))))
      kept.push({ own, copy })
      return copy.dispatch
    } catch (error) {
      unfollowed.push(`${own.entry.name}: ${error instanceof Error ? error.message : error}`)
      return own
    }
  }
  // Each time from the same inputs: an op may write into them, as a batch norm does into its running statistics.
  const once = () =>
    withCopies(gpu, drawn, step, options, copyOf, async ({ programs, results }) => {
      submit(gpu, [programs.step])
      return new Uint32Array(await download(gpu, results.step))
    })
  const one = await once()
  free(kept.splice(0).map(({ copy }) => copy.log))
  const other = await once()
  const steady = one.every((bits, i) => bits === other[i])
  const suspects: (Suspect & { entry: string })[] = []
  try {
    for (const { own, copy } of kept) {
      const log = new Uint32Array(await download(gpu, { slice: copy.log }))
      try {
        const found = suspectsOf(own, entriesOf(copy, log))
        suspects.push(...found.map((each) => ({ ...each, entry: own.entry.name })))
      } catch (error) {
        unfollowed.push(`${own.entry.name}: ${error instanceof Error ? error.message : error}`)
      }
    }
  } finally {
    free(kept.map(({ copy }) => copy.log))
  }
  return { steady, suspects, unfollowed }
}

/** Builds the step with copies in place of the user's dispatches, and frees it after use. */
async function withCopies<Value>(
  gpu: Gpu,
  { inputs, dtypes }: Inputs,
  step: Step,
  options: TraceOptions,
  copyOf: (own: Dispatch) => Dispatch,
  use: (captured: Captured<{ step: () => Tensor }>) => Promise<Value>,
): Promise<Value> {
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, dense]) => [name, toTensor(gpu, dense, name, dtypes[name])]),
  )
  try {
    const rolled = { ...gpu.traits, ...options, unroll: false }
    const traced = trace({ step: () => step(tensors) }, rolled)
    const copied = traced.dispatches.step.map((each) =>
      each.shader.name === options.own?.name ? copyOf(each) : each,
    )
    const captured = await build<{ step: () => Tensor }>(gpu, {
      ...traced,
      dispatches: { step: copied },
    })
    try {
      return await use(captured)
    } finally {
      free(captured)
    }
  } finally {
    free(tensors)
  }
}
