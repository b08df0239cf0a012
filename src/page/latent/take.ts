// What becomes of an image that somebody picks: a place of the tool gets it, or it is what is looked for.

import type { Picture } from '../core/protocol'
import { lookFor } from './pad'
import { pick, tool } from './places'
import type { Pick } from './state'

export function take(picked: Pick, picture: Picture): void {
  if (tool.value === 'draw') lookFor(picture)
  else pick(picked)
}
