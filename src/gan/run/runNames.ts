// What the files of a run are called, in the terminal's folder and in the page's zip.

export const names = {
  config: 'config.json',
  noise: 'noise.safetensors',
  generator: 'generator.safetensors',
  /** G's moving average, of a run that keeps one. */
  average: 'generator-ema.safetensors',
  discriminator: 'discriminator.safetensors',
  checkpoint: 'checkpoint.safetensors',
} as const
