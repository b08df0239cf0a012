// The chapters, in their order.

import { distance } from './distance/distance'
import type { Lesson } from './lesson'
import { losses } from './losses/losses'

export const book: readonly Lesson[] = [losses, distance]
