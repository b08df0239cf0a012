import { text } from './text'

/** Empty for an unknown kernel. */
export const kernelSays = (entry: string): string => text.value.kernels[entry] ?? ''

/** Kernels of a step, each once, in order. */
export const kernelsOf = (dispatches: readonly { entry: string }[]): string[] => [
  ...new Set(dispatches.map(({ entry }) => entry)),
]
