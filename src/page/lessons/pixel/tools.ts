// Examines one op's small sample, element by element: dependencies, lines that ran, and who stored each element.
// It brings the cards of all ops, so it is loaded when the lesson is opened.

import type { Tensor } from '../../../autograd/tensor'
import { symbols, toTensor } from '../../../catalogue/evaluate'
import { cardOf, type OpName } from '../../../catalogue/index'
import { drawLesson, lessonOps, type Shown, touchesOf } from '../../../catalogue/lesson'
import type { Gpu } from '../../../gpu/device'
import { testimony, type Witnessed, witness } from '../../../gpu/explain/witness'
import { free } from '../../../gpu/owning'
import { download } from '../../../gpu/program'
import { type Dispatch, trace } from '../../../gpu/trace'
import { evaluate } from '../../../gpu/wgsl'
import { messageOf } from '../../core/words'
import { numbersOf } from '../tools/numbersOf'
import { type OneStep, replay } from '../tools/replay'

export type Rung = 'plain' | 'fast'

export interface PixelOp {
  op: OpName
  title: string
  /** TeX. */
  formula: string
  summary: string
  dcgan: boolean
}

export const pixelOps = (): PixelOp[] =>
  lessonOps.map((op) => {
    const { lesson, sizes } = cardOf(op)
    const { title, formula, summary } = lesson
    const dcgan = Object.keys(sizes).some((size) => size.includes('DCGAN'))
    return { op, title, formula, summary, dcgan }
  })

export interface Cells {
  name: string
  shape: readonly number[]
  values: Float32Array
}

export interface KernelText {
  file: string
  entry: string
  /** The exact text that is compiled. */
  code: string
  /** Source line of each line of the code, from 0, in the file followed by its library files. */
  lines: readonly number[]
  workgroups: readonly [number, number]
  workgroupSize: readonly number[]
  /** Names of its bindings. */
  reads: readonly string[]
  writes: readonly string[]
  constants: Readonly<Record<string, number>>
}

export interface Witness {
  /** Kernel that stored each element of the result; -1 if it is unknown. */
  kernel: Int32Array
  /** Its invocation: workgroup · workgroup size + index in the workgroup. */
  invocation: Int32Array
  /** Line of the file, from 0. */
  line: Int32Array
  /** For each kernel: number of times each invocation ran each line, `[invocation · lines + …]`. */
  ran: ({ lines: readonly number[]; counts: Uint32Array } | undefined)[]
}

/** Why there is no witness: a reason that the lesson has texts for, or an error. */
export type Unsaid = { code: 'No GPU' | 'No kernel ran' | 'Other bits' } | { message: string }

export interface Look {
  op: OpName
  rung: Rung
  /** The distinct rungs: one if the op has one kernel. */
  rungs: readonly Rung[]
  inputs: Cells[]
  output: Cells
  numbers: Readonly<Record<string, number | string>>
  /** One per input: `[output · size of the input + element]` is 1 if the output depends on the element. */
  touches: Uint8Array[]
  kernels: KernelText[]
  witness?: Witness
  unsaid?: Unsaid
}

type Told = Pick<Look, 'witness' | 'unsaid'>

/** @param gpu  without one the numbers are the reference's, and it is unknown who stored them */
export async function look(gpu: Gpu | undefined, op: OpName, rung: Rung): Promise<Look> {
  const shown = drawLesson(op)
  const dispatchesOf = (rung: Rung) => traced(shown, symbols(shown), { gpu, rung }).dispatches.step
  const dispatches = dispatchesOf(rung)
  const same = textOf(dispatches) === textOf(dispatchesOf(rung === 'fast' ? 'plain' : 'fast'))
  const { y } = shown.card.reference(shown.inputs, shown.options)
  const touches = touchesOf(shown)
  const found = gpu
    ? await interrogate(gpu, shown, rung)
    : { values: Float32Array.from(y.data), unsaid: { code: 'No GPU' } as const }
  const { values, ...said } = found
  return {
    op,
    rung,
    rungs: same ? ['plain'] : ['plain', 'fast'],
    inputs: Object.entries(shown.inputs).map(([name, { shape, data }]) => {
      return { name, shape, values: Float32Array.from(data) }
    }),
    output: { name: shown.card.lesson.result ?? 'y', shape: y.shape, values },
    numbers: numbersOf(shown.options),
    touches: Object.keys(shown.inputs).map((name) => touches[name] ?? new Uint8Array()),
    kernels: dispatches.map(textOfKernel),
    ...said,
  }
}

interface How {
  gpu: Gpu | undefined
  rung: Rung
  unroll?: boolean
}

export function traced(
  { card, options }: Shown,
  inputs: Readonly<Record<string, Tensor>>,
  { gpu, rung, unroll = true }: How,
): OneStep {
  const step = () => card.op(inputs, options)
  return trace({ step }, { ...gpu?.traits, kernels: rung, unroll })
}

const textOf = (dispatches: readonly Dispatch[]): string =>
  dispatches.map(({ entry, text }) => `${entry.name}\n${text.code}`).join()

function textOfKernel({ shader, entry, text, workgroups }: Dispatch): KernelText {
  const bound = (written: boolean) =>
    entry.bindings.flatMap(({ name, access }) =>
      (access === 'read_write') === written ? [name] : [],
    )
  return {
    file: shader.name,
    entry: entry.name,
    code: text.code,
    lines: text.lines,
    workgroups,
    workgroupSize: entry.workgroupSize.map((one) => evaluate(one, text.constants)),
    reads: bound(false),
    writes: bound(true),
    constants: Object.fromEntries(text.constants),
  }
}

/** Runs the shown kernel, then its instrumented copy; they must agree bit for bit. */
async function interrogate(
  gpu: Gpu,
  shown: Shown,
  rung: Rung,
): Promise<{ values: Float32Array } & Told> {
  const inputs = Object.fromEntries(
    Object.entries(shown.inputs).map(([name, dense]) => [
      name,
      toTensor(gpu, dense, name, shown.dtypes[name]),
    ]),
  )
  try {
    const values = await replay(gpu, traced(shown, inputs, { gpu, rung }))
    try {
      return { values, ...(await ask(gpu, shown, inputs, { rung, values })) }
    } catch (error) {
      gpu.check()
      return { values, unsaid: { message: messageOf(error) } }
    }
  } finally {
    free(inputs)
  }
}

async function ask(
  gpu: Gpu,
  shown: Shown,
  inputs: Readonly<Record<string, Tensor>>,
  { rung, values }: { rung: Rung; values: Float32Array },
): Promise<Told> {
  const rolled = traced(shown, inputs, { gpu, rung, unroll: false })
  const { dispatches, results } = rolled
  const asked = dispatches.step.map((dispatch) => watch(dispatch, results.step))
  if (!asked.some(Boolean)) return { unsaid: { code: 'No kernel ran' } }
  const step = dispatches.step.map((each, i) => asked[i]?.witnessed.dispatch ?? each)
  const count = values.length
  const witness: Witness = {
    kernel: new Int32Array(count).fill(-1),
    invocation: new Int32Array(count).fill(-1),
    line: new Int32Array(count).fill(-1),
    ran: [],
  }
  const again = await replay(gpu, { ...rolled, dispatches: { step } }, hear)
  if (bits(again) !== bits(values)) return { unsaid: { code: 'Other bits' } }
  return { witness }

  async function hear(): Promise<void> {
    for (const [kernel, one] of asked.entries()) {
      if (!one) continue
      const { witnessed, offset } = one
      const { marks, lines } = witnessed
      const said = testimony(witnessed, new Uint32Array(await download(gpu, { slice: marks })))
      free(marks)
      witness.ran[kernel] = { lines, counts: said.ran }
      for (let i = 0; i < count; i++) {
        const invocation = said.invocation[i + offset] ?? -1
        if (invocation < 0) continue
        witness.kernel[i] = kernel
        witness.invocation[i] = invocation
        witness.line[i] = said.line[i + offset] ?? -1
      }
    }
  }
}

const bits = (values: Float32Array): string =>
  new Uint32Array(values.buffer, values.byteOffset, values.length).join()

/** Instruments a dispatch that writes y or a part of it. */
function watch(
  dispatch: Dispatch,
  y: Tensor,
): { witnessed: Witnessed; offset: number } | undefined {
  const written = dispatch.bindings.find(
    ({ binding, slice }) => binding.access === 'read_write' && slice.root === y.slice.root,
  )
  if (!written) return undefined
  const { binding, slice } = written
  const offset = (y.slice.offset - slice.offset) / 4
  return { witnessed: witness(dispatch, binding, slice), offset }
}
