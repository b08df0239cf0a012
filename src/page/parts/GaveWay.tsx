// Note in other views that the run in Train is paused for them.

import { gaveWay } from '../core/store'
import { text } from './text'

export function GaveWay({ id }: { id: string }) {
  return (
    <p id={id} class="note">
      {gaveWay.value ? text.value.gaveWay : '\u00a0'}
    </p>
  )
}
