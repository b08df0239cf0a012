// Counts what is asked of WebGPU, by wrapping the methods of its classes, and how many bytes of buffers
// a device holds.

/** Bytes alive, and the most there ever were, of each device. */
const held = new WeakMap()
const owner = new WeakMap()

/** Call once, before any device is opened: bytes are counted from then on. */
export function countBytes() {
  wrap(GPUDevice, 'createBuffer', (device, buffer) => {
    const bytes = held.get(device) ?? { now: 0, peak: 0 }
    bytes.now += buffer.size
    bytes.peak = Math.max(bytes.peak, bytes.now)
    held.set(device, bytes)
    owner.set(buffer, bytes)
  })
  wrap(GPUBuffer, 'destroy', (buffer) => {
    const bytes = owner.get(buffer)
    if (bytes) bytes.now -= buffer.size
    owner.delete(buffer)
  })
}

/** Wraps a method; returns what takes the wrapping off again. */
function wrap({ prototype }, name, note) {
  const method = prototype[name]
  prototype[name] = function (...args) {
    const result = method.apply(this, args)
    note(this, result)
    return result
  }
  return () => {
    prototype[name] = method
  }
}

export const peakOf = (device) => held.get(device)?.peak ?? Number.NaN

/**
 * Calls of WebGPU that `run` makes, in the mean of several runs. Methods are wrapped only meanwhile: a wrapping takes
 * as long as the call.
 */
export async function counted(run, runs = 1) {
  const counts = { dispatches: 0, submits: 0, bindGroups: 0, buffers: 0 }
  const unwrap = [
    wrap(GPUComputePassEncoder, 'dispatchWorkgroups', () => counts.dispatches++),
    wrap(GPUQueue, 'submit', () => counts.submits++),
    wrap(GPUDevice, 'createBindGroup', () => counts.bindGroups++),
    wrap(GPUDevice, 'createBuffer', () => counts.buffers++),
  ]
  try {
    for (let i = 0; i < runs; i++) await run()
    return Object.fromEntries(Object.entries(counts).map(([what, count]) => [what, count / runs]))
  } finally {
    for (const each of unwrap.toReversed()) each()
  }
}
