// Gives every transient slice of a trace a place in as few buffers as its lifetime allows. Whole
// buffers are reused, never parts: WebGPU refuses a buffer that is both read and written in one
// dispatch, even on disjoint ranges.

import { type BufferLimits, GpuError, maxBinding } from './device'
import { Memory, Slice } from './memory'
import { type Dispatch, entangled, overflowing, type Steps, type Trace } from './trace'

interface Lifetime {
  slice: Slice
  first: number
  last: number
  step: string
}

export interface Plan {
  /** Buffers that the plan made for transient slices, shared by lifetime, and for constants. */
  transient: Memory[]
  /** Buffers for slices that outlive their step: results, and what a later step reads. */
  kept: Memory[]
  /** Buffers that were there before: parameters, data, state. */
  standing: Memory[]
  /** Bytes of all of them: what the programs need on the GPU. */
  bytes: number
}

/** Places every slice that has no place yet. The trace is ready to be built after it. */
export function plan(trace: Trace<Steps>): Plan {
  const kept = new Set<Slice>()
  collectSlices(trace.results, kept)

  const lifetimes = new Map<Slice, Lifetime>()
  const standing = new Set<Memory>()
  const constants = new Set<Slice>()
  let time = 0
  for (const [step, dispatches] of Object.entries(trace.dispatches)) {
    for (const dispatch of dispatches) {
      for (const { binding, slice: bound } of dispatch.bindings) {
        const slice = bound.root
        if (slice.memory) {
          standing.add(slice.memory)
          continue
        }
        if (slice.value !== undefined) {
          constants.add(slice)
          continue
        }
        const known = lifetimes.get(slice)
        if (!known) {
          if (binding.access === 'read') {
            throw new Error(
              `${name(dispatch)}: reads ${slice.label} before anything has written it`,
            )
          }
          lifetimes.set(slice, { slice, first: time, last: time, step })
        } else {
          known.last = time
          if (known.step !== step) kept.add(slice)
        }
      }
      time++
    }
  }

  const keptMemory: Memory[] = []
  const own = (slice: Slice): Memory => {
    const memory = new Memory(slice.label, slice.bytes, slice.value)
    slice.place(memory)
    return memory
  }
  const pool: { memory: Memory; taken: Lifetime[] }[] = []
  const bySize = [...lifetimes.values()].sort((a, b) => b.slice.bytes - a.slice.bytes)
  for (const life of bySize) {
    const { slice } = life
    if (kept.has(slice)) {
      keptMemory.push(own(slice))
      continue
    }
    // Largest first: every buffer already in the pool is large enough, only time can be in the way.
    let home = pool.find(({ taken }) =>
      taken.every((t) => life.last < t.first || t.last < life.first),
    )
    if (!home) {
      home = { memory: new Memory(`activations ${pool.length}`, slice.bytes), taken: [] }
      pool.push(home)
    }
    home.taken.push(life)
    slice.place(home.memory)
  }

  const transient = pool.map(({ memory }) => memory)
  // Constants are written when their buffer is made, so nothing else may share it.
  for (const slice of constants) if (!kept.has(slice)) transient.push(own(slice))
  for (const slice of kept)
    if (slice.value !== undefined && !slice.memory) keptMemory.push(own(slice))

  for (const dispatches of Object.values(trace.dispatches)) dispatches.forEach(refuseAliasing)
  const all = [...transient, ...keptMemory, ...standing]
  const bytes = all.reduce((sum, memory) => sum + memory.bytes, 0)
  return { transient, kept: keptMemory, standing: [...standing], bytes }
}

/**
 * Places slices of the step that is being traced in one buffer, so that their kernels write straight into it:
 * slices without a place so far, each given once, that fit side by side.
 *
 * @param offsets  one for each slice
 * @returns        the slices that were placed; the caller copies the others
 */
export function placeTogether(
  slices: readonly Slice[],
  memory: Memory,
  offsets: readonly number[],
): Set<Slice> {
  const roots = slices.map(({ root }) => root)
  const apart = new Set([...entangled(roots), ...overflowing(roots)])
  const once = (slice: Slice) => roots.indexOf(slice) === roots.lastIndexOf(slice)
  const placed = slices.filter((slice) => slice.isFree && once(slice) && !apart.has(slice))
  for (const slice of placed) slice.place(memory, offsets[slices.indexOf(slice)])
  return new Set(placed)
}

/** Refuses a plan that the adapter cannot hold, before anything is allocated. */
export function checkLimits(
  { transient, kept, standing }: Plan,
  limits: BufferLimits,
  advice = 'Take a smaller width, batch size or image size, or fewer images',
): void {
  const limit = maxBinding(limits)
  for (const memory of [...transient, ...kept, ...standing]) {
    if (memory.bytes > limit) {
      const what = transient.includes(memory) ? 'the activations' : `the tensor ${memory.label}`
      throw new GpuError(
        `${what} would need ${megabytes(memory.bytes)}, and this adapter binds at most ` +
          `${megabytes(limit)} in one buffer. ${advice}`,
      )
    }
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0)} MB`
}

function name({ shader, entry }: Dispatch): string {
  return `${shader.name} ${entry.name}`
}

function collectSlices(value: unknown, into: Set<Slice>, seen = new Set<unknown>()): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  if ('slice' in value && value.slice instanceof Slice) into.add(value.slice.root)
  else {
    const inner =
      value instanceof Map || value instanceof Set ? value.values() : Object.values(value)
    for (const each of inner) collectSlices(each, into, seen)
  }
}

function refuseAliasing(dispatch: Dispatch): void {
  const written = new Map<Memory | undefined, string>()
  for (const { binding, slice } of dispatch.bindings) {
    if (binding.access === 'read_write') written.set(slice.memory, binding.name)
  }
  for (const { binding, slice } of dispatch.bindings) {
    const other = written.get(slice.memory)
    if (binding.access !== 'read_write' && other !== undefined) {
      throw new Error(
        `${name(dispatch)}: reads ${binding.name} from the buffer that it writes ${other} to ` +
          `(${slice.memory?.label}). WebGPU allows that only in different buffers`,
      )
    }
  }
}
