// What `normLayer` (worker/normJobs.ts) gave of the trained example, 8 rows of 2 channels, for where there is no WebGPU.

export const layerOfExample: readonly number[] = [
  -0.0946, -0.0683, 0.202, 0.425, 0.105, -0.325, -0.211, 0.757, -0.0583, 0.299, 0.116, 0.639,
  -0.144, -0.0347, 0.0841, -0.329,
]
