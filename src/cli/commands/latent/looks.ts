import { type Latent, unstack } from '../../../gan/latent/latent'

/** Rows of numbers by which images are compared, one for each image. */
export class Looks {
  /** [count, size] */
  readonly rows: Float32Array
  readonly size: number

  constructor(rows: Float32Array, size: number) {
    this.rows = rows
    this.size = size
  }

  get each(): Latent[] {
    return unstack(this.rows, this.size)
  }

  pick(indices: readonly number[]): Looks {
    const chosen = new Float32Array(indices.length * this.size)
    for (const [i, index] of indices.entries()) {
      chosen.set(this.rows.subarray(index * this.size, (index + 1) * this.size), i * this.size)
    }
    return new Looks(chosen, this.size)
  }
}
