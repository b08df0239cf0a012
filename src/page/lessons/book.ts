// The chapters, in their order.

import { batchnorm } from './batchnorm/batchnorm'
import type { Lesson } from './lesson'
import { transposed } from './transposed/transposed'

export const book: readonly Lesson[] = [transposed, batchnorm]
