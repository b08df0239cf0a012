// Reads one slice back again and again without making a buffer each time: the copy rides along in a
// submit that happens anyway, and nothing waits for it.

import type { Gpu } from './device'
import type { Bound, Slice } from './memory'

export class Mirror {
  readonly #gpu: Gpu
  readonly #slice: Slice
  readonly #all: readonly GPUBuffer[]
  readonly #free: GPUBuffer[]

  /** @param depth  copies that may be under way at once */
  constructor(gpu: Gpu, { slice }: Bound, depth: number) {
    this.#gpu = gpu
    this.#slice = slice
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST
    this.#all = Array.from({ length: depth }, () =>
      gpu.device.createBuffer({ label: `mirror of ${slice.label}`, size: slice.bytes, usage }),
    )
    this.#free = [...this.#all]
  }

  /** Adds the copy to an encoder. Call the returned function after the submit, for the bytes. */
  copy(encoder: GPUCommandEncoder): () => Promise<ArrayBuffer> {
    const staging = this.#free.pop()
    const { memory, offset, bytes } = this.#slice
    if (!staging || !memory) throw new Error(`${this.#slice.label}: all copies are under way`)
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
