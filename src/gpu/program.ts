// Turns a trace into programs: all pipelines compiled in parallel, memory planned, every bind group
// made once. Replaying a program is a tight loop over commands; it allocates nothing and waits for nothing.

import type { Gpu } from './device'
import { type Bound, type Slice, VECTOR } from './memory'
import { checkLimits, type Plan, plan } from './plan'
import { Division, type Portion, submitAll, type Taken } from './portions'
import { compile, layoutFor } from './shader'
import { type Dispatch, labelOf, type Steps, type Trace, type TraceOptions, trace } from './trace'
import { inVectors } from './wgsl'

interface Command {
  kernel: string
  stage: string | undefined
  pipeline: GPUComputePipeline
  bindGroup: GPUBindGroup
  x: number
  y: number
}

/**
 * Command buffers that a program which is replayed encodes in one go. On a software adapter, its work
 * empties the caches that pipelines and bind groups lie in: the first replay to be encoded fills them again
 * for the others.
 */
export const AHEAD = 8

/** A captured step: a list of commands that can be encoded again and again. */
export class Program {
  readonly commands: readonly Command[]
  readonly label: string
  /** Encoded, to be submitted yet. */
  readonly #ready: Portion[][] = []
  #replayed = false
  #division: Division | undefined

  constructor(commands: readonly Command[], label = '') {
    this.commands = commands
    this.label = label
  }

  /** Encodes its commands, or those from one index to another. */
  encode(pass: GPUComputePassEncoder, from = 0, to = this.commands.length): void {
    let current: GPUComputePipeline | undefined
    for (const { pipeline, bindGroup, x, y } of this.commands.slice(from, to)) {
      if (pipeline !== current) pass.setPipeline(pipeline)
      current = pipeline
      pass.setBindGroup(0, bindGroup)
      pass.dispatchWorkgroups(x, y)
    }
  }

  /** Division into command buffers on this GPU. */
  division({ longest }: Gpu): Division {
    this.#division ??= new Division(this.commands.length, longest)
    return this.#division
  }

  /** Commands for one replay. A program's first are encoded alone: many programs run only once. */
  take(gpu: Gpu): Portion[] {
    const ready = this.#ready.pop()
    if (ready) return ready
    if (this.#replayed && this.division(gpu).isKnown) {
      for (let i = 1; i < AHEAD; i++) this.#ready.push(this.#encoded(gpu))
    }
    this.#replayed = true
    return this.#encoded(gpu)
  }

  #encoded(gpu: Gpu): Portion[] {
    const { label } = this
    let from = 0
    return this.division(gpu).ends.map(({ end, ms }) => {
      const encoder = gpu.device.createCommandEncoder({ label })
      const pass = encoder.beginComputePass({ label })
      this.encode(pass, from, end)
      pass.end()
      from = end
      return { commands: encoder.finish(), ms }
    })
  }

  /** The parts that the step named, in order: one after the other they are the whole. */
  parts(): Map<string | undefined, Program> {
    const stages = [...new Set(this.commands.map(({ stage }) => stage))]
    const part = (wanted: string | undefined) =>
      new Program(
        this.commands.filter(({ stage }) => stage === wanted),
        `${this.label} / ${wanted}`,
      )
    return new Map(stages.map((stage) => [stage, part(stage)]))
  }
}

export interface Captured<S extends Steps> {
  programs: { [Name in keyof S]: Program }
  results: { [Name in keyof S]: ReturnType<S[Name]> }
  plan: Plan
  /** Frees the buffers that the plan made. Kept results go with them. */
  destroy(): void
}

/** Traces the steps together, so that a later one may read what an earlier one made, and builds them. */
export function capture<S extends Steps>(
  gpu: Gpu,
  steps: S,
  options: TraceOptions = {},
): Promise<Captured<S>> {
  return build(gpu, trace(steps, { ...gpu.traits, ...options }))
}

/** Builds programs from a trace. A trace that was planned already keeps its plan. */
export async function build<S extends Steps>(
  gpu: Gpu,
  traced: Trace<S>,
  planned: Plan = plan(traced),
): Promise<Captured<S>> {
  checkLimits(planned, gpu.device.limits)
  const destroy = () => {
    for (const memory of [...planned.transient, ...planned.kept]) memory.destroy()
  }
  try {
    const programs = await Promise.all(
      Object.entries<Dispatch[]>(traced.dispatches).map(async ([name, dispatches]) => {
        const commands = await Promise.all(dispatches.map((dispatch) => command(gpu, dispatch)))
        return [name, new Program(commands, name)] as const
      }),
    )
    gpu.check()
    return {
      programs: Object.fromEntries(programs) as { [Name in keyof S]: Program },
      results: traced.results,
      plan: planned,
      destroy,
    }
  } catch (error) {
    destroy()
    throw error
  }
}

async function command(gpu: Gpu, dispatch: Dispatch): Promise<Command> {
  const { stage, shader, entry, text, bindings, workgroups } = dispatch
  const label = labelOf(dispatch)
  const pipeline = await compile(gpu, { shader, entry, text, label })
  const bindGroup = gpu.device.createBindGroup({
    label,
    layout: layoutFor(gpu, entry.bindings),
    entries: bindings.map(({ binding, slice }) => ({
      binding: binding.index,
      resource: {
        buffer: bufferOf(gpu, slice),
        offset: slice.offset,
        size: roundUp(slice.bytes, inVectors(binding) ? VECTOR : 4),
      },
    })),
  })
  const kernel = `${shader.name} ${entry.name}`
  return { kernel, stage, pipeline, bindGroup, x: workgroups[0], y: workgroups[1] }
}

const roundUp = (bytes: number, unit: number): number => Math.ceil(bytes / unit) * unit

/**
 * Submits the programs, in order, as one, or in portions where that would keep a GPU busy for too long; `after` may
 * add copies.
 */
export function submit(
  gpu: Gpu,
  programs: readonly Program[],
  after?: (encoder: GPUCommandEncoder) => void,
): void {
  const taken: Taken[] = programs.map((program) => {
    return { portions: program.take(gpu), division: program.division(gpu) }
  })
  if (after) {
    const encoder = gpu.device.createCommandEncoder({ label: 'copies after programs' })
    after(encoder)
    taken.push({ portions: [{ commands: encoder.finish(), ms: 0 }] })
  }
  submitAll(gpu.device.queue, taken, gpu.longest)
}

/** Captures a step, replays it once, and frees everything except the step's results. */
export async function run<T>(gpu: Gpu, step: () => T, options: TraceOptions = {}): Promise<T> {
  const { programs, results, plan } = await capture(gpu, { step }, options)
  submit(gpu, [programs.step])
  await gpu.device.queue.onSubmittedWorkDone()
  for (const memory of plan.transient) memory.destroy()
  gpu.check()
  return results.step
}

function bufferOf(gpu: Gpu, slice: Slice): GPUBuffer {
  if (!slice.memory) throw new Error(`${slice.label} has no place on the GPU yet`)
  return slice.memory.on(gpu.device)
}

/** Writes bytes into a slice: all of them, or a part that begins `at` a byte. */
export function upload(
  gpu: Gpu,
  { slice }: Bound,
  data: ArrayBufferView<ArrayBuffer>,
  { at }: { at?: number } = {},
): void {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const fits = at === undefined ? bytes.length === slice.bytes : at + bytes.length <= slice.bytes
  if (!fits) {
    const where = at === undefined ? '' : ` at ${at}`
    throw new Error(`${slice.label}: holds ${slice.bytes} bytes, got ${bytes.length}${where}`)
  }
  let whole = bytes
  if (bytes.length % 4 !== 0) {
    whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
    whole.set(bytes)
  }
  gpu.device.queue.writeBuffer(bufferOf(gpu, slice), slice.offset + (at ?? 0), whole)
}

/** Reads a slice back, after everything that was submitted before. */
export async function download(gpu: Gpu, { slice }: Bound): Promise<ArrayBuffer> {
  gpu.check()
  const size = Math.ceil(slice.bytes / 4) * 4
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST
  const label = `read ${slice.label}`
  const staging = gpu.device.createBuffer({ label, size, usage })
  const encoder = gpu.device.createCommandEncoder({ label })
  encoder.copyBufferToBuffer(bufferOf(gpu, slice), slice.offset, staging, 0, size)
  gpu.device.queue.submit([encoder.finish()])
  try {
    await staging.mapAsync(GPUMapMode.READ)
    return staging.getMappedRange().slice(0, slice.bytes)
  } catch (error) {
    gpu.check()
    throw error
  } finally {
    staging.destroy()
  }
}
