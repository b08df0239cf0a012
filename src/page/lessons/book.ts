// The chapters, in their order.

import type { Lesson } from './lesson'
import { pixel } from './pixel/pixel'

export const book: readonly Lesson[] = [pixel]
