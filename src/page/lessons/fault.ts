// What went wrong, as a sentence: in the language that is read where that has words for it.

import { sentence } from '../parts/words'
import { NO_WEBGPU } from '../protocol'
import { text } from './text'

export const faultOf = (problem: string): string =>
  problem === NO_WEBGPU ? text.value.noGpu : sentence(problem)
