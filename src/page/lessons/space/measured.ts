// Rates of success in percent, as docs/measurements.md has them: what the lesson says of them comes from here.

/**
 * Sums of thick and thin drawings: `ganvas latent claims --checkpoint RUN`, RUN by `ganvas train`, on llvmpipe.
 *
 * @see docs/measurements.md, "Latent spaces"
 */
export const sums = {
  count: 400,
  /** By the number of vectors in each mean. */
  means: [
    { of: 1, right: 16 },
    { of: 3, right: 29 },
    { of: 10, right: 46 },
  ],
  random: 7,
  chance: 5,
} as const

/**
 * Edits of the stroke: `ganvas latent directions --checkpoint RUN --attribute thick --measure 1000`, RUN by
 * `ganvas train --objective hinge --ema 0.99`, on llvmpipe.
 */
export const edits = { count: 1000, linear: 45, needed: 60, guided: 95 } as const
