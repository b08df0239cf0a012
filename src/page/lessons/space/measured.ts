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
    { of: 1, right: 22 },
    { of: 3, right: 36 },
    { of: 10, right: 49 },
  ],
  random: 11,
  chance: 5,
} as const

/**
 * Edits of the stroke: `ganvas latent directions --checkpoint RUN --attribute thick --measure 1000`, RUN by `ganvas train`, on
 * llvmpipe.
 */
export const edits = { count: 1000, linear: 75, needed: 91, guided: 99.9 } as const
