// For test/kernels/lessonPixel.test.ts: facts from the kernels themselves, without the instrumented copy.

import type { Tensor } from '../../src/autograd/tensor'
import { toTensor } from '../../src/catalogue/evaluate'
import type { OpName } from '../../src/catalogue/index'
import { drawLesson, replacements } from '../../src/catalogue/lesson'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import type { Gpu } from '../../src/gpu/device'
import { build, submit, upload } from '../../src/gpu/program'
import { trace } from '../../src/gpu/trace'
import { reads } from '../../src/page/lessons/pixel/reads'
import { look, type Rung } from '../../src/page/lessons/pixel/tools'
import { bytesLeft } from './left'

/** A `Look`, with plain arrays in place of those that cannot be transferred. */
async function pixelLook(op: OpName, rung: Rung): Promise<unknown> {
  const { witness, ...rest } = await look(await pageGpu(), op, rung)
  if (!witness) return rest
  const { kernel, invocation, line } = witness
  const plain = { kernel: [...kernel], invocation: [...invocation], line: [...line] }
  return { ...rest, witness: { ...witness, ...plain } }
}

/** Lines that read each number, in plain arrays. */
async function pixelReads(op: OpName, rung: Rung): Promise<unknown> {
  const found = await reads(await pageGpu(), op, rung)
  return found.map(({ counts, ...rest }) => ({ ...rest, counts: [...counts] }))
}

/** Bytes left on the GPU after finding them, or failing to. */
async function pixelReadsLeave(op: OpName, rung: Rung): Promise<number> {
  const gpu = await pageGpu()
  return bytesLeft(gpu.device, () => reads(gpu, op, rung).catch(() => undefined))
}

/** An op of a lesson, ready to run again and again. */
async function opened(gpu: Gpu, op: OpName, rung: Rung) {
  const shown = drawLesson(op)
  const inputs: Record<string, Tensor> = Object.fromEntries(
    Object.entries(shown.inputs).map(([name, dense]) => [
      name,
      toTensor(gpu, dense, name, undefined),
    ]),
  )
  const step = () => shown.card.op(inputs, shown.options)
  const traced = trace({ step }, { ...gpu.traits, kernels: rung })
  const { programs, results, destroy } = await build(gpu, traced)
  const y = results.step
  /** Contents of y after each run. */
  const collect = async (runs: readonly (() => void)[]): Promise<Float32Array[]> => {
    const bytes = 4 * y.size
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST
    const staging = gpu.device.createBuffer({ size: bytes * runs.length, usage })
    for (const [i, run] of runs.entries()) {
      run()
      const memory = y.slice.memory?.on(gpu.device)
      if (!memory) throw new Error('y has no memory')
      const encoder = gpu.device.createCommandEncoder()
      encoder.copyBufferToBuffer(memory, y.slice.offset, staging, i * bytes, bytes)
      gpu.device.queue.submit([encoder.finish()])
    }
    await staging.mapAsync(GPUMapMode.READ)
    const all = new Float32Array(staging.getMappedRange().slice(0))
    staging.destroy()
    return runs.map((_, i) => all.slice(i * y.size, (i + 1) * y.size))
  }
  const free = () => {
    destroy()
    for (const { slice } of Object.values(inputs)) slice.memory?.destroy()
  }
  return { shown, inputs, programs, y, collect, free }
}

const bits = (values: Float32Array) => new Uint32Array(values.buffer)

/** Inputs of each element of y, found by changing the inputs of the kernels. */
async function pixelTouches(op: OpName, rung: Rung): Promise<Uint8Array[]> {
  const gpu = await pageGpu()
  const { shown, inputs, programs, collect, free } = await opened(gpu, op, rung)
  const all: Uint8Array[] = []
  for (const [name, dense] of Object.entries(shown.inputs)) {
    const input = inputs[name]
    if (!input) throw new Error(`no ${name}`)
    const changes = [...dense.data.keys()].flatMap((at) =>
      replacements(shown.sample.inputs[name] ?? { shape: [] }).map((number) => ({ at, number })),
    )
    const set = (at: number, number: number) =>
      upload(gpu, input, Float32Array.of(number), { at: 4 * at })
    // Each run restores what the run before changed, since a view of an input is read after its run.
    const runs = changes.map(({ at, number }, i) => () => {
      const { at: last = at } = changes[i - 1] ?? {}
      set(last, dense.at(last))
      set(at, number)
      submit(gpu, [programs.step])
    })
    const [before = new Float32Array(), ...after] = await collect([
      () => submit(gpu, [programs.step]),
      ...runs,
    ])
    const { at: last = 0 } = changes.at(-1) ?? {}
    set(last, dense.at(last))
    const size = dense.data.length
    const touched = new Uint8Array(before.length * size)
    const was = bits(before)
    for (const [i, values] of after.entries()) {
      for (const [element, now] of bits(values).entries()) {
        if (now !== was[element]) touched[element * size + (changes[i]?.at ?? 0)] = 1
      }
    }
    all.push(touched)
  }
  free()
  return all
}

/**
 * Workgroup that stores each element of y: the pipeline itself is dispatched with one workgroup, then
 * with two, and so on; the workgroup that adds an element stored it.
 */
async function pixelWorkgroups(op: OpName, rung: Rung): Promise<number[]> {
  const gpu = await pageGpu()
  const { programs, y, collect, free } = await opened(gpu, op, rung)
  const [command] = programs.step.commands
  if (!command || programs.step.commands.length !== 1) throw new Error('one dispatch is expected')
  const UNSTORED = 12345
  const runs = Array.from({ length: command.x }, (_, group) => () => {
    upload(gpu, y, new Float32Array(y.size).fill(UNSTORED))
    const encoder = gpu.device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    pass.setPipeline(command.pipeline)
    pass.setBindGroup(0, command.bindGroup)
    pass.dispatchWorkgroups(group + 1)
    pass.end()
    gpu.device.queue.submit([encoder.finish()])
  })
  const stored = await collect(runs)
  free()
  return Array.from({ length: y.size }, (_, i) =>
    stored.findIndex((values) => values[i] !== UNSTORED),
  )
}

export const pixelScenarios = {
  pixelLook,
  pixelReads,
  pixelReadsLeave,
  pixelTouches,
  pixelWorkgroups,
}
