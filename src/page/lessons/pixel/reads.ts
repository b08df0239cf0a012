// Lines of an op's kernels that read each number of its inputs, from a copy of each kernel that keeps a ledger.

import type { Tensor } from '../../../autograd/tensor'
import { toTensor } from '../../../catalogue/evaluate'
import type { OpName } from '../../../catalogue/index'
import { drawLesson } from '../../../catalogue/lesson'
import type { Gpu } from '../../../gpu/device'
import { sizeOf } from '../../../gpu/explain/edit'
import { entriesOf, type Ledger, ledger } from '../../../gpu/explain/ledger'
import { free } from '../../../gpu/owning'
import { download } from '../../../gpu/program'
import type { Dispatch } from '../../../gpu/trace'
import { replay } from '../tools/replay'
import { type Rung, traced } from './tools'

export interface Reading {
  /** Index among the op's dispatches. */
  kernel: number
  /** Line of the file, from 0. */
  line: number
  input: number
  /** Number of reads of each number of that input, in all invocations. */
  counts: Uint32Array
}

/** Most entries of all invocations of a kernel, and of one. */
const ROOM = 2 ** 20
const MOST = 4096

/** @throws Error if a ledger cannot be kept */
export async function reads(gpu: Gpu, op: OpName, rung: Rung): Promise<Reading[]> {
  const shown = drawLesson(op)
  const inputs = Object.entries(shown.inputs).map(
    ([name, dense]) => [name, toTensor(gpu, dense, name, shown.dtypes[name])] as const,
  )
  const tensors = inputs.map(([, tensor]) => tensor)
  const kept: (Ledger | undefined)[] = []
  const found: Reading[] = []
  try {
    const rolled = traced(shown, Object.fromEntries(inputs), { gpu, rung, unroll: false })
    for (const each of rolled.dispatches.step) {
      const isReader = readBy(each, tensors).size > 0
      kept.push(isReader ? ledger(each, roomOf(each)) : undefined)
    }
    const step = rolled.dispatches.step.map((each, i) => kept[i]?.dispatch ?? each)
    await replay(gpu, { ...rolled, dispatches: { step } }, async () => {
      for (const [kernel, one] of kept.entries()) {
        if (one) found.push(...(await readings(gpu, one, kernel)))
      }
    })
    return found
  } finally {
    free(
      tensors,
      kept.flatMap((one) => one?.log ?? []),
    )
  }

  async function readings(gpu: Gpu, one: Ledger, kernel: number): Promise<Reading[]> {
    const log = new Uint32Array(await download(gpu, { slice: one.log }))
    const arrays = readBy(one.dispatch, tensors)
    const byLine = new Map<string, Reading>()
    for (const { place, index } of entriesOf(one, log).flat()) {
      const { input, offset } = arrays.get(place.array) ?? {}
      if (input === undefined || offset === undefined || place.access !== 'read') continue
      const key = `${place.line} ${input}`
      const counts = byLine.get(key)?.counts ?? new Uint32Array(tensors[input]?.size ?? 0)
      byLine.set(key, { kernel, line: place.line, input, counts })
      for (let i = 0; i < place.count; i++) {
        const at = index + offset + i
        if (at < counts.length) counts[at] = (counts[at] ?? 0) + 1
      }
    }
    return [...byLine.values()]
  }
}

/** Arrays read by a kernel that are an input, or the part of one that begins at `offset`. */
function readBy({ bindings }: Dispatch, tensors: readonly Tensor[]) {
  const arrays = new Map<string, { input: number; offset: number }>()
  for (const { binding, slice } of bindings) {
    const input = tensors.findIndex((tensor) => tensor.slice.root === slice.root)
    const offset = (slice.offset - (tensors[input]?.slice.offset ?? 0)) / 4
    if (input >= 0) arrays.set(binding.name, { input, offset })
  }
  return arrays
}

function roomOf(dispatch: Dispatch): number {
  const invocations = sizeOf(dispatch) * dispatch.workgroups[0] * dispatch.workgroups[1]
  return Math.min(MOST, Math.floor(ROOM / invocations))
}
