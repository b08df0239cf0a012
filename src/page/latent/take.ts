import type { Picture } from '../core/protocol'
import { lookFor } from './pad'
import { pick, tool } from './places'
import type { Pick } from './state'

export function take(picked: Pick, picture: Picture): void {
  if (tool.value === 'draw') lookFor(picture)
  else pick(picked)
}
