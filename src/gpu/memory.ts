// GPU memory as the other folders see it: a `Slice` is a range of bytes that a kernel binds.
// A slice may be recorded into a program before it has a place; `place` gives it one. Buffers are
// made only when first needed, so that a whole model can be planned before anything is allocated.

/** Every binding offset must be a multiple of this many bytes (WebGPU's default limit). */
export const ALIGNMENT = 256

/**
 * Bytes of a vec4f. A kernel that binds whole vectors may read and write up to the end of the last one:
 * memory is as long as that, and a slice's neighbour begins behind it.
 */
export const VECTOR = 16

/** Anything that lies in a slice, such as a tensor. */
export interface Bound {
  readonly slice: Slice
  /** f32 if left out. */
  readonly dtype?: 'f32' | 'u32' | 'u8'
  readonly shape?: readonly number[]
}

/** A whole GPU buffer, made on the device when it is first needed; its numbers are 0, or `value`. */
export class Memory {
  readonly label: string
  readonly bytes: number
  readonly #value: number
  #buffer: GPUBuffer | undefined
  #destroyed = false

  constructor(label: string, bytes: number, value = 0) {
    this.label = label
    this.bytes = Math.max(1, Math.ceil(bytes / VECTOR)) * VECTOR
    this.#value = value
  }

  on(device: GPUDevice): GPUBuffer {
    if (this.#destroyed)
      throw new Error(`${this.label}: its memory was freed. Return it from the step`)
    this.#buffer ??= this.#make(device)
    return this.#buffer
  }

  #make(device: GPUDevice): GPUBuffer {
    const filled = this.#value !== 0
    const buffer = device.createBuffer({
      label: this.label,
      size: this.bytes,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      mappedAtCreation: filled,
    })
    if (filled) {
      new Float32Array(buffer.getMappedRange()).fill(this.#value)
      buffer.unmap()
    }
    return buffer
  }

  destroy(): void {
    this.#buffer?.destroy()
    this.#buffer = undefined
    this.#destroyed = true
  }
}

/** A range of bytes that kernels bind. A part of another slice lies wherever that one does. */
export class Slice {
  readonly bytes: number
  label: string
  /** Value of each of its f32 numbers, constant for its lifetime: no kernel writes it. */
  readonly value: number | undefined
  #version = 0
  #memory: Memory | undefined
  #offset = 0
  #whole: Slice | undefined

  constructor(label: string, bytes: number, { value }: { value?: number } = {}) {
    this.label = label
    this.bytes = bytes
    this.value = value
  }

  /** The slice that this one is a part of, with all its other parts; itself if it is whole. */
  get root(): Slice {
    return this.#whole?.root ?? this
  }

  get memory(): Memory | undefined {
    return this.root.#memory
  }

  get offset(): number {
    return this.#offset + (this.#whole?.offset ?? 0)
  }

  /** Count of the times that it, or anything that shares its root, was overwritten in place. */
  get version(): number {
    return this.root.#version
  }

  set version(version: number) {
    this.root.#version = version
  }

  place(memory: Memory, offset = 0): this {
    this.#checkRoom(memory, offset)
    this.#memory = memory
    this.#offset = offset
    return this
  }

  /** Makes this, which has no place yet, a part of `whole`. */
  within(whole: Slice, offset: number): this {
    this.#checkRoom(whole, offset)
    this.#whole = whole
    this.#offset = offset
    return this
  }

  /** May it still become a part of something else? */
  get isFree(): boolean {
    return this.root === this && !this.#memory && this.value === undefined
  }

  #checkRoom(room: Memory | Slice, offset: number): void {
    if (offset % ALIGNMENT !== 0 || offset + this.bytes > room.bytes || this.#whole) {
      throw new Error(
        `${this.label}: no room for ${this.bytes} bytes at ${offset} of ${room.label}`,
      )
    }
  }

  /** A slice with a buffer of its own. */
  static whole(label: string, bytes: number): Slice {
    return new Slice(label, bytes).place(new Memory(label, bytes))
  }
}
