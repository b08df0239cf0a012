// Note in other views that the run in Train is paused for them.

import { gaveWay } from '../core/store'

export function GaveWay({ id }: { id: string }) {
  return (
    <p id={id} class="note">
      {gaveWay.value ? 'The run in Train is paused: there is one GPU.' : '\u00a0'}
    </p>
  )
}
