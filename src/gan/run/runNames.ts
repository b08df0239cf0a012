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

/** Why a run below a folder of images is not read with them: its samples are no pictures to learn from. */
export const LEFT_RUN = 'is left out: it is the folder of a run'

/** Do files and folders of these names make a folder that `ganvas train` wrote? */
export const isRun = (inside: ReadonlySet<string>): boolean =>
  inside.has(names.config) && (inside.has(names.checkpoint) || inside.has('checkpoints'))

/** Folders of runs below the first folder of paths: with a whole folder of images, they may be among them. */
export function runsAmong(paths: readonly string[]): string[] {
  const candidates = paths.flatMap((path) => {
    const folder = path.slice(0, -names.config.length - 1)
    return path.endsWith(`/${names.config}`) && folder.includes('/') ? folder : []
  })
  return candidates.filter((folder) => {
    const inside = paths.filter((path) => path.startsWith(`${folder}/`))
    return isRun(
      new Set(inside.flatMap((path) => path.slice(folder.length + 1).split('/')[0] ?? [])),
    )
  })
}
