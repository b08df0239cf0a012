// Debugging: copies of recorded steps that name the first tensor with a NaN or an infinity in it. After each
// dispatch a copy inspects what was written (shaders/finite.wgsl). Tensors that were there before, such as
// weights, are inspected where a dispatch first reads them.
//
// A copy runs the same dispatches in the same memory as its step, so it leaves the same bits. A kernel that
// hides a NaN, as relu does on some adapters, comes after the kernel that made it, and that one is named.
// Halves (src/ops/half.ts) are inspected once they are unpacked.

import source from '../../../shaders/finite.wgsl?raw'
import type { Gpu } from '../device'
import { ALIGNMENT, Memory, Slice } from '../memory'
import { plan } from '../plan'
import { build, type Captured, download, upload } from '../program'
import { Shader } from '../shader'
import { type BoundSlice, type Dispatch, dispatch, type Steps, type Trace, trace } from '../trace'

const shader = new Shader('finite.wgsl', source)

/** Numbers that one invocation inspects. */
const CHUNK = 256

interface Inspected {
  dispatch: Dispatch
  tensor: BoundSlice
}

/** The first tensor that is not finite. */
export interface NonFinite extends Inspected {
  nan: number
  infinite: number
}

export class FiniteWatch<S extends Steps> {
  readonly #gpu: Gpu
  readonly #captured: Captured<S>
  readonly #inspected: readonly Inspected[]
  readonly #found: Slice
  readonly #memories: readonly Memory[]

  private constructor(gpu: Gpu, captured: Captured<S>, watched: Watched<S>) {
    this.#gpu = gpu
    this.#captured = captured
    this.#inspected = watched.inspected
    this.#found = watched.found
    this.#memories = watched.memories
  }

  /** @param traced  planned or not; where it was planned, the copies work in the memory of the plan */
  static async open<S extends Steps>(gpu: Gpu, traced: Trace<S>): Promise<FiniteWatch<S>> {
    const planned = plan(traced)
    const watched = withInspections(traced)
    const captured = await build(gpu, watched.traced, planned)
    const numbers = watched.inspected.flatMap(({ tensor: { slice } }, i) => {
      const words = new Array<number>(ALIGNMENT / 4).fill(0)
      return words.with(0, i + 1).with(1, slice.bytes / 4)
    })
    upload(gpu, { slice: watched.about }, Uint32Array.from(numbers), { at: 0 })
    return new FiniteWatch(gpu, captured, watched)
  }

  /** Programs to replay in the place of those of the steps. */
  get programs(): Captured<S>['programs'] {
    return this.#captured.programs
  }

  /** The first tensor that was not finite in all that was submitted so far. */
  async first(): Promise<NonFinite | undefined> {
    const found = new Uint32Array(await download(this.#gpu, { slice: this.#found }))
    const [number = 0, nan = 0, infinite = 0] = found
    const inspected = this.#inspected[number - 1]
    return inspected && { ...inspected, nan, infinite }
  }

  destroy(): void {
    this.#captured.destroy()
    for (const memory of this.#memories) memory.destroy()
  }
}

/** `op conv2d (D on real and fake), tensor y [64, 14, 14, 32]: 3 of 401408 values …` */
export function showNonFinite({ dispatch, tensor, nan, infinite }: NonFinite): string {
  const { stage, op, shader, entry, bindings } = dispatch
  const kernel = `${shader.name} ${entry.name}`
  const where = `op ${op ?? kernel}${stage ? ` (${stage})` : ''}`
  const counts = [nan > 0 ? `${nan} NaN` : '', infinite > 0 ? `${infinite} infinite` : '']
  const broken = `${nameOf(tensor)}: ${counts.filter(Boolean).join(' and ')} of ${tensor.slice.bytes / 4} values`
  if (!isWritten(tensor)) return `${where} reads tensor ${broken}, from before the step`
  const inputs = bindings.filter((each) => !isWritten(each)).map(nameOf)
  const read = inputs.length > 0 ? `; inputs were finite: ${inputs.join(', ')}` : ''
  return `${where} wrote tensor ${broken} (${kernel})${read}`
}

const nameOf = ({ binding, slice, shape = [slice.bytes / 4] }: BoundSlice): string =>
  `${slice.label === binding.name ? '' : `${binding.name} = `}${slice.label} [${shape.join(', ')}]`

const isWritten = ({ binding }: BoundSlice): boolean => binding.access === 'read_write'

const isFloat = ({ binding }: BoundSlice): boolean => /^array<(f32|vec[24]f)/.test(binding.type)

interface Watched<S extends Steps> {
  traced: Trace<S>
  inspected: Inspected[]
  found: Slice
  /** Number and count of each tensor, for the kernel. */
  about: Slice
  memories: Memory[]
}

function withInspections<S extends Steps>(traced: Trace<S>): Watched<S> {
  const found = new Memory('found', 16)
  const most = Object.values<Dispatch[]>(traced.dispatches).flat()
  const count = most.reduce((sum, { bindings }) => sum + bindings.filter(isFloat).length, 0)
  const about = new Memory('about tensors', count * ALIGNMENT)
  const inspected: Inspected[] = []
  const known = new Set<Slice>()

  const inspect = (dispatched: Dispatch, tensor: BoundSlice): Dispatch[] => {
    if (!isFloat(tensor)) return []
    const { slice } = tensor
    const place = ALIGNMENT * inspected.push({ dispatch: dispatched, tensor }) - ALIGNMENT
    const bindings = {
      bits: { slice },
      tensor: { slice: new Slice('about a tensor', 8).place(about, place) },
      found: { slice: new Slice('found', 16).place(found) },
    }
    const invocations = Math.ceil(slice.bytes / 4 / CHUNK)
    const step = () => dispatch(shader, 'inspect', { constants: { CHUNK }, bindings, invocations })
    const { stage } = dispatched
    return trace({ step }).dispatches.step.map((each) => ({ ...each, stage, op: 'finite?' }))
  }

  const watched = (dispatched: Dispatch): Dispatch[] => {
    const { bindings } = dispatched
    const fresh = bindings.filter((each) => !isWritten(each) && !known.has(each.slice))
    const before = fresh.flatMap((each) => inspect(dispatched, each))
    for (const { slice } of bindings) known.add(slice)
    const after = bindings.filter(isWritten).flatMap((each) => inspect(dispatched, each))
    return [...before, dispatched, ...after]
  }

  const dispatches = Object.fromEntries(
    Object.entries<Dispatch[]>(traced.dispatches).map(([name, all]) => [
      name,
      all.flatMap(watched),
    ]),
  ) as Trace<S>['dispatches']
  return {
    traced: { ...traced, dispatches },
    inspected,
    found: new Slice('found', 16).place(found),
    about: new Slice('about tensors', count * ALIGNMENT).place(about),
    memories: [found, about],
  }
}
