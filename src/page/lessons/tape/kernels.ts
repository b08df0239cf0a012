// What each kernel of a recorded step is for, in a clause.

import { text } from './text'

/** Empty where nothing is known of a kernel. */
export const kernelSays = (entry: string): string => text.value.kernels[entry] ?? ''

/** Those of a step, each once, as they come. */
export const kernelsOf = (dispatches: readonly { entry: string }[]): string[] => [
  ...new Set(dispatches.map(({ entry }) => entry)),
]
