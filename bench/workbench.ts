// The programs of the probes (probes.ts) and the buffers that they run on, each with the fastest that it was seen.

import source from '../shaders/probes.wgsl?raw'
import { Tensor } from '../src/autograd/tensor'
import type { Gpu } from '../src/gpu/device'
import { captureFma, type FmaForm, fmaFlop } from '../src/gpu/fma'
import { Slice } from '../src/gpu/memory'
import { free } from '../src/gpu/owning'
import { capture, type Program } from '../src/gpu/program'
import { Shader } from '../src/gpu/shader'
import { type DispatchOptions, dispatch } from '../src/gpu/trace'

const shader = new Shader('probes.wgsl', source)

/** One way to reach a limit. */
export interface Contender<Form> {
  form: Form
  program: Program
  /** Operations or bytes of one replay. */
  work: number
  /** Milliseconds of one replay, the fastest that was seen. */
  least: number
}

/** The entry point, and the bytes that it goes through again and again. */
export type Stream = Contender<{ entry: string; bytes: number }>

export type Fma = Contender<FmaForm>

export class Workbench {
  readonly gpu: Gpu
  readonly #tensors: Tensor[] = []
  readonly #loops: { destroy(): void }[] = []

  constructor(gpu: Gpu) {
    this.gpu = gpu
  }

  tensor(label: string, bytes: number): Tensor {
    const made = new Tensor([bytes / 4], Slice.whole(label, bytes))
    this.#tensors.push(made)
    return made
  }

  async program(entry: string, options: DispatchOptions): Promise<Program> {
    const step = () => dispatch(shader, entry, options)
    return (await capture(this.gpu, { step })).programs.step
  }

  async fma(form: FmaForm): Promise<Fma> {
    const loop = await captureFma(this.gpu, form)
    this.#loops.push(loop)
    const [program, work] = [loop.programs.loop, fmaFlop(this.gpu, form)]
    return { form, program, work, least: Number.POSITIVE_INFINITY }
  }

  /** The entry points that go through `from` in vectors or numbers, for at least `bytes` bytes. */
  async streams(entries: readonly string[], from: Tensor, to: Tensor, bytes: number) {
    const made: Stream[] = []
    for (const entry of entries) {
      const scalar = entry.endsWith('_numbers')
      const element = scalar ? 4 : 16
      const constants = { COUNT: from.slice.bytes / element, UNROLL: 8, ROUNDS: scalar ? 4 : 1 }
      const steps = constants.UNROLL * constants.ROUNDS
      const read = { [scalar ? 'numbers' : 'vectors']: from }
      const written = { [scalar ? 'single' : 'result']: to }
      const invocations = Math.ceil(bytes / element / steps)
      const program = await this.program(entry, {
        constants,
        bindings: entry === 'write_vectors' ? written : { ...read, ...written },
        invocations,
      })
      const ways = entry.startsWith('update') ? 3 : entry.startsWith('copy') ? 2 : 1
      const work = invocations * steps * element * ways
      const form = { entry, bytes: from.slice.bytes + to.slice.bytes }
      made.push({ form, program, work, least: Number.POSITIVE_INFINITY })
    }
    return made
  }

  /** From workgroup memory. */
  async shared(): Promise<Stream> {
    const constants = { UNROLL: 8, ROUNDS: 64 }
    const invocations = this.gpu.software ? 2 ** 13 : 2 ** 20
    const program = await this.program('read_shared', {
      constants,
      bindings: { seeds: this.tensor('seeds', 8), result: this.tensor('one', 16) },
      invocations,
    })
    const work = invocations * constants.UNROLL * constants.ROUNDS * 16
    const form = { entry: 'read_shared', bytes: 4096 }
    return { form, program, work, least: Number.POSITIVE_INFINITY }
  }

  touch(single: Tensor): Promise<Program> {
    return this.program('touch', { bindings: { single }, invocations: 1 })
  }

  destroy(): void {
    free(this.#loops, this.#tensors)
  }
}
