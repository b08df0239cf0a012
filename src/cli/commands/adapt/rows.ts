import type { Measured } from '../../../gan/adapt/measure'

/** Images of one size as a classifier sees them: features, and the class that it names. */
export interface Named {
  features: Float32Array
  named: Uint8Array
}

/** A row of the table. */
export interface Row {
  name: string
  /** Undefined where the target has no labels. */
  measured: Measured | undefined
  /** Share of the test images that are named otherwise than by the source's classifier. */
  changed: number
}
