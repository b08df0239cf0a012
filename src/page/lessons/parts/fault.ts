// An error as a sentence, in the reader's language if it is translated.

import { NO_WEBGPU } from '../../core/protocol'
import { sentence } from '../../core/words'
import { text } from './text'

export const lacksGpu = (problem: string): boolean => problem === NO_WEBGPU

export const faultOf = (problem: string): string =>
  lacksGpu(problem) ? text.value.noGpu : sentence(problem)
