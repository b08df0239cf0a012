// What went wrong, as a sentence: in the language that is read where that has words for it.

import { NO_WEBGPU } from '../core/protocol'
import { sentence } from '../core/words'
import { text } from './text'

/** Is it for want of a GPU? */
export const lacksGpu = (problem: string): boolean => problem === NO_WEBGPU

export const faultOf = (problem: string): string =>
  lacksGpu(problem) ? text.value.noGpu : sentence(problem)
