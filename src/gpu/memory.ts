// GPU memory as the rest of the house sees it: a `Slice` is a range of bytes that a kernel binds.
// A slice may be recorded into a program before it has a place; `place` gives it one. Buffers are
// made only when first needed, so that a whole model can be planned before anything is allocated.

/** Every binding offset must be a multiple of this many bytes (WebGPU's default limit). */
export const ALIGNMENT = 256

/**
 * Bytes of a vec4f. A kernel that binds whole vectors may read and write up to the end of the last one:
 * memory is as long as that, and a slice's neighbour begins behind it.
 */
export const VECTOR = 16

/** A whole GPU buffer, made on the device when it is first asked for. */
export class Memory {
  readonly label: string
  readonly bytes: number
  #buffer: GPUBuffer | undefined
  #destroyed = false

  constructor(label: string, bytes: number) {
    this.label = label
    this.bytes = Math.max(1, Math.ceil(bytes / VECTOR)) * VECTOR
  }

  on(device: GPUDevice): GPUBuffer {
    if (this.#destroyed)
      throw new Error(`${this.label}: its memory was freed. Return it from the step`)
    this.#buffer ??= device.createBuffer({
      label: this.label,
      size: this.bytes,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    })
    return this.#buffer
  }

  destroy(): void {
    this.#buffer?.destroy()
    this.#buffer = undefined
    this.#destroyed = true
  }
}

/** A range of bytes that kernels bind. `version` counts the times it was overwritten in place. */
export class Slice {
  readonly bytes: number
  label: string
  version = 0
  memory: Memory | undefined
  offset = 0

  constructor(label: string, bytes: number) {
    this.label = label
    this.bytes = bytes
  }

  place(memory: Memory, offset = 0): this {
    if (offset % ALIGNMENT !== 0 || offset + this.bytes > memory.bytes) {
      throw new Error(
        `${this.label}: no room for ${this.bytes} bytes at ${offset} of ${memory.label}`,
      )
    }
    this.memory = memory
    this.offset = offset
    return this
  }

  /** A slice with a buffer of its own. */
  static whole(label: string, bytes: number): Slice {
    return new Slice(label, bytes).place(new Memory(label, bytes))
  }
}
