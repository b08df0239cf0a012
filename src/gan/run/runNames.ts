// Names of a run's files, in the terminal's folder and in the page's zip.

export const names = {
  config: 'config.json',
  noise: 'noise.safetensors',
  generator: 'generator.safetensors',
  /** G's moving average, if the run keeps one. */
  average: 'generator-ema.safetensors',
  discriminator: 'discriminator.safetensors',
  checkpoint: 'checkpoint.safetensors',
} as const
