// The chapters, in their order.

import type { Lesson } from './lesson'

export const book: readonly Lesson[] = []
