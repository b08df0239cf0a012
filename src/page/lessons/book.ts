// The chapters, in their order.

import { batchnorm } from './batchnorm/batchnorm'
import { distance } from './distance/distance'
import { grid } from './grid/grid'
import type { Lesson } from './lesson'
import { losses } from './losses/losses'
import { microscope } from './microscope/microscope'
import { pixel } from './pixel/pixel'
import { space } from './space/space'
import { tape } from './tape/tape'
import { tiles } from './tiles/tiles'
import { transposed } from './transposed/transposed'

export const book: readonly Lesson[] = [
  pixel,
  grid,
  tiles,
  transposed,
  batchnorm,
  tape,
  microscope,
  losses,
  distance,
  space,
]
