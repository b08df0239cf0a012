// Reads one slice back again and again without making a buffer each time: the copy rides along in a
// submit that happens anyway, and nothing waits for it.

import type { Gpu } from './device'
import type { Bound, Slice } from './memory'

export class Mirror {
  readonly #gpu: Gpu
  readonly #slice: Slice
  readonly #all: GPUBuffer[]
  readonly #free: GPUBuffer[]

  /** @param depth  copies that are usually under way at once; more get a buffer each */
  constructor(gpu: Gpu, { slice }: Bound, depth: number) {
    this.#gpu = gpu
    this.#slice = slice
    this.#all = Array.from({ length: depth }, () => this.#make())
    this.#free = [...this.#all]
  }

  #make(): GPUBuffer {
    const { label, bytes } = this.#slice
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST
    return this.#gpu.device.createBuffer({ label: `mirror of ${label}`, size: bytes, usage })
  }

  /** Some runtimes tell of a mapping only after later work is done. */
  #another(): GPUBuffer {
    const made = this.#make()
    this.#all.push(made)
    return made
  }

  /** Adds the copy to an encoder. Call the returned function after the submit, for the bytes. */
  copy(encoder: GPUCommandEncoder): () => Promise<ArrayBuffer> {
    const { memory, offset, bytes, label } = this.#slice
    if (!memory) throw new Error(`${label} has no place on the GPU yet`)
    const staging = this.#free.pop() ?? this.#another()
    encoder.copyBufferToBuffer(memory.on(this.#gpu.device), offset, staging, 0, bytes)
    return async () => {
      try {
        await staging.mapAsync(GPUMapMode.READ)
      } catch (error) {
        this.#gpu.check()
        throw error
      }
      const copy = staging.getMappedRange().slice(0)
      staging.unmap()
      this.#free.push(staging)
      return copy
    }
  }

  /** Copies that are still under way are rejected. */
  destroy(): void {
    for (const buffer of this.#all) buffer.destroy()
  }
}
